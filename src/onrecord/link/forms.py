"""A name taken apart for comparison: words in Latin letters, initials, numbers, particles, titles, legal forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Literal

from anyascii import anyascii

from onrecord.lexicon import read_pairs, read_words, section_words
from onrecord.model import EntityType

_particles = partial(section_words, "name-particles")
WordKind = Literal["word", "initial", "number", "filiation", "particle"]
Script = Literal["alphabet", "syllables", "consonants"]

LITTLE: frozenset[WordKind] = frozenset({"filiation", "particle"})
_LONGEST_FORM = 6  # words
_MAX_CHARS = 200  # of a name that is looked at: what is longer is a sentence
_IN_WORDS = re.compile(r"['’‘`´ʼʻʹʺ‛′\"“”«»„\u200b-\u200f]")  # apostrophes, quotation marks, joiners: not letters, and part nothing
_PIECE = re.compile(r"[^\s/\\,;:()\[\]{}<>&+·・•|_*#@=!?%~‐‑–—-]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_CK = re.compile(r"c(?!h)")
_SUFFIXES = {"jr": "junior", "junior": "junior", "sr": "senior", "senior": "senior", "phd": "", "md": "", "esq": ""}
_PREFIXES_KEPT_WHOLE = ("Mc", "Mac", "De", "Le", "La", "Van", "Fitz", "Di", "Du")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a name: as written, in plain Latin letters and digits, and as what romanisations of it have in common."""

    shown: str
    plain: str
    key: str
    kind: WordKind = "word"
    script: Script = "alphabet"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForm:
    """The words of a name in their order, without titles and legal forms. ``marks``: the kinds of legal form it had, of a
    person "junior" or "senior". ``turned``: it was written "Surname, Given name", and has been put in the usual order."""

    words: tuple[Word, ...]
    marks: frozenset[str] = frozenset()
    turned: bool = False


@lru_cache(maxsize=10_000)
def read_name(name: str, kind: EntityType) -> NameForm:
    """The name taken apart; without words only when it has neither letter nor digit.

    >>> [w.plain for w in read_name("Ruiz, Dr. Ana M.", "person").words]
    ['ana', 'm', 'ruiz']
    >>> read_name("Velm Quay Ltd.", "organisation").marks
    frozenset({'llc'})
    """
    text = unicodedata.normalize("NFKC", name[:_MAX_CHARS])
    if kind != "person":
        return _body(list(_words(text, dotted_apart=False)), kind)
    family, comma, given = text.partition(",")
    turned = bool(comma and given.strip()) and _IN_WORDS.sub("", given).strip(" .").casefold() not in _SUFFIXES
    found = list(_words(f"{given} {family}" if turned else text, dotted_apart=True))
    return _person(found, turned=turned)


def _words(text: str, *, dotted_apart: bool) -> Iterator[Word]:
    for match in _PIECE.finditer(_IN_WORDS.sub("", text)):
        piece = match.group()
        dots = piece.strip(".").split(".")
        if len(dots) > 1 and all(len(d) == 1 for d in dots) and not dotted_apart:
            dots = ["".join(dots)]
        for dot in dots:
            for part in _parts(dot):
                word = _word(part)
                if word is not None:
                    yield word


def _parts(piece: str) -> list[str]:
    """Words that were written together ("AnaRuiz"), but not "McBell" or "GmbH"."""
    parts = _CAMEL.split(piece)
    return [piece] if parts[0] in _PREFIXES_KEPT_WHOLE or piece.casefold() in read_pairs("legal-forms") else parts


def _word(shown: str) -> Word | None:
    plain = "".join(c for c in anyascii(shown).casefold() if c.isalnum())
    if not plain:
        return None
    ordinal = _ORDINAL.fullmatch(plain)
    if plain.isdigit() or ordinal:
        number = str(int(ordinal.group(1) if ordinal else plain))
        return Word(shown=shown, plain=number, key=number, kind="number")
    script = script_of(shown)
    kind: WordKind = "initial" if len(plain) == 1 and script != "syllables" else "word"
    return Word(shown=shown, plain=plain, key=romanised(plain), kind=kind, script=script)


def script_of(word: str) -> Script:
    """How the word's script writes: one sign a syllable, consonants without (all) vowels, or an alphabet."""
    script = unicodedata.name(word[0], "").split(" ")[0]
    if script in ("CJK", "HANGUL"):
        return "syllables"
    return "consonants" if script in ("ARABIC", "HEBREW", "SYRIAC", "THAI", "KHMER", "LAO", "MYANMAR") else "alphabet"


@lru_cache(maxsize=20_000)
def romanised(word: str) -> str:
    """The folded word with the differences between romanisations taken out, and doubled letters single."""
    out = word
    for written, read in read_pairs("romanisation").items():
        out = out.replace(written, read)
    out = _CK.sub("k", out)
    return "".join(c for k, c in enumerate(out) if k == 0 or c != out[k - 1])


