"""Looking at a text: whatever the text, a span lies in it, and nothing that counts is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.text import fold, lines, trim, words

ODD = st.sampled_from(
    [
        "\n",
        "\r\n",
        " ",
        "\u00a0",
        "\u2028",
        "é",
        "e\u0301",
        "İ",
        "ß",
        "’",
        "'",
        "-",
        ".",
        "_",
        "\u200b",
        "🛶",
        "שלום",
        "مرحبا",
        "７",
        "The ",
    ]
)
TEXTS = st.lists(st.one_of(ODD, st.text(st.characters(exclude_categories=["Cs"]), max_size=8)), max_size=30).map("".join)


def in_order(spans: list[Span], text: str) -> bool:
    return all(s.end <= len(text) for s in spans) and all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))


@given(TEXTS)
def test_lines_hold_everything_but_white_space(text: str) -> None:
    found = list(lines(text))
    assert in_order(found, text)
    assert "".join("".join(s.of(text).split()) for s in found) == "".join(text.split())
    assert all(s.of(text) == s.of(text).strip() and "\n" not in s.of(text) and "\r" not in s.of(text) for s in found)


@given(TEXTS)
def test_words_hold_every_letter_and_digit(text: str) -> None:
    found = words(text)
    assert in_order(found, text)
    inside = {i for s in found for i in range(s.start, s.end)}
    assert all(i in inside for i, c in enumerate(text) if c.isalnum())
    assert not any(c.isspace() for s in found for c in s.of(text))


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_words_of_a_stretch_stay_in_it(text: str, start: int, length: int) -> None:
    assert all(start <= s.start and s.end <= start + length for s in words(text, start, start + length))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("don’t, won't", ["don’t", "won't"]),
        ("a well-known U.S. quay.", ["a", "well-known", "U.S", "quay"]),
        ("snake_case 3.5 1,000", ["snake", "case", "3.5", "1", "000"]),
        ("…—", []),
        ("", []),
    ],
)
def test_what_a_word_is(text: str, found: list[str]) -> None:
    assert [w.of(text) for w in words(text)] == found


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_trim_takes_white_space_and_nothing_else(text: str, start: int, length: int) -> None:
    start, end = min(start, len(text)), min(start + length, len(text))
    left = trim(text, start, end)
    assert (left.of(text) if left else "") == text[start:end].strip()
    assert left is None or (start <= left.start and left.end <= end)


@given(TEXTS)
@example("The the quay")
@example("the  THE ")
@example("`´")
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Inés Olmo", "INES  OLMO"),
        ("The Quay Office", "quay office"),
        ("D’Arvo", "D'Arvo"),
        ("Strauß", "STRAUSS"),
        ("İlda", "ilda"),
        ("Ａｎａ", "Ana"),
    ],
)
def test_what_does_not_count_in_a_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Theo", "o"), ("Ana Olmo", "Anna Olmo"), ("Olmo-Reyes", "Olmo Reyes")])
def test_what_counts_in_a_name(one: str, other: str) -> None:
    assert fold(one) != fold(other)
