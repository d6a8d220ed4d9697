"""Words for days, weeks, months and years, read on a given day."""

from __future__ import annotations

import ast
import re
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import a_page, a_report, find

from onrecord.analyse.calendar import holiday, parse_date
from onrecord.analyse.namedtimes import NAMED_RULES
from onrecord.analyse.page import Page, open_page
from onrecord.analyse.relativetimes import RELATIVE_RULES
from onrecord.analyse.sentences import find_sentences
from onrecord.analyse.times import find_times
from onrecord.analyse.timewords import Rule
from onrecord.lexicon import read_pairs
from onrecord.model import Furniture, Published
from onrecord.text import lines

WEDNESDAY = "2031-05-28"
EXAMPLES = [node.value for node in ast.walk(ast.parse(Path(__file__).read_text(encoding="utf8"))) if isinstance(node, ast.Constant)]
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
        ("They met at 1530 GMT on Monday.", "2031-05-26T15:30", "minute", "1530 GMT on Monday"),
        ("They met this Monday.", "2031-05-26", "day", "this Monday"),
        ("They met on Monday, August 2.", "2027-08-02", "day", "Monday, August 2"),
        ("They met on Friday (21 May).", "2027-05-21", "day", "Friday (21 May)"),
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
        ("It began in 1871.", "1871", "year", "1871"),
        ("It began in mid-2015.", "2015", "year", "mid-2015"),
        ("It was before the 2029 vote.", "2029", "year", "2029"),
        ("They ran the Lisnow Regatta 2029.", "2029", "year", "2029"),
        ("They met in early March 2029.", "2029-03", "month", "early March 2029"),
        ("They met in May.", "2031-05", "month", "May"),
        ("They met in July.", "2030-07", "month", "July"),
        ("They will meet in July.", "2031-07", "month", "July"),
        ("They met last July.", "2030-07", "month", "last July"),
        ("The October vote was lost.", "2030-10", "month", "October"),
        ("They will meet at the end of August.", "2031-08", "month", "the end of August"),
        ("It must end by the end of March 2032.", "2032-03-31", "day", "the end of March 2032"),
        ("It must end by the end of the year.", "2031-12-31", "day", "the end of the year"),
        ("It must end by year end.", "2031-12-31", "day", "year end"),
        ("They met on May 12-14.", "2031-05-12/2031-05-14", "interval", "May 12-14"),
        ("They met from January to March 2030.", "2030-01-01/2030-03-31", "interval", "from January to March 2030"),
        ("The war of 1914-18 was long.", "1914-01-01/1918-12-31", "interval", "1914-18"),
        ("They were rich in the 1990s.", "1990-01-01/1999-12-31", "interval", "the 1990s"),
        ("They were rich in the late '80s.", "1980-01-01/1989-12-31", "interval", "the late '80s"),
        ("They were rich in the sixties.", "1960-01-01/1969-12-31", "interval", "the sixties"),
        ("It is of the 21st century.", "2000-01-01/2099-12-31", "interval", "the 21st century"),
        ("A nineteenth-century quay.", "1800-01-01/1899-12-31", "interval", "nineteenth-century"),
        ("It fell in the first quarter of 2017.", "2017-Q1", "quarter", "the first quarter of 2017"),
        ("It fell in Q3 2029.", "2029-Q3", "quarter", "Q3 2029"),
        ("It fell in the fourth quarter.", "2030-Q4", "quarter", "the fourth quarter"),
        ("It fell last quarter.", "2031-Q1", "quarter", "last quarter"),
        ("It fell in the second half of 2030.", "2030-07-01/2030-12-31", "interval", "the second half of 2030"),
        ("It is the budget for fiscal 2030.", "2030", "year", "fiscal 2030"),
        ("It is the budget for financial year 2030-31.", "2030-01-01/2031-12-31", "interval", "financial year 2030-31"),
        ("It sank in the summer of 2029.", "2029-06-01/2029-08-31", "interval", "the summer of 2029"),
        ("It sank last winter.", "2030-12-01/2031-02-28", "interval", "last winter"),
        ("It will sail next spring.", "2032-03-01/2032-05-31", "interval", "next spring"),
        ("It sank in the past ten days.", "2031-05-18/2031-05-28", "interval", "in the past ten days"),
        ("It sank over the past year.", "2030-05-28/2031-05-28", "interval", "over the past year"),
        ("It will sink over the next two months.", "2031-05-28/2031-07-28", "interval", "over the next two months"),
        ("They met 24 hours ago.", "2031-05-27", "day", "24 hours ago"),
        ("They met a fortnight ago.", "2031-W20", "week", "a fortnight ago"),
        ("They met a decade ago.", "2021", "year", "a decade ago"),
        ("They met twenty-five years ago.", "2006", "year", "twenty-five years ago"),
        ("They met the day before yesterday.", "2031-05-26", "day", "the day before yesterday"),
        ("They meet the day after tomorrow.", "2031-05-30", "day", "the day after tomorrow"),
        ("They met last night.", "2031-05-27", "day", "last night"),
        ("They met this morning.", "2031-05-28", "day", "this morning"),
        ("They met on Saturday night.", "2031-05-24", "day", "Saturday night"),
        ("They met Thursday last week.", "2031-05-22", "day", "Thursday last week"),
        ("They will meet on the 3rd.", "2031-06-03", "day", "the 3rd"),
        ("They will meet on the first Monday of June.", "2031-06-02", "day", "the first Monday of June"),
        ("They met on 28.05.2030.", "2030-05-28", "day", "28.05.2030"),
        ("They met on 5/28/2030.", "2030-05-28", "day", "5/28/2030"),
        ("They meet every Friday.", "R/2031-05-23/P1W", "set", "every Friday"),
        ("They meet every Friday at noon.", "R/2031-05-23/P1W", "set", "every Friday at noon"),
        ("They met on Sundays.", "R/2031-05-25/P1W", "set", "on Sundays"),
        ("They meet daily.", "R/P1D", "set", "daily"),
        ("They meet every two weeks.", "R/P2W", "set", "every two weeks"),
        ("They meet twice a month.", "R/P1M", "set", "twice a month"),
        ("It was a two-week truce.", "P2W", "duration", "two-week"),
        ("They stop for a week.", "P1W", "duration", "for a week"),
        ("The crane fell at 10:05 p.m. on Sunday.", "2031-05-25T22:05", "minute", "10:05 p.m. on Sunday"),
        ("The crane fell on Sunday at 22:05.", "2031-05-25T22:05", "minute", "Sunday at 22:05"),
        ("The crane fell at 6.10am local time on Sunday.", "2031-05-25T06:10", "minute", "6.10am local time on Sunday"),
        ("It ends at midnight on Friday, 30 May.", "2031-05-30T00:00", "minute", "midnight on Friday, 30 May"),
        ("They met on Christmas Day.", "2030-12-25", "day", "Christmas Day"),
        ("They will meet by Christmas.", "2031-12-25", "day", "Christmas"),
        ("They met on Good Friday.", "2031-04-11", "day", "Good Friday"),
        ("They met at Thanksgiving 2029.", "2029-11-22", "day", "Thanksgiving 2029"),
        ("They met last Christmas.", "2030-12-25", "day", "last Christmas"),
        ("They danced on Bastille Day.", "2031-07-14", "day", "Bastille Day"),
        ("A year that was worse than the year before.", "2030", "year", "the year before"),
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
    ("text", "values"),
    [
        ("It shut on 3 May. The following day it opened.", ["2031-05-03", "2031-05-04"]),
        ("It shut on 3 May. Two days later it opened, and a week earlier it had been full.", ["2031-05-03", "2031-05-05", "2031-04-28"]),
        ("He left on Tuesday. That night it rained.", ["2031-05-27", "2031-05-27"]),
        ("He left on 3 May 2029. Two years later he was back.", ["2029-05-03", "2031"]),
        ("He left on 3 May 2029. The next month he was back.", ["2029-05-03", "2029-06"]),
        ("He left on Tuesday. The doors were shut at 6 p.m. and the lamps put out.", ["2031-05-27", "2031-05-27T18:00"]),
    ],
)
@pytest.mark.parametrize("published", [WEDNESDAY, None])
def test_what_hangs_on_the_day_named_before(text: str, values: list[str], published: str | None) -> None:
    if published or "2029" in text:
        assert [value for value, _, _ in read(text, published)] == values


