"""Sentences: nothing is lost, none crosses a line, and time grows with the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.sentences import find_sentences

PIECES = st.sampled_from(
    [". ", "! ", "?” ", "...", "…", "Mr. ", "U.S. ", "J. ", "\n", "\r\n", " ", "sails", "Olmo", "3.5", '."', "\u00a0", "é", "🛶", ".\u2028"]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(st.characters(exclude_categories=["Cs"]), max_size=6)), max_size=30).map("".join)


@given(TEXTS)
def test_sentences_hold_everything_but_white_space(text: str) -> None:
    found = find_sentences(text)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert "".join("".join(s.of(text).split()) for s in found) == "".join(text.split())
    assert all(s.of(text) == s.of(text).strip() and "\n" not in s.of(text) and "\r" not in s.of(text) for s in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It rained. Nobody sailed! Why? They slept.", ["It rained.", "Nobody sailed!", "Why?", "They slept."]),
        ("Mr. Olmo and Dr. Prill left. She stayed.", ["Mr. Olmo and Dr. Prill left.", "She stayed."]),
        ("J. Olmo left. E. Prill stayed.", ["J. Olmo left.", "E. Prill stayed."]),
        ("“It rained.” She left. (He stayed.) Nobody spoke.", ["“It rained.”", "She left.", "(He stayed.)", "Nobody spoke."]),
        ("“Why?” she asked. “It rained.”", ["“Why?” she asked.", "“It rained.”"]),
        ("The fee is 3.5 marks. 12 boats paid.", ["The fee is 3.5 marks.", "12 boats paid."]),
        ("It rained... and rained. So?!", ["It rained... and rained.", "So?!"]),
        ("A head without a stop\nA line. Another", ["A head without a stop", "A line.", "Another"]),
        ("One.  Two.\r\n\r\nThree.", ["One.", "Two.", "Three."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_where_a_sentence_ends(text: str, found: list[str]) -> None:
    assert [s.of(text) for s in find_sentences(text)] == found


@pytest.mark.parametrize("piece", [".", ". ", ".”", ". a", "Mr. ", "!? ", "A.", " ", "\u00a0.", ".\n", "…»", "w" * 50 + ". "])
def test_the_time_grows_with_the_text_not_faster(piece: str) -> None:
    text = (piece * 200_000)[:200_000]
    started = time.process_time()
    found = find_sentences(text)
    assert time.process_time() - started < 2
    assert all(s.end <= len(text) for s in found)
