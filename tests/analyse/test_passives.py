"""Speech in the passive: who is quoted is the source, whatever the tagger took it for."""

from __future__ import annotations

import pytest
from pages import find

from onrecord.analyse.passives import with_subject
from onrecord.engines.protocols import TaggedAttribution


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "expected"),
    [
        ("Olmo was quoted as saying that boats sail.", None, "was quoted as saying", ["Olmo", "that boats sail"], "Olmo"),
        (
            "Olmo was quoted by the Herald as saying that boats sail.",
            "the Herald",
            "was quoted by",
            ["Olmo", "as saying", "that boats sail"],
            "Olmo",
        ),
        ("Olmo was quoted by the Herald.", "the Herald", "was quoted by", ["Olmo"], "the Herald"),
        ("Boats sail, Olmo said, and crews rest.", "Olmo", "said", ["Boats sail", "and crews rest"], "Olmo"),
        (
            "The Herald told of it. “Boats sail,” Olmo was shown saying.",
            "The Herald",
            "was shown saying",
            ["“Boats sail,”", "Olmo"],
            "Olmo",
        ),
        ("Boats sail, it was reported, and crews rest.", None, "was reported", ["Boats sail", "and crews rest"], None),
    ],
)
def test_who_is_quoted(text: str, source: str | None, cue: str, content: list[str], expected: str | None) -> None:
    pieces = tuple(find(text, c) for c in content)
    told = TaggedAttribution(source=(find(text, source),) if source else (), cue=(find(text, cue),), content=pieces, score=0.9)
    found = with_subject(text, told)
    assert [s.of(text) for s in found.source] == ([expected] if expected else [])
    assert ("as saying" in [c.of(text) for c in found.content]) is False
    assert found.content


def test_who_is_brought_to_it_does_it() -> None:
    text = "The Cabinet managed to persuade its neighbour Halden to renounce the fishing rights."
    told = TaggedAttribution(
        source=(find(text, "The Cabinet"),), cue=(find(text, "to renounce"),), content=(find(text, "the fishing rights"),), score=0.9
    )
    assert [s.of(text) for s in with_subject(text, told).source] == ["its neighbour Halden"]
