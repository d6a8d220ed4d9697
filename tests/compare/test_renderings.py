"""Renderings of one act of saying: what repeats, what differs in a slot, what is another act."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.compare import Said, find_renderings, gather_utterances
from onrecord.model import EntityRef, Finding


def said(statement: str, content: str, *, speaker: str | None = "olmo", day: str = "2031-05-02", report: str | None = None) -> Said:
    who = EntityRef(entity=speaker, name=speaker.title()) if speaker else None
    return Said(statement=statement, report=report or statement, speaker=who, day=day, content=content, kind="person")


def find(every: Iterable[Said]) -> list[Finding]:
    return find_renderings("story", gather_utterances("story", every).joined)


def between(one: str, other: str) -> list[tuple[str, str | None]]:
    return [(f.type, f.slot) for f in find([said("s1", one), said("s2", other)])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We sail at dawn and we sail alone", "We sail at dawn and we sail alone"),
        ("“We sail at dawn, and we sail alone.”", "we sail at dawn and we sail alone"),
        ("The Café d’Or stays shut tonight", "The cafe d'or stays shut tonight"),
        ("the crews of the two boats are safe and are on their way home", "the crews of the two boats are safe and on their way home"),
        ("we are ready to open the quay to every boat this spring", "we are ready to open the quay to every boat in this spring"),
        ("I will open the quay to nine boats from the north", "he would open the quay to 9 boats from the north"),
        ("The quay will be opened to boats from the north. We have waited long enough.", "the quay will be opened to boats from the north"),
        (
            "all of the herring boats in the north harbour have been searched",
            "the herring boats of the north harbour were searched by guards",
        ),
    ],
)
def test_mere_wording_repeats(one: str, other: str) -> None:
    (finding,) = find([said("s1", one), said("s2", other)])
    assert (finding.type, finding.a, finding.b, finding.story) == ("repeats", ("s1",), ("s2",), "story")
    assert 0.5 <= finding.score <= 1
    assert finding.reasons


@pytest.mark.parametrize(
    ("slot", "one", "other"),
    [
        ("number", "we will open the quay to 12 boats from the north", "we will open the quay to 15 boats from the north"),
        ("number", "we will open the quay to nine boats from the north", "we will open the quay to four boats from the north"),
        ("polarity", "we will open the quay to boats in the spring", "we will not open the quay to boats in the spring"),
        ("polarity", "they do open the quay to boats in the spring", "they don't open the quay to boats in the spring"),
        ("polarity", "they do open the quay to boats in the spring", "they don’t open the quay to boats in the spring"),
        ("condition", "the quay stays open for boats until 1 April this year", "the quay stays open for boats from 1 April this year"),
        ("modality", "we will open the quay to boats in the spring", "we may open the quay to boats in the spring"),
        ("modality", "first signs suggest that the boat had far too much on board", "the boat had far too much on board"),
        ("name", "we will open the quay to boats once Olmo signs the list", "we will open the quay to boats once Prill signs the list"),
        ("time", "the quay will open to the herring boats on Monday morning", "the quay will open to the herring boats on Friday morning"),
        ("bound", "the crew handed over some of the charts of the reef", "the crew handed over most of the charts of the reef"),
    ],
)
def test_another_value_in_a_slot_differs(slot: str, one: str, other: str) -> None:
    assert between(one, other) == [("differs", slot)]
    assert between(other, one) == [("differs", slot)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("we sail at dawn and we sail alone", "we sail at dusk with all of the others"),
        ("the quay", "the quay"),
        ("", ""),
        ("the minister has opened the new quay", "the new minister has never seen a herring"),
    ],
)
def test_another_act_is_neither(one: str, other: str) -> None:
    assert between(one, other) == []
    assert between(other, one) == []


def test_another_person_does_not_repeat_a_short_saying() -> None:
    words = "we sail at dawn and we sail alone"
    assert find([said("s1", words), said("s2", words, speaker="prill")]) == []


def test_the_same_long_words_under_two_names_are_one_act_and_it_is_said() -> None:
    words = "the boats have left the northern harbour and will not be back before the ice has gone from the strait"
    (finding,) = find([said("s1", words), said("s2", words, speaker="prill")])
    assert "named differently" in finding.reasons[0]


def test_who_was_named_by_a_person_is_not_overruled_by_like_words() -> None:
    words = "the boats have left the northern harbour and will not be back before the ice has gone from the strait"
    assert find([said("s1", words), replace(said("s2", words, speaker="prill"), judged=True)]) == []


def test_where_no_speaker_is_named_the_words_decide() -> None:
    words = "the boats have left the northern harbour"
    (finding,) = find([said("s1", words), said("s2", words, speaker=None)])
    assert finding.type == "repeats"


def test_the_earliest_comes_first_and_what_has_no_day_last() -> None:
    words = "we sail at dawn and we sail alone"
    days = {"s1": "", "s2": "2031-05-03", "s3": "2031-05-01"}
    found = find([said(s, words, day=day) for s, day in days.items()])
    assert {(f.a, f.b) for f in found} == {(("s3",), ("s2",)), (("s3", "s2"), ("s1",))}


CONTENTS = st.lists(
    st.sampled_from(["we", "will", "not", "open", "the", "quay", "until", "dawn", "9", "boats", "Olmo", "said", "sail"]), max_size=9
).map(" ".join)
SAID = st.lists(st.tuples(CONTENTS, st.sampled_from("ab"), st.sampled_from(["", "2031-05-01", "2031-05-02"])), max_size=12)


@given(SAID, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_given_does_not_matter(contents: list[tuple[str, str, str]], chance: random.Random) -> None:
    every = [said(f"s{n}", c, speaker=who, day=day) for n, (c, who, day) in enumerate(contents)]
    found = find(every)
    shuffled = list(every)
    chance.shuffle(shuffled)
    assert find(shuffled) == found
    for finding in found:
        assert len(set((*finding.a, *finding.b))) == len((*finding.a, *finding.b)) > 1


def test_a_run_of_words_counts_wherever_it_stands() -> None:
    one = "the northern cutter guild and the council of ports brokered the pact between the crews and the harbour"
    other = "the pact “is the outcome of talks between the crews … brokered by the old cutter guild and the council of ports”"
    assert between(one, other)[0][0] in ("repeats", "differs")


def test_a_short_quotation_joins_by_the_one_word_of_weight_that_it_has() -> None:
    assert between("“Let me say that this is not a ransom,”", "that Thursday's payment was “not a ransom”")
    assert not between("“Let me say that the ransom was not paid,”", "that Thursday's payment was “not a ransom”")


def test_the_words_of_a_letter_are_those_of_who_wrote_it() -> None:
    words = "she keeps a 'blue lantern' in her window"
    quoted = "“The pilots know their way home, and a blue lantern hangs in my window every night.”"
    for author, joined in (("Edda Olmo's New Year address", True), ("Prill's New Year address", False)):
        letter = replace(said("s2", words), speaker=EntityRef(entity="another", name=author))
        assert bool(find([said("s1", quoted), letter])) == joined, author


def test_hardly_a_word_else_is_one_act_under_two_names_and_less_is_not() -> None:
    one = "the old crane swung for three to four minutes until its last bolt gave way"
    other = "the old crane swung for between three and 4 minutes until its last bolt gave way"
    assert find([said("s1", one), said("s2", other, speaker="prill")])
    less = "the old crane swung for a while, and gulls cried, until its last bolt gave way"
    assert not find([said("s1", one), said("s2", less, speaker="prill")])


def test_two_sentences_of_one_quotation_do_not_render_one_another() -> None:
    first, second = "“We part as friends after nine summers together.”", "“The house on the quay is for sale from Monday.”"
    both = [said("a", f"{first} {second}"), said("b", first), said("c", second)]
    joined = {frozenset((j.a.said.statement, j.b.said.statement)) for j in gather_utterances("story", both).joined}
    assert joined == {frozenset("ab"), frozenset("ac")}


@pytest.mark.parametrize(("words", "says"), [("the old herring boat of 2031", False), ("the old herring boat is back", True)])
def test_a_bare_noun_phrase_renders_nothing(words: str, says: bool) -> None:
    assert bool(find([said("s1", words), said("s2", words)])) == says
    assert find([said("s1", f"“{words}”"), said("s2", words)]), "but a quotation is a quotation"


def _near(cosine: float, only: str = "") -> Callable[[str, str], float]:
    """Texts mean the same to that degree; with ``only``, that text and any other alone, and the rest nothing."""
    return lambda a, b: cosine if not only or only in (a, b) else 0.0


def _joins(one: Said, other: Said, alike: Callable[[str, str], float]) -> bool:
    return bool(gather_utterances("story", [one, other], alike).joined)


@pytest.mark.parametrize(
    ("words", "cosine", "joined"),
    [
        ("that two boats were scuttled by the guards", 0.5, True),
        ("that two boats were scuttled by the guards", 0.49, False),
        ("that two boats were painted by the guards", 0.69, False),
    ],
)
def test_who_names_nobody_renders_a_longer_one_that_has_all_his_words_of_weight(words: str, cosine: float, joined: bool) -> None:
    longer = said("s1", "in the film two boats seem to be lost that the guards of a neighbour scuttled, one by one", speaker=None)
    assert _joins(longer, said("s2", words, speaker=None), _near(cosine)) is joined


@pytest.mark.parametrize(("day", "cosine", "joined"), [("2031-06-20", 0.7, True), ("2031-06-20", 0.69, False), ("2031-05-03", 0.69, False)])
def test_nearly_the_same_words_are_one_act_though_told_again_weeks_later(day: str, cosine: float, joined: bool) -> None:
    first = said("s1", "The keeper had moved with wife, nets, ropes and goats from the light to the island months ago", speaker=None)
    again = said("s2", "“Goats and ropes, nets and wife: months ago a stoker moved to that island, off the light.”", day=day)
    assert _joins(first, again, _near(cosine)) is joined


def test_a_short_one_may_mean_what_one_sentence_of_a_long_one_means() -> None:
    sentence = "The crews just live apart now and it grew lonely."
    longer = said("s1", f"“I mean, not in spring. {sentence}”")
    short = said("s2", "that it grew lonely for a company that lives apart")
    assert _joins(longer, short, _near(0.5, only=f"{sentence}”"))
    assert not _joins(longer, short, _near(0.44))
