"""Words for stretches of time, and the dates they mean when read on a given day. Values are ISO 8601 as in the wire format."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.lexicon import read_sections
from onrecord.model import Precision, Published
from onrecord.text import lowered

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_WORDS = read_sections("time-words")
_TENS = {word: 20 + 10 * n for n, word in enumerate(_WORDS["tens"])}
NUMBERS = {w: n for n, w in enumerate(_WORDS["numbers"])} | _TENS | {"a": 1, "an": 1, "couple of": 2, "a couple of": 2}
ORDINALS = {w: n for n, w in enumerate(_WORDS["ordinals"], 1)}
DECADES = {w: 1920 + 10 * n for n, w in enumerate(_WORDS["decades"])}
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)", re.ASCII)
UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y", "hour": "H", "minute": "M"}
FIRST_YEAR, LAST_YEAR = 1000, 9000  # beyond them a date on a page is a mistake, and calendar arithmetic may overflow
_MOST_DAYS = 6
_SURELY_NEAR = timedelta(days=60)

Value = tuple[str, Precision]


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its first three letters."""
    return next(n for n, m in enumerate(MONTHS, 1) if m.startswith(word.lower().rstrip(".")[:3]))


def day_of(year: int, month: int, day: int) -> date | None:
    """The day; None for 30 February and its like."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest_year(month: int, day: int, anchor: date, *, ahead: bool | None = None) -> date | None:
    """The day and month in the year that brings it closest to the anchor; None for 30 February and its like.

    Where the closest is more than two months off, ``ahead`` picks the side: the tense of a sentence is seldom wrong about
    half a year, and often about a day.
    """
    options = [d for year in (anchor.year - 1, anchor.year, anchor.year + 1) if (d := day_of(year, month, day))]
    nearest = min(options, key=lambda d: abs(d - anchor), default=None)
    if nearest is None or ahead is None or abs(nearest - anchor) <= _SURELY_NEAR:
        return nearest
    on_side = [d for d in options if (d > anchor) == ahead]
    return min(on_side, key=lambda d: abs(d - anchor), default=nearest)


def nearest_month(month: int, anchor: date, *, ahead: bool | None = None) -> str:
    """The month in the year that the tense picks; without a tense the last that has begun, as news looks back."""
    before = anchor.year - (month > anchor.month)
    after = anchor.year + (month < anchor.month)
    return f"{after if ahead else before}-{month:02d}"


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


def quarter_of(anchor: date, by: int = 0) -> str:
    year, quarter = divmod(anchor.year * 4 + (anchor.month - 1) // 3 + by, 4)
    return f"{year}-Q{quarter + 1}"


def shifted(unit: str, by: int, anchor: date) -> Value:
    """The day, week, weekend, month, quarter, year or decade that lies ``by`` of its kind from the anchor's own."""
    if unit == "day":
        return (anchor + timedelta(days=by)).isoformat(), "day"
    if unit == "week":
        return week(anchor + timedelta(weeks=by)), "week"
    if unit == "weekend":
        return week(anchor + timedelta(weeks=by)) + "-WE", "weekend"
    if unit == "month":
        return shift_month(anchor, by), "month"
    if unit == "quarter":
        return quarter_of(anchor, by), "quarter"
    if unit == "decade":
        return years(anchor.year // 10 * 10 + 10 * by, 10)
    return str(anchor.year + by), "year"


def ago(unit: str, n: int, anchor: date) -> Value | None:
    """What lies ``n`` units before the anchor (after it for a negative one), as exact as the unit; None beyond the calendar."""
    if unit == "decade":
        unit, n = "year", 10 * n
    if unit in ("hour", "minute"):
        return None
    value, precision = shifted(unit, -n, anchor)
    return (value, precision) if value[:4].isdigit() and FIRST_YEAR <= int(value[:4]) <= LAST_YEAR else None


def moved(unit: str, by: int, anchor: date) -> date | None:
    """The day so many units from the anchor, the last of a month that is too short for it; None beyond the calendar."""
    if unit in ("day", "week", "fortnight"):
        day = anchor + timedelta(days=by * {"day": 1, "week": 7, "fortnight": 14}[unit])
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + by * {"month": 1, "year": 12, "decade": 120}[unit], 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return next(found for cut in range(4) if (found := day_of(year, month + 1, anchor.day - cut)))


def between(first: date, last: date) -> Value | None:
    """The interval from day to day, both included; None when it is not longer than a day."""
    return (f"{first.isoformat()}/{last.isoformat()}", "interval") if first < last else None


def years(first: int, count: int) -> Value:
    """An interval of whole years."""
    return f"{first:04d}-01-01/{first + count - 1:04d}-12-31", "interval"


def months(year: int, first: int, count: int) -> Value:
    """An interval of whole months; ``first`` and the months after it may run into the next year."""
    end_year, end_month = divmod(year * 12 + first - 1 + count, 12)
    last = date(end_year, end_month + 1, 1) - timedelta(days=1)
    return f"{year:04d}-{first:02d}-01/{last.isoformat()}", "interval"


def season(word: str, year: int) -> Value:
    """Three whole months, as meteorologists of the northern hemisphere count; a winter bears the year it begins in."""
    return months(year, SEASONS[lowered(word)], 3)


def end_of(value: str) -> date | None:
    """The last day of a year, month or ISO week; None for other values."""
    if re.fullmatch(r"\d{4}", value):
        return date(int(value), 12, 31)
    if month := re.fullmatch(r"(\d{4})-(\d\d)", value):
        first = date(int(month[1]), int(month[2]), 28) + timedelta(days=4)
        return first - timedelta(days=first.day)
    if iso := re.fullmatch(r"(\d{4})-W(\d\d)", value):
        return date.fromisocalendar(int(iso[1]), int(iso[2]), 7)
    return None


def easter(year: int) -> date:
    """Easter Sunday of the Western churches, by the anonymous Gregorian computus.

    >>> easter(2026)
    datetime.date(2026, 4, 5)
    """
    golden, (century, rest) = year % 19, divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holiday(rule: str, year: int) -> date:
    """The day that a rule of ``lexicon/data/holidays.txt`` gives in a year.

    >>> holiday("easter-2", 2026), holiday("thursday 4 11", 2026), holiday("monday last 5", 2026)
    (datetime.date(2026, 4, 3), datetime.date(2026, 11, 26), datetime.date(2026, 5, 25))
    """
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule.removeprefix("easter")))
    if rule[0].isdigit():
        return date(year, int(rule[:2]), int(rule[3:]))
    name, which, month = rule.split()
    if which == "last":
        last = date(year, int(month), 28) + timedelta(days=4)
        return weekday(name, last - timedelta(days=last.day), ahead=False)
    return weekday(name, date(year, int(month), 1), ahead=True) + timedelta(weeks=int(which) - 1)


