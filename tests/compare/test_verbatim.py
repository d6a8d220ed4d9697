"""Quoted words and the text that they come from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.compare import closeness, differing_words, stands_verbatim

SAID = ["“We will not sign,", "not today, and not tomorrow.”"]
WORD = st.text(alphabet="abcdefé", min_size=1, max_size=6)


def test_what_does_not_count_at_the_ends_and_breaks() -> None:
    for piece in ("‘we will\n not sign’", "we will not sign, not today", "not sign not today, and", "not tomorrow …"):
        assert stands_verbatim(piece, SAID)
    for piece in ("we shall not sign", "not Today, and", "not today and not", "will sign", "", "“”"):
        assert not stands_verbatim(piece, SAID)


def test_an_apostrophe_is_the_same_in_any_shape() -> None:
    assert stands_verbatim("they can't and won’t", ["They can’t and won't do it"])


def test_the_words_that_differ_are_shown_as_printed() -> None:
    found = differing_words("Not today, and never tomorrow!", SAID)
    assert [(d.a, d.b, d.slot) for d in found] == [("never", "not", None)]
    assert differing_words("", SAID) == differing_words("a", []) == []


@given(st.lists(WORD, min_size=3, max_size=20), st.data())
def test_any_stretch_of_a_text_stands_in_it(said: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(said) - 1))
    stretch = said[start : data.draw(st.integers(start + 1, len(said)))]
    piece = f"»{'  '.join(stretch)},«"
    assert stands_verbatim(piece, [" ".join(said)])
    assert differing_words(piece, [" ".join(said)]) == [] and closeness(piece, [" ".join(said)]) == 1.0


@given(st.lists(WORD, max_size=12), st.lists(WORD, max_size=12))
def test_what_stands_verbatim_differs_in_nothing(piece: list[str], said: list[str]) -> None:
    quoted, text = " ".join(piece), [" ".join(said)]
    assert 0 <= closeness(quoted, text) <= 1
    if piece and stands_verbatim(quoted, text):
        assert differing_words(quoted, text) == []
