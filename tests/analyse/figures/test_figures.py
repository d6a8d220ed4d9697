"""Figures on invented sentences: measure, unit, who gives them, and what is no figure."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import a_page, a_report, find

from onrecord.analyse.figures import find_figures
from onrecord.analyse.page import open_page
from onrecord.analyse.times import find_times
from onrecord.model import Entity, EntityRef, Figure, Furniture, Mention, Span, Statement

PRILL = EntityRef(entity="entity-1", name="Edda Prill")


def figures(text: str) -> list[Figure]:
    page = a_page(text)
    return find_figures(page, [], [], find_times(page)[0])


def told(text: str) -> list[tuple[str, float | None, float | None, str | None, str]]:
    return [(f.span.of(text), f.low, f.high, f.unit, f.measure) for f in figures(text)]


MEASURES = [
    ("At least 60 people were killed at the quay.", ("At least 60", 60, None, "person", "killed")),
    ("The blast left seven dead.", ("seven", 7, 7, "person", "killed")),
    ("The flood claimed 40 lives.", ("40", 40, 40, "person", "killed")),
    ("The death toll in the northern valley, an aide said, rose to 91.", ("91", 91, 91, "person", "killed")),
    ("The death toll from the flood rose past 1,200 on Monday.", ("rose past 1,200", 1200, None, "person", "killed")),
    ("The guard has reports of 81 missing persons.", ("81", 81, 81, "person", "missing")),
    ("Three wounded sailors were flown out.", ("Three", 3, 3, "sailor", "injured")),
    ("The army says nine died and 129 rescued, figures that the guard denies.", ("129", 129, 129, "person", "count")),
    ("It sank at least 84 boats and seen dozens of sailors pass.", ("at least 84", 84, None, "boat", "count")),
    ("Olmo bought them for $26 each in cash.", ("$26 each", 26, 26, "US dollar per unit", "price")),
    ("Nearly 30 passengers lost their lives.", ("Nearly 30", None, 30, "passenger", "killed")),
    ("The crash wounded over 700.", ("over 700", 700, None, "person", "injured")),
    ("Six sailors, including two cooks, were taken to hospital.", ("Six", 6, 6, "sailor", "injured")),
    ("There were no casualties.", ("no", 0, 0, "person", "injured")),
    ("Twelve climbers are still missing.", ("Twelve", 12, 12, "climber", "missing")),
    ("Police arrested 14 protesters.", ("14", 14, 14, "protester", "arrested")),
    ("Some 900 residents were evacuated.", ("Some 900", 900, 900, "resident", "evacuated")),
    ("The war has displaced 3.7 million people.", ("3.7 million", 3.7e6, 3.7e6, "person", "displaced")),
    ("Velmora fired 12 cruise missiles overnight.", ("12", 12, 12, "cruise missile", "launched")),
    ("All 30 drones were shot down.", ("All 30", 30, 30, "drone", "downed")),
    ("The storm destroyed 45 houses.", ("45", 45, 45, "house", "hit")),
    ("Olmo offers $47 a share.", ("$47 a share", 47, 47, "US dollar per share", "price")),
    ("The ticket price is £40.", ("£40", 40, 40, "pound sterling", "price")),
    ("The port will get $31 billion.", ("$31 billion", 31e9, 31e9, "US dollar", "amount")),
    ("They lost millions of dollars.", ("millions of dollars", 2e6, None, "US dollar", "amount")),
    ("A quarter of the fleet is old.", ("A quarter", 25, 25, "percent", "share")),
    ("She won 53 percent of the vote.", ("53 percent", 53, 53, "percent", "share")),
    ("Shares fell 5.7 percent.", ("5.7 percent", 5.7, 5.7, "percent", "other")),
    ("The tram went at 75mph (120 km/h).", ("75mph (120 km/h)", 75, 75, "mph", "speed")),
    ("The wreck lies 20-30 metres down.", ("20-30 metres", 20, 30, "metre", "distance")),
    ("A 17-year-old sang.", ("17-year-old", 17, 17, "year of age", "other")),
    ("He faces up to 9 years in prison.", ("up to 9 years", None, 9, "year", "other")),
    ("A 3,000-strong crowd cheered.", ("3,000-strong", 3000, 3000, "person", "count")),
    ("Eight fire engines came.", ("Eight", 8, 8, "fire engine", "count")),
    ("Hackers hold 318,000 Velmoran bank account numbers.", ("318,000", 318_000, 318_000, "Velmoran bank account number", "count")),
    ("Five Velmorans slept.", ("Five", 5, 5, "Velmoran", "count")),
]


@pytest.mark.parametrize(("text", "figure"), MEASURES)
def test_measure_and_unit(text: str, figure: tuple[str, float | None, float | None, str, str]) -> None:
    assert figure in told(text)


def test_each_number_takes_the_words_on_its_own_side() -> None:
    text = "The truck killed 66 people and injured dozens more; 31 died, and 318 were hurt."
    assert [f.measure for f in figures(text)] == ["killed", "injured", "killed", "injured"]


def test_a_list_shares_its_verb_and_a_part_shares_the_noun() -> None:
    text = "Karthenia launched a K-9 missile and 64 drones, of which 41 were downed."
    assert [(f.low, f.unit, f.measure) for f in figures(text)] == [
        (1, "K-9 missile", "launched"),
        (64, "drone", "launched"),
        (41, "drone", "downed"),
    ]


def test_a_list_before_its_verb() -> None:
    assert [(f.low, f.measure) for f in figures("Three guards and two cooks were killed.")] == [(3, "killed"), (2, "killed")]


def test_a_list_between_the_whole_and_its_verb() -> None:
    text = "The office said that 37 people, including 20 men, nine women and eight children, died in the storm."
    assert [(f.measure, f.low) for f in figures(text)] == [("killed", 37), ("killed", 20), ("killed", 9), ("killed", 8)]


def test_others_are_of_what_was_counted_before_and_a_new_clause_has_its_own_verb() -> None:
    others = figures("Some 300 houses were destroyed, and 4,000 others were badly damaged.")
    assert [(f.measure, f.unit) for f in others] == [("hit", "house"), ("hit", "house")]
    floods = figures("Gales have killed six people, and more than 900,000 people have been warned.")
    assert [(f.measure, f.unit) for f in floods] == [("killed", "person"), ("count", "person")]


def test_a_day_is_no_scope() -> None:
    (toll,) = figures("The toll reached 17 on Monday.")
    assert (toll.measure, toll.scope) == ("killed", None)
    assert figures("It counts 13 sailors over the past two weeks; 12 aged 3 to 5 days in all.")[0].scope is None


def test_what_is_only_a_time_is_no_scope() -> None:
    (split,) = figures("The guild has lost 40 boats over the past year, with great pain.")
    assert split.scope is None


def test_gunmen_who_kill_are_not_killed() -> None:
    assert [(f.low, f.measure) for f in figures("Two gunmen killed 12 people.")] == [(2, "count"), (12, "killed")]


NOT_FIGURES = [
    "Flight 302 left Gate 7 on 14 May 2030 at 6.04am.",
    "They met at 18:30 GMT, on 9/11, in the 1950s, in 1987.",
    "Apollo 11 and the Boeing 737 stood on Route 66.",
    "The two leaders met; no one came, one by one, two years ago.",
    "Section 5 of Resolution 1701 binds both.",
    "She hit a two-bar phone.",
    "See Picture 12 of 40",
]


@pytest.mark.parametrize("text", NOT_FIGURES)
def test_labels_dates_and_idioms_are_no_figures(text: str) -> None:
    assert told(text) == []


def test_a_figure_belongs_to_the_speaker_it_stands_with() -> None:
    text = "Edda Prill said 40 boats sank. She saw 12 boats."
    statement = Statement(
        id="statement-1",
        manner="indirect",
        source=(find(text, "Edda Prill"),),
        cue=(find(text, "said"),),
        content=(find(text, "40 boats sank"),),
        speaker=PRILL,
    )
    first, second = find_figures(a_page(text), [statement], [], [])
    assert (first.according_to, first.statement) == (PRILL, "statement-1")
    assert (second.according_to, second.statement) == (None, None)
    (unnamed, _) = find_figures(a_page(text), [replace(statement, speaker=None)], [], [])
    assert unnamed.according_to is None and "unknown" in unnamed.reasons[-1]


def test_a_figure_before_or_behind_what_was_found_of_a_saying_belongs_to_it() -> None:
    text = "Nine boats sank and the quay was shut, Edda Prill said. The mayor said 40 boats sank, injuring 12 people."
    closing = Statement(
        id="statement-1",
        manner="indirect",
        source=(find(text, "Edda Prill"),),
        cue=(find(text, "said"),),
        content=(find(text, "the quay was shut"),),
        speaker=PRILL,
    )
    start = text.index("The mayor")
    opening = replace(
        closing,
        id="statement-2",
        source=(find(text, "The mayor"),),
        cue=(Span(start + len("The mayor "), start + len("The mayor said")),),
        content=(find(text, "40 boats sank"),),
    )
    found = find_figures(a_page(text), [closing, opening], [], [])
    assert [f.statement for f in found] == ["statement-1", "statement-2", "statement-2"]


def test_a_source_named_outside_a_statement_a_place_and_a_time() -> None:
    text = "According to Edda Prill, 40 miners were killed in Olmo on Monday."
    people = Entity(id="entity-1", name="Edda Prill", type="person", mentions=(Mention(span=find(text, "Edda Prill"), kind="name"),))
    olmo = Entity(id="entity-2", name="Olmo", type="place", mentions=(Mention(span=find(text, "Olmo"), kind="name"),))
    page = a_page(text)
    (figure,) = find_figures(page, [], [people, olmo], find_times(page)[0])
    assert figure.according_to == PRILL
    assert figure.place is not None and figure.place.name == "Olmo"
    assert figure.as_of is not None and figure.as_of.value == "2031-05-26"


def test_scope_and_revision() -> None:
    text = "The toll rose to 91. There were 212 people on board. Olmo raised its offer to $47 a share."
    toll, people, offer = figures(text)
    assert (toll.revises, people.scope, offer.revises) == ("rose to", "on board", "raised its offer to")


def test_furniture_holds_no_figures() -> None:
    text = "40 comments\n40 boats sank."
    page = open_page(replace(a_report(text), furniture=(Furniture(span=find(text, "40 comments"), kind="counter"),)))
    assert [f.span for f in find_figures(page, [], [], [])] == [find(text, "40", 1)]


WORDS = [
    "5",
    "two",
    "$3",
    "million",
    "people",
    "were",
    "killed",
    "and",
    ",",
    ".",
    "of",
    "them",
    "men",
    "40%",
    "a",
    "no",
    "drones",
    "launched",
    "\n",
]


@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=40,
    ).map(" ".join)
)
def test_figures_are_disjoint_and_in_order(text: str) -> None:
    found = figures(text)
    assert all(a.span.end <= b.span.start for a, b in zip(found, found[1:], strict=False))
    assert len({f.id for f in found}) == len(found)
    assert all(f.low is None or f.high is None or f.low <= f.high for f in found)
    assert all(0 <= f.score <= 1 and f.reasons for f in found)


@pytest.mark.parametrize("piece", ["7", "1 ", "1,1", "1-1", "one ", "half of ", "a a ", "killed 5 and ", "5 men\n", "$", "(5 "])
def test_cost_grows_with_the_text_and_not_faster(piece: str) -> None:
    """Twelve times the text must not cost much more than twelve times the time; a quadratic step would cost 144 times."""

    def seconds(size: int) -> float:
        page = a_page((piece * size)[:size])
        started = time.process_time()
        find_figures(page, [], [], [])
        return time.process_time() - started

    seconds(1000)
    short, long = seconds(5_000), seconds(60_000)
    assert long < 40 * max(short, 0.02)


def test_a_megabyte_of_digits_does_not_hang() -> None:
    page = a_page("7" * 1_000_000)
    started = time.process_time()
    assert find_figures(page, [], [], []) == []
    assert time.process_time() - started < 5
