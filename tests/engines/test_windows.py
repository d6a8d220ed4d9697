"""Windows: every token is answered for once, and none is longer than the encoder can read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.engines.windows import WindowOptions, cut_windows

WORDS = st.sampled_from(["quay", "the", "a", "sails.", "“No,”", "storm!", "x" * 12])
GAPS = st.sampled_from([" ", " ", " ", "\n", "\n\n", "", "  "])
PIECES = st.lists(st.tuples(WORDS, GAPS), max_size=120)
OPTIONS = st.builds(WindowOptions, core=st.integers(1, 40), context=st.integers(0, 12))


def lay_out(pieces: list[tuple[str, str]]) -> tuple[str, list[tuple[int, int]]]:
    text, spans = "", []
    for word, gap in pieces:
        spans.append((len(text), len(text) + len(word)))
        text += word + gap
    return text, spans


@given(PIECES, OPTIONS, st.one_of(st.none(), st.integers(0, 60)))
def test_cores_cover_every_token_once_and_in_order(pieces: list[tuple[str, str]], options: WindowOptions, first: int | None) -> None:
    text, spans = lay_out(pieces)
    windows = cut_windows(text, spans, options, first_core=first)
    assert [i for w in windows for i in range(w.core_start, w.core_end)] == list(range(len(spans)))
    for w in windows:
        assert 0 < w.core_end - w.core_start <= options.core
        assert 0 <= w.core_start - w.context_start <= options.context
        assert w.context_start == max(0, w.core_start - options.context)


def test_no_tokens_no_windows() -> None:
    assert cut_windows("  \n", []) == []


def test_the_default_fits_the_encoder() -> None:
    assert WindowOptions().core + WindowOptions().context + 2 <= 512


def test_a_cut_falls_between_paragraphs_where_it_can() -> None:
    text, spans = lay_out([("one", " "), ("two.", " "), ("three", "\n"), ("four", " "), ("five.", " "), ("six", " "), ("seven", "")])
    cuts = [w.core_end for w in cut_windows(text, spans, WindowOptions(core=6, context=2))]
    assert cuts == [3, 7]


def test_a_cut_falls_between_sentences_where_a_paragraph_is_too_long() -> None:
    text, spans = lay_out([("one", " "), ("two", " "), ("three.", " "), ("four", " "), ("five", " "), ("six", "")])
    assert [w.core_end for w in cut_windows(text, spans, WindowOptions(core=4, context=0))] == [3, 6]


def test_a_cut_falls_anywhere_where_there_is_no_end() -> None:
    text, spans = lay_out([("word", " ")] * 9)
    assert [w.core_end for w in cut_windows(text, spans, WindowOptions(core=4, context=1))] == [4, 8, 9]