def test_what_follows_nothing_is_counted() -> None:
    text = "The following day it opened. The doors shut at 6 p.m. " + "Nobody came. " * 8 + "Two days later it closed."
    assert find_times(a_page(text)) == ([], 3)
    far = "It shut on 3 May. " + "Nobody came. " * 8 + "The next day it opened."
    times, unplaced = find_times(a_page(far))
    assert ([t.value for t in times], unplaced) == (["2031-05-03"], 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The minister said on Monday that he would sail on Friday.", ["2031-05-26", "2031-05-30"]),
        ("On Friday, the council will vote.", ["2031-05-30"]),
        ("On Friday, the council voted and will sail.", ["2031-05-23"]),
        ("The talks, scheduled for Friday, were long.", ["2031-05-30"]),
        ("She offered talks, starting on Friday, and left.", ["2031-05-30"]),
        ("“Let them come to the port on Friday and stay,” she said.", ["2031-05-30"]),
        ("The union called a strike for Friday.", ["2031-05-30"]),
        ("She let them leave the port on Friday.", ["2031-05-23"]),
        ("The vote will be held on Friday.", ["2031-05-30"]),
        ("The vote was held on Friday.", ["2031-05-23"]),
        ("He will visit the United Ports on Friday.", ["2031-05-30"]),
        ("He resigned on Friday, and his deputy is to take over on Monday.", ["2031-05-23", "2031-06-02"]),
        ("The ship was scheduled to sail on Friday.", ["2031-05-23"]),
        ("A referendum is to be held on December 11.", ["2031-12-11"]),
        ("A referendum was held on December 11.", ["2030-12-11"]),
    ],
)
def test_the_tense_of_the_clause_picks_the_side(text: str, value: list[str]) -> None:
    assert [v for v, _, _ in read(text)] == value


