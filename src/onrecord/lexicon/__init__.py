"""General words of the language, as data files that each name their source in their first lines.

A file holds one entry a line; ``#`` begins a comment, ``[name]`` a section. Nothing here may come from evaluation data, and no entry may be
there for the sake of one report.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["read_pairs", "read_sections", "read_words", "section_words"]


@cache
def read_words(name: str) -> frozenset[str]:
    """The entries of ``data/NAME.txt``, as written there. Raises FileNotFoundError for a name that does not exist."""
    return frozenset(_lines(name))


@cache
def read_pairs(name: str) -> dict[str, str]:
    """``data/NAME.txt`` with two columns parted by a tab, as a dictionary. Raises ValueError on a line without a tab."""
    return dict(_pair(name, line) for line in _lines(name))


@cache
def read_sections(name: str) -> dict[str, tuple[str, ...]]:
    """The sections of ``data/NAME.txt`` by name, entries in file order and with their case.

    >>> "Reuters" in read_sections("agencies")["names"]
    True
    """
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in map(str.strip, _lines(name)):
        if line.startswith("[") and line.endswith("]"):
            current = sections.setdefault(line[1:-1], [])
        elif line:
            current.append(line)
    return {section: tuple(entries) for section, entries in sections.items()}


@cache
def section_words(name: str, section: str) -> frozenset[str]:
    """The entries of one section of ``data/NAME.txt``. Raises KeyError for a section that does not exist."""
    return frozenset(read_sections(name)[section])


def _pair(name: str, line: str) -> tuple[str, str]:
    key, tab, value = line.partition("\t")
    if not tab:
        raise ValueError(f"lexicon/data/{name}.txt: no tab in {line!r}")
    return key.strip(), value.strip()


def _lines(name: str) -> list[str]:
    text = (files("onrecord.lexicon") / "data" / f"{name}.txt").read_text(encoding="utf8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
