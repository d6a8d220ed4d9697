"""A text that was read is not read again, whoever prints it; one that is only alike is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.engines.protocols import Tagged, TaggedAct
from onrecord.engines.remembering import Remembering, remembering
from onrecord.model import Span

TEXT = "“We will not sign,” the harbour master said on Monday. " * 8


class Counting:
    """A tagger whose answers tell what it was asked."""

    version = "counting"

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def tag(self, text: str, *, skip: Sequence[Span] = ()) -> Tagged:
        self.asked.append(("tag", text, skip))
        return Tagged(attributions=(), names=())

    def tag_acts(self, text: str, *, skip: Sequence[Span] = ()) -> tuple[TaggedAct, ...]:
        self.asked.append(("acts", text, skip))
        return (TaggedAct(span=Span(0, len(text)), act="reject", score=0.5),)


def test_one_text_is_read_once_and_another_by_itself() -> None:
    tagger = Counting()
    twice = Remembering(tagger)
    assert twice.version == "counting"
    for text in (TEXT, TEXT, TEXT + "Later.", TEXT):
        assert twice.tag(text) == Tagged(attributions=(), names=())
        assert twice.tag_acts(text, skip=[Span(0, 2)])[0].span.end == len(text)
    assert [(verb, len(text)) for verb, text, _ in tagger.asked] == [
        (verb, len(text)) for text in (TEXT, TEXT + "Later.") for verb in ("tag", "acts")
    ]
    twice.tag(TEXT, skip=[Span(0, 4)])
    assert tagger.asked[-1] == ("tag", TEXT, (Span(0, 4),)), "other places are left out: another question"


def test_what_is_short_is_not_kept_and_everybody_shares_what_is() -> None:
    tagger = Counting()
    for _ in range(2):
        remembering(tagger).tag("Nobody said so.")
        remembering(tagger).tag(TEXT)
    assert [text for _, text, _ in tagger.asked] == ["Nobody said so.", TEXT, "Nobody said so."]
