"""Entries of the lexicon's sections in the shapes that the reader's patterns need."""

from __future__ import annotations

from functools import cache

from onrecord.lexicon import read_sections


@cache
def folded(name: str, section: str) -> frozenset[str]:
    """The entries of one section, case-folded.

    >>> "reuters" in folded("agencies", "names")
    True
    """
    return frozenset(entry.casefold() for entry in read_sections(name)[section])


def alternatives(name: str, section: str) -> list[str]:
    """The entries of one section, longest first, so that a regular expression built of them prefers the longer."""
    return sorted(read_sections(name)[section], key=lambda entry: (-len(entry), entry))
