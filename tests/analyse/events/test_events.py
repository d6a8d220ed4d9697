"""Events on invented sentences: type, parties, place, day, figures, and what is one event."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import a_page, find

from onrecord.analyse.events import find_events
from onrecord.analyse.events.triggers import event_types, find_triggers
from onrecord.analyse.figures import find_figures
from onrecord.analyse.times import find_times
from onrecord.model import Entity, EntityType, Event, Figure, Mention


def named(text: str, kind: EntityType, *names: str) -> list[Entity]:
    found = []
    for name in names:
        mentions = tuple(Mention(span=find(text, name, n), kind="name") for n in range(text.count(name)))
        found.append(Entity(id=f"entity-{name}", name=name, type=kind, mentions=mentions))
    return found


def events(text: str, states: str = "", places: str = "") -> tuple[list[Event], list[Figure]]:
    page = a_page(text)
    entities = [*named(text, "state", *filter(None, states.split(","))), *named(text, "place", *filter(None, places.split(",")))]
    times = find_times(page)[0]
    return find_events(page, [], entities, times, find_figures(page, [], entities, times))


TYPES = [
    ("A suicide bomber blew himself up.", "suicide bomb"),
    ("Drone strikes hit the port.", "air or drone strike"),
    ("Rioters threw stones.", "violent demonstration"),
    ("Thousands joined a protest.", "peaceful protest"),
    ("Police used tear gas at the protest.", "protest with intervention"),
    ("The train derailed.", "accident"),
    ("An earthquake shook the valley.", "natural disaster"),
    ("The police arrested a baker.", "arrest"),
    ("The court issued an arrest warrant.", "arrest warrant"),
    ("The army recaptured the town.", "government regains territory"),
    ("They reached a ceasefire.", "change to group or activity"),
    ("Both held talks.", "consultation"),
    ("The mayor won the election.", "election"),
]


@pytest.mark.parametrize(("text", "name"), TYPES)
def test_type(text: str, name: str) -> None:
    assert events(text)[0][0].type == name


@pytest.mark.parametrize(
    "text",
    ["The Women's Protest Club met.", "There was no attack.", "He warned them and refused.", "An attack could follow if they attack."],
)
def test_no_event(text: str) -> None:
    assert events(text)[0] == []


UNREAL = [
    "Karthenia planned an attack on Olmo.",
    "Karthenia wants an agreement.",
    "The mayor called for talks.",
    "Velmora refused to sign an agreement.",
    "Velmora threatened to attack Olmo.",
    "Rebels would probably attack Olmo.",
    "If rebels attacked Olmo, nobody would come.",
    "The ferry did not derail.",
    "Police denied an attack in Olmo.",
    "Was there an attack in Olmo?",
    "The talks are a delicate subject.",
    "The baker had a heart attack.",
    "An attack in Olmo on 12 June 2031 was foreseen.",
    "They freed the abducted pilots.",
    "He was accused of attacking a guard.",
    "There was no sign at all that the guard, a tall man, had attacked Olmo.",
]


@pytest.mark.parametrize("text", UNREAL)
def test_what_did_not_happen_is_no_event(text: str) -> None:
    assert events(text, "Karthenia,Velmora", "Olmo")[0] == []


REAL = [
    "Karthenia has attacked Olmo.",
    "Karthenia is attacking Olmo.",
    "After talks in Olmo the envoys left.",
    "The attack could have been worse.",
    "Rebels managed to attack Olmo.",
    "Karthenia did attack Olmo.",
    "Karthenia attacks the harbour of Olmo",
    "Olmo came under fire.",
    "The council has an arrest warrant out for a smuggler.",
]


@pytest.mark.parametrize("text", REAL)
def test_what_happened_is_an_event(text: str) -> None:
    assert len(events(text, "Karthenia,Velmora", "Olmo")[0]) == 1


def test_what_tells_again_needs_an_attack_before() -> None:
    assert events("The mill of Olmo was hit.", places="Olmo")[0] == []
    text = "A drone strike burned a barge in Prill. The mill of Olmo was targeted too."
    found, _ = events(text, places="Olmo,Prill")
    assert [(e.type, e.place.name) for e in found if e.place] == [("air or drone strike", "Prill"), ("air or drone strike", "Olmo")]


def test_a_storm_with_a_name_strikes_as_a_storm() -> None:
    found, _ = events("The attack failed. Hurricane Ossa, which struck Prill, flattened barns.", places="Prill")
    assert [e.type for e in found] == ["attack", "natural disaster"]


def test_a_toll_without_a_word_for_it_is_told_of_its_place() -> None:
    text = "Drone strikes hit Olmo and Prill. Four people were injured in Prill, where shops had closed after an earlier attack killed two."
    found, figures = events(text, places="Olmo,Prill")
    owners = {f.low: next(e for e in found if e.id == f.event) for f in figures}
    assert [e.place.name for e in found if e.place] == ["Olmo", "Prill", "Prill"]
    assert owners[4] is found[1] and owners[2] is found[2]


def test_a_wave_stays_apart_from_a_strike_on_one_place_and_takes_what_was_launched() -> None:
    text = (
        "Karthenia carried out another wave of drone strikes overnight from Monday to Tuesday. The attacks killed two people near Olmo. "
        "Karthenia launched 64 drones overnight from Monday to Tuesday, of which 40 were downed."
    )
    found, figures = events(text, "Karthenia", "Olmo")
    assert [e.place.name if e.place else None for e in found] == [None, "Olmo"]
    assert [f.event == found[0].id for f in figures] == [False, True, True]
    assert found[0].actor is not None and found[0].actor.name == "Karthenia"


def test_history_stays_apart_from_the_news() -> None:
    found, _ = events("A bomb went off at the mill. In 2019, a bomb killed four people. The attack shocked many.")
    assert [(len(e.mentions), e.when.value if e.when else None) for e in found] == [(1, None), (3, "2019")]


def test_one_damage_is_not_the_next() -> None:
    found, _ = events("They reported damage to a mill in Olmo. Bridges were damaged.", places="Olmo")
    assert [e.place.name if e.place else None for e in found] == ["Olmo", None]


def test_another_person_is_another_arrest() -> None:
    found, _ = events("Police arrested Orvane. Guards arrested Vesk.", "Orvane,Vesk")
    assert [e.target.name for e in found if e.target] == ["Orvane", "Vesk"]


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("Orvane carried out an attack on Vesk.", "Orvane", "Vesk"),
        ("Orvane's attack on Vesk failed.", "Orvane", "Vesk"),
        ("Vesk was attacked by Orvane.", "Orvane", "Vesk"),
        ("Orvane, 34, has attacked Vesk.", "Orvane", "Vesk"),
        ("Orvane told a guard that a mill was damaged.", None, None),
        ("Orvane wept as a train crashed.", None, None),
        ("A man from Orvane was arrested.", None, None),
        ("Orvane's arrest shook the town.", None, "Orvane"),
        ("Orvane has an arrest warrant out for Vesk.", "Orvane", "Vesk"),
    ],
)
def test_parties_are_those_of_the_clause(text: str, actor: str | None, target: str | None) -> None:
    (event,) = events(text, "Orvane,Vesk")[0]
    assert (event.actor.name if event.actor else None, event.target.name if event.target else None) == (actor, target)


def test_soldiers_of_a_state_act_for_it() -> None:
    (event,) = events("Irish troops attacked a mill. Ireland is silent.", "Ireland")[0]
    assert event.actor is not None and event.actor.name == "Ireland"


def test_a_rare_word_does_not_name_an_event_told_often() -> None:
    text = "The attack in Olmo was brief. " * 4 + "A grenade lay there after the attack in Olmo."
    assert [e.type for e in events(text, places="Olmo")[0]] == ["attack"]


def test_parties_place_and_day() -> None:
    text = "Karthenia attacked Velmora on Monday in Olmo with drones. A bridge was attacked by Karthenia."
    (first,) = events(text, "Karthenia,Velmora", "Olmo")[0]
    assert first.actor is not None and first.actor.name == "Karthenia"
    assert first.target is not None and first.target.name == "Velmora"
    assert first.place is not None and first.place.name == "Olmo"
    assert first.when is not None and first.when.value == "2031-05-26"
    assert len(first.mentions) == 2


def test_one_event_told_often_is_one_and_an_earlier_one_is_another() -> None:
    text = "An attack killed 12 people in Olmo. The attack came at dawn. The shooting shocked Olmo. An earlier attack killed three."
    found, figures = events(text, places="Olmo")
    assert [len(e.mentions) for e in found] == [4, 2]
    assert [f.event for f in figures] == [found[0].id, found[1].id]
    assert [e.figures for e in found] == [(figures[0].id,), (figures[1].id,)]


def test_other_places_are_other_events() -> None:
    found, _ = events("A bomb went off in Olmo. A bomb went off in Prill.", places="Olmo,Prill")
    assert [e.place.name for e in found if e.place] == ["Olmo", "Prill"]


def test_a_list_of_places_is_an_event_in_each() -> None:
    found, _ = events("Drone strikes hit Olmo, Prill and Vara. The drone strike in Prill shocked all.", places="Olmo,Prill,Vara")
    assert [(e.place.name, len(e.mentions)) for e in found if e.place] == [("Olmo", 1), ("Prill", 2), ("Vara", 1)]
    assert len({e.id for e in found}) == 3


def test_a_crash_that_kills_is_no_attack() -> None:
    found, figures = events("The tram crash killed seven people.")
    assert [e.type for e in found] == ["accident"] and figures[0].event == found[0].id


def test_what_is_launched_tells_of_a_strike() -> None:
    found, figures = events("Karthenia launched 64 drones.", "Karthenia")
    assert [e.type for e in found] == ["air or drone strike"] and figures[0].event == found[0].id


def test_every_type_has_triggers_and_a_plover_category() -> None:
    assert all(t.plover.isupper() and t.family for t in event_types().values())


WORDS = """an attack killed 5 men in Olmo drone strikes earlier protest
by police arrested no crash . ,"""
PIECES = WORDS.split()


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_triggers_are_disjoint_and_every_mention_is_told_once(text: str) -> None:
    spans = [t.span for t in find_triggers(text)]
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
    found, _ = events(text)
    mentions = [m for e in found for m in e.mentions]
    assert len(set(mentions)) == len(mentions)
    assert len({e.id for e in found}) == len(found)
    assert all(e.span == e.mentions[0] and list(e.mentions) == sorted(e.mentions) for e in found)


@pytest.mark.parametrize("piece", ["attack ", "attack killed 5. ", "an earlier attack. "])
def test_cost_grows_with_the_text_and_not_faster(piece: str) -> None:
    def seconds(size: int) -> float:
        page = a_page((piece * size)[:size])
        figures = find_figures(page, [], [], [])
        started = time.process_time()
        find_events(page, [], [], [], figures)
        return time.process_time() - started

    seconds(1000)
    short, long = seconds(5_000), seconds(60_000)
    assert long < 40 * max(short, 0.02)
