"""Two renderings word by word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.compare import unlike_words

PIECES = st.lists(st.text(alphabet="ab éÉ’'“.,\u0301\u202e", max_size=30), min_size=1, max_size=3)


@settings(max_examples=60)
@given(PIECES, PIECES)
def test_the_stretches_are_the_pieces_character_by_character(pieces: list[str], other: list[str]) -> None:
    found = unlike_words(pieces, other)
    if found is not None:
        assert ["".join(text for text, _ in piece) for piece in found] == pieces
        assert not any(differs for piece in unlike_words(pieces, pieces) or [] for _, differs in piece)


def test_case_accents_and_punctuation_make_no_other_word() -> None:
    found = unlike_words(["We’ll meet in the Café, on Monday."], ["we'll meet in a cafe on Monday"])
    assert found == [[("We’ll meet in ", False), ("the", True), (" Café, on Monday.", False)]]


def test_what_has_too_little_in_common_is_not_held_word_by_word() -> None:
    assert unlike_words(["They will never come back"], ["No one was hurt on Friday night"]) is None
    assert unlike_words(["…"], ["No one"]) is None
