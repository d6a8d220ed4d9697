"""What a shorter rendering leaves out: drift where it limits what both tell, mere wording elsewhere. All wording is invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.compare import Said, find_renderings, gather_utterances
from onrecord.compare.omissions import find_omissions
from onrecord.compare.renderings import read_rendering
from onrecord.model import EntityRef, Finding

OFFICE = EntityRef(entity="office", name="Harbour Office")


def said(report: str, content: str, *, speaker: EntityRef | None = OFFICE, beside: str = "", at: int = 0) -> Said:
    return Said(
        statement=f"{report} {content}",
        report=report,
        speaker=speaker,
        day="2031-03-01",
        content=content,
        kind="organisation" if speaker else None,
        beside=beside,
        at=(at, at + len(content)),
    )


def differs(*every: Said) -> list[Finding]:
    return [f for f in find_renderings("story", gather_utterances("story", every).joined, every) if f.type == "differs"]


def between(full: str, short: str) -> list[tuple[str | None, str]]:
    """Slot, and the reason, in either order."""
    found = [[(f.slot, f.reasons[0]) for f in differs(said("bell", a), said("post", b))] for a, b in ((full, short), (short, full))]
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize(
    ("full", "short", "slot", "why"),
    [
        (
            "the ferry sailed with its doors open, alongside a number of other faults",
            "the ferry sailed with its doors open",
            "omission",
            "“alongside” limits what stands beside it",
        ),
        (
            "the outer pier held for hours, but it gave way before the last tug came",
            "the outer pier held for hours",
            "omission",
            "“but” limits what stands beside it",
        ),
        (
            "a stoker was taken off the ferry on suspicion of sabotage, and is held at the customs house",
            "a stoker was taken off the ferry, and is held at the customs house",
            "omission",
            "“on suspicion of” limits what stands beside it",
        ),
        (
            "the wreck was the first in the northern strait with herring on board since the war",
            "the wreck was the first ferry with herring on board since the war",
            "omission",
            "it says within what that holds",
        ),
        (
            "closing the quay was one of the worst mistakes of my life",
            "closing the quay was the worst mistake of my life",
            "bound",
            "it is one of several",
        ),
        (
            "the bell of the chapel is always rung by the widow of the pilot",
            "the bell of the chapel is rung by hand",
            "bound",
            "“always” says how often",
        ),
        (
            "the 30-year-old ship's engineer from Tarrow is being questioned about the fire in the hold",
            "a 30-year-old man from Tarrow is being questioned about the fire in the hold",
            "omission",
            "“man” does not say who it is",
        ),
        (
            'the pilots are "alone responsible for the fire, the delay and the herring that went bad"',
            'the pilots are "alone responsible"',
            "omission",
            "“responsible for” asks for what follows",
        ),
        (
            "the harbour office would weigh the proposal to determine whether it serves the crews",
            "the harbour office would study the bid",
            "omission",
            "it says by what the answer is decided",
        ),
    ],
)
def test_what_limits_the_sense_is_missed(full: str, short: str, slot: str, why: str) -> None:
    assert between(full, short) == [(slot, why)]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("the ferry sailed with its doors open, as the whole harbour could see", "the ferry sailed with its doors open"),
        ("the bell of the chapel is always rung by hand in winter", "the bell of the chapel is rung by hand at all times"),
        ("the office closed the quay because the pilots had gone home early", "the office closed the quay"),
        ("the fee is due if the council stops the sale of the docks", "the fee is due if the sale of the docks is stopped by the council"),
        ("a 30-year-old tall man from Tarrow is questioned about the fire", "a 30-year-old man from Tarrow is questioned about the fire"),
        ("he said peace on the strait could last, if instead the north withdrew its boats", "peace on the strait"),
        ("the harbour office would study the offer in line with its charter", "it would weigh the bid, subject to its charter"),
        ("they asked whether the pilot of the northern ferry fell asleep at his post", "they asked whether he fell asleep at his post"),
    ],
)
def test_what_limits_nothing_is_not(full: str, short: str) -> None:
    assert between(full, short) == []


def test_a_hedge_is_missed_where_the_clause_is_told_in_other_words() -> None:
    full = said("bell", "on the number of crates whose seals were possibly broken in the customs shed")
    stated = said("post", "40 crates more may be lost, which brings to 400 the number of those whose seals thieves had broken in the shed")
    assert [(o.slot, o.why, o.words) for o in find_omissions(*map(read_rendering, (full, stated)))] == [
        ("modality", "“possibly” keeps it short of a fact", "possibly broken in the customs shed")
    ]
    for words in (
        "40 crates may be lost, of which he thinks that the seals were broken in the shed",
        "the shed is open, the seals are kept",
    ):
        assert not list(find_omissions(*map(read_rendering, (full, said("post", words)))))


FULL = "the ferry sailed with its doors open, alongside a number of other faults"
SHORT = "the ferry sailed with its doors open"


@pytest.mark.parametrize("beside", ["", "\n, alongside faults of the other kind, a number of them."])
def test_what_the_report_tells_right_beside_it_is_not_left_out(beside: str) -> None:
    assert bool(differs(said("bell", FULL), said("post", SHORT, beside=beside))) is not bool(beside)


def test_what_the_report_tells_in_other_words_right_behind_it_is_not_left_out() -> None:
    full, short = "the outer pier held for hours, but it gave way before the tug came", "the outer pier held for hours"
    assert differs(said("bell", full), said("post", short))
    assert not differs(said("bell", full), said("post", short, beside="\n, but then it collapsed."))


def test_a_report_may_tell_shorter_later_what_it_told_in_full() -> None:
    lead, later = said("bell", SHORT, at=0), said("bell", FULL, at=500)
    assert [f.slot for f in differs(lead, later)] == ["omission"]
    assert differs(replace(lead, at=(400, 440)), later) == []
    assert differs(replace(lead, at=(900, 940)), later) == []


def test_the_words_are_shown_as_they_stand() -> None:
    (found,) = differs(said("bell", "The Ferry sailed with its Doors open, alongside “a number” of Other faults"), said("post", SHORT))
    assert found.why == "one act of saying, told twice: “alongside “a number” of Other faults” in one account, left out in the other"


def test_nobody_named_but_the_same_words_quoted() -> None:
    full = 'they are "alone to blame and responsible for the fire, the delay and the herring that went bad"'
    short = 'called the pilots "alone to blame and responsible"'
    assert [f.slot for f in differs(said("bell", full, speaker=None), said("post", short, speaker=None))] == ["omission"]
    bare = short.replace('"', "")
    assert differs(said("bell", full, speaker=None), said("post", bare, speaker=None)) == []


def test_a_body_and_who_may_speak_for_it_are_one_voice_where_the_words_are() -> None:
    officer = replace(said("post", SHORT, speaker=EntityRef(entity="reyle", name="Olmo Reyle")), kind="person")
    assert differs(said("bell", FULL), officer)
    assert not differs(said("bell", FULL), replace(officer, content="the ferry and the tug lay with their doors open"))


@pytest.mark.parametrize(
    ("one", "other", "slots"),
    [
        ("the herring boats were seized by the guard in 2027", "the herring boats were seized by the guard on April 2, 2029", ["time"]),
        ("the quay will open to the herring boats on 5 March", "the quay will open to the herring boats on 6 March", ["number"]),
        ("the quay will open to the herring boats on Monday", "the quay will open to the herring boats on 6 March", []),
        ("the tugs met the ferry on Monday morning off the cape", "the tugs met the ferry at about 5 off the cape", []),
    ],
)
def test_times_exclude_one_another_only_in_kind(one: str, other: str, slots: list[str]) -> None:
    assert [slot for slot, _ in between(one, other)] == slots
