"""Quotation marks of all styles, also broken ones."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.quotations import MARKS, find_quotations

PIECES = st.sampled_from([*MARKS, " ", "\n", ",", ".", "sail", "Olmo’s", "it's", "6'2\"", "(", "—", "“‘", "’”", "1", "é", "🛶", "\u00a0"])
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def inner(text: str) -> list[tuple[str, int]]:
    return [(q.inner.of(text), q.depth) for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("“", "”"),
        ('"', '"'),
        ("„", "“"),
        ("„", "”"),
        ("«", "»"),
        ("»", "«"),
        ("‘", "’"),
        ("'", "'"),
        ("‚", "‘"),
        ("”", "”"),
        ("“", '"'),
        ('"', "”"),
        ("``", "''"),
        ("''", "''"),
        ("``", '"'),
    ],
)
def test_every_style(opening: str, closing: str) -> None:
    text = f"Olmo said: {opening}We sail at dawn,{closing} and left."
    (found,) = find_quotations(text)
    assert found.inner.of(text) == "We sail at dawn,"
    assert found.span.of(text) == f"{opening}We sail at dawn,{closing}"
    assert found.closed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“One,” she said. “Two.”", [("One,", 0), ("Two.", 0)]),
        ("“He said ‘never’ to me,” she said.", [("He said ‘never’ to me,", 0), ("never", 1)]),
        ("'He said \"never\" to me,' she said.", [('He said "never" to me,', 0), ("never", 1)]),
        ("“He said “never” to me,” she said.", [("He said “never” to me,", 0), ("never", 1)]),
        ("“He said ‘never’”", [("He said ‘never’", 0), ("never", 1)]),
        ("“She didn’t go to Olmo’s boat,” he said.", [("She didn’t go to Olmo’s boat,", 0)]),
        ("Olmo's boat didn't sail and the crews' pay is late", []),
        ("the boats’ crews and the quay’s end", []),
        ("In the '90s “we sailed,” she said.", [("we sailed,", 0)]),
        ("'Tis late and “we ‘sail’,” said Olmo.", [("we ‘sail’,", 0), ("sail", 1)]),
        ("“”", []),
        ("no marks at all", []),
    ],
)
def test_nested_and_apostrophes(text: str, found: list[tuple[str, int]]) -> None:
    assert inner(text) == found


def test_a_quotation_left_open_runs_to_the_end_of_its_line() -> None:
    text = "“We sail at dawn.\n“We sail alone,” she said."
    first, second = find_quotations(text)
    assert (first.inner.of(text), first.closed) == ("We sail at dawn.", False)
    assert (second.inner.of(text), second.closed) == ("We sail alone,", True)


def test_marks_do_not_pair_over_a_line() -> None:
    text = "“One\ntwo” three"
    assert all("\n" not in q.span.of(text) for q in find_quotations(text))


@given(TEXTS)
def test_spans_are_valid_whatever_the_marks(text: str) -> None:
    found = find_quotations(text)
    assert [q.span.start for q in found] == sorted(q.span.start for q in found)
    for q in found:
        assert q.span.of(text)[0] in MARKS
        assert 1 <= q.inner.start - q.span.start <= 2 and q.inner.start <= q.inner.end <= q.span.end <= q.inner.end + 2
        assert "\n" not in q.span.of(text)
        assert not q.closed or text[q.span.end - 1] in MARKS
        assert q.depth >= 0
        assert q.depth == 0 or any(o.span.start < q.span.start < o.span.end for o in found)


@given(TEXTS, TEXTS)
def test_a_line_does_not_depend_on_the_next(one: str, other: str) -> None:
    together = inner(f"{one}\n{other}")
    assert together == inner(one) + inner(other)


@pytest.fixture
def uncollected() -> Iterator[None]:
    """No garbage is collected meanwhile: what other tests have left would be walked over, and timed."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize("piece", ["“", "“ a", "“‘", "“‘«", '"', '" a', "'", "' a", "a”", "”", "“a” ", "“a ‘b’ ", '5" ', "“\n", "’ ", "„“"])
def test_the_time_grows_with_the_text_not_faster(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    started = time.process_time()
    found = find_quotations(text)
    assert time.process_time() - started < 2
    assert all(q.span.end <= len(text) for q in found)


@pytest.mark.usefixtures("uncollected")
def test_deep_marks_that_all_close_take_no_longer() -> None:
    text = "“‘" * 25_000 + "’”" * 25_000
    started = time.process_time()
    find_quotations(text)
    assert time.process_time() - started < 2
