"""Sources that are left unnamed, noun phrases, and names of media."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.media import is_medium, shown_media
from onrecord.analyse.phrases import core_of, read_phrase
from onrecord.analyse.unnamed import is_settled, is_unnamed, left_unnamed
from onrecord.model import Span


@pytest.mark.parametrize(
    ("source", "unnamed"),
    [
        ("a source", True),
        ("the source close to the talks", True),
        ("one man", True),
        ("two unnamed senior officials", True),
        ("some analysts", True),
        ("others", True),
        ("a dockers' leader in Velm", True),
        ("a Velm insider", True),
        ("his mother", True),
        ("people familiar with the matter", True),
        ("residents who fled", True),
        ("one of Ruiz's aides", True),
        ("officials", False),
        ("the rebels", False),
        ("local media", False),
        ("a spokesman for the ministry", False),
        ("a Halden Foods spokesperson", False),
        ("a spokesman", True),
        ("a report", False),
        ("a committee of the council", False),
        ("the prime minister", False),
        ("his parents", False),
    ],
)
def test_who_is_left_unnamed(source: str, unnamed: bool) -> None:
    phrase = read_phrase(source, Span(0, len(source)))
    assert phrase is not None
    assert is_unnamed(phrase, source) is unnamed


def test_only_the_reason_of_the_decision_settles() -> None:
    assert is_settled(["said on Monday", left_unnamed("a\nmilitant")])
    assert not is_settled(["nobody before “he” fits it"])


@pytest.mark.parametrize(
    ("source", "core"),
    [
        ("the minister, Ana Ruiz,", "the minister"),
        ("a spokesman here on Monday", "a spokesman"),
        ("a poll released in August", "a poll"),
        ("a woman who fled", "a woman"),
        ("the council and", "the council"),
        ("the council", "the council"),
    ],
)
def test_the_core_of_a_source(source: str, core: str) -> None:
    assert core_of(source, Span(0, len(source))).of(source) == core


@given(st.text(min_size=1, max_size=40))
def test_a_core_lies_in_its_source(text: str) -> None:
    source = Span(0, len(text))
    assert source.contains(core_of(text, source))
    phrase = read_phrase(text, source)
    assert phrase is None or (phrase.words[-1] == phrase.head and source.contains(phrase.span))


@pytest.mark.parametrize(
    ("text", "name", "medium"),
    [
        ("Olmo told The Undertow that boats sail.", "Undertow", True),
        ("Olmo told the undertow that boats sail.", "Undertow", False),
        ("Boats sail, the Lisnow Crier reported.", "Lisnow Crier", True),
        ("The Crier, a local newspaper, was sold.", "the Crier", True),
        ("Olmo wrote on Facebook, a Facebook reported.", "Facebook", False),
        ("Boats sail.", "Lisnow Herald", True),
    ],
)
def test_what_a_report_shows_to_be_a_medium(text: str, name: str, medium: bool) -> None:
    assert is_medium(name, shown_media(text)) is medium