def test_a_day_of_publication_known_within_a_week_gives_what_all_its_days_agree_on() -> None:
    text = "On Wednesday they met. Last year they did not. Yesterday they slept, and in March 2029 too."
    report = replace(a_report(text), published=Published(value="2031-05-28/2031-06-03", precision="interval", basis="inferred"))
    times, unplaced = find_times(open_page(report))
    assert ([t.value for t in times], unplaced) == (["2031-05-28", "2030", "2029-03"], 1)


@pytest.mark.parametrize(
    "text",
    [
        *("30 February", "on 2031-02-30", "They may 5 times", "sunday sailing", "in 12 boats", "an hour ago", "March on", "for a while"),
        *("Theresa May said so.", "They march on.", "The Sunday Times said so.", "Black Friday sales", "Russia Today said so."),
        *(
            "9/11",
            "24/7",
            "1,950 people came.",
            "Some 2000 people came.",
            "more than 2015 boats",
            "$2015",
            "Flight 2020 sank.",
            "page 2014",
        ),
        *(
            "He came in second.",
            "aged 17 years",
            "a 42-year-old man",
            "Easter Island",
            "Christmas trees",
            "April Fenn sang.",
            "on the 3rd floor",
        ),
        *("half a year ago", "on 05/06/2031", "at 5-4", "a score of 10:12", "the Tonight Show", "room 2019", "Resolution 1973"),
        *("the day after the vote", "an overnight success", "5 a man", "at 25 pm", "2031-13-01", "the year"),
    ],
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
        "at 10 p.m.",
        "the next day",
        "999 years later",
        "99 weeks earlier",
        "every Friday",
        "the 1990s",
        "last winter",
        "Easter",
        "last Christmas",
        "on the 31st",
        "over the past 999 years",
        "the first quarter",
        "by the end of February",
    ]
)
DAYS = st.one_of(st.dates().map(str), st.none(), st.sampled_from(["0001-01-01", "9999-12-31", "2031-W53", "2031-02-30", "soon"]))
VALUE = re.compile(
    r"R/(\d{4}-\d\d-\d\d/)?P\d+[DWMY]|\d{4}-Q[1-4]|\d{4}-\d\d-\d\dT\d\d:\d\d"
    r"|\d{4}(-\d\d(-\d\d)?|-W\d\d(-WE)?)?|\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d|PT?\d+[DWMYH]"
)


