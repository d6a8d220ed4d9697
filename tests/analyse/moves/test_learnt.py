"""What the moves model sees and no frame knows becomes a move; where both speak of the same words, the frame decides unless the model is
sure. The model is told what to see."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pages import ToldTagger, a_report, find, names

from onrecord.analyse import analyse_report
from onrecord.engines.protocols import Tagged, TaggedAct, TaggedAttribution
from onrecord.model import Act, Move, Statement


def seen(text: str, words: str, act: Act, score: float = 0.9, *, negated: bool = False) -> TaggedAct:
    return TaggedAct(span=find(text, words), act=act, score=score, negated=negated)


def read(text: str, *acts: TaggedAct, said: tuple[str, str, str] | None = None, people: str = "") -> list[Statement]:
    """``said``: source, cue, content."""
    told = ()
    if said is not None:
        source, cue, content = (find(text, words) for words in said)
        told = (TaggedAttribution(source=(source,), cue=(cue,), content=(content,), score=0.9),)
    named = tuple(names(text, person=people)) if people else ()
    tagger = ToldTagger(Tagged(attributions=told, names=named), acts=acts)
    return list(analyse_report(a_report(text), tagger=tagger).statements)


def only(statements: list[Statement]) -> Move:
    (move,) = [m for s in statements for m in s.moves]
    return move


def test_a_telling_wording_that_no_frame_knows_makes_a_statement_with_its_actor() -> None:
    text = "Ana Olmo gave the wink to the sale of the pier on Tuesday."
    assert read(text, people="Ana Olmo") == []
    (statement,) = read(text, seen(text, "gave the wink to", "accept"), people="Ana Olmo")
    (move,) = statement.moves
    assert (move.act, move.actor and move.actor.name, move.negated) == ("accept", "Ana Olmo", False)
    assert statement.cue[0].of(text) == "gave the wink to"
    assert move.what == "sale of the pier"
    assert move.reasons[0] == "the moves model gives 0.90 for “accept” in “gave the wink to”"


def test_what_the_model_sees_in_a_quotation_is_its_speakers() -> None:
    text = "“That goose is cooked,” said Ana Olmo."
    said = ("Ana Olmo", "said", "“That goose is cooked,”")
    move = only(read(text, seen(text, "goose is cooked", "refuse"), said=said, people="Ana Olmo"))
    assert (move.act, move.actor and move.actor.name) == ("refuse", "Ana Olmo")


def test_one_who_is_said_to_have_acted_is_the_actor() -> None:
    text = "Ana Olmo said that Bo Prill had plumped out of the race."
    said = ("Ana Olmo", "said", "that Bo Prill had plumped out of the race")
    move = only(read(text, seen(text, "plumped out of", "withdraw"), said=said, people="Ana Olmo,Bo Prill"))
    assert move.actor is not None and move.actor.name == "Bo Prill"


def test_one_who_is_charged_with_something_is_no_actor() -> None:
    text = "Ana Olmo said that Bo Prill had fleeced the pensioners."
    said = ("Ana Olmo", "said", "that Bo Prill had fleeced the pensioners")
    move = only(read(text, seen(text, "fleeced", "accuse"), said=said, people="Ana Olmo,Bo Prill"))
    assert (move.actor and move.actor.name, move.target and move.target.name) == ("Ana Olmo", "Bo Prill")


def test_where_both_see_the_same_act_it_is_one_move_and_surer() -> None:
    text = "Ana Olmo rejected the offer on Tuesday."
    alone, both = only(read(text, people="Ana Olmo")), only(read(text, seen(text, "rejected", "refuse"), people="Ana Olmo"))
    assert both.score > alone.score
    assert "the moves model gives 0.90 for “refuse” too" in both.reasons
    assert replace(both, score=alone.score, reasons=alone.reasons) == alone


def test_on_the_same_words_the_frame_decides_unless_the_model_is_sure() -> None:
    text = "Ana Olmo rejected the offer on Tuesday."
    unsure, sure = (only(read(text, seen(text, "rejected", "condemn", score), people="Ana Olmo")) for score in (0.7, 0.99))
    assert (unsure.act, sure.act) == ("refuse", "condemn")
    assert any("where the frame tells “refuse”" in reason for reason in sure.reasons)


@pytest.mark.parametrize("told", ["refused to rule out a sale", "suggested the pier was sold", "asked for comment"])
def test_a_verb_whose_object_undoes_it_tells_no_act_however_sure_the_model_is(told: str) -> None:
    act: Act = {"refused": "refuse", "suggested": "propose", "asked": "request"}[told.split()[0]]  # type: ignore[assignment]
    text = f"Ana Olmo {told} on Tuesday."
    assert read(text, seen(text, told.split()[0], act, 0.99), people="Ana Olmo") == []


@pytest.mark.parametrize("score", [0.1, 0.3])
def test_what_the_model_is_not_sure_of_is_not_taken(score: float) -> None:
    text = "Ana Olmo gave the wink to the sale of the pier."
    assert read(text, seen(text, "gave the wink to", "accept", score), people="Ana Olmo") == []


def test_a_passive_tells_what_and_by_whom() -> None:
    text = "The sale of the pier was winked through by Ana Olmo."
    (statement,) = read(text, seen(text, "winked through", "accept"), people="Ana Olmo")
    assert statement.source[0].of(text) == "Ana Olmo"
    assert only([statement]).act == "accept"


def test_who_is_only_supposed_to_act_does_not() -> None:
    text = "If Ana Olmo gave the wink to the sale, the pier would close."
    assert read(text, seen(text, "gave the wink to", "accept"), people="Ana Olmo") == []


def test_a_move_without_anything_behind_its_verb_is_kept_whole() -> None:
    text = "Ana Olmo has grovelled."
    (statement,) = read(text, seen(text, "grovelled", "apologise"), people="Ana Olmo")
    assert [c.of(text) for c in statement.content] == ["has grovelled"]
    assert only([statement]).actor is not None


def test_told_as_not_done_is_negated() -> None:
    text = "Ana Olmo has not given the wink to the sale of the pier."
    assert only(read(text, seen(text, "given the wink to", "accept", negated=True), people="Ana Olmo")).negated


def test_in_a_report_that_does_next_to_nothing_the_model_is_not_asked() -> None:
    text = "Ana Olmo gave the wink to the sale of the pier. " + "The ferry is red and the sea is grey. " * 60
    assert read(text, seen(text, "gave the wink to", "accept", 0.99), people="Ana Olmo") == []


def test_where_words_of_acts_are_few_it_must_be_surer() -> None:
    told = "Bo Prill rejected the plan. Bo Prill denied the charge. Bo Prill urged calm. "
    text = "Ana Olmo gave the wink to the sale of the pier. " + told * 4 + "The ferry is red and the sea is grey. " * 12
    acts = {m.act for s in read(text, seen(text, "gave the wink to", "accept", 0.7), people="Ana Olmo,Bo Prill") for m in s.moves}
    surer = {m.act for s in read(text, seen(text, "gave the wink to", "accept", 0.999), people="Ana Olmo,Bo Prill") for m in s.moves}
    assert "accept" not in acts and "accept" in surer
