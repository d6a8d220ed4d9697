"""Spans, the only pointers; and values that nobody can change."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import errors, model
from onrecord.model import Span

SPANS = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda x: Span(x[0], x[0] + x[1]))
VALUES = [v for v in vars(model).values() if isinstance(v, type) and dataclasses.is_dataclass(v)]


@given(st.integers(-50, 50), st.integers(-50, 50))
def test_a_span_is_never_empty_reversed_or_negative(start: int, end: int) -> None:
    if 0 <= start < end:
        assert (Span(start, end).start, Span(start, end).end) == (start, end)
    else:
        with pytest.raises(errors.SpanError, match="use None"):
            Span(start, end)


@given(SPANS, st.text(max_size=60))
def test_a_span_gives_its_characters_or_says_that_the_text_is_another(span: Span, text: str) -> None:
    if span.end <= len(text):
        assert len(span.of(text)) == span.end - span.start
        assert text[: span.start] + span.of(text) + text[span.end :] == text
    else:
        with pytest.raises(errors.SpanError, match="another text"):
            span.of(text)


@given(SPANS, SPANS)
def test_overlapping_and_containing_are_those_of_sets(one: Span, other: Span) -> None:
    a, b = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one) == bool(a & b)
    assert one.contains(other) == (b <= a)


@given(st.lists(SPANS))
def test_spans_sort_by_where_they_begin(spans: list[Span]) -> None:
    assert sorted(spans) == sorted(spans, key=lambda s: (s.start, s.end))


def test_a_span_error_is_an_error_of_onrecord_and_a_value_error() -> None:
    assert issubclass(errors.SpanError, errors.OnRecordError) and issubclass(errors.SpanError, ValueError)


@pytest.mark.parametrize("value", VALUES, ids=lambda v: v.__name__)
def test_values_are_frozen_and_have_no_room_for_more(value: type) -> None:
    assert value.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(value)
    assert value.__doc__
