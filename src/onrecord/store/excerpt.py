"""The part of a text that shows why it was found.

FTS5's own snippet() and highlight() take time by the square of the matches, in one step that no deadline interrupts: 40 texts
of 5,000 words took 5.3 s (measured). This takes time by the length of the text, and looks at its beginning only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Span
from onrecord.text import fold

MAX_CHARS = 100_000
_BEFORE, _AFTER = 60, 180  # characters around the first match of the best place
_WORD = re.compile(r"\w+")


class Wanted:
    """The words of search terms, folded. A word that ends in a star is the beginning of one."""

    def __init__(self, terms: Sequence[str]) -> None:
        pieces = [piece for term in terms for piece in term.split()]
        self._beginnings = tuple(self._folded(piece)[-1] for piece in pieces if piece.endswith("*") and self._folded(piece))
        whole = {word for piece in pieces if not piece.endswith("*") for word in self._folded(piece)}
        self._whole = whole | {word for piece in pieces if piece.endswith("*") for word in self._folded(piece)[:-1]}
        self._known: dict[str, str | None] = {}

    @staticmethod
    def _folded(piece: str) -> list[str]:
        return [fold(match[0]) for match in _WORD.finditer(piece)]

    def found(self, text: str | None) -> list[tuple[str, Span]]:
        """Each wanted word in the first 100,000 characters, with where it stands."""
        matches = _WORD.finditer(text or "", 0, MAX_CHARS)
        hits = ((self._wanted(match[0]), match) for match in matches)
        return [(word, Span(match.start(), match.end())) for word, match in hits if word]

    def _wanted(self, printed: str) -> str | None:
        if printed not in self._known:
            word = fold(printed)
            whole = word if word in self._whole else None
            self._known[printed] = whole or next((start for start in self._beginnings if word.startswith(start)), None)
        return self._known[printed]


def excerpt(text: str, found: Sequence[tuple[str, Span]]) -> tuple[str, tuple[Span, ...]]:
    """Some 240 characters around the place where most of the wanted words stand together, and the words as spans of it."""
    best, most, last = 0, 0, 0
    for first in range(len(found)):
        last = max(last, first)
        while last + 1 < len(found) and found[last + 1][1].end <= found[first][1].start + _AFTER:
            last += 1
        different = len({word for word, _ in found[first : min(last, first + 50) + 1]})
        if different > most:
            best, most = first, different
    middle = found[best][1].start if found else 0
    start, end = max(0, middle - _BEFORE), min(len(text), middle + _AFTER)
    if start and (space := text.find(" ", start, middle)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", middle, end)) > middle:
        end = space
    lead, tail = "…" if start else "", "…" if end < len(text) else ""
    shift = len(lead) - start
    marks = tuple(Span(s.start + shift, s.end + shift) for _, s in found if start <= s.start and s.end <= end)
    return f"{lead}{text[start:end]}{tail}", marks
