"""Entries of the lexicon's sections in the shapes that the reader's patterns need."""

from __future__ import annotations

from functools import cache

from onrecord.lexicon import read_sections
from onrecord.text import any_of


@cache
def folded(name: str, section: str) -> frozenset[str]:
    """The entries of one section, case-folded.

    >>> "reuters" in folded("agencies", "names")
    True
    """
    return frozenset(entry.casefold() for entry in read_sections(name)[section])


def alternatives(name: str, section: str) -> str:
    """The entries of one section as a pattern that prefers the longer."""
    return any_of(read_sections(name)[section])
