"""The shipped embedder: a unit vector for any text, the same one each time."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.engines.embedding import OnnxEmbedder, load_embedder


def cosine(one: str, other: str) -> float:
    embedder = load_embedder()
    return sum(a * b for a, b in zip(embedder.embed(one), embedder.embed(other), strict=True))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example("")
@example("\n\n")
@example("🛶שלום\u200b")
@example("quay " * 2000)
@settings(max_examples=30, deadline=None)
def test_any_text_has_a_unit_vector(text: str) -> None:
    vector = load_embedder().embed(text)
    assert len(vector) == 384
    assert math.hypot(*vector) == pytest.approx(1, abs=1e-4)


def test_the_vector_depends_on_the_text_alone() -> None:
    text = "A crane fell into the harbour of Lisnow."
    first = OnnxEmbedder().embed(text)
    load_embedder().embed("Another text, and a much longer one. " * 20)
    assert load_embedder().embed(text) == first


def test_texts_about_one_thing_point_the_same_way() -> None:
    one, other = "A crane fell into the harbour of Lisnow.", "The port of Lisnow is shut after a crane toppled."
    assert cosine(one, other) > cosine(one, "The striker signed for two years and will wear the number nine.") + 0.3


def test_the_version_names_the_weights() -> None:
    assert load_embedder().version == OnnxEmbedder().version
    assert load_embedder().version.startswith("embedding-")
