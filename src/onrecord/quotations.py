"""Quotation marks of all styles, also broken ones.

A mark's place tells more than its shape: scraped pages mix „…“, “…“, "…" and »…«. A mark with space before and none after
opens, the other way round closes; where both would do, the shape decides. Old agencies' ``…'' are double marks too. Marks never
pair across a line; a quotation left open runs to the last closing mark of its line, or to the line's end (the convention for
quotations over paragraphs).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.model import Span
from onrecord.text import lines

_DOUBLE = '"“”„«»‟〝〞'
_SINGLE = "'‘’‚"
MARKS = _DOUBLE + _SINGLE + "`"
_OPENS_BY_SHAPE = "“„«‘‚〝"
_MARK = re.compile(f"``|''|[{_DOUBLE}{_SINGLE}]")
_BEFORE_OPENING = " \t\u00a0([{—–-/:…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One quotation: ``span`` with its marks, ``inner`` without. ``depth`` 0 stands in the running text, 1 inside another."""

    span: Span
    inner: Span
    depth: int
    closed: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    at: int
    end: int
    double: bool
    opens: bool
    closes: bool


def find_quotations(text: str) -> list[Quotation]:
    """Every quotation that holds at least one character, by its start."""
    return [q for line in lines(text) for q in _nested(sorted(_of_line(text, line)))]


_Bounds = tuple[int, int, int, int, bool]  # start, end, both without marks, closed


def _nested(found: Iterable[_Bounds]) -> Iterator[Quotation]:
    """The quotations with their depths: how many others each begins in."""
    around: list[int] = []
    for start, end, inner_start, inner_end, closed in found:
        while around and around[-1] <= start:
            around.pop()
        yield Quotation(span=Span(start, end), inner=Span(inner_start, inner_end), depth=len(around), closed=closed)
        around.append(end)


def _of_line(text: str, line: Span) -> Iterator[_Bounds]:
    """By their ends. How deep they stand is not known yet: an opening mark before them may turn out an apostrophe."""
    marks = [m for found in _MARK.finditer(text, line.start, line.end) if (m := _read_mark(text, found, line))]
    stack: list[_Mark] = []
    places: dict[bool, list[int]] = {True: [], False: []}  # of the double and of the single marks in the stack
    for mark in marks:
        if stack and mark.closes and not (mark.opens and mark.double != stack[-1].double):
            opening = _take_opening(stack, places, mark)
            if opening is not None and opening.end < mark.at:
                yield opening.at, mark.end, opening.end, mark.at, True
        elif mark.opens and (mark.double or not mark.closes):
            places[mark.double].append(len(stack))
            stack.append(mark)
    last = max((m for m in marks if m.closes and m.double), key=lambda m: m.at, default=None)
    yield from _left_open([m for m in stack if m.double], last, line.end)  # a lone single mark is an apostrophe


def _take_opening(stack: list[_Mark], places: dict[bool, list[int]], closing: _Mark) -> _Mark | None:
    """The last mark of the closing one's kind, taken from the stack with all that came after it; None without one."""
    if not places[closing.double]:
        return None
    opening = stack[places[closing.double][-1]]
    while stack[-1] is not opening:
        places[stack.pop().double].pop()
    places[stack.pop().double].pop()
    return opening


def _left_open(openings: Iterable[_Mark], last: _Mark | None, line_end: int) -> Iterator[_Bounds]:
    for mark in openings:
        if last is not None and mark.end < last.at:
            yield mark.at, last.end, mark.end, last.at, False
        elif mark.end < line_end:
            yield mark.at, line_end, mark.end, line_end, False


def _read_mark(text: str, found: re.Match[str], line: Span) -> _Mark | None:
    """None for an apostrophe, a foot or an inch."""
    at, end = found.span()
    char = "“" if found.group() == "``" else '"' if end > at + 1 else text[at]
    before = text[at - 1] if at > line.start else " "
    after = text[end] if end < line.end else " "
    double = char in _DOUBLE
    if not double and before.isalnum() and after.isalnum():
        return None
    opens = (before in _BEFORE_OPENING or before in MARKS or before.isspace()) and not after.isspace()
    closes = not before.isspace() and (not after.isalnum() or before in ".,!?…")
    if char == '"' and before.isdigit() and after.isspace() and not opens:
        closes = True
    if opens and closes:
        opens, closes = _by_shape(char)
    return _Mark(at, end, double, opens, closes) if opens or closes else _Mark(at, end, double, *_by_shape(char))


def _by_shape(char: str) -> tuple[bool, bool]:
    if char in "\"'":
        return True, True
    return (True, False) if char in _OPENS_BY_SHAPE else (False, True)
