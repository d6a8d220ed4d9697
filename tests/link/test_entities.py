"""Entities of the record: which local ones are one, and why the others are not."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from names_at_once import AllAtOnce, link_all

from onrecord.ids import make_id
from onrecord.link import LocalEntity, link_story, settle_names, spelled
from onrecord.model import Entity, EntityLink, EntityType, Role, Span
from onrecord.text import fold

Placed = tuple[str | None, LocalEntity]  # with its story; None: one of its own


def local(name: str, *, report: str = "r1", story: str | None = "s", kind: EntityType = "person", titles: tuple[str, ...] = ()) -> Placed:
    roles = tuple(Role(title=t, span=Span(0, len(t))) for t in titles)
    entity = Entity(id=make_id("entity", kind, fold(name)), name=name, type=kind, mentions=(), roles=roles)
    return story, LocalEntity(report_key=report, entity=entity)


def links_of(*entities: Placed) -> list[EntityLink]:
    stories: dict[str, list[LocalEntity]] = {}
    for story, x in entities:
        stories.setdefault(story or f"{x.key}", []).append(x)
    return link_all([x for _, x in entities], stories)


def homes(*entities: Placed) -> dict[tuple[str, str], str]:
    names = {e.entity.id: e.entity.name for _, e in entities}
    return {(link.report_key, names[link.local]): link.entity for link in links_of(*entities)}


def link_of(name: str, *entities: Placed) -> EntityLink:
    wanted = {e.entity.id for _, e in entities if e.entity.name == name}
    (found,) = (link for link in links_of(*entities) if link.local in wanted)
    return found


def test_romanisations_of_one_name_are_one_person() -> None:
    names = ["Yaroslan Vetrych", "Iaroslan Vetrych", "Jaroslan Vetrich"]
    found = homes(*(local(name, report=f"r{n}", story=None) for n, name in enumerate(names)))
    assert len(set(found.values())) == 1


def test_other_given_names_are_other_people() -> None:
    found = homes(local("Edda Prill", report="r1"), local("Anton Prill", report="r2"))
    assert len(set(found.values())) == 2


def test_a_surname_goes_to_its_only_bearer_in_the_story() -> None:
    entities = [local("Edda Prill", report="r1"), local("Prill", report="r2")]
    assert len(set(homes(*entities).values())) == 1
    link = link_of("Prill", *entities)
    assert link.score < 1
    assert link.reasons == ("the only bearer of the surname in the story",)


def test_a_surname_with_two_bearers_stays_by_itself_and_says_why() -> None:
    entities = [local("Edda Prill", report="r1"), local("Anton Prill", report="r2"), local("Prill", report="r3")]
    assert len(set(homes(*entities).values())) == 3
    assert link_of("Prill", *entities).reasons == ("2 people in the story bear this surname",)


def test_two_spellings_are_one_bearer() -> None:
    entities = [local("Yaroslan Vetrych", report="r1"), local("Iaroslan Vetrich", report="r2"), local("Vetrich", report="r3")]
    assert len(set(homes(*entities).values())) == 1


def test_a_family_name_may_stand_first() -> None:
    found = homes(local("Zhang Shuian"), local("Zhang", report="r2"), local("Velma Storch", report="r3"), local("Velma", report="r4"))
    assert found["r1", "Zhang Shuian"] == found["r2", "Zhang"]
    assert found["r3", "Velma Storch"] != found["r4", "Velma"]


def test_a_bearer_in_another_story_does_not_count() -> None:
    found = homes(
        local("Edda Prill", report="r1", story="s1"), local("Prill", report="r2", story="s2"), local("Prill", report="r3", story=None)
    )
    assert found["r2", "Prill"] == found["r3", "Prill"] != found["r1", "Edda Prill"]


def test_one_name_of_two_kinds_is_two_entities() -> None:
    assert len({link.entity for link in links_of(local("Velm", kind="place"), local("Velm", kind="organisation", report="r2"))}) == 2


def test_an_office_is_only_itself() -> None:
    offices = [local("port master", kind="office"), local("port masters", kind="office", report="r2")]
    assert len({link.entity for link in links_of(*offices)}) == 2


def test_scripts_and_spellings_are_one_person() -> None:
    names = ["Yaroslan Vetrych", "Ярослан Ветрич", "Vetrych, Yaroslan", "Mr. Yaroslan Vetrych", "Y. Vetrych"]
    found = homes(*(local(name, report=f"r{n}", story=None) for n, name in enumerate(names)))
    assert len(set(found.values())) == 1


def test_places_and_states() -> None:
    places = [local("Kiev", kind="place"), local("Kyiv", kind="place", report="r2"), local("Velm", kind="place", report="r3")]
    assert len(set(homes(*places).values())) == 2
    states = [local("Karthenia", kind="state"), local("Velm", kind="state", report="r2"), local("Velm", kind="place", report="r3")]
    assert len(set(homes(*states).values())) == 3


def test_an_initial_that_fits_two_joins_neither() -> None:
    entities = [local("Edda Prill", story=None), local("Erik Prill", report="r2", story=None), local("E. Prill", report="r3", story=None)]
    assert len(set(homes(*entities).values())) == 3


def test_an_initial_that_fits_two_of_the_record_belongs_to_the_one_of_the_story() -> None:
    entities = [local("Edda Prill"), local("Erik Prill", report="r2", story="other"), local("E. Prill", report="r3")]
    found = homes(*entities)
    assert found["r3", "E. Prill"] == found["r1", "Edda Prill"] != found["r2", "Erik Prill"]
    assert link_of("E. Prill", *entities).reasons == ("the only one of the story whom the name fits",)


def test_no_chain_joins_people_who_contradict_each_other() -> None:
    names = ["Edda Prill", "Edda M. Prill", "Edda Marta Prill", "Edda Maria Prill"]
    found = homes(*(local(name, report=f"r{n}", story=None) for n, name in enumerate(names)))
    assert found["r2", "Edda Marta Prill"] != found["r3", "Edda Maria Prill"]


def test_an_office_goes_to_its_only_holder_in_the_story() -> None:
    entities = [
        local("Ana Ruiz", titles=("Karthenian Foreign Minister",)),
        local("Otto Bell", titles=("Velmoran Foreign Minister",)),
        local("foreign minister of Karthenia", kind="office", report="r2"),
        local("foreign minister of Karthenia", kind="office", report="r3", story="other"),
    ]
    found = homes(*entities)
    assert found["r2", "foreign minister of Karthenia"] == found["r1", "Ana Ruiz"] != found["r3", "foreign minister of Karthenia"]
    (link,) = [x for x in links_of(*entities) if x.report_key == "r2"]
    assert link.score == 0.7
    assert link.reasons == ("another report of the story gives this office as “Karthenian Foreign Minister”",)


def test_an_office_with_two_holders_stays_by_itself() -> None:
    entities = [
        local("Ana Ruiz", titles=("Karthenian Foreign Minister",)),
        local("Otto Bell", titles=("foreign minister of Karthenia",)),
        local("foreign minister of Karthenia", kind="office", report="r2"),
    ]
    assert len(set(homes(*entities).values())) == 3


NAMES = [
    "Yaroslan Vetrych",
    "Iaroslan Vetrich",
    "Vetrych",
    "Vetrich",
    "Edda Prill",
    "E. Prill",
    "Anton Prill",
    "Prill",
    "A. Prill",
    "Inés Prill",
    "Ines Prill",
]
LOCALS = st.lists(
    st.builds(lambda name, report: local(name, report=f"r{report}", story=f"s{report % 2}"), st.sampled_from(NAMES), st.integers(0, 5)),
    max_size=14,
    unique_by=lambda x: x[1].key,
)


@given(LOCALS, st.randoms(use_true_random=False))
def test_the_order_given_does_not_matter(entities: list[Placed], chance: random.Random) -> None:
    links = links_of(*entities)
    shuffled = list(entities)
    chance.shuffle(shuffled)
    assert links_of(*shuffled) == links
    assert {(link.report_key, link.local) for link in links} == {x.key for _, x in entities}
    assert all(0 < link.score <= 1 and link.reasons for link in links)


@given(LOCALS)
def test_names_become_what_the_definition_says(entities: list[Placed]) -> None:
    names = spelled(x for _, x in entities)
    every = AllAtOnce(names)
    assert settle_names(names, every) == every.plainly()


def test_nothing_to_link() -> None:
    assert link_story([], {}) == [] and settle_names([], AllAtOnce([])) == {}
