"""The numbers that are figures, with what they count: the step between the grammar of numbers and their measures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from onrecord.analyse.figures.bounds import find_numbers
from onrecord.analyse.figures.counted import Counted, read_counted
from onrecord.analyse.figures.cues import Cue
from onrecord.analyse.figures.labels import is_label, is_torn
from onrecord.analyse.figures.numbers import Number
from onrecord.analyse.figures.spans import Cover
from onrecord.analyse.page import Page
from onrecord.model import Measure, Span, Time

_DEFINITE = re.compile(r"\b(?:the|these|those|other|its|their|both|first|last|next|past|other)\s$", re.IGNORECASE)
_NO_ONE = re.compile(r"\b(?:no|any|every|some|each|the|this|that|which|another|day|number|not|by)[\s-]$", re.IGNORECASE)
_LOCATING = re.compile(r"\b(?:the|in|past|last|next|previous|coming|recent|first|final|following|these|those)\s$", re.IGNORECASE)
_WHEN = re.compile(r"\s(?:ago|later|earlier|before|after|from\snow|away|since|prior|running|straight|in\sa\srow)\b")
_DURING = frozenset(["over", "under", "just over", "about", "another"])
_SMALL = 3


@dataclass(slots=True)
class Reading:
    """A number while its measure is looked for. ``sentence`` is an index into ``Page.sentences``."""

    number: Number
    counted: Counted
    sentence: int
    cue: Cue | None = None
    measure: Measure | None = None
    unit: str | None = None
    reasons: list[str] = field(default_factory=list)

    @property
    def span(self) -> Span:
        """The words of the number, with a unit that belongs to them."""
        start, end = self.number.span.start, self.number.span.end
        return Span(start, max(end, self.counted.end)) if self.counted.is_attached else Span(start, end)

    @property
    def end(self) -> int:
        """Where the words end that say what is counted."""
        return max(self.span.end, self.counted.end)


def read_page(page: Page, times: Sequence[Time]) -> list[Reading]:
    """The numbers outside furniture and dates that count or measure something, in text order."""
    return list(_readings(page, times))


def _readings(page: Page, times: Sequence[Time]) -> Iterator[Reading]:
    text = page.text
    furniture = Cover(f.span for f in page.report.furniture)
    dated = Cover(t.span for t in times if t.span is not None and t.precision != "duration")
    for number in find_numbers(text):
        if furniture.meets(number.span) or dated.meets(number.core):
            continue
        if page.sentences and page.lines and is_label(text, number, page.lines[page.line_at(number.core.start)].start):
            continue
        counted = read_counted(text, number)
        if (is_torn(text, number) and not counted.is_attached) or _is_idle(text, number, counted):
            continue
        number = _exact(number, counted)
        yield Reading(number=number, counted=counted, sentence=page.sentence_at(number.core.start), unit=counted.unit)


def _is_idle(text: str, number: Number, counted: Counted) -> bool:
    """Words for a number that count nothing anew: "no one", "the two leaders", and stretches that only place in time."""
    at = number.span.start
    low = number.low or 0
    spelled = not text[number.core.start].isdigit()
    before = max(0, at - 12)
    if spelled and low == 1 and (_NO_ONE.search(text, before, at) or counted.unit in (None, "day") and not counted.partitive):
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
