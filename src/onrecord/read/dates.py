"""When a report was published: reading a date that somebody wrote down. Nothing here guesses: an unclear date is None."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

from onrecord.lexicon import read_sections
from onrecord.model import Precision, Published, PublishedBasis
from onrecord.text import any_of

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?")
_TIMED = re.compile(r"\d[T ]\d{2}")
_SECONDS = re.compile(r"[T ]\d{2}:?\d{2}:?\d{2}")
_URL_DAY = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/.\-_]|$)"
    r"|[/\-_]((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/.\-_]|$)"
)
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")
_WEEKDAY_OR_HOUR = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\.?)?|[\W_]", re.I
)
_FUTURE_SLACK = timedelta(days=1)  # clocks and time zones: a report of tomorrow morning in Auckland is no error


def parse_published(written: str, *, basis: PublishedBasis) -> Published | None:
    """A date or moment as it is written in ISO 8601, RFC 2822 or words; None when it cannot be read.

    A moment keeps the zone it is written in. A page's moment of exactly midnight is a day: content systems fill in zeros.

    >>> parse_published("2026-03-11T17:20:00Z", basis="page").value
    '2026-03-11T17:20:00+00:00'
    >>> parse_published("11 March 2026", basis="given").precision
    'day'
    >>> parse_published("last Tuesday", basis="given")
    """
    written = written.strip()
    if len(written) > 80:
        return None
    found = _parse_iso(written) or _parse_rfc(written) or _parse_words(written)
    if found is None or (basis == "page" and _is_placeholder(found[0])):
        return None
    value, precision = found
    if basis == "page" and re.search(r"T00:00(:00)?([+-]\d\d:\d\d)?$", value):
        value, precision = value[:10], "day"
    return Published(value=value, precision=precision, basis=basis)


def _is_placeholder(value: str) -> bool:
    """Dates that mean "no date" in content systems: the first of computer time and of the calendar."""
    return value.startswith(("1970-01-01", "0001-01-01"))


def _parse_iso(written: str) -> tuple[str, Precision] | None:
    partial = _PARTIAL.fullmatch(written)
    if partial:
        month = partial.group(2)
        if month is None:
            return written, "year"
        return (written, "month") if 1 <= int(month) <= 12 else None
    try:
        if not _TIMED.search(written):
            return date.fromisoformat(written).isoformat(), "day"
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return _spell(moment, has_seconds=_SECONDS.search(written) is not None)


def _spell(moment: datetime, *, has_seconds: bool) -> tuple[str, Precision]:
    return (moment.isoformat(timespec="seconds"), "second") if has_seconds else (moment.isoformat(timespec="minutes"), "minute")


def _parse_rfc(written: str) -> tuple[str, Precision] | None:
    if not re.match(r"(?:[A-Za-z]{3,9},? )?\d{1,2} [A-Za-z]{3} \d{2,4} \d{1,2}:\d{2}", written):
        return None
    try:
        return _spell(parsedate_to_datetime(written), has_seconds=re.search(r"\d:\d{2}:\d{2}", written) is not None)
    except (ValueError, TypeError, OverflowError):
        return None


def _parse_words(written: str) -> tuple[str, Precision] | None:
    found = date_in_line(written)
    # What stands around the date may be a weekday or a time of day, nothing that could make it another date.
    return (found[0], "day") if found and len(_WEEKDAY_OR_HOUR.sub("", found[1])) <= 4 else None


def date_in_line(line: str) -> tuple[str, str] | None:
    """The first full date printed in a line as (ISO date, the line without it); None when there is none.

    >>> date_in_line("Published: 11 March 2026")
    ('2026-03-11', 'Published: ')
    """
    for pattern in _printed():
        found = pattern.search(line)
        if found is None:
            continue
        month = found.group("month").casefold()
        value = _iso_day(found.group("year"), str(month_numbers().get(month, month)), found.group("day"))
        if value:
            return value, line[: found.start()] + line[found.end() :]
    return None


@cache
def month_numbers() -> dict[str, int]:
    """1 to 12 by the case-folded names of the months, in every language of the lexicon."""
    return {name.casefold(): int(number) for number, names in read_sections("months").items() for name in names}


@cache
def _printed() -> tuple[re.Pattern[str], ...]:
    month = rf"(?P<month>{any_of(month_numbers())})\.?"
    return (
        re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º)?\.?\s{{1,3}}(?:de\s)?{month},?\s{{1,3}}(?:de\s)?(?P<year>\d{{4}})\b", re.I),
        re.compile(rf"\b{month}\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<year>\d{{4}})\b", re.I),
        re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
        # With dots the day comes first wherever dots are used; with slashes it depends on the country, so those are not read.
        re.compile(r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})\b"),
    )


def _iso_day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def date_in_url(url: str) -> Published | None:
    """The date that a url carries in its path, with basis ``url``.

    >>> date_in_url("https://courier.example/2026/03/11/fog.html").value
    '2026-03-11'
    """
    path = url.split("?", 1)[0].split("#", 1)[0]
    for found in _URL_DAY.finditer(path):
        year, month, day = (group for group in found.groups() if group)
        value = _iso_day(year, month, day)
        if value:
            return Published(value=value, precision="day", basis="url")
    month_only = _URL_MONTH.search(path)
    return Published(value=f"{month_only.group(1)}-{month_only.group(2)}", precision="month", basis="url") if month_only else None


def is_future(published: Published, now: datetime | None) -> bool:
    """Whether a report claims to appear more than a day after ``now`` (None: the clock's).

    >>> is_future(Published(value="2026-03-11", precision="day", basis="page"), datetime(2026, 3, 1, tzinfo=UTC))
    True
    """
    now = now or datetime.now(UTC)
    latest = (now if now.tzinfo else now.replace(tzinfo=UTC)) + _FUTURE_SLACK
    if published.precision in ("year", "month", "day"):
        return published.value > latest.date().isoformat()[: len(published.value)]
    moment = datetime.fromisoformat(published.value)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - latest > timedelta(0)
