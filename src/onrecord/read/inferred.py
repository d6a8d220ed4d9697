"""When a report was published, told from inside its text: only where a weekday stands with its date and the years named leave one year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from onrecord.lexicon import read_sections
from onrecord.model import Furniture, Published, Span
from onrecord.read.dates import month_numbers
from onrecord.text import any_of

_WINDOW = 5  # years: a weekday falls on the same date again after five, six or eleven (twelve, when a century's leap day is left out)
_SCORES = (0.94, 0.94, 0.83, 0.83, 0.83)  # share of right years by distance from the latest year named: 1109 dated reports of 2015 to 2018
_NEAR_DAYS = 6  # a weekday tells of the week around publication; whoever writes later leaves it out
_HEAD_CHARS = 1000  # news is told first; a weekday with its date further down is as often one of months ago
_LOOK_BACK_CHARS = 60
_NOT_OURS = frozenset({"comment", "read also", "navigation"})
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COPYRIGHT = re.compile(r"(?:©|\([cC]\)|\b[Cc]opyright)\s{0,3}(?:©\s?)?(?P<year>(?:19|20)\d\d)\b")
_PAST_YEAR = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Ff]rom|[Dd]uring|[Oo]f)(?: early| late| mid)? (?P<year>(?:19|20)\d\d)\b(?![-–/\d])")


@dataclass(frozen=True, slots=True)
class Inference:
    """What could be told: ``published`` None where the evidence does not settle it; ``why`` names the words and the years that fit."""

    published: Published | None
    why: str


@dataclass(frozen=True, slots=True)
class _Dated:
    """A weekday with a day and a month, and without a year."""

    span: Span
    weekday: int
    month: int
    number: int

    def day(self, year: int) -> date | None:
        """The day in that year; None where the weekday does not fall on it."""
        try:
            day = date(year, self.month, self.number)
        except ValueError:
            return None
        return day if day.weekday() == self.weekday else None


def infer_published(text: str, furniture: Iterable[Furniture] = ()) -> Inference | None:
    """The days on which the text can have been published, as an interval; None where its head has no weekday with a day and month.

    A pure function of the text. The year is the only one in which every such weekday falls on its date, from the latest year that
    the text names as past (or claims copyright for) to four years on; the report then came out on the last such day, or
    within six days. ``published`` is None where no year or several fit, where the text dates nothing near the latest year it
    names, or where all such days are told as still to come.

    >>> infer_published("It sank on Wednesday (28 May), two years after the flood of 3 May 2029.").published.value
    '2031-05-28/2031-06-03'
    """
    pieces = sorted(furniture, key=lambda f: f.span)
    found = [d for d in _dated(text[: _head_end(text, pieces)]) if not any(d.span.overlaps(f.span) for f in pieces if f.kind in _NOT_OURS)]
    if not found:
        return None
    words = " ".join(found[0].span.of(text).split())
    latest = _latest_year(text)
    if latest is None:
        return Inference(None, f"“{words}” names a weekday with its date, but no dated event tells near which year.")
    window = range(latest, latest + _WINDOW)
    fitting = [year for year in window if all(d.day(year) for d in found)]
    past = [day for d in found if len(fitting) == 1 and not _is_ahead(text, d.span) and (day := d.day(fitting[0]))]
    if not past:
        why = f"{len(fitting)} years fit" if len(fitting) != 1 else f"{fitting[0]} fits, but the day was still to come"
        return Inference(None, f"“{words}” does not settle it: among {window[0]}–{window[-1]} {why}.")
    first, score = max(past), _SCORES[fitting[0] - latest]
    published = Published(value=f"{first}/{first + timedelta(days=_NEAR_DAYS)}", precision="interval", basis="inferred")
    return Inference(published, f"inferred from “{words}”: among {window[0]}–{window[-1]} only {fitting[0]} fits (score {score}).")


def _head_end(text: str, furniture: Sequence[Furniture]) -> int:
    """Where the first characters outside furniture end."""
    end = _HEAD_CHARS
    for piece in furniture:
        if piece.span.start >= end:
            break
        end += piece.span.end - piece.span.start
    return min(end, len(text))


def _dated(text: str) -> list[_Dated]:
    months = month_numbers()
    return [
        _Dated(
            Span(m.start(), m.end()),
            _WEEKDAYS.index(m["weekday"].casefold()),
            months[(m["month"] or m["month2"]).casefold()],
            int(m["day"] or m["day2"]),
        )
        for m in _weekday_dates().finditer(text)
    ]


def _latest_year(text: str) -> int | None:
    """The latest year that the text names as past; None unless a date or a copyright of that year or the one before bears it out."""
    sure = [int(m["year"]) for pattern in (_COPYRIGHT, _years_in_dates()) for m in pattern.finditer(text) if not _is_ahead(text, m)]
    named = [int(m["year"]) for m in _PAST_YEAR.finditer(text) if not _is_ahead(text, m)]
    latest = max(sure + named, default=None)
    return latest if latest is not None and sure and max(sure) >= latest - 1 else None


def _is_ahead(text: str, found: re.Match[str] | Span) -> bool:
    """Whether what stands shortly before in the sentence looks ahead."""
    start = found.start if isinstance(found, Span) else found.start()
    return _ahead().search(text, max(0, start - _LOOK_BACK_CHARS), start) is not None


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(read_sections('tense-words')['ahead'])}|by|until|through|next)\b[^.!?\n]*\Z")


@cache
def _years_in_dates() -> re.Pattern[str]:
    months = any_of(month_numbers())
    return re.compile(rf"\b(?:\d{{1,2}} )?{months}\.?(?: \d{{1,2}}(?:st|nd|rd|th)?)?,? (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)


@cache
def _weekday_dates() -> re.Pattern[str]:
    day, day2 = (rf"(?P<{name}>[0-3]?\d)(?:st|nd|rd|th)?" for name in ("day", "day2"))
    months = any_of(month_numbers())
    return re.compile(
        rf"(?<!last )\b(?P<weekday>{'|'.join(_WEEKDAYS)}),? \(?(?:the )?"
        rf"(?:{day} (?:of )?(?P<month>{months})\b|(?P<month2>{months})\.? {day2}\b)\)?(?!\.?,? \d{{4}})",
        re.IGNORECASE,
    )
