"""Dates as the store compares them: the last moment that an ISO 8601 value covers."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime

from onrecord.errors import InputError
from onrecord.model import Precision

_WEEK = re.compile(r"(\d{4})-W(\d{2})(?:-WE)?")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MINUTE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?")


def last_moment(value: str) -> str | None:
    """The last day that ``value`` covers, or its second in UTC when it names a time of day; None when it is no date.

    A time without a zone is taken as UTC. Never raises.

    >>> last_moment("2026-02"), last_moment("2026-W05"), last_moment("2026-01-27/2026-01-28")
    ('2026-02-28', '2026-02-01', '2026-01-28')
    >>> last_moment("2026-01-30T01:30:00+02:00"), last_moment("soon")
    ('2026-01-29T23:30:00', None)
    """
    try:
        return _last_moment(value.rpartition("/")[2].strip())
    except (ValueError, OverflowError):
        return None


def precision_of(value: str) -> Precision:
    """How exact a date is. Raises InputError when it is none.

    >>> precision_of("2026-01"), precision_of("2026-W05-WE"), precision_of("2026-01-30T18:00+01:00")
    ('month', 'weekend', 'minute')
    """
    as_of_moment(value)
    if "/" in value:
        return "interval"
    shapes: tuple[tuple[re.Pattern[str], Precision], ...] = (
        (_YEAR, "year"),
        (_QUARTER, "quarter"),
        (_MONTH, "month"),
        (_WEEK, "weekend" if value.endswith("-WE") else "week"),
        (_DAY, "day"),
        (_MINUTE, "minute"),
    )
    return next((precision for shape, precision in shapes if shape.fullmatch(value)), "second")


def as_of_moment(value: str) -> str:
    """As ``last_moment``, for a moment that somebody asked for. Raises InputError when it is no date."""
    moment = last_moment(value)
    if moment is None:
        raise InputError(f"{value!r} is not a date. Give it as 2026-01-30, 2026-01, 2026, 2026-W05 or 2026-01-30T18:00:00+00:00.")
    return moment


def first_moment(value: str) -> str:
    """The first day (or, with a time of day, the second in UTC) of a moment that somebody asked for; ``2026-02`` stays as it
    is and compares as its first day. Raises InputError when it is no date.

    >>> first_moment("2026-W05"), first_moment("2026-02"), first_moment("2026-Q2")
    ('2026-01-26', '2026-02', '2026-04')
    """
    moment = as_of_moment(value)
    value = value.partition("/")[0].strip()
    if found := _WEEK.fullmatch(value):
        return date.fromisocalendar(int(found[1]), int(found[2]), 1).isoformat()
    if found := _QUARTER.fullmatch(value):
        return f"{found[1]}-{3 * int(found[2]) - 2:02}"
    return moment if "T" in value else value


def _last_moment(value: str) -> str | None:
    if found := _WEEK.fullmatch(value):
        return date.fromisocalendar(int(found[1]), int(found[2]), 7).isoformat()
    if found := _QUARTER.fullmatch(value):
        return _last_of_month(int(found[1]), 3 * int(found[2]))
    if found := _MONTH.fullmatch(value):
        return _last_of_month(int(found[1]), int(found[2]))
    if _YEAR.fullmatch(value):
        return f"{value}-12-31"
    if _DAY.fullmatch(value):
        return date.fromisoformat(value).isoformat()
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat()  # a part of a second stays: runs follow one another within one


def _last_of_month(year: int, month: int) -> str:
    return date(year, month, calendar.monthrange(year, month)[1]).isoformat()
