"""Dates, times of day, weeks, durations, repetitions and ranges in the text, resolved against the day of publication and one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from re import Match
from typing import get_args

from onrecord.analyse.calendar import FIRST_YEAR, LAST_YEAR, days_of, parse_date
from onrecord.analyse.namedtimes import NAMED_RULES
from onrecord.analyse.page import Page
from onrecord.analyse.relativetimes import RELATIVE_RULES
from onrecord.analyse.spans import Cover
from onrecord.analyse.tense import read_tense
from onrecord.analyse.timewords import TRIGGERS, Kind, Rule, Scene, behind, listed
from onrecord.model import Precision, Span, Time

_NO_DAY = date(1, 1, 1)  # stands in where the reader looks at no anchor
_NEAR_SENTENCES = 5  # "the next day" follows a day that was named no longer ago
_RULES = (*NAMED_RULES, *RELATIVE_RULES)
_ZONES = f"(?:{listed('zones')})"
_CLOCK = re.compile(
    r"(?<![\w.:,-])(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[aApP])(?:\.[mM]\.?|[mM])(?!\w)"
    rf"|{behind('at|by|until|from|around|about|since|after|before|as of')}"
    r"(?:(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![:\d])|(?P<word>noon|midday|midnight)\b)"
    r"|\b(?P<word_on>[Nn]oon|[Mm]idday|[Mm]idnight)(?= on )"
    rf"|(?P<hour_zone>(?:[01]?\d|2[0-3])(?=:)|[01]\d|2[0-3]):?(?P<minute_zone>[0-5]\d)(?= {_ZONES}\b))"
    rf"(?: {_ZONES}\b)?(?: \(\d{{3,4}} ?GMT\))?"
)
_JOINT = re.compile(r",? ?(?:on |of |in the |at |\()?(?:the )?")
_JOINT_CHARS = 12
_BY_KIND: dict[str, tuple[Rule, ...]] = {kind: tuple(rule for rule in _RULES if rule.kind == kind) for kind in get_args(Kind)}
_BY_KIND["decade"] = _BY_KIND["year"]


@dataclass(frozen=True, slots=True)
class _Found:
    """What the words of a span mean; ``clock`` is a time of day, which has no value before it has a day."""

    span: Span
    value: str = ""
    precision: Precision = "minute"
    clock: str | None = None


@dataclass(slots=True)
class _Named:
    """What the text named last while it is read from its beginning: a day, with the sentence it stands in, and a year."""

    day: date | None = None
    sentence: int = 0
    year: int | None = None

    def learn(self, value: str, precision: Precision, sentence: int) -> None:
        day = parse_date(value.rpartition("/")[2]) if precision in ("day", "minute", "interval") else None
        if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR and value.count("/") < 2:
            self.day, self.sentence = day, sentence
        if precision in ("day", "minute", "month", "year", "quarter"):
            self.year = int(value[:4])

    def day_near(self, sentence: int) -> date | None:
        return self.day if sentence - self.sentence <= _NEAR_SENTENCES else None


def find_times(page: Page) -> tuple[list[Time], int]:
    """The time expressions outside furniture, in text order and disjoint, and how many could not be placed.

    A dateline is furniture and yet a date that the page prints: it counts. Ranges of two whole dates ("from 3 May to 4 June") are
    two times; those with one end cut short ("3 to 5 May") are an interval. Without a day of publication only what carries its own
    year, what follows such a date, repetitions and durations have a value; where only a short interval is known, what means the
    same on each of its days has one. The rest is counted, and so is "the next day" where the text named no day shortly before.
    """
    reading = _Reading(days=days_of(page.report.published))
    is_ahead, furniture = read_tense(page), Cover(f.span for f in page.report.furniture if f.kind != "dateline")
    taken = 0
    for match, rule in _candidates(page):
        span = Span(match.start(), match.end())
        if span.start < taken or furniture.meets(span):
            continue
        ahead = None if rule is None or rule.anchor == "none" else is_ahead(span)
        if reading.take(match, rule, page.sentence_at(span.start), ahead=ahead):
            taken = span.end
    times = reading.times(page.text)
    return times, reading.unplaced


@dataclass(slots=True)
class _Reading:
    """A text as it is read from its beginning: what was found, what was named last, and how much could not be placed."""

    days: tuple[date, ...]
    found: list[_Found] = field(default_factory=list)
    nearby: dict[int, date | None] = field(default_factory=dict)  # for each time of day the day that the text named last
    named: _Named = field(default_factory=_Named)
    unplaced: int = 0

    def take(self, match: Match[str], rule: Rule | None, sentence: int, *, ahead: bool | None) -> bool:
        """Whether the words are a time, with a value or without."""
        span = Span(match.start(), match.end())
        near = self.named.day_near(sentence)
        if rule is None:
            clock = _clock(match)
            self.nearby[span.start] = near
            self.found += [_Found(span, clock=clock)] if clock else []
            return clock is not None
        hangs_on = {"none": True, "publication": self.days, "text": near, "year": self.named.year}[rule.anchor]
        scenes = (Scene(day=day, ahead=ahead, named=near, named_year=self.named.year) for day in self.days or (_NO_DAY,))
        values = {rule.read(match, scene) for scene in scenes} if hangs_on else set()
        if len(values) != 1:
            self.unplaced += 1
            return True
        value = values.pop()
        if value is not None:
            self.found.append(_Found(span, *value))
            self.named.learn(*value, sentence)
        return value is not None

    def times(self, text: str) -> list[Time]:
        """The times with their values; a time of day without a day beside it or shortly before is counted and left out."""
        placed = []
        for piece in _with_clocks(text, self.found):
            if piece.clock is None:
                placed.append(Time(value=piece.value, precision=piece.precision, span=piece.span))
            elif (day := self.nearby[piece.span.start]) is not None:
                placed.append(Time(value=f"{day.isoformat()}T{piece.clock}", precision="minute", span=piece.span))
            else:
                self.unplaced += 1
        return placed


def _candidates(page: Page) -> Iterator[tuple[Match[str], Rule | None]]:
    """Matches of all rules by start, the longer first where two start together; without a rule: a time of day.

    A rule is tried only on lines that hold a word of its kind, so that a text without times costs one look.
    """
    kinds: dict[int, set[str]] = {}
    for trigger in TRIGGERS.finditer(page.text):
        kinds.setdefault(page.line_at(trigger.start()), set()).add(trigger.lastgroup or "")
    found: list[tuple[Match[str], Rule | None]] = []
    for number, present in kinds.items():
        line = page.lines[number]
        low = line.of(page.text).lower()
        rules = (rule for kind in sorted(present) for rule in _BY_KIND.get(kind, ()))
        found += [(m, rule) for rule in rules for m in rule.matches(page.text, line, low)]
        if "clock" in present:
            found += [(m, None) for m in _CLOCK.finditer(page.text, line.start, line.end)]
    return iter(sorted(found, key=lambda x: (x[0].start(), -x[0].end())))


def _clock(m: Match[str]) -> str | None:
    """ "HH:MM" of a time of day; None for numbers that no clock shows."""
    if word := m["word"] or m["word_on"]:
        return "00:00" if word.lower() == "midnight" else "12:00"
    if not m["half"]:
        return f"{int(m['hour24'] or m['hour_zone']):02d}:{m['minute24'] or m['minute_zone']}"
    hour, minute = int(m["hour"]), int(m["minute"] or 0)
    if not 1 <= hour <= 12 or minute > 59:
        return None
    return f"{hour % 12 + (12 if m['half'] in 'pP' else 0):02d}:{minute:02d}"


def _with_clocks(text: str, found: Sequence[_Found]) -> list[_Found]:
    """The pieces, a time of day joined to the day that stands right before or behind it."""
    joined: list[_Found] = []
    for piece in found:
        last = joined[-1] if joined else None
        if last is not None and _are_joined(text, last, piece):
            day, clock = (last, piece) if piece.clock else (piece, last)
            span, repeated = Span(last.span.start, piece.span.end), day.precision == "set"
            joined[-1] = _Found(span, day.value, "set") if repeated else _Found(span, f"{day.value}T{clock.clock}")
        else:
            joined.append(piece)
    return joined


def _are_joined(text: str, first: _Found, second: _Found) -> bool:
    if (first.clock is None) == (second.clock is None) or {first.precision, second.precision}.isdisjoint(("day", "set")):
        return False
    gap = text[first.span.end : second.span.start]
    return len(gap) <= _JOINT_CHARS and _JOINT.fullmatch(gap) is not None
