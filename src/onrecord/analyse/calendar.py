"""Words for stretches of time, and the dates they mean when read on a given day. Values are ISO 8601 as in the wire format."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from re import Match

from onrecord.model import Precision

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {w: n for n, w in enumerate(_COUNTED)} | {"a": 1, "an": 1, "couple of": 2, "a couple of": 2}
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)", re.ASCII)
UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y", "hour": "H", "minute": "M"}

Value = tuple[str, Precision]


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its first three letters."""
    return next(n for n, m in enumerate(MONTHS, 1) if m.startswith(word.lower().rstrip(".")[:3]))


def nearest_year(month: int, day: int, anchor: date) -> date | None:
    """The day and month in the year that brings it closest to the anchor; None for 30 February and its like."""
    options = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        try:
            options.append(date(year, month, day))
        except ValueError:
            continue
    return min(options, key=lambda d: abs((d - anchor).days), default=None)


def weekday(word: str, anchor: date, *, ahead: bool, skip_today: bool = False) -> date:
    """The day of that name nearest to the anchor on one side. News says "on Tuesday" of the day just past, or of today."""
    wanted = next(n for n, w in enumerate(WEEKDAYS) if w.startswith(word.lower()[:3]))
    if ahead:
        days = (wanted - anchor.weekday()) % 7
        return anchor + timedelta(days=days or (7 if skip_today else 0))
    days = (anchor.weekday() - wanted) % 7
    return anchor - timedelta(days=days or (7 if skip_today else 0))


def week(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


def shift_month(anchor: date, by: int) -> str:
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + by, 12)
    return f"{year}-{month + 1:02d}"


def shifted(unit: str, by: int, anchor: date) -> Value:
    """The day, week, weekend, month or year that lies ``by`` of its kind from the anchor's own."""
    if unit == "day":
        return (anchor + timedelta(days=by)).isoformat(), "day"
    if unit == "week":
        return week(anchor + timedelta(weeks=by)), "week"
    if unit == "weekend":
        return week(anchor + timedelta(weeks=by)) + "-WE", "weekend"
    if unit == "month":
        return shift_month(anchor, by), "month"
    return str(anchor.year + by), "year"


def number(word: str) -> int | None:
    """A small number in digits or words, None for another word."""
    return int(word) if word.isdigit() and len(word) < 4 else NUMBERS.get(word.lower())


def parse_date(value: str) -> date | None:
    """The day of an ISO 8601 date or instant; None for anything coarser or else."""
    if not _DAY.match(value):  # Python would read the week 2026-W05 as its Monday
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


Reader = Callable[[Match[str], date, bool], Value | None]
