"""Ids come from what they name, and from nothing else."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onrecord.ids import make_id, span_key, text_hash
from onrecord.model import Span

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1f"), max_size=20)
PARTS = st.lists(st.one_of(TEXTS, st.integers()), max_size=5)
SPANS = st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 10**4)).map(lambda x: Span(x[0], x[0] + x[1])), max_size=5)


@given(PARTS)
def test_the_same_facts_give_the_same_id(parts: list[str | int]) -> None:
    assert make_id("report", *parts) == make_id("report", *parts)
    assert re.fullmatch(r"report-[0-9a-f]{20}", make_id("report", *parts))


@given(PARTS)
def test_different_kinds_differ(parts: list[str | int]) -> None:
    assert make_id("report", *parts).removeprefix("report") != make_id("story", *parts).removeprefix("story")


@given(PARTS, PARTS)
def test_different_facts_differ(one: list[str | int], other: list[str | int]) -> None:
    assume([str(p) for p in one] != [str(p) for p in other])
    assume((one or [""]) != [""] or (other or [""]) != [""])
    assert make_id("x", *one) != make_id("x", *other)


@given(PARTS)
def test_where_a_part_ends_counts(parts: list[str | int]) -> None:
    assert make_id("x", *parts, "ab", "c") != make_id("x", *parts, "a", "bc")


def test_another_process_gives_the_same_id() -> None:
    program = "from onrecord.ids import make_id; print(make_id('entity', 'person', 'inés olmo', 7))"
    said = {subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.strip() for _ in range(2)}
    assert said == {make_id("entity", "person", "inés olmo", 7)}


@given(SPANS, SPANS)
def test_a_span_key_tells_spans_apart(one: list[Span], other: list[Span]) -> None:
    assert (span_key(one) == span_key(other)) == (one == other)


@given(TEXTS, TEXTS)
def test_a_text_is_known_by_its_hash(one: str, other: str) -> None:
    assert (text_hash(one) == text_hash(other)) == (one == other)


def test_half_a_surrogate_pair_has_no_hash() -> None:
    with pytest.raises(UnicodeEncodeError):
        text_hash("\ud800")
