"""What is a repeat, and what only looks like one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.compare import Said, find_repeats
from onrecord.model import Finding


def said(statement: str, content: str, *, speaker: str = "olmo", day: str = "2031-05-02", report: str = "r") -> Said:
    return Said(statement=statement, report=report, speaker=speaker, day=day, content=content)


def repeats(one: str, other: str) -> list[Finding]:
    return find_repeats("story", [said("s1", one), said("s2", other)])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We sail at dawn and we sail alone", "We sail at dawn and we sail alone"),
        ("“We sail at dawn, and we sail alone.”", "we sail at dawn and we sail alone"),
        ("The Café d’Or stays shut tonight", "The cafe d'or stays shut tonight"),
        ("the crews of the two boats are safe and are on their way home", "the crews of the two boats are safe and on their way home"),
        ("we are ready to open the quay to every boat this spring", "we are ready to open the quay to every boat in this spring"),
    ],
)
def test_same_words_or_nearly(one: str, other: str) -> None:
    (finding,) = repeats(one, other)
    assert (finding.type, finding.a, finding.b, finding.story) == ("repeats", ("s1",), ("s2",), "story")
    assert 0.84 <= finding.score <= 1
    assert finding.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("we will open the quay to 12 boats from the north", "we will open the quay to 15 boats from the north"),
        ("we will open the quay to nine boats from the north", "we will open the quay to four boats from the north"),
        ("we will open the quay to boats in the spring", "we will not open the quay to boats in the spring"),
        ("they do open the quay to boats in the spring", "they don't open the quay to boats in the spring"),
        ("they do open the quay to boats in the spring", "they don’t open the quay to boats in the spring"),
        ("the quay stays open for boats until 1 April this year", "the quay stays open for boats from 1 April this year"),
        ("we will open the quay to boats in the spring", "we may open the quay to boats in the spring"),
        ("we give back 9 seamen for 4 guards at the quay on that day", "we give back 4 seamen for 9 guards at the quay on that day"),
        ("we will open the quay to boats once Olmo signs the list", "we will open the quay to boats once Prill signs the list"),
        ("we sail at dawn and we sail alone", "we sail at dusk with all of the others"),
        ("the quay", "the quay"),
        ("", ""),
    ],
)
def test_what_changes_something_is_no_repeat(one: str, other: str) -> None:
    assert repeats(one, other) == []
    assert repeats(other, one) == []


def test_another_speaker_does_not_repeat() -> None:
    words = "we sail at dawn and we sail alone"
    assert find_repeats("story", [said("s1", words), said("s2", words, speaker="prill")]) == []


def test_the_earliest_comes_first_and_what_has_no_day_last() -> None:
    words = "we sail at dawn and we sail alone"
    days = {"s1": "", "s2": "2031-05-03", "s3": "2031-05-01"}
    (finding,) = find_repeats("story", [said(s, words, day=day) for s, day in days.items()])
    assert (finding.a, finding.b) == (("s3",), ("s2", "s1"))


CONTENTS = st.lists(
    st.sampled_from(["we", "will", "not", "open", "the", "quay", "until", "dawn", "9", "boats", "Olmo", "said", "sail"]), max_size=9
).map(" ".join)
SAID = st.lists(st.tuples(CONTENTS, st.sampled_from("ab"), st.sampled_from(["", "2031-05-01", "2031-05-02"])), max_size=12)


@given(SAID, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_given_does_not_matter(contents: list[tuple[str, str, str]], chance: random.Random) -> None:
    every = [said(f"s{n}", c, speaker=who, day=day) for n, (c, who, day) in enumerate(contents)]
    found = find_repeats("story", every)
    shuffled = list(every)
    chance.shuffle(shuffled)
    assert find_repeats("story", shuffled) == found
    by_id = {s.statement: s for s in every}
    for finding in found:
        assert len({by_id[s].speaker for s in (*finding.a, *finding.b)}) == 1
        assert len(set((*finding.a, *finding.b))) == len((*finding.a, *finding.b)) > 1
    held = [s for f in found for s in (*f.a, *f.b)]
    assert len(set(held)) == len(held)
