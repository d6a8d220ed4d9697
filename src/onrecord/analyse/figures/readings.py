"""The numbers that are figures, with what they count: the step between the grammar of numbers and their measures."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from onrecord.analyse.figures.bounds import find_numbers
from onrecord.analyse.figures.counted import Counted, read_counted
from onrecord.analyse.figures.cues import Cue, find_cue
from onrecord.analyse.figures.labels import is_label, is_torn
from onrecord.analyse.figures.numbers import Number
from onrecord.analyse.figures.singles import find_singles
from onrecord.analyse.page import Page
from onrecord.analyse.spans import Cover
from onrecord.model import Measure, Span, Time

_DEFINITE = re.compile(r"\b(?:the|these|those|other|its|their|both|first|last|next|past|other)\s$", re.IGNORECASE)
_NO_ONE = re.compile(r"\b(?:no|any|every|some|each|the|this|that|which|another|day|number|not|by)[\s-]$", re.IGNORECASE)
_LOCATING = re.compile(r"\b(?:the|in|past|last|next|previous|coming|recent|first|final|following|these|those)\s$", re.IGNORECASE)
_WHEN = re.compile(r"\s(?:ago|later|earlier|before|after|from\snow|away|since|prior|running|straight|in\sa\srow)\b")
_DURING = frozenset(["over", "under", "just over", "about", "another"])
_LISTED = re.compile(r",?\s(?:and|or)\s")
_SMALL = 3


@dataclass(slots=True)
class Reading:
    """A number while its measure is looked for. ``sentence`` is an index into ``Page.sentences``; ``span`` are the words of
    the number, with a unit that belongs to them; ``end`` is where the words end that say what is counted."""

    number: Number
    counted: Counted
    sentence: int
    span: Span
    end: int
    cue: Cue | None = None
    measure: Measure | None = None
    unit: str | None = None
    reasons: list[str] = field(default_factory=list)
    part_of: Reading | None = None


def read_page(page: Page, times: Sequence[Time]) -> list[Reading]:
    """The numbers outside furniture and dates that count or measure something, in text order."""
    return list(_readings(page, times))


def _readings(page: Page, times: Sequence[Time]) -> Iterator[Reading]:
    text = page.text
    dated = Cover(t.span for t in times if t.span is not None and t.precision != "duration")
    numbers = find_numbers(text)
    taken = 0
    for number, known in _with_singles(page, numbers):
        if number.span.start < taken or page.is_furniture(number.span) or dated.meets(number.core):
            continue
        if known is None and is_label(text, number, page.lines[page.line_at(number.core.start)].start):
            continue
        counted = known or read_counted(text, number)
        if known is None and (_is_broken(text, number, counted) or _is_idle(text, number, counted)):
            continue
        number = _exact(number, counted)
        end = max(number.span.end, counted.end)
        span = Span(number.span.start, end) if counted.is_attached else number.span
        taken = span.end
        sentence = page.sentence_at(number.core.start)
        yield Reading(number=number, counted=counted, sentence=sentence, span=span, end=end, unit=counted.unit)


def _with_singles(page: Page, numbers: Sequence[Number]) -> Iterator[tuple[Number, Counted | None]]:
    """The numbers and, between them, the ones and noughts that an event counts or that stand in a list with a number."""
    starts = [n.span.start for n in numbers]
    taken = Cover(n.span for n in numbers)
    found: list[tuple[Number, Counted | None]] = [(n, None) for n in numbers]
    for number, counted in find_singles(page.text):
        if taken.meets(number.span) or not page.sentences:
            continue
        k = bisect_left(starts, number.span.end)
        sentence = page.sentences[page.sentence_at(number.span.start)]
        end = min(starts[k], sentence.end) if k < len(starts) else sentence.end
        listed = end < sentence.end and _LISTED.fullmatch(page.text, counted.end, end) is not None
        start = max(sentence.start, numbers[k - 1].span.end) if k else sentence.start
        if (
            (number.low == 0 and counted.end > number.span.end)
            or listed
            or (start < end and find_cue(page.text, number, counted, Span(start, end)))
        ):
            found.append((number, counted))
    return iter(sorted(found, key=lambda x: x[0].span))


def _is_broken(text: str, number: Number, counted: Counted) -> bool:
    """Whether the number is part of a longer word: "9/11", "4x4", "two-bar"."""
    if text.startswith("-", number.span.end) and not counted.is_attached:
        return True
    return counted.unit is None and is_torn(text, number)


def _is_idle(text: str, number: Number, counted: Counted) -> bool:
    """Words for a number that count nothing anew: "no one", "the two leaders", and stretches that only place in time."""
    at = number.span.start
    low = number.low or 0
    spelled = not text[number.core.start].isdigit()
    before = max(0, at - 12)
    if spelled and low == 1 and (_NO_ONE.search(text, before, at) or (counted.unit in (None, "day") and not counted.partitive)):
        return True
    if counted.sort == "time":
        return bool(_LOCATING.search(text, before, at) or _WHEN.match(text, counted.end))
    return spelled and low <= _SMALL and counted.sort == "noun" and number.high == low and _DEFINITE.search(text, before, at) is not None


def _exact(number: Number, counted: Counted) -> Number:
    """ "Over five years" says during, not more."""
    if counted.sort != "time" or number.bound not in _DURING:
        return number
    value = number.low if number.low is not None else number.high
    return replace(number, low=value, high=value, span=number.core, bound="")
