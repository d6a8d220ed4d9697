"""Dates for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.model import Published, Time
from onrecord.safe import one_line

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(when: Published | Time | None, year: str | None = None) -> str:
    """The day, or the month; a time of day is left out, and so is the year when it is ``year``. ``undated`` for None; what is
    neither day nor month is given as it is.

    >>> day(Time(value="2026-01-30T12:00:00Z", precision="second", span=None)), day(Time(value="2026-01", precision="month", span=None))
    ('30 January 2026', 'January 2026')
    >>> day(Time(value="2026-01-30", precision="day", span=None), "2026"), day(Time(value="2026-W05", precision="week", span=None))
    ('30 January', '2026-W05')
    """
    if when is None:
        return "undated"
    return day_of(when.value, year)


def day_of(value: str, year: str | None = None) -> str:
    """As ``day``, of an ISO 8601 value."""
    parts = value.partition("T")[0].split("-")
    if len(parts) not in (2, 3) or not all(part.isdecimal() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return one_line(value)
    words = [*(str(int(number)) for number in parts[2:]), _MONTHS[int(parts[1]) - 1]]
    return " ".join(words if parts[0] == year else [*words, parts[0]])


def one_year(values: Iterable[str]) -> str | None:
    """The year of ISO 8601 values that are all of one, so that it need be said once only; None for values of several, or none."""
    years = {value[:4] for value in values}
    return years.pop() if len(years) == 1 else None


def stretch(published: Sequence[Published | None]) -> str:
    """From the first to the last of moments in order, and how many have none: ``30 – 31 January 2026 (1 undated)``."""
    dates = [when for when in published if when]
    if not dates:
        return "undated"
    first, last = day(dates[0]).split(), day(dates[-1]).split()
    words = last
    if first != last:
        while len(first) > 1 and first[-1] == last[-1]:  # what the two days share is said once
            first, last = first[:-1], last[:-1]
        words = [*first, "–", *words]
    undated = len(published) - len(dates)
    return " ".join(words) + (f" ({undated} undated)" if undated else "")
