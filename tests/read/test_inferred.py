"""When a report without a date was published: told from a weekday with its date, or left open with the reason."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Furniture, Report, Span
from onrecord.read.inferred import infer_published

REST = "It is the second since the flood of 3 May 2029, the port office said."


@pytest.mark.parametrize(
    ("text", "value", "year"),
    [
        (f"The crane fell on Wednesday (28 May). {REST}", "2031-05-28/2031-06-03", "2031"),
        (f"The crane fell on Wednesday, May 28, at noon. {REST}", "2031-05-28/2031-06-03", "2031"),
        (f"The crane fell on Tuesday, 27 May, and again on Wednesday, 28 May. {REST}", "2031-05-28/2031-06-03", "2031"),
        ("The crane fell on Wednesday, 28 May.\n© 2031 Lisnow Post", "2031-05-28/2031-06-03", "2031"),
        (f"The crane fell on Wednesday, 28 May, and will be raised on Friday, 6 June. {REST}", "2031-05-28/2031-06-03", "2031"),
    ],
)
def test_one_year_fits(text: str, value: str, year: str) -> None:
    inference = infer_published(text)
    assert inference is not None and inference.published is not None
    assert (inference.published.value, inference.published.precision, inference.published.basis) == (value, "interval", "inferred")
    assert f"only {year} fits" in inference.why and "score" in inference.why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The crane fell on Wednesday, 28 May.", "near which year"),
        ("The crane fell on Wednesday, 28 May, as in 2029.", "near which year"),
        (f"The crane fell on Wednesday, 29 May, and on Wednesday, 28 May. {REST}", "0 years fit"),
        ("The crane fell on Thursday, 28 May. It is the second since the flood of 3 May 2029.", "0 years fit"),
        (f"The crane will be raised on Wednesday, 28 May. {REST}", "still to come"),
        ("The crane fell on Friday, 31 February. " + REST, "0 years fit"),
    ],
)
def test_what_does_not_settle_it_is_said(text: str, why: str) -> None:
    inference = infer_published(text)
    assert inference is not None and inference.published is None and why in inference.why


@pytest.mark.parametrize(
    "text",
    [
        "The crane fell on Wednesday. " + REST,
        "The crane fell on Wednesday, 28 May 2031. " + REST,
        REST + " Nobody was hurt." * 80 + " The first crane fell on Wednesday, 28 May.",
        "",
    ],
)
def test_without_a_weekday_and_date_in_the_head_nothing_is_inferred(text: str) -> None:
    assert infer_published(text) is None


def test_comments_are_no_evidence() -> None:
    text = f"{REST}\nKarth, Wednesday, 28 May: Well said!"
    comment = Furniture(span=Span(len(REST) + 1, len(text)), kind="comment")
    assert infer_published(text, [comment]) is None


def test_a_report_says_how_its_date_was_inferred(read_bytes: Callable[..., list[Report]]) -> None:
    text = "The crane fell on Wednesday (28 January). It is the second since the flood of 3 May 2025, the port office said on the quay."
    [report] = read_bytes(text.encode())
    assert report.published is not None and report.published.value == "2026-01-28/2026-02-03"
    assert any("inferred from “Wednesday (28 January)”" in p.why for p in report.problems)
    [report] = read_bytes(b'{"text": "The crane fell on Wednesday, 28 January.", "published": "2026-01-29"}')
    assert report.published is not None and report.published.basis == "given"


PIECES = st.sampled_from(
    ["Wednesday", "28 May", "(", ")", ", ", " ", "May 28", "2031", "© 2031", "will", "3 May 2029", "\n", "31", "last "]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_text_gives_a_reason_or_nothing(text: str) -> None:
    inference = infer_published(text)
    assert inference is None or inference.why


@pytest.mark.parametrize("piece", ["Wednesday, 28 May ", "3 May 2029 ", "in 2029 ", "will ", "("])
def test_a_long_text_is_quick(piece: str) -> None:
    started = time.process_time()
    infer_published("The crane fell on Wednesday, 28 May. " + piece * (400_000 // len(piece)))
    assert time.process_time() - started < 10
