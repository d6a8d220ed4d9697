"""Whether two statements may be one speaker's: what ties those who speak, and how firmly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.compare.renderings import Said
from onrecord.lexicon import read_words
from onrecord.text import fold

_POSSESSIVE = re.compile(r"['’]s?\b")
_ACRONYM = re.compile(r"\b[A-Z]{3,}\b")
_CAPITAL = re.compile(r"\b[A-Z]")
_LITTLE = frozenset({"of", "the", "and", "a", "an", "for", "in"})


@dataclass(frozen=True, slots=True)
class Bond:
    """``firm``: both reports mean one speaker, as far as they say; else nothing speaks against it. ``why`` in words."""

    firm: bool
    why: str


def bond_of(a: Said, b: Said) -> Bond | None:
    """What ties the two speakers; None when two people, or two bodies, are named that are not one.

    What a person judged is not softened: another entity is another speaker then.
    """
    if a.speaker is None or b.speaker is None:
        return Bond(False, "one report names no speaker")
    if a.speaker.entity == b.speaker.entity:
        return Bond(True, "same speaker")
    if a.judged or b.judged:
        return None
    for one, other in ((a, b), (b, a)):
        if one.side is not None and other.speaker is not None and one.side == other.speaker.entity:
            return Bond(True, "one speaks for the other")
    return _by_name(a.speaker.name, b.speaker.name) or _by_kind(a, b)


def _by_name(a: str, b: str) -> Bond | None:
    x, y = _words(a), _words(b)
    if x & y and (x <= y or y <= x):
        return Bond(True, "same speaker")
    if _stands_for(a, b) or _stands_for(b, a):
        return Bond(True, "the initials of the other's name")
    return Bond(False, "speakers share a name") if x & y else None


def _by_kind(a: Said, b: Said) -> Bond | None:
    return None if a.kind == b.kind == "person" else Bond(False, "a person and a body may speak as one")


def _author(name: str) -> str:
    """Whose document it is, where the name is one ("Varga's letter to the council"); else the name."""
    owner, possessive, document = name.partition("'s ") if "'s " in name else name.partition("’s ")
    return owner if possessive and not read_words("authored-documents").isdisjoint(fold(document).split()) else name


@lru_cache(maxsize=1 << 12)
def _words(name: str) -> frozenset[str]:
    return frozenset(fold(_POSSESSIVE.sub("", _author(name))).split()) - _LITTLE


def _stands_for(short: str, long: str) -> bool:
    """Whether a word of the one is made of the first letters of the other's."""
    return _initials(long) in _acronyms(short)


@lru_cache(maxsize=1 << 12)
def _acronyms(name: str) -> frozenset[str]:
    return frozenset(_ACRONYM.findall(name))


@lru_cache(maxsize=1 << 12)
def _initials(name: str) -> str:
    return "".join(_CAPITAL.findall(name))
