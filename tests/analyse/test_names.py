"""Names gathered into the people and bodies of one report."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import find, names, tag

from onrecord.analyse.names import gather_names, tighten
from onrecord.engines.protocols import NameType, TaggedName
from onrecord.model import Span
from onrecord.text import trim


def entities(text: str, **kinds: str) -> list[tuple[str, str, int]]:
    return [(e.name, e.type, len(e.spans)) for e in gather_names(text, names(text, **kinds))]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Mr. Olmo", "Olmo"),
        ("Mrs Edda Prill", "Edda Prill"),
        ("Olmo’s", "Olmo"),
        ("Olmo's", "Olmo"),
        ("the Quay Office", "Quay Office"),
        ("Edda Prill,", "Edda Prill"),
        ("Yah!", "Yah!"),
    ],
)
def test_what_belongs_to_a_name(text: str, kept: str) -> None:
    found = tighten(text, Span(0, len(text)))
    assert found is not None and found.of(text) == kept


def test_a_lone_surname_goes_to_its_bearer() -> None:
    assert entities("Edda Prill sailed. Prill was late.", person="Edda Prill") == [("Edda Prill", "person", 2)]


def test_two_bearers_are_two_people_and_the_nearer_one_has_the_surname() -> None:
    text = "Edda Prill sailed. Anton Prill stayed. Then Prill slept."
    first, second = gather_names(
        text, [tag(find(text, n), "person") for n in ("Edda Prill", "Anton Prill")] + [tag(find(text, "Prill", 2), "person")]
    )
    assert (first.name, len(first.spans)) == ("Edda Prill", 1)
    assert (second.name, [s.start for s in second.spans]) == ("Anton Prill", [text.index("Anton"), text.index("Prill slept")])


def test_a_surname_that_the_tagger_passed_over_is_found_where_one_bears_it() -> None:
    text = "Edda Prill sailed. Prill was late; Prillworth was not."
    (only,) = gather_names(text, [tag(find(text, "Edda Prill"), "person")])
    assert [s.of(text) for s in only.spans] == ["Edda Prill", "Prill"]


def test_a_lone_word_means_the_only_body_whose_name_begins_with_it() -> None:
    text = "Brelvik Sorgen closes. Brelvik was late."
    both = [tag(find(text, "Brelvik Sorgen"), "organisation"), tag(find(text, "Brelvik", 1), "organisation")]
    assert [(e.name, len(e.spans)) for e in gather_names(text, both)] == [("Brelvik Sorgen", 2)]
    two = f"Brelvik Quay opens. {text}"
    three = [tag(find(two, n), "organisation") for n in ("Brelvik Quay", "Brelvik Sorgen")] + [tag(find(two, "Brelvik", 2), "organisation")]
    assert len(gather_names(two, three)) == 3


def test_initials_behind_a_name_tell_where_it_begins() -> None:
    assert entities("All Quay Airways (AQA) closes.", organisation="Quay Airways") == [("All Quay Airways", "organisation", 1)]
    assert entities("Then Quay Airways (QA) closes.", organisation="Quay Airways") == [("Quay Airways", "organisation", 1)]


def test_a_name_is_written_as_where_it_is_not_shouted() -> None:
    assert entities("EDDA Prill sailed. Edda Prill was late.", person="EDDA Prill,Edda Prill") == [("Edda Prill", "person", 2)]


def test_an_initial_and_a_given_name_may_be_one() -> None:
    text = "E. Prill sailed. Edda Prill was late."
    (only,) = gather_names(text, [tag(find(text, "E. Prill"), "person"), tag(find(text, "Edda Prill"), "person")])
    assert len(only.spans) == 2


def test_an_acronym_goes_to_its_body() -> None:
    assert entities("The Lisnow Quay Office met. LQO shut.", organisation="Lisnow Quay Office,LQO") == [
        ("Lisnow Quay Office", "organisation", 2)
    ]


def test_nationalities_are_nobody() -> None:
    assert entities("The Velmish crew sailed.", group="Velmish") == []


def test_a_country_is_a_state() -> None:
    assert entities("Iceland sailed.", place="Iceland") == [("Iceland", "state", 1)]


def test_the_sum_of_scores_decides_what_a_name_names() -> None:
    text = "Lisnow Star won. Lisnow Star lost. Lisnow Star drew."
    spans = [find(text, "Lisnow Star", n) for n in range(3)]
    tagged = [tag(spans[0], "place"), tag(spans[1], "organisation"), tag(spans[2], "organisation")]
    assert [e.type for e in gather_names(text, tagged)] == ["organisation"]


def test_a_verb_between_two_names_parts_them() -> None:
    text = "Edda Prill met Olmo de la Reyle."
    found = [(e.name, e.type) for e in gather_names(text, [tag(find(text, text[:-1]), "person")])]
    assert found == [("Edda Prill", "person"), ("Olmo de la Reyle", "person")]


def test_a_minister_who_has_a_government_is_no_state() -> None:
    text = "Prime Minister Olmo Reyle's government met."
    assert [e.type for e in gather_names(text, [tag(find(text, "Olmo Reyle"), "person")])] == ["person"]


def test_given_name_and_surname_tagged_apart_are_one_person() -> None:
    text = "Then Edda Prill sailed."
    assert entities(text, person="Edda,Prill") == [("Edda Prill", "person", 1)]


@pytest.mark.parametrize(("text", "gender"), [("Mr. Prill sailed.", "m"), ("Mrs. Prill sailed.", "f"), ("Prill sailed.", None)])
def test_an_honorific_tells_the_gender(text: str, gender: str | None) -> None:
    assert [e.gender for e in gather_names(text, names(text, person="Prill"))] == [gender]


KINDS: list[NameType] = ["person", "organisation", "place", "group"]
WORDS = st.sampled_from(
    ["Edda ", "Prill ", "E. ", "the ", "The ", "Mr. ", "Quay ", "Office", "’s ", "LQO", ", ", "\n", "İlda", "é", "🛶", "Ⅷ ", "'s", "."]
)


@given(st.lists(WORDS, max_size=20).map("".join), st.data())
def test_any_names(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=14)))
    spans = [s for a, b in zip(cuts, cuts[1:], strict=False) if (s := trim(text, a, b)) and any(c.isupper() for c in s.of(text))]
    tagged = [TaggedName(span=s, type=data.draw(st.sampled_from(KINDS)), score=0.5) for s in spans]
    found = gather_names(text, tagged)
    for entity in found:
        assert entity.name.strip()
        assert entity.spans == sorted(set(entity.spans))
        assert all(s.of(text).strip() == s.of(text) for s in entity.spans)
    every = sorted(s for e in found for s in e.spans)
    assert all(a.end <= b.start for a, b in zip(every, every[1:], strict=False)), "no word names two"


@pytest.mark.parametrize(
    ("text", "tagged", "found"),
    [
        ("Then Edda Prill of LQO sailed.", "Edda Prill of LQO", [("Edda Prill", "person", 1), ("LQO", "organisation", 1)]),
        ("Then Edda Prill. Snow fell.", "Edda Prill. Snow", [("Edda Prill", "person", 1), ("Snow", "person", 1)]),
        ("Then captain Edda Prill sailed.", "captain Edda Prill", [("Edda Prill", "person", 1)]),
        ("Then Anton van Olmo, 45, sailed.", "van Olmo", [("Anton van Olmo", "person", 1)]),
        ("A pro-Velmora crowd came.", "pro-Velmora", []),
        ("Then the Minister for Trade sailed.", "Trade", []),
        ("Salt is cheap. Buy salt.", "Salt", []),
        ("The 23-Year-Old sailed.", "23-Year-Old", []),
    ],
)
def test_where_a_person_begins_and_ends(text: str, tagged: str, found: list[tuple[str, str, int]]) -> None:
    assert entities(text, person=tagged) == found


@pytest.mark.parametrize(
    ("text", "tagged", "name"),
    [
        ("Then the Court of Appeal sat.", "Court,Appeal", "Court of Appeal"),
        ("Then the Ministry of Quays sat.", "Quays", "Ministry of Quays"),
        ("Then the Lisnow Harbour Authority sat.", "Lisnow Harbour", "Lisnow Harbour Authority"),
        ("Then the Lisnow Quay Party sat.", "", "Lisnow Quay Party"),
    ],
)
def test_a_torn_or_missed_body_is_whole(text: str, tagged: str, name: str) -> None:
    assert entities(text, **({"organisation": tagged} if tagged else {})) == [(name, "organisation", 1)]


@pytest.mark.parametrize(
    ("text", "tagged", "kind"),
    [
        ("The militant group Orvan Tuur fled.", "Orvan Tuur", "organisation"),
        ("Orvan Tuur, a village in the hills, fled.", "Orvan Tuur", "place"),
        ("They left the town of Orvan.", "Orvan", "place"),
        ("ORVAN, Velmora — Crews fled.", "ORVAN", "place"),
        ("Anton Olmo of Tuurist sailed.", "Tuurist", "organisation"),
        ("Then Tuurist's Anton Olmo sailed to Tuurist.", "Tuurist", "organisation"),
        ("Then MKVR fled.", "MKVR", "organisation"),
        ("Then Orvan Tuur, 45, fled.", "Orvan Tuur", "person"),
        ("Orvan Tuur hid. Orvan Tuur fled. Orvan Tuur won. Orvan Tuur lost.", "Orvan Tuur", "organisation"),
        ("Orvan Tuur hid. Orvan Tuur fled. Orvan Tuur won. Tuur lost.", "Orvan Tuur", "person"),
        ("Then Orvan Bridge fell.", "Orvan Bridge", "place"),
        ("Then Orvan Ministry fell.", "Orvan Ministry", "organisation"),
    ],
)
def test_what_is_no_person_though_it_was_tagged_one(text: str, tagged: str, kind: str) -> None:
    kinds = {e.name: e.type for e in gather_names(text, names(text, person=f"{tagged},Anton Olmo"))}
    assert kinds[tagged] == kind


def test_a_person_is_one_under_first_name_misspelling_and_suffix() -> None:
    text = "Edda Prillwitz, Jr. sailed. Edda was late. Prillwtiz slept. E. Prillwitz woke."
    places = [find(text, "Edda Prillwitz"), find(text, "Edda", 1), find(text, "Prillwtiz"), find(text, "E. Prillwitz")]
    (only,) = gather_names(text, [tag(place, "person") for place in places])
    assert only.spans == places


def test_the_family_name_may_come_first() -> None:
    text = "Kwan Jol-un sailed. Kwan was late."
    (only,) = gather_names(text, [tag(find(text, "Kwan Jol-un"), "person"), tag(find(text, "Kwan", 1), "person")])
    assert len(only.spans) == 2


def test_short_forms_of_a_body_go_to_it() -> None:
    text = "The Lisnow Quay Office met. The Quay Office shut; later the Office fell."
    assert entities(text, organisation="Lisnow Quay Office") == [("Lisnow Quay Office", "organisation", 3)]


def test_a_place_is_found_again_but_not_as_a_common_word() -> None:
    assert entities("In Orvane it rained. Then Orvane slept, orvane-like.", place="Orvane")[0][2] >= 1
    assert entities("They like the Sea Org. The sea fell. See the Sea Org.", organisation="Sea Org") == [("Sea Org", "organisation", 2)]


def test_what_is_skipped_is_not_looked_into() -> None:
    text = "Edda Prill sailed.\nPrill and Prill"
    (only,) = gather_names(text, [tag(find(text, "Edda Prill"), "person")], skip=[find(text, "Prill and Prill")])
    assert len(only.spans) == 1


def test_a_draw_between_kinds_ends_the_same_in_every_process() -> None:
    """A title speaks for a person as much as a body's noun for a body: the order in which a set is walked must not decide."""
    text = "Minister Velm left. Later the militant group Velm left."
    program = f"""
from onrecord.analyse.kinds import decide_kinds
from onrecord.engines.protocols import TaggedName
from onrecord.model import Span
print(decide_kinds({text!r}, [(Span(k, k + 4), TaggedName(span=Span(k, k + 4), type="place", score=1.0)) for k in (9, 45)]))
"""
    seeds = ("1", "2", "5")
    told = {
        subprocess.run([sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": s}, check=True, capture_output=True).stdout
        for s in seeds
    }
    assert told == {b"{'velm': 'organisation'}\n"}
