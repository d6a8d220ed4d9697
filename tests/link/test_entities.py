"""Entities of the record: which local ones are one, and why the others are not."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from onrecord.ids import make_id
from onrecord.link import LocalEntity, link_entities
from onrecord.model import Entity, EntityLink, EntityType
from onrecord.text import fold


def local(name: str, *, report: str = "r1", story: str | None = "s", kind: EntityType = "person") -> LocalEntity:
    return LocalEntity(
        report_key=report, story=story, entity=Entity(id=make_id("entity", kind, fold(name)), name=name, type=kind, mentions=())
    )


def homes(*entities: LocalEntity) -> dict[tuple[str, str], str]:
    links, _ = link_entities(entities)
    names = {e.entity.id: e.entity.name for e in entities}
    return {(link.report_key, names[link.local]): link.entity for link in links}


def link_of(name: str, *entities: LocalEntity) -> EntityLink:
    links, _ = link_entities(entities)
    wanted = {e.entity.id for e in entities if e.entity.name == name}
    (found,) = (link for link in links if link.local in wanted)
    return found


def test_romanisations_of_one_name_are_one_person() -> None:
    names = ["Yaroslan Vetrych", "Iaroslan Vetrych", "Jaroslan Vetrich"]
    found = homes(*(local(name, report=f"r{n}", story=None) for n, name in enumerate(names)))
    assert len(set(found.values())) == 1


def test_the_record_shows_the_form_that_most_reports_use() -> None:
    reports = [local("Iaroslan Vetrych", report="r1"), local("Yaroslan Vetrych", report="r2"), local("Yaroslan Vetrych", report="r3")]
    _, (person,) = link_entities(reports)
    assert person.name == "Yaroslan Vetrych"
    assert person.mentions == ()


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


def test_a_bearer_in_another_story_does_not_count() -> None:
    found = homes(
        local("Edda Prill", report="r1", story="s1"), local("Prill", report="r2", story="s2"), local("Prill", report="r3", story=None)
    )
    assert found["r2", "Prill"] == found["r3", "Prill"] != found["r1", "Edda Prill"]


def test_one_name_of_two_kinds_is_two_entities() -> None:
    found, entities = link_entities([local("Velm", kind="place"), local("Velm", kind="organisation", report="r2")])
    assert len(entities) == 2
    assert len({link.entity for link in found}) == 2


def test_an_office_is_only_itself() -> None:
    _, entities = link_entities([local("port master", kind="office"), local("port masters", kind="office", report="r2")])
    assert len(entities) == 2


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
    st.builds(
        lambda name, report, story: local(name, report=f"r{report}", story=f"s{report % 2}" if story else None),
        st.sampled_from(NAMES),
        st.integers(0, 5),
        st.just(True),
    ),
    max_size=14,
    unique_by=lambda x: (x.report_key, x.entity.id),
)


@given(LOCALS, st.randoms(use_true_random=False))
def test_the_order_given_does_not_matter(entities: list[LocalEntity], chance: random.Random) -> None:
    links, found = link_entities(entities)
    shuffled = list(entities)
    chance.shuffle(shuffled)
    assert link_entities(shuffled) == (links, found)
    assert {(link.report_key, link.local) for link in links} == {(x.report_key, x.entity.id) for x in entities}
    assert {link.entity for link in links} == {e.id for e in found}
    assert all(0 < link.score <= 1 and link.reasons for link in links)
    assert len({e.id for e in found}) == len(found)


def test_nothing_to_link() -> None:
    assert link_entities([]) == ([], [])
