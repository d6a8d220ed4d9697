"""Which spellings are of one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.forms import romanised
from onrecord.link.score import same_name
from onrecord.link.spelling import spelling
from onrecord.model import EntityType

NAMES = st.lists(
    st.text("abcdeyijzhkOlmoPrélÉ’'.-", min_size=1, max_size=9).filter(lambda w: w.strip("’'.- ")), min_size=1, max_size=3
).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Yaroslan Vetrych", "Iaroslan Vetrych", "person"),
        ("Jaroslan Vetrich", "Yaroslan Vetrych", "person"),
        ("Galyna Sorokai", "Galyna Sorokay", "person"),
        ("Inés Olmo", "Ines Olmo", "person"),
        ("E. Prill", "Edda Prill", "person"),
        ("Edda M. Prill", "Edda Prill", "person"),
        ("International Quay Office", "IQO", "organisation"),
        ("Kherevan", "Herevan", "place"),
        ("the Quay Office", "Quay Office", "organisation"),
    ],
)
def test_spellings_of_one_name(one: str, other: str, kind: EntityType) -> None:
    score = same_name(one, other, kind)
    assert score.score >= 0.85
    assert score.reasons


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Edda Prill", "Anton Prill", "person"),
        ("Edda Prill", "Edda Olmo", "person"),
        ("Prill", "Edda Prill", "person"),
        ("Elena Marko", "Helmut Marko", "person"),
        ("Quay Office", "Quay Police", "organisation"),
        ("North Velm", "Velm", "place"),
    ],
)
def test_names_of_two(one: str, other: str, kind: EntityType) -> None:
    assert same_name(one, other, kind).score == 0
    assert same_name(one, other, kind).reasons == ()


@given(NAMES, NAMES, st.sampled_from(["person", "organisation", "place", "state"]))
def test_a_score_has_no_direction_stays_in_range_and_has_reasons(one: str, other: str, kind: EntityType) -> None:
    score = same_name(one, other, kind)
    assert score.score == same_name(other, one, kind).score
    assert 0 <= score.score <= 1
    assert bool(score.reasons) == (score.score > 0)


@given(NAMES, st.sampled_from(["person", "organisation", "place"]))
def test_a_name_is_itself(name: str, kind: EntityType) -> None:
    assert same_name(name, name, kind).score == 1


@given(st.text("abcdeyijzhkou'", max_size=12))
def test_romanising_leaves_no_doubled_letter(word: str) -> None:
    found = romanised(word)
    assert all(a != b for a, b in zip(found, found[1:], strict=False))


@pytest.mark.parametrize(
    ("one", "other"), [("sorokai", "sorokay"), ("o", "olmo"), ("o.", "olmo"), ("lisenik", "lysenik"), ("bodar", "bodara")]
)
def test_words_that_may_be_one(one: str, other: str) -> None:
    assert 0.85 <= spelling(one, other) < 1
    assert spelling(one, other) == spelling(other, one)