@given(st.lists(EXPRESSIONS, max_size=8).map(" ".join), DAYS)
def test_any_words_on_any_day(text: str, published: str | None) -> None:
    times, unplaced = find_times(a_page(text, published=published))
    spans = [t.span for t in times if t.span]
    assert len(spans) == len(times) and unplaced >= 0
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
    for t in times:
        assert VALUE.fullmatch(t.value), t
        first, slash, last = t.value.partition("/")
        assert not slash or first == "R" or date.fromisoformat(first) < date.fromisoformat(last)


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


def test_a_dateline_counts_and_other_furniture_does_not() -> None:
    text = "Wednesday, May 28, 2031\nThey met yesterday.\nUpdated May 29, 2031"
    report = a_report(text)
    furniture = (
        Furniture(span=find(text, "Wednesday, May 28, 2031"), kind="dateline"),
        Furniture(span=find(text, "Updated May 29, 2031"), kind="other"),
    )
    times, _ = find_times(open_page(replace(report, furniture=furniture)))
    assert [t.value for t in times] == ["2031-05-28", "2031-05-27"]


@pytest.mark.parametrize(
    "piece", ["12 May, ", "2015-", "Wednesday (", "twenty-", "1 May to ", "half of ", "The next day ", "will ", "Monday\n"]
)
def test_a_long_text_costs_by_its_length(piece: str) -> None:
    seconds = []
    for size in (25_000, 200_000):
        text = piece * (size // len(piece))
        page = Page(report=a_report(text), lines=tuple(lines(text)), sentences=tuple(find_sentences(text)), quotations=())
        started = time.process_time()
        find_times(page)
        seconds.append(time.process_time() - started)
    assert seconds[1] < 8 * 3 * max(seconds[0], 0.02)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("easter+0", date(2031, 4, 13)),
        ("monday last 5", date(2031, 5, 26)),
        ("thursday 4 11", date(2031, 11, 27)),
        ("12-25", date(2031, 12, 25)),
    ],
)
def test_holidays_that_move(rule: str, day: date) -> None:
    assert holiday(rule, 2031) == day


def test_every_rule_of_the_holidays_gives_a_day() -> None:
    assert all(holiday(rule, year).year == year for rule in read_pairs("holidays").values() for year in (1999, 2000, 2031))


MORE = (
    "They sail in March of next year, by the end of May 2031 or by the end of 2032.",
    "In the 1990's they met at the weekend, for six days beginning on Monday.",
    "She resigned the day before, and on that day he left.",
)


@pytest.mark.parametrize("rule", [rule for rule in (*NAMED_RULES, *RELATIVE_RULES) if rule.needs], ids=lambda rule: "|".join(rule.needs))
def test_whatever_a_rule_matches_has_a_word_that_it_needs(rule: Rule) -> None:
    found = [text for text in (*EXAMPLES, *MORE) if isinstance(text, str) and rule.pattern.search(text)]
    assert found
    assert [text for text in found if not any(word in text.lower() for word in rule.needs)] == []
