"""The shipped tagger keeps the promises of the Tagger protocol on any text. What it finds is for the case files and the gate."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.engines.attribution import OnnxTagger, load_tagger
from onrecord.engines.embedding import OnnxEmbedder
from onrecord.engines.protocols import Tagged
from onrecord.engines.weights import MODELS, open_session
from onrecord.errors import EngineError
from onrecord.model import Span

PHRASES = st.sampled_from(
    [
        "“We sail at dawn,” ",
        "Harbour Minister Ana Olmo said ",
        "he told reporters on Friday. ",
        "according to the port office, ",
        "that nobody would sign",
        '"Not ever", ',
        "\n\n",
        "\u2028",
        "🛶🏽 ",
        "שלום עולם ",
        "\u202eتم الاتفاق\u202c ",
        "e\u0301\u0323 ",
        "a\u200bb\u200d\ufeff ",
        "\x07\x1b[31m ",
        "ﬁn İstanbul ẞ ",
        "’" * 7,
        "x" * 150 + " ",
    ]
)
TEXTS = st.lists(st.one_of(PHRASES, st.text(st.characters(exclude_categories=["Cs"]), max_size=12)), max_size=25).map("".join)
TEXT = (
    "“We sail at dawn,” Harbour Minister Ana Olmo said.\nREAD ALSO: nine ways to cook eel\n“And we sail alone,” she added, Merid reported."
)


def every_span(found: Tagged) -> list[Span]:
    return [s for a in found.attributions for s in (*a.source, *a.cue, *a.content)] + [n.span for n in found.names]


def check(text: str, found: Tagged) -> None:
    for attribution in found.attributions:
        assert attribution.content
        assert 0 <= attribution.score <= 1.0001
    for span in every_span(found):
        assert span.of(text)
    assert [a.content[0] for a in found.attributions] == sorted(a.content[0] for a in found.attributions)
    assert [n.span for n in found.names] == sorted(n.span for n in found.names)


@given(TEXTS)
@example("")
@example("\n \n")
@example("\u0301\u0301\u200b")
@settings(max_examples=40, deadline=None)
def test_any_text_is_tagged(text: str) -> None:
    check(text, load_tagger().tag(text))


@given(TEXTS, st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60)), max_size=5))
@example("Harbour Minister Ana Olmo said", [(23, 4)])  # from the middle of a word on
@settings(max_examples=30, deadline=None)
def test_what_is_skipped_is_in_no_answer(text: str, stretches: list[tuple[int, int]]) -> None:
    skip = [Span(start, start + length) for start, length in stretches]
    found = load_tagger().tag(text, skip=skip)
    check(text, found)
    assert not any(span.overlaps(s) for span in every_span(found) for s in skip)


def test_what_is_skipped_is_not_even_read() -> None:
    start = TEXT.index("READ ALSO")
    skip = [Span(start, TEXT.index("“And"))]
    other = TEXT.replace("nine ways to cook eel", "Bell said: “We lost”.")
    moved = len(other) - len(TEXT)
    first, second = load_tagger().tag(TEXT, skip=skip), load_tagger().tag(other, skip=[Span(start, skip[0].end + moved)])
    assert [s.of(TEXT) for s in every_span(first)] == [s.of(other) for s in every_span(second)]


def test_the_answer_does_not_depend_on_what_was_tagged_before() -> None:
    tagger = load_tagger()
    fresh = OnnxTagger().tag(TEXT)
    tagger.tag("Ana Olmo said that “nothing” was agreed. " * 60)
    tagger.tag("")
    assert tagger.tag(TEXT) == fresh == tagger.tag(TEXT)


def test_a_text_longer_than_a_window_is_read_to_its_end() -> None:
    text = "The rain fell on the quay and on the boats for hours. " * 120 + "\n“We sail at dawn,” Ana Olmo said.\n"
    found = load_tagger().tag(text)
    check(text, found)
    assert any(n.span.of(text) == "Ana Olmo" for n in found.names)


def test_loading_twice_loads_once() -> None:
    assert load_tagger() is load_tagger()
    assert load_tagger().version == OnnxTagger().version


def copy_of(kind: str, folder: Path) -> Path:
    """A folder of links to a shipped model's files, to damage."""
    for name in ("manifest.json", "model.onnx", "tokenizer.json"):
        (folder / name).symlink_to(Path(str(MODELS / kind / name)))
    return folder


def put(path: Path, content: bytes | None) -> None:
    path.unlink()
    if content is not None:
        path.write_bytes(content)


@pytest.mark.parametrize(("kind", "engine"), [("attribution", OnnxTagger), ("embedding", OnnxEmbedder)])
@pytest.mark.parametrize("content", [None, b"", b"not a model", json.dumps({"files": {}}).encode(), b"[]", b"\xff"])
@pytest.mark.parametrize("name", ["manifest.json", "model.onnx", "tokenizer.json"])
def test_a_missing_or_damaged_file_is_said_with_what_to_do(
    kind: str, engine: Callable[[Path], object], name: str, content: bytes | None, tmp_path: Path
) -> None:
    folder = copy_of(kind, tmp_path)
    put(folder / name, content)
    with pytest.raises(EngineError, match="Install onrecord again") as error:
        engine(folder)
    assert str(folder) in str(error.value)


def test_an_undamaged_copy_opens(tmp_path: Path) -> None:
    assert OnnxTagger(copy_of("attribution", tmp_path)).tag(TEXT) == load_tagger().tag(TEXT)


def test_weights_are_opened_for_the_first_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process whose workers read needs their names alone."""
    opened: list[int] = []
    monkeypatch.setattr("onrecord.engines.network.open_session", lambda weights: opened.append(len(weights)) or open_session(weights))
    engines = OnnxTagger(), OnnxEmbedder()
    assert all(engine.version for engine in engines) and opened == []
    engines[1].embed(TEXT)
    engines[1].embed(TEXT)
    assert len(opened) == 1


@pytest.mark.parametrize("end", ["\n\n", "\n", "\r\n", "\r"])
def test_no_piece_crosses_the_end_of_a_line(end: str) -> None:
    text = end.join(["Minister Ana Ruiz said: “We have waited for three months.", "“Nobody has answered us, and we will not write again.”"])
    attributions = load_tagger().tag(text).attributions
    assert attributions
    for a in attributions:
        assert not any(c in piece.of(text) for piece in (*a.source, *a.cue, *a.content) for c in "\n\r")
