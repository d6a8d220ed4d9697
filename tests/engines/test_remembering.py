"""A text that was read is not read again, whoever prints it; one that is only alike is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from onrecord.engines.attribution import load_tagger
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


MENUS = [("", ""), ("Home\n\nSport\n\n", "\n\nMost read\n\n© The Bell"), ("  \nLog in · ", ""), ("A\n", "\nShare\n \n")]
PAGE = (
    "Ministers leave the island\n\nMore on this\n\n“We will not sign,” Ana Ruiz told reporters on Monday, and rejected the offer.\n\n"
    "According to the harbour master, Teo Lind, two ships were turned back. The Bell reported that he had warned the guild: “Do not"
    " come near the quay before Friday, or we shall have to close it.”\n\nRead on\n\nNobody at the ministry would say who was hurt."
)


def page(before: str, after: str) -> tuple[str, list[Span]]:
    """The page between menus, and what is skipped of it."""
    text = before + PAGE + after
    places = [text.index("More on this"), text.index("Read on")]
    inside = [Span(places[0], places[0] + 12), Span(places[1], places[1] + 7)]
    menus = [Span(0, len(before))] if before else []
    return text, [*menus, *inside, *([Span(len(text) - len(after), len(text))] if after else [])]


@pytest.mark.parametrize("menus", MENUS)
def test_the_answers_for_a_page_between_menus_are_those_of_the_model(menus: tuple[str, str]) -> None:
    text, skip = page(*menus)
    model, tagger = load_tagger(), Remembering(load_tagger())
    assert (tagger.tag(text, skip=skip), tagger.tag_acts(text, skip=skip)) == (model.tag(text, skip=skip), model.tag_acts(text, skip=skip))
    assert tagger.tag(text, skip=skip).attributions


def test_other_menus_are_no_other_text() -> None:
    tagger = Counting()
    twice = Remembering(tagger)
    for menus in (MENUS[0], MENUS[1], MENUS[3]):
        text, skip = page(*menus)
        (act,) = twice.tag_acts(text, skip=skip)
        assert act.span.of(text) == PAGE
    assert len(tagger.asked) == 1
    twice.tag_acts(PAGE.replace("two ships", "ten ships"), skip=page("", "")[1])
    assert len(tagger.asked) == 2, "a word is another"
