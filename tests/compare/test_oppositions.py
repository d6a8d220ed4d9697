"""Denials, disputes, answers, changes, what stays unconfirmed: what is told, and what is not."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from onrecord.compare import Said, find_changes, find_oppositions, find_renderings, find_replies, gather_utterances
from onrecord.engines.embedding import likeness
from onrecord.model import EntityRef, Finding
from onrecord.text import fold

NUMBERS = count()
PLACES = count(start=100, step=300)


def said(speaker: str | None, content: str, cue: str = "said", **more: Any) -> Said:
    """Each behind the one before, in one report."""
    start = next(PLACES)
    who = EntityRef(entity=f"entity-{fold(speaker)}", name=speaker) if speaker else None
    given = {"report": "bell", "day": "2031-03-01", "kind": "person", "at": (start, start + len(content))} | more
    return Said(statement=f"s{next(NUMBERS)}", speaker=who, content=content, cue=cue, **given)


def told(found: list[Finding], kind: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    assert {f.type for f in found} <= {kind}
    return [(f.a, f.b) for f in found]


def test_a_report_says_that_somebody_disputes_what_stands_before() -> None:
    claim = said(None, "the two fires on the tankers were laid by the same hand")
    reply = said(
        "Harbour Board",
        "neither the fires nor the crews were related",
        before="The Harbour Board disputed that report, saying ",
        kind="organisation",
    )
    assert told(find_oppositions("story", [claim, reply], likeness), "disputes") == [((reply.statement,), (claim.statement,))]


def test_that_is_not_true_points_back() -> None:
    claim = said("Edda Prill", "the harbour board has sold the inner quay to a foreign bank")
    reply = said("Olmo Reyle", "that is not true, and whoever says so has not read the paper about the quay")
    assert told(find_oppositions("story", [claim, reply], likeness), "disputes") == [((reply.statement,), (claim.statement,))]


def test_what_is_denied_to_somebody_is_refused_and_no_claim() -> None:
    claim = said("Edda Prill", "the crew of the tanker wants to enter the harbour at night")
    refused = said("Olmo Reyle", "entry to the harbour", before="The harbour master denied the crew entry to the harbour at night and ")
    assert find_oppositions("story", [claim, refused], likeness) == []


def test_who_does_not_confirm_a_claim_about_himself() -> None:
    claim = said("Edda Prill", "her cousin had been hit by a rubber bullet on the quay")
    silent = said("coast guard", "who was hit", cue="had no information about", kind="organisation")
    assert told(find_oppositions("story", [claim, silent], likeness), "unconfirmed") == [((claim.statement,), (silent.statement,))]


def test_a_call_that_was_not_returned_confirms_or_denies_nothing_that_is_about_another() -> None:
    claim = said("Edda Prill", "the ferry had no lights when it left the harbour of Ormond")
    silent = said("Bell Insurance", "a request for comment on the ferry", cue="did not respond to", kind="organisation")
    assert find_oppositions("story", [claim, silent], likeness) == []


@pytest.mark.parametrize(
    "content", ["the crew did not own a second boat", "nobody saw the second boat leave the harbour", "no seat was free on the boat"]
)
def test_a_negation_alone_denies_nothing(content: str) -> None:
    claim = said("Edda Prill", "the crew bought a second boat in the harbour last year")
    assert find_oppositions("story", [claim, said("Olmo Reyle", content)], likeness) == []


def test_one_speaker_revises_a_number() -> None:
    first = said("Harbour Board", "the oil of 143 thousand barrels may have reached the reef", day="2031-03-01", report="bell")
    later = said(
        "Harbour Board",
        "an additional spill brings the oil that may have reached the reef to 155 thousand barrels",
        day="2031-03-09",
        report="post",
    )
    other = said("Harbour Board", "the oil of 160 thousand barrels may have reached the reef", day="2031-03-12", report="mail")
    (found,) = find_changes("story", [first, later, other], likeness)
    assert (found.type, found.slot, found.a, found.b) == ("changes", "number", (first.statement,), (later.statement,))
    assert "143,000, later 155,000" in found.why


def test_who_left_it_open_has_a_word_on_it_later() -> None:
    first = said("Harbour Board", "it was still reviewing the offer for the inner quay", day="2031-03-01", report="bell")
    later = said("Harbour Board", "it welcomed the offer for the inner quay", day="2031-03-03", report="post")
    (found,) = find_changes("story", [first, later], likeness)
    assert (found.a, found.b) == ((first.statement,), (later.statement,))


def test_an_answer_names_what_it_answers() -> None:
    offer = said("Edda Prill", "the harbour board to accept the new offer for the quay", cue="urged", acts=frozenset({"urge"}))
    answer = said("Harbour Board", "it would review the offer with its advisers before it replies", kind="organisation")
    wish = said("Harbour Board", "we want to agree on an offer that is good for the harbour", kind="organisation")
    found = find_replies("story", [offer, answer, wish], likeness)
    assert told(found, "answers") == [((offer.statement,), (answer.statement,))]


def drift(one: str, other: str, **more: Any) -> list[tuple[str, str | None]]:
    pair = [said("Edda Prill", one, report="bell"), said("Edda Prill", other, report="post", **more)]
    return [(f.type, f.slot) for f in find_renderings("story", gather_utterances("story", pair, likeness).joined, pair)]


@pytest.mark.parametrize(
    ("slot", "one", "other"),
    [
        (
            "bound",
            "the release of the boats, in a limited number, is the fruit of talks",
            "the release of the boats is the fruit of talks",
        ),
        ("omission", "the crew flew home first class along with the master of the ferry", "the crew flew home first class"),
        (
            "condition",
            "the quay will be opened to the herring fleet unless the strike goes on",
            "the quay will be opened to the herring fleet",
        ),
        ("modality", "preliminary findings suggest that the pump of the ferry had failed", "the pump of the ferry had failed"),
    ],
)
def test_a_limit_that_one_rendering_drops(slot: str, one: str, other: str) -> None:
    assert drift(one, other) == [("differs", slot)] == drift(other, one)


def test_what_the_report_says_right_beside_is_not_dropped() -> None:
    words = "the crew flew home first class"
    assert drift(f"{words} along with the master of the ferry", words, beside="They came with the master of the ferry, she added.") == [
        ("repeats", None)
    ]


def test_a_shorter_quotation_that_limits_nothing_repeats() -> None:
    assert drift("the quay is very old, and we love it dearly in our town", "the quay is very old") == [("repeats", None)]


def test_a_paraphrase_of_one_speaker_on_one_day_is_one_act() -> None:
    one = "an insurance manager apologized to the crew and they later flew first class to Ormond"
    other = "the crew and the master were apologized to and later flown home to Ormond in first class"
    assert drift(one, other)[0][0] in ("repeats", "differs")
    assert drift(one, other, day="2031-04-20") == []


def test_two_quotations_in_other_words_are_two_acts() -> None:
    one = '"We take this as an honest first step towards the return of the boats held on the islands,"'
    other = '"This is but a first step in what we think will bring about the return of all our boats,"'
    assert drift(one, other) == []
    assert drift(one, other.strip('"')) != []


def test_two_answers_of_one_board_to_one_offer_are_one_act() -> None:
    assert drift("it was considering the new bid", "it would review the proposal before it replies") == [("repeats", None)]
    assert drift("it was considering the new bid", "it would review the proposal before it replies", day="2031-03-20") == []


def test_both_quote_the_same_words_and_a_title_is_no_quotation() -> None:
    one, other = "they had “quietly unmoored” in the spring", "she “quietly unmoored” from her partner of four years"
    assert drift(one, other) == [("repeats", None)]
    assert drift("he had written “Salt Harbour” in the spring", "the men on the set of “Salt Harbour” were hurt") == []


def test_what_a_report_says_of_the_same_act_in_another_place_does_not_fill_a_gap() -> None:
    full = "the guild was asking whether the pilot fell asleep, alongside a number of other causes"
    lead = said("Edda Prill", "the guild was asking whether he fell asleep", report="bell", at=(900, 960))
    pair = [said("Edda Prill", full, report="bell"), lead]
    assert [(f.type, f.slot) for f in find_renderings("story", gather_utterances("story", pair, likeness).joined, pair)] == [
        ("differs", "omission")
    ]


@pytest.mark.parametrize(
    "dropped",
    [
        "pictures of the hold with a copper bell believed to be his own boat's",  # what is hedged is dropped with the hedge
        "that is a task that all of the crews of this harbour take up and further on every single day, and the quay is not sold",
    ],
)
def test_a_hedge_or_a_bound_of_what_is_dropped_with_it_limits_nothing_else(dropped: str) -> None:
    short = "pictures of the hold with a copper bell" if "pictures" in dropped else "the quay is not sold"
    assert ("differs", "modality") not in drift(dropped, short)
    assert ("differs", "omission") not in drift(dropped, short)


def test_what_is_no_such_thing_is_denied_whatever_leads_up_to_it() -> None:
    claim = said("Prill guard", "the crew was let go as part of a trade of arrested smugglers", report="post")
    denial = said("Edda Olmo", "Please note that this is not a trade of arrested smugglers", report="bell")
    assert told(find_oppositions("story", [claim, denial], likeness), "denies") == [((denial.statement,), (claim.statement,))]


def test_who_finds_no_evidence_disputes_the_claim_before_and_nothing_else() -> None:
    claim = said("Cosma Varga", "the two leaks were the work of the same crew")
    sorry = said("Iris Dahl", "I apologise to every harbour for the worry and the delay that our pumps have caused this month")
    none = said("Edda Olmo", "that the guild has found no evidence that the two leaks had to do with one another", "adds")
    assert told(find_oppositions("story", [claim, none], likeness), "disputes") == [((none.statement,), (claim.statement,))]
    assert not find_oppositions("story", [sorry, none], likeness)


@pytest.mark.parametrize(("cue", "found"), [("has countered", True), ("said", False)])
def test_who_counters_sets_himself_against_the_sentence_before(cue: str, found: bool) -> None:
    claim = said("Harbour masters", "that the Olmo yard abuses its hold on the docks", at=(100, 147))
    answer = said("Olmo yard", "that it expects the courts to clear the yard in time", cue, at=(170, 222))
    far = replace(claim, at=(20, 40))
    assert bool(find_oppositions("story", [claim, answer], likeness)) == found
    assert not find_oppositions("story", [far, answer], likeness)


def test_a_doubt_that_names_whose_plan_it_is_stands_against_the_sentence_before() -> None:
    plan = said("Prill yard", "a grand profit target for the coming year, built on cheaper steel and a new crane", "announced", at=(10, 90))
    doubt = said("Olmo yard", "there was no reason to believe that the latest plan of Prill would work", at=(110, 180))
    assert told(find_oppositions("story", [plan, doubt], likeness), "disputes") == [((doubt.statement,), (plan.statement,))]


def test_a_capital_answers_what_is_put_to_its_state() -> None:
    offer = said(
        "Edda Olmo", "the envoys should begin talks with their Peruvian counterparts soon", acts=frozenset({"urge"}), report="bell"
    )
    answer = said("Lima", "an offer to hold talks in May", "responded with", report="post")
    assert told(find_replies("story", [offer, answer], likeness), "answers") == [((offer.statement,), (answer.statement,))]
    assert not find_replies("story", [offer, replace(answer, speaker=EntityRef(entity="oslo", name="Oslo"))], likeness)
    of_one_side = [replace(offer, side="state-peru"), replace(answer, side="state-peru")]
    assert not find_replies("story", of_one_side, likeness)


def test_who_takes_up_the_claims_and_says_nothing_does_not_confirm_them() -> None:
    words = "the same thing had happened on the same stretch of line in May, though there were no reports of anyone hurt"
    claim = said(None, words, "claims emerged", at=(0, 100))
    silent = said("Prill Harbour", "it was aware of the claims but refused to comment further", at=(1000, 1060))
    assert told(find_oppositions("story", [claim, silent], likeness), "unconfirmed") == [((claim.statement,), (silent.statement,))]
    assert not find_oppositions("story", [replace(claim, cue="said"), silent], likeness)
