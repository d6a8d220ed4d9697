"""Dates, weekdays, weeks, durations and ranges in the text, resolved against the day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from re import Match

from onrecord.analyse.calendar import (
    MONTHS,
    UNITS,
    WEEKDAYS,
    Reader,
    Value,
    month_number,
    nearest_year,
    number,
    parse_date,
    shifted,
    weekday,
)
from onrecord.analyse.page import Page
from onrecord.model import Published, Span, Time

_M = r"(?P<month>" + "|".join([*(m.capitalize() for m in MONTHS), *(m[:3].capitalize() + r"\.?" for m in MONTHS), "Sept\\.?"]) + r")"
_W = r"(?:" + "|".join(w.capitalize() for w in WEEKDAYS) + r")"
_D = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_Y = r"(?P<year>(?:19|20)\d\d)"
_ON, _CLOSED = rf"(?:{_W},? (?P<open>\()?)?", r"(?(open)\)|)"  # "Wednesday (28 May)"; a bracket only with its fellow
_FIRST = r"(?P<first>[0-3]?\d)(?: ?[–-] ?| to | and )"
_UNIT = r"(?P<unit>day|week|month|year|hour|minute)s?"
_N = r"(?P<n>\d{1,3}|(?i:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a )?couple of))"
_NO_DAY = date(1, 1, 1)  # stands in where the reader looks at no anchor
_FIRST_YEAR, _LAST_YEAR = 1000, 9000  # beyond them a date on a page is a mistake, and calendar arithmetic may overflow
_FUTURE = re.compile(r"\b(?:will|would|shall|due|scheduled|expected|upcoming|to be held|plans?|going to|set to)\b")


def find_times(page: Page) -> tuple[list[Time], int]:
    """The time expressions outside furniture, in text order and disjoint, and how many could not be placed.

    Without a publication date only what carries its own year, and durations, has a value; the rest is counted.
    """
    anchor = _anchor(page.report.published)
    looks_ahead = cache(lambda sentence: bool(_FUTURE.search(page.sentences[sentence].of(page.text))))
    found: list[Time] = []
    unplaced = 0
    taken = 0
    for match, read in _candidates(page.text):
        span = Span(match.start(), match.end())
        if span.start < taken or page.is_furniture(span):
            continue
        if anchor is None and read not in _ABSOLUTE:
            unplaced += 1
            taken = span.end
            continue
        value = read(match, anchor or _NO_DAY, looks_ahead(page.sentence_at(span.start)))
        if value is not None:
            found.append(Time(value=value[0], precision=value[1], span=span))
            taken = span.end
    return found, unplaced


def _anchor(published: Published | None) -> date | None:
    day = parse_date(published.value) if published else None
    return day if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _candidates(text: str) -> Iterator[tuple[Match[str], Reader]]:
    """Matches of all patterns by start, the longer first where two start together."""
    found = [(m, read) for pattern, read in _PATTERNS for m in pattern.finditer(text)]
    return iter(sorted(found, key=lambda x: (x[0].start(), -x[0].end())))


def _full(m: Match[str], _anchor_day: date, _ahead: bool) -> Value | None:
    try:
        return date(int(m["year"]), month_number(m["month"]), int(m["day"])).isoformat(), "day"
    except ValueError:
        return None


def _iso(m: Match[str], _anchor_day: date, _ahead: bool) -> Value | None:
    day = parse_date(m.group())
    return (day.isoformat(), "day") if day else None


def _day_month(m: Match[str], anchor: date, _ahead: bool) -> Value | None:
    day = nearest_year(month_number(m["month"]), int(m["day"]), anchor)
    return (day.isoformat(), "day") if day else None


def _month_year(m: Match[str], _anchor_day: date, _ahead: bool) -> Value | None:
    return f"{m['year']}-{month_number(m['month']):02d}", "month"


def _year(m: Match[str], _anchor_day: date, _ahead: bool) -> Value | None:
    return m["year"], "year"


def _weekday(m: Match[str], anchor: date, ahead: bool) -> Value | None:
    which = (m["which"] or "").lower()
    if which in ("next", "coming"):
        return weekday(m["weekday"], anchor, ahead=True, skip_today=True).isoformat(), "day"
    if which in ("last", "past", "previous"):
        return weekday(m["weekday"], anchor, ahead=False, skip_today=True).isoformat(), "day"
    today = weekday(m["weekday"], anchor, ahead=False) == anchor
    return weekday(m["weekday"], anchor, ahead=ahead and not today).isoformat(), "day"


def _weekday_range(m: Match[str], anchor: date, ahead: bool) -> Value | None:
    end = weekday(m["to"], anchor, ahead=ahead)
    start = weekday(m["from"], end, ahead=False, skip_today=True)
    return f"{start.isoformat()}/{end.isoformat()}", "interval"


def _day_word(m: Match[str], anchor: date, _ahead: bool) -> Value | None:
    word = m.group().lower().split()[-1]
    if word == "overnight":
        return f"{(anchor - timedelta(days=1)).isoformat()}/{anchor.isoformat()}", "interval"
    return shifted("day", {"yesterday": -1, "tomorrow": 1}.get(word, 0), anchor)


def _relative(m: Match[str], anchor: date, ahead: bool) -> Value | None:
    which = m["which"].lower().split()[-1]
    by = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
    return shifted(m["unit"].lower(), by, anchor)


def _ago(m: Match[str], anchor: date, _ahead: bool) -> Value | None:
    n = number(m["n"])
    return shifted(m["unit"], -n, anchor) if n and m["unit"] not in ("hour", "minute") else None


def _duration(m: Match[str], _anchor_day: date, _ahead: bool) -> Value | None:
    n = number(m["n"])
    unit = m["unit"]
    return (f"P{'T' if unit in ('hour', 'minute') else ''}{n}{UNITS[unit]}", "duration") if n else None


def _date_range(m: Match[str], anchor: date, _ahead: bool) -> Value | None:
    last = nearest_year(month_number(m["month"]), int(m["day"]), anchor)
    return _days(last.year, m) if last else None


def _full_range(m: Match[str], _anchor_day: date, _ahead: bool) -> Value | None:
    return _days(int(m["year"]), m)


def _days(year: int, m: Match[str]) -> Value | None:
    try:
        first, last = (date(year, month_number(m["month"]), int(m[k])) for k in ("first", "day"))
    except ValueError:
        return None
    return (f"{first.isoformat()}/{last.isoformat()}", "interval") if first < last else None


_ABSOLUTE: tuple[Reader, ...] = (_full, _full_range, _iso, _month_year, _year, _duration)
_PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(rf"\b{_ON}(?:the )?{_D} (?:of )?{_M},? {_Y}\b{_CLOSED}"), _full),
    (re.compile(rf"\b{_ON}{_M} {_D},? {_Y}\b{_CLOSED}"), _full),
    (re.compile(r"\b(?:19|20)\d\d-[01]\d-[0-3]\d\b"), _iso),
    (re.compile(rf"\b{_ON}(?:the )?{_D} (?:of )?{_M}(?!\w)(?! \d{{4}}){_CLOSED}"), _day_month),
    (re.compile(rf"\b{_ON}{_M} {_D}\b(?!,? \d{{4}}){_CLOSED}"), _day_month),
    (re.compile(rf"\b{_FIRST}{_D} {_M},? {_Y}\b"), _full_range),
    (re.compile(rf"\b{_FIRST}{_D} {_M}(?!\w)(?!,? \d{{4}})"), _date_range),
    (re.compile(rf"\b{_M},? {_Y}\b"), _month_year),
    (re.compile(rf"(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince )|(?<=\b[Bb]y )){_Y}\b"), _year),
    (
        re.compile(
            rf"\b(?:(?:[Oo]vernight|[Tt]he night|[Nn]ight) )?(?:[Ff]rom |[Bb]etween )(?P<from>{_W}) (?:to|and|until|through) (?P<to>{_W})\b"
        ),
        _weekday_range,
    ),
    (re.compile(rf"\b(?:(?P<which>[Nn]ext|[Ll]ast|[Pp]ast|[Tt]his|[Cc]oming|[Pp]revious) )?(?P<weekday>{_W})\b"), _weekday),
    (re.compile(r"\b(?:[Ee]arlier |[Ll]ater |[Ll]ate )?(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Oo]vernight)\b"), _day_word),
    (
        re.compile(
            r"\b(?P<which>(?:[Ee]arlier |[Ll]ater )?[Tt]his|[Ll]ast|[Nn]ext|[Tt]he past|[Tt]he coming) (?P<unit>week|weekend|month|year)\b"
        ),
        _relative,
    ),
    (re.compile(r"\b(?P<which>[Tt]he) (?P<unit>weekend)\b"), _relative),
    (re.compile(rf"\b{_N} {_UNIT} ago\b"), _ago),
    (re.compile(rf"\b[Ff]or (?:up to |at least |about |another |the (?:next|last|past) )?{_N} {_UNIT}\b"), _duration),
)
