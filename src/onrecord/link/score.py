"""Whether two names may name one person or body, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.lexicon import read_pairs
from onrecord.model import EntityType
from onrecord.text import fold

_ENOUGH = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class PairScore:
    """In [0, 1], with what speaks for it."""

    score: float
    reasons: tuple[str, ...]


def same_name(a: str, b: str, kind: EntityType) -> PairScore:
    """How well two full names of one type agree.

    >>> same_name("Yuri Ushkan", "Yury Ushkan", "person").score > 0.9
    True
    >>> same_name("Elena Markovic", "Helena Markowitz", "person").score
    0.0
    """
    x, y = fold(a).split(), fold(b).split()
    if x == y:
        return PairScore(score=1.0, reasons=(f"{a} = {b}",))
    if kind == "person":
        return _same_person(x, y)
    if kind == "organisation" and (_is_acronym(x, y) or _is_acronym(y, x)):
        return PairScore(score=0.9, reasons=(f"{a} and {b}: one is the initials of the other",))
    if len(x) == len(y) and all(romanised(p) == romanised(q) for p, q in zip(x, y, strict=True)):
        return PairScore(score=0.92, reasons=(f"{a} and {b} are spellings of one name",))
    return PairScore(score=0.0, reasons=())


def _is_acronym(short: list[str], long: list[str]) -> bool:
    """ "iqo" for "international quay office"; of two letters too many names have the same."""
    initials = "".join(w[0] for w in long if w not in ("of", "the", "for", "and"))
    return len(short) == 1 and len(initials) > 2 and short[0].replace(".", "") == initials


def _same_person(x: list[str], y: list[str]) -> PairScore:
    surname = spelling(x[-1], y[-1])
    given = spelling(x[0], y[0]) if len(x) > 1 and len(y) > 1 else 0.0
    if surname < _ENOUGH or given < _ENOUGH:
        return PairScore(score=0.0, reasons=())
    reasons = tuple(f"{p} ~ {q} ({s:.2f})" for p, q, s in ((x[0], y[0], given), (x[-1], y[-1], surname)))
    return PairScore(score=(surname + given) / 2, reasons=reasons)


def spelling(a: str, b: str) -> float:
    """How likely two words are spellings of one name: 1 when equal, less for romanisations, an initial, a letter's difference."""
    if a == b:
        return 1.0
    if min(len(a.rstrip(".")), len(b.rstrip("."))) == 1:
        return 0.86 if a[0] == b[0] else 0.0
    p, q = romanised(a), romanised(b)
    if p == q:
        return 0.95
    short, long = sorted((p, q), key=len)
    one_ending = len(short) >= 4 and long.startswith(short) and len(long) - len(short) == 1
    return 0.88 if one_ending else 0.0


@cache
def romanised(word: str) -> str:
    """The folded word with the differences between romanisations taken out, and doubled letters single."""
    out = word
    for written, read in read_pairs("romanisation").items():
        out = out.replace(written, read)
    return "".join(c for k, c in enumerate(out) if k == 0 or c != out[k - 1])