def _person(words: list[Word], *, turned: bool) -> NameForm:
    """Without titles in front and suffixes behind, as long as two full words are left."""
    words = words[_title(words) :]
    marks = set()
    while _full(words) > 2 and words[-1].plain in _SUFFIXES:
        marks.add(_SUFFIXES[words[-1].plain])
        words = words[:-1]
    kinds = [_person_kind(w, words[:k], len(words)) if w.kind == "word" else w.kind for k, w in enumerate(words)]
    named = tuple(replace(w, kind=kind) for w, kind in zip(words, kinds, strict=True))
    return NameForm(words=named, marks=frozenset(marks - {""}), turned=turned)


def _title(words: list[Word]) -> int:
    """How many words in front are a title ("Foreign Minister", "Dr.")."""
    titles, modifiers = read_words("honorifics") | read_words("title-nouns"), read_words("role-modifiers")
    end = 0
    for k, word in enumerate(words):
        if word.plain in titles and _full(words[k + 1 :]) >= 2:
            end = k + 1
        elif word.plain not in modifiers:
            break
    return end


def _person_kind(word: Word, before: list[Word], count: int) -> WordKind:
    """In front of a single word ("Del Rio") a particle is one too, unless it is a given name ("Al", "Ben")."""
    given = not before and (count != 2 or word.plain in read_pairs("first-names"))
    if word.plain in _particles("filiation") and not (given and word.plain == "ben"):
        return "filiation"
    return "particle" if word.plain in _particles("anywhere") or (word.plain in _particles("inside") and not given) else "word"


def _full(words: list[Word]) -> int:
    return sum(w.kind == "word" for w in words)


def _body(words: list[Word], kind: EntityType) -> NameForm:
    core, marks = _strip_legal(words) if kind == "organisation" else (words, frozenset())
    core = [part for word in core for part in _spelt_out(word)] if len(core) > 1 else core
    numbered = _numbers(core)
    return NameForm(words=tuple(replace(w, kind="particle") if _is_little(w, numbered) else w for w in numbered), marks=marks)


def _is_little(word: Word, words: list[Word]) -> bool:
    """ "la", but not the "LA" of "LA Quay Office"."""
    stands_out = word.shown.isupper() and len(word.shown) > 1 and not all(w.shown.isupper() for w in words)
    return word.plain in _particles("bodies") and not stands_out


def _spelt_out(word: Word) -> list[Word]:
    """Of a larger name the abbreviation's words ("US" in "US Quay Office"); the word itself when it is none."""
    parts = read_pairs("body-abbreviations").get(word.shown, "").split()
    return [Word(shown=p, plain=p, key=romanised(p)) for p in parts] or [word]


def _strip_legal(words: list[Word]) -> tuple[list[Word], frozenset[str]]:
    """Without the legal forms at either end; a name of nothing else keeps its words."""
    found = set()
    while (legal := _legal_form(words)) is not None:
        kind, words = legal
        found.add(kind)
    return words, frozenset(found - {"firm", "other"})


def _legal_form(words: list[Word]) -> tuple[str, list[Word]] | None:
    """The kind of the longest legal form at the end, or else in front, and the words without it. Two letters in front of one
    word are an abbreviation like any other."""
    forms = read_pairs("legal-forms")
    for size in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        at_end, in_front = (forms.get(" ".join(w.plain for w in alias)) for alias in (words[-size:], words[:size]))
        if at_end is not None:
            return at_end, words[:-size]
        if in_front is not None and (len(words) > 2 or len(words[0].plain) > 2):
            return in_front, words[size:]
    return None


def _numbers(words: list[Word]) -> list[Word]:
    """Number words and Roman numerals (in capitals, not in front) as numbers; "forty-four" is one."""
    out: list[Word] = []
    for k, word in enumerate(words):
        value = read_pairs("numerals").get(word.plain)
        if value is None and k and _ROMAN.fullmatch(word.shown):
            value = str(_roman(word.shown))
        if value is None:
            out.append(word)
        elif out and out[-1].kind == "number" and out[-1].plain in _TENS and len(value) == 1 and not out[-1].shown.isdigit():
            total = str(int(out[-1].plain) + int(value))
            out[-1] = Word(shown=f"{out[-1].shown} {word.shown}", plain=total, key=total, kind="number")
        else:
            out.append(Word(shown=word.shown, plain=value, key=value, kind="number"))
    return out


_TENS = frozenset(str(n) for n in range(20, 100, 10))


def _roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in numeral]
    return sum(-v if any(w > v for w in values[k + 1 : k + 2]) else v for k, v in enumerate(values))
