"""The grammar of numbers: what is read as a number, its value and its bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.figures.bounds import find_numbers

VALUES = [
    ("60 people", "60", 60, 60),
    ("at least 60 people", "at least 60", 60, None),
    ("more than 80 boats", "more than 80", 80, None),
    ("well over 1,000 homes", "well over 1,000", 1000, None),
    ("nearly 80 boats", "nearly 80", None, 80),
    ("up to 80 boats", "up to 80", None, 80),
    ("as many as 43 boats", "as many as 43", None, 43),
    ("fewer than 300,000 users", "fewer than 300,000", None, 300_000),
    ("about 52 tonnes", "about 52", 52, 52),
    ("500+ homes", "500+", 500, None),
    ("10 boats or more", "10", 10, None),
    ("between 3 and 5 boats", "between 3 and 5", 3, 5),
    ("20 to 30 boats", "20 to 30", 20, 30),
    ("20-30 metres", "20-30", 20, 30),
    ("two or three boats", "two or three", 2, 3),
    ("2 to 3 million litres", "2 to 3 million", 2_000_000, 3_000_000),
    ("$5 million to $10 million", "$5 million to $10 million", 5e6, 1e7),
    ("5 percent to 10 percent", "5 percent to 10", 5, 10),
    ("dozens of boats", "dozens", 24, None),
    ("tens of thousands of boats", "tens of thousands", 20_000, None),
    ("a few hundred boats", "a few hundred", 200, None),
    ("a couple of boats", "a couple of", 2, 2),
    ("a dozen boats", "a dozen", 12, 12),
    ("three dozen boats", "three dozen", 36, 36),
    ("half a million boats", "half a million", 500_000, 500_000),
    ("half of the boats", "half", 50, 50),
    ("two thirds of the boats", "two thirds", 66.67, 66.67),
    ("one in five boats", "one in five", 20, 20),
    ("nine out of 10 boats", "nine out of 10", 90, 90),
    ("1.2 million boats", "1.2 million", 1_200_000, 1_200_000),
    ("158million users", "158million", 158_000_000, 158_000_000),
    ("£1.3million", "£1.3million", 1_300_000, 1_300_000),
    ("€3m", "€3m", 3_000_000, 3_000_000),
    ("a budget of 2.4bn", "2.4bn", 2.4e9, 2.4e9),
    ("twenty-one boats", "twenty-one", 21, 21),
    ("two hundred and one boats", "two hundred and one", 201, 201),
    ("two and a half million boats", "two and a half million", 2_500_000, 2_500_000),
    ("three thousand five hundred boats", "three thousand five hundred", 3500, 3500),
    ("5m people", "5m", 5_000_000, 5_000_000),
    ("a 100m race", "100", 100, 100),
]


@pytest.mark.parametrize(("text", "words", "low", "high"), VALUES)
def test_value_and_span(text: str, words: str, low: float, high: float) -> None:
    (number,) = find_numbers(text)
    assert (number.span.of(text), number.low, number.high) == (words, low, high)


def test_a_change_is_two_numbers() -> None:
    assert [n.low for n in find_numbers("the toll rose from 3 to 5")] == [3, 5]


def test_over_that_belongs_to_a_verb_opens_nothing() -> None:
    (number,) = find_numbers("they handed over 26 boats")
    assert (number.low, number.high) == (26, 26)


@pytest.mark.parametrize("text", ["the third man", "in the first half of the year", "MH370", "1,2,3", "@2know", "half-brother"])
def test_no_number(text: str) -> None:
    assert find_numbers(text) == []


WORDS = """a an and of the in to or 1 2 30 4,500 7.5 % $ £ - – million bn m hundred dozen dozens half third thirds one two twenty five
at least more than up over between from no people killed ( ) , . 2031 12:30 9/11"""
PIECES = st.sampled_from([*WORDS.split(), "\n"])


@given(st.lists(PIECES, max_size=30).map(" ".join) | st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60))
def test_spans_hold_number_words_in_order_and_bounds_agree(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.span.start and number.span.contains(number.core)
        end = number.span.end
        assert any(c.isalnum() for c in number.core.of(text))
        assert number.low is not None or number.high is not None
        assert number.low is None or number.high is None or number.low <= number.high
