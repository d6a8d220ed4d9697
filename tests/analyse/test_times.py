"""Words for days, weeks, months and years, read on a given day."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import a_page, a_report, find

from onrecord.analyse.calendar import parse_date
from onrecord.analyse.page import open_page
from onrecord.analyse.times import find_times

WEDNESDAY = "2031-05-28"
Expected = tuple[str, str, str]


def read(text: str, published: str | None = WEDNESDAY) -> list[Expected]:
    times, unplaced = find_times(a_page(text, published=published))
    assert published is None or unplaced == 0
    assert all(t.span for t in times)
    return [(t.value, t.precision, t.span.of(text)) for t in times if t.span]


@pytest.mark.parametrize(
    ("text", "value", "precision", "words"),
    [
        ("They met on Wednesday.", "2031-05-28", "day", "Wednesday"),
        ("They met on Thursday.", "2031-05-22", "day", "Thursday"),
        ("They will meet on Thursday.", "2031-05-29", "day", "Thursday"),
        ("They met last Wednesday.", "2031-05-21", "day", "last Wednesday"),
        ("They met next Wednesday.", "2031-06-04", "day", "next Wednesday"),
        ("They met this Monday.", "2031-05-26", "day", "this Monday"),
        ("They met on Wednesday (21 May).", "2031-05-21", "day", "Wednesday (21 May)"),
        ("They met on Wednesday (May 21).", "2031-05-21", "day", "Wednesday (May 21)"),
        ("They met on Wednesday, 21 May, at noon.", "2031-05-21T12:00", "minute", "Wednesday, 21 May, at noon"),
        ("It was agreed (21 May) at sea.", "2031-05-21", "day", "21 May"),
        ("They met today.", "2031-05-28", "day", "today"),
        ("They met earlier today.", "2031-05-28", "day", "earlier today"),
        ("They met yesterday.", "2031-05-27", "day", "yesterday"),
        ("They meet tomorrow.", "2031-05-29", "day", "tomorrow"),
        ("It burned overnight.", "2031-05-27/2031-05-28", "interval", "overnight"),
        ("from Monday to Tuesday", "2031-05-26/2031-05-27", "interval", "from Monday to Tuesday"),
        ("It burned overnight from Friday to Monday.", "2031-05-23/2031-05-26", "interval", "overnight from Friday to Monday"),
        ("They met from 12 to 14 May.", "2031-05-12/2031-05-14", "interval", "12 to 14 May"),
        ("They met on 12–14 May 2029.", "2029-05-12/2029-05-14", "interval", "12–14 May 2029"),
        ("They met last week.", "2031-W21", "week", "last week"),
        ("They meet next week.", "2031-W23", "week", "next week"),
        ("Earlier this week they met.", "2031-W22", "week", "Earlier this week"),
        ("They met last weekend.", "2031-W21-WE", "weekend", "last weekend"),
        ("They will meet this weekend.", "2031-W22-WE", "weekend", "this weekend"),
        ("They met last month.", "2031-04", "month", "last month"),
        ("They meet next month.", "2031-06", "month", "next month"),
        ("They met last year.", "2030", "year", "last year"),
        ("They met this year.", "2031", "year", "this year"),
        ("They met two days ago.", "2031-05-26", "day", "two days ago"),
        ("Two days ago they met.", "2031-05-26", "day", "Two days ago"),
        ("They met a couple of weeks ago.", "2031-W20", "week", "a couple of weeks ago"),
        ("They met six months ago.", "2030-11", "month", "six months ago"),
        ("They met a year ago.", "2030", "year", "a year ago"),
        ("The quay shuts for two weeks.", "P2W", "duration", "for two weeks"),
        ("The quay shuts for at least 36 hours.", "PT36H", "duration", "for at least 36 hours"),
        ("For another three months nobody sails.", "P3M", "duration", "For another three months"),
        ("Seen 2031-05-01.", "2031-05-01", "day", "2031-05-01"),
        ("They met on 5 September 2029.", "2029-09-05", "day", "5 September 2029"),
        ("They met on 5 Sept. 2029.", "2029-09-05", "day", "5 Sept. 2029"),
        ("They met on Sept. 5, 2029.", "2029-09-05", "day", "Sept. 5, 2029"),
        ("They met on the 5th of May.", "2031-05-05", "day", "the 5th of May"),
        ("It began in March 2029.", "2029-03", "month", "March 2029"),
        ("It began in 2029.", "2029", "year", "2029"),
    ],
)
def test_what_words_mean_on_a_wednesday(text: str, value: str, precision: str, words: str) -> None:
    assert read(text) == [(value, precision, words)]


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("on 30 December", "2031-01-02", "2030-12-30"),
        ("on 2 January", "2030-12-30", "2031-01-02"),
        ("on 2 January", "2031-01-02", "2031-01-02"),
        ("last month", "2031-01-15", "2030-12"),
        ("next month", "2030-12-31", "2031-01"),
        ("yesterday", "2031-01-01", "2030-12-31"),
        ("yesterday", "2032-03-01", "2032-02-29"),
        ("last week", "2031-01-01", "2030-W52"),
        ("29 February", "2032-06-01", "2032-02-29"),
        ("1–3 January", "2031-07-03", "2031-01-01/2031-01-03"),
        ("30 December to 2 January", "2031-01-05", "2030-12-30"),
        ("yesterday", "2031-05-28T00:30:00+02:00", "2031-05-27"),
    ],
)
def test_around_the_turn_of_year_and_month(text: str, published: str, value: str) -> None:
    assert read(text, published)[0][0] == value


@pytest.mark.parametrize(
    "text", ["30 February", "on 2031-02-30", "They may 5 times", "sunday sailing", "in 12 boats", "an hour ago", "March on", "for a while"]
)
def test_what_is_no_time(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "placed", "unplaced"),
    [
        ("They met yesterday and will meet on Friday.", [], 2),
        ("They met on Wednesday (28 May).", [], 1),
        ("They met on 28 May 2029, for two weeks, in March 2029.", ["2029-05-28", "P2W", "2029-03"], 0),
        ("They met last week. It began in 2029.", ["2029"], 1),
        ("12–14 May 2029, then 15–16 May.", ["2029-05-12/2029-05-14"], 1),
    ],
)
@pytest.mark.parametrize("published", [None, "2031", "2031-05", "2031-W22"])
def test_without_a_day_to_read_from(text: str, placed: list[str], unplaced: int, published: str | None) -> None:
    times, count = find_times(a_page(text, published=published))
    assert ([t.value for t in times], count) == (placed, unplaced)


def test_furniture_tells_no_time() -> None:
    text = "Updated yesterday\nThey met last week."
    times, _ = find_times(open_page(a_report(text, furniture=[find(text, "Updated yesterday")])))
    assert [t.value for t in times] == ["2031-W21"]


EXPRESSIONS = st.sampled_from(
    [
        "Monday",
        "next Friday",
        "last week",
        "next year",
        "this weekend",
        "yesterday",
        "tomorrow",
        "overnight",
        "99 years ago",
        "999 days ago",
        "12 months ago",
        "31 April",
        "29 February",
        "1 January",
        "30–31 December",
        "from Monday to Friday",
        "for 40 days",
        "2031-12-31",
        "will",
        "Wednesday (28 May)",
        "in 1999",
        "0 May",
        "39 March",
    ]
)
DAYS = st.one_of(st.dates().map(str), st.none(), st.sampled_from(["0001-01-01", "9999-12-31", "2031-W53", "2031-02-30", "soon"]))
VALUE = re.compile(r"\d{4}(-\d\d(-\d\d)?|-W\d\d(-WE)?)?|\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d|PT?\d+[DWMYH]")


@given(st.lists(EXPRESSIONS, max_size=8).map(" ".join), DAYS)
def test_any_words_on_any_day(text: str, published: str | None) -> None:
    times, unplaced = find_times(a_page(text, published=published))
    spans = [t.span for t in times if t.span]
    assert len(spans) == len(times) and unplaced >= 0
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
    for t in times:
        assert VALUE.fullmatch(t.value), t
        first, slash, last = t.value.partition("/")
        assert not slash or date.fromisoformat(first) < date.fromisoformat(last)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2031-05-28", date(2031, 5, 28)),
        ("2031-05-28T10:00:00Z", date(2031, 5, 28)),
        ("2031-W22", None),
        ("2031-05", None),
        ("20310528", None),
        ("", None),
    ],
)
def test_only_a_day_is_a_day(value: str, day: date | None) -> None:
    assert parse_date(value) == day