def number(word: str) -> int | None:
    """A small number in digits or words, None for another word.

    >>> number("12"), number("Twenty-four"), number("many")
    (12, 24, None)
    """
    word = word.lower()
    tens, hyphen, ones = word.partition("-")
    if hyphen and tens in _TENS and ones in NUMBERS:
        return _TENS[tens] + NUMBERS[ones]
    return int(word) if word.isdigit() and len(word) < 4 else NUMBERS.get(word)


def ordinal(word: str) -> int | None:
    """What "3rd" or "third" counts; None for another word."""
    digits = word.lower().rstrip("stndrh")
    return int(digits) if digits.isdigit() else ORDINALS.get(word.lower())


def parse_date(value: str) -> date | None:
    """The day of an ISO 8601 date or instant; None for anything coarser or else."""
    if not _DAY.match(value):  # Python would read the week 2026-W05 as its Monday
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def days_of(published: Published | None) -> tuple[date, ...]:
    """The days on which a report can have appeared, one or, where only a short interval is known, each of it; empty for anything
    coarser and for years out of this world."""
    if published is None:
        return ()
    first, _, last = published.value.partition("/")
    start, end = parse_date(first), parse_date(last or first)
    if start is None or end is None or not FIRST_YEAR <= start.year <= LAST_YEAR or not 0 <= (end - start).days <= _MOST_DAYS:
        return ()
    return tuple(start + timedelta(days=n) for n in range((end - start).days + 1))
