"""Word lists of the read layer, ``onrecord/lexicon/*.txt``: ``#`` begins a comment, ``[name]`` a section, any other line is an entry."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def load_sections(name: str) -> dict[str, tuple[str, ...]]:
    """The sections of a word list by name, entries in file order and with their case. Raises FileNotFoundError: the install is broken.

    >>> "navigation" in load_sections("page_hints")
    True
    """
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for raw in files("onrecord").joinpath("lexicon", f"{name}.txt").read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            current = sections.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            current.append(line)
    return {section: tuple(entries) for section, entries in sections.items()}


@cache
def folded(name: str, section: str) -> frozenset[str]:
    """The entries of one section, case-folded.

    >>> "reuters" in folded("agencies", "names")
    True
    """
    return frozenset(entry.casefold() for entry in load_sections(name)[section])


def alternatives(name: str, section: str) -> list[str]:
    """The entries of one section, longest first, so that a regular expression built of them prefers the longer."""
    return sorted(load_sections(name)[section], key=lambda entry: (-len(entry), entry))
