"""What pronouns and titles of the running text stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import ToldTagger, a_cast, a_draft, a_page, a_report, names

from onrecord.analyse.coreference import find_coreference
from onrecord.analyse.drafts import Draft
from onrecord.analyse.report import analyse_report
from onrecord.analyse.speakers import resolve_speakers
from onrecord.engines.protocols import Tagged, TaggedAttribution, TaggedName
from onrecord.model import Span
from onrecord.text import trim


def found(text: str, *drafts: Draft, **kinds: str) -> list[tuple[str, str]]:
    """The pronouns and titles in text order, each with the name of whom it stands for."""
    cast, page = a_cast(text, names(text, **kinds)), a_page(text)
    resolve_speakers(page, list(drafts), cast)
    find_coreference(page, list(drafts), cast)
    return [(span.of(text), cast.entities[k].name) for k, span, kind in sorted(cast.resolved, key=lambda r: r[1]) if kind != "name"]


EDDA, ANTON, LQO = "Edda Prill", "Anton Olmo", "Lisnow Quay Office"
PEOPLE = f"{EDDA},{ANTON}"


@pytest.mark.parametrize(
    ("text", "pronouns"),
    [
        ("Edda Prill sailed. She was late.", [("She", EDDA)]),
        ("Edda Prill sailed in her boat.", [("her", EDDA)]),
        ("Edda Prill met Anton Olmo. She was late, he was not.", [("She", EDDA), ("he", ANTON)]),
        ("Anton Olmo sailed with Edda Prill. He praised her.", [("He", ANTON), ("her", EDDA)]),
        ("After her return, Edda Prill slept.", [("her", EDDA)]),
        ("Edda Prill slept.\nThe sea rose.\nIt fell.\nSnow came.\nFog came.\nShe woke.", []),
    ],
)
def test_people(text: str, pronouns: list[tuple[str, str]]) -> None:
    assert found(text, person=PEOPLE) == pronouns


def test_an_unknown_gender_is_learnt_from_the_first_pronoun() -> None:
    text = "Ylva Quorn sailed. She was late. Mrs. Prill slept. Then he came."
    assert found(text, person="Ylva Quorn,Prill")[-1] == ("She", "Ylva Quorn"), "he is neither"


def test_nobody_is_subject_and_object_of_one_clause() -> None:
    assert found("Anton Olmo slept. Ewald Brask praised him.", person="Anton Olmo,Ewald Brask") == [("him", ANTON)]


def test_a_stranger_nearer_by_keeps_the_pronoun() -> None:
    assert found("Edda Prill slept. A woman shouted. She was cold.", person=EDDA) == []


def test_a_description_of_the_name_is_no_stranger() -> None:
    assert found("The singer Edda Prill slept. She was cold.", person=EDDA) == [("She", EDDA)]


@pytest.mark.parametrize(
    "said",
    [
        "It was clear that the quay would close.",
        "It rained.",
        "It took two days to mend it all.",
        "It is too late.",
        "It turned out that boats sank.",
    ],
)
def test_it_that_stands_for_nothing(said: str) -> None:
    assert not any(word == "It" for word, _ in found(f"The Lisnow Quay Office shut. {said}", organisation=LQO))


def test_a_body_is_it() -> None:
    text = "The Lisnow Quay Office shut. It fired its crew."
    assert found(text, organisation=LQO) == [("It", LQO), ("its", LQO)]


def test_a_language_note_is_no_pronoun() -> None:
    assert found("The Lisnow Quay Office shut (it).", organisation=LQO) == []


def test_i_is_who_is_quoted_and_he_is_not() -> None:
    text = "Anton Olmo met Ewald Brask. “I saw him and he saw me,” said Anton Olmo."
    draft = a_draft(text, content="“I saw him and he saw me,”", cue="said")
    draft.source = (Span(text.rindex("Anton Olmo"), len(text) - 1),)
    brask = "Ewald Brask"
    assert found(text, draft, person="Anton Olmo,Ewald Brask") == [("I", ANTON), ("him", brask), ("he", brask), ("me", ANTON)]


def test_i_of_nobody_known_is_nobody() -> None:
    assert found("Edda Prill slept. “I saw the sea.”", person=EDDA) == []


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Harbour Minister Edda Prill slept. Boats came. Snow fell on the minister.", [("the minister", EDDA)]),
        ("Mayor Edda Prill of Lisnow slept. Then the mayor of Orvane woke.", []),
    ],
)
def test_titles(text: str, titles: list[tuple[str, str]]) -> None:
    assert found(text, person=EDDA, place="Lisnow,Orvane") == titles


def test_the_company_is_the_one_body_nearby() -> None:
    assert found("Quayline Inc. shut. Crews left the company.", organisation="Quayline Inc.") == [("the company", "Quayline Inc.")]
    assert found("Quayline Inc. sued Merid Corp. Crews left the company.", organisation="Quayline Inc.,Merid Corp.") == []


WORDS = st.sampled_from(
    [
        "Edda ",
        "Prill ",
        "Lisnow ",
        "He ",
        "she ",
        "her ",
        "it ",
        "they ",
        "I ",
        "the minister ",
        "the company ",
        "A woman ",
        "said ",
        "in ",
        ", ",
        ". ",
    ]
    + ["“", "” ", "\n", "’s ", "Quay Office ", "é", "🛶 ", "the ", "of "]
)


@given(st.lists(WORDS, max_size=30).map("".join), st.data())
def test_mentions_lie_in_the_text_and_no_place_has_two_owners(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=10)))
    spans = [s for a, b in zip(cuts, cuts[1:], strict=False) if (s := trim(text, a, b))]
    kinds = st.sampled_from(["person", "organisation", "place", "group"])
    tagged = [TaggedName(span=s, type=data.draw(kinds), score=0.5) for s in spans[::2]]
    said = [TaggedAttribution(source=(), cue=(), content=(s,), score=0.5) for s in spans[1::2]]
    analysis = analyse_report(a_report(text), tagger=ToldTagger(Tagged(attributions=tuple(said), names=tuple(tagged))))
    places = [m.span for e in analysis.entities for m in e.mentions]
    assert all(s.end <= len(text) for s in places)
    assert len(places) == len(set(places))


def test_what_comes_from_somebody_has_them_for_its_subject() -> None:
    text = "Anton Olmo was asked about the claim made by the mayor Ewald Brask that he had sold the quay."
    assert found(text, person="Anton Olmo,Ewald Brask")[-1] == ("he", "Ewald Brask")
