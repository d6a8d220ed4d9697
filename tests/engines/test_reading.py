"""What is put before the encoder."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from onrecord.engines.reading import open_reader, read_tokens
from onrecord.engines.weights import MODELS
from onrecord.model import Span

STOP = -1


def read(text: str, *skip: Span) -> list[str]:
    tokens = [(n, m.span()) for n, m in enumerate(re.finditer(r"\w+|[^\w\s]", text))]
    reading = read_tokens(text, tokens, skip, STOP)
    assert [token == STOP for token in reading.ids] == [start == end for start, end in reading.spans]
    return [text[start:end] or "|" for start, end in reading.spans]


def test_a_headline_does_not_run_on() -> None:
    assert read("Talks end\n\nBell said so.\nHe left.") == ["Talks", "end", "|", "Bell", "said", "so", ".", "He", "left", "."]


def test_what_is_skipped_leaves_a_stop() -> None:
    assert read("Bell said so. MENU He left.", Span(14, 18)) == ["Bell", "said", "so", ".", "|", "He", "left", "."]


def test_nothing_stands_before_the_first_token() -> None:
    assert read("MENU Bell left", Span(0, 4)) == ["Bell", "left"]


@given(st.text(alphabet="ab .\n“", max_size=60), st.integers(0, 60), st.integers(1, 20))
def test_every_token_outside_is_read_once_and_none_inside(text: str, start: int, length: int) -> None:
    skip = Span(start, start + length)
    wanted = [m.group() for m in re.finditer(r"\w+|[^\w\s]", text) if not Span(*m.span()).overlaps(skip)]
    assert [t for t in read(text, skip) if t != "|"] == wanted


def test_a_reader_remembers_what_it_read_last_and_what_was_skipped_of_it() -> None:
    vocabularies = {(MODELS / kind / "tokenizer.json").read_bytes() for kind in ("attribution", "moves", "embedding")}
    (reader,) = (open_reader(v) for v in vocabularies)  # one vocabulary for all models
    text = "Bell said so.\nHe left."
    whole = reader.read(text, [])
    part = reader.read(text, [Span(14, 16)])
    assert part.ids != whole.ids
    assert reader.read(text, [Span(14, 16)]) is part
    assert reader.read(text, []) == whole
