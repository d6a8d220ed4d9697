"""Whether two words may be one name, and by which kind of difference."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from onrecord.lexicon import read_pairs
from onrecord.link.forms import Word

_VOWELS = str.maketrans("", "", "aeiouh")
_CLASSES = str.maketrans("bpvfwdtgkqczsxj", "bbbbbttkkkkssss")
_SHORT = 3  # letters: "Li" and "Ly" are too short to tell
_SLIPS = 0.84  # below what merges


@dataclass(frozen=True, slots=True, kw_only=True)
class WordScore:
    """In [0, 1], and the kind of difference ("same", "romanisation", "misspelling" and so on)."""

    score: float
    how: str


_SAME = WordScore(score=1.0, how="same")
_NOTHING = WordScore(score=0.0, how="different")


@lru_cache(maxsize=30_000)
def compare_words(p: Word, q: Word) -> WordScore:
    """How likely two words are one name; has no direction."""
    if p.kind == "number" or q.kind == "number":
        return _numbers(p, q)
    if p.script == q.script == "syllables":
        return _SAME if p.shown == q.shown else _NOTHING
    if p.plain == q.plain:
        return _SAME
    if "initial" in (p.kind, q.kind):
        same_letter = p.plain[0] == q.plain[0] or p.key[0] == q.key[0]
        return WordScore(score=0.86, how="initial") if same_letter and "word" in (p.kind, q.kind) else _NOTHING  # of no particle
    if "syllables" in (p.script, q.script):
        return _NOTHING
    return _spelling(p, q)


def _spelling(p: Word, q: Word) -> WordScore:
    short = min(len(p.plain), len(q.plain)) <= _SHORT
    if p.key == q.key and not short:
        return WordScore(score=0.95, how="romanisation")
    if (p.script == "consonants") != (q.script == "consonants"):
        return _consonants(p.key, q.key)
    if q.plain in variants(p.plain):
        return WordScore(score=0.9, how="variant")
    if p.key == q.key:
        return WordScore(score=0.8, how="romanisation")
    if q.plain in nicknames(p.plain):
        return WordScore(score=0.86, how="nickname")
    return _misspelling(p, q)


def _numbers(p: Word, q: Word) -> WordScore:
    if p.kind != q.kind:
        return _NOTHING
    return _SAME if p.plain == q.plain else WordScore(score=0.55, how="number")


def _consonants(a: str, b: str) -> WordScore:
    x, y = skeleton(a), skeleton(b)
    if x == y and x:
        return WordScore(score=0.86, how="consonants")
    near = min(len(x), len(y)) >= 3 and OSA.distance(x, y, score_cutoff=1) <= 1
    return WordScore(score=0.7, how="consonants") if near else _NOTHING


def skeleton(key: str) -> str:
    """The consonants of a romanised word, by class and single: what scripts without vowels leave of it.

    >>> skeleton("salman") == skeleton("slmn")
    True
    """
    out = key.translate(_VOWELS).translate(_CLASSES)
    return "".join(c for k, c in enumerate(out) if k == 0 or c != out[k - 1])


def _misspelling(p: Word, q: Word) -> WordScore:
    """A slip of the pen: up to one letter in four, where letters that romanisations confuse count half."""
    shorter = min(len(p.plain), len(q.plain))
    allowed = 0.5 + shorter / 4
    if shorter < 3 or abs(len(p.plain) - len(q.plain)) > 2 * allowed:
        return _NOTHING
    written = min(OSA.distance(p.plain, q.plain), OSA.distance(p.shown.casefold(), q.shown.casefold()))
    cost = (written + OSA.distance(p.key, q.key)) / 2
    if cost > allowed:
        return _NOTHING
    return WordScore(score=_SLIPS - 0.3 * cost / allowed, how="misspelling")


def variants(plain: str) -> frozenset[str]:
    """Other spellings of a given name that no rule of romanisation explains; empty when none is known."""
    return _variants().get(plain, frozenset())


@cache
def _variants() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, others in read_pairs("name-variants").items():
        row = {name, *others.split(",")}
        for one in row:
            found[one] |= row - {one}
    return {name: frozenset(others) for name, others in found.items()}


def nicknames(plain: str) -> frozenset[str]:
    """The names this one is short for, and the short forms of it."""
    return _nicknames().get(plain, frozenset())


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for short, names in read_pairs("nicknames").items():
        for name in names.split(","):
            found[short].add(name)
            found[name].add(short)
    return {name: frozenset(others) for name, others in found.items()}
