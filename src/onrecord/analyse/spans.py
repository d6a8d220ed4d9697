"""Looking up which spans hold an offset, without walking over all of them for every question."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import attrgetter

from onrecord.model import Span, Statement

by_place = attrgetter("start", "end")  # as a key it orders spans as they order themselves, in a quarter of the time


class Cover:
    """The ground that some spans cover, overlapping or not."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted((s.start, s.end) for s in spans)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def meets(self, span: Span) -> bool:
        """Whether any of the spans shares a character with this one."""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._ends[before - 1] > span.start

    def holds(self, offset: int) -> bool:
        """Whether any of the spans holds the character at the offset."""
        before = bisect_right(self._starts, offset)
        return before > 0 and self._ends[before - 1] > offset


def innermost(statements: Sequence[Statement], spans: Sequence[Span]) -> list[Statement | None]:
    """For each span, in text order: the statement whose content holds its first character most closely; None outside all.

    One sweep over both lists; of pieces alike the nested statement wins.
    """
    pieces = sorted(((p.start, p.end, k) for k, s in enumerate(statements) for p in s.content))
    found: list[Statement | None] = []
    active: list[tuple[int, int, int]] = []
    following = 0
    for span in spans:
        while following < len(pieces) and pieces[following][0] <= span.start:
            active.append(pieces[following])
            following += 1
        active = [p for p in active if p[1] > span.start]
        best = min(active, key=lambda p: (p[1] - p[0], statements[p[2]].parent is None, p[2]), default=None)
        found.append(None if best is None else statements[best[2]])
    return found
