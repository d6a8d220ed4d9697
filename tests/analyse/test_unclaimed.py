"""Quotations that the tagger gave to nobody, and who is "he" and who "she"."""

from __future__ import annotations

import pytest
from pages import a_page, find

from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.genders import tell_genders
from onrecord.analyse.names import NamedEntity
from onrecord.analyse.unclaimed import find_unclaimed


def draft(text: str, words: str) -> Draft:
    return Draft(source=(), cue=(), content=(find(text, words),), score=0.9)


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("“The water is still rising,” Ana Ruiz said on Monday.", ["Ana Ruiz"], ["said"]),
        ("“The water is still rising,” wrote on Chirper Ana Ruiz, mayor of Harrow.", ["Ana Ruiz"], ["wrote"]),
        ("“The water is still rising” – Ana Ruiz, mayor", ["Ana Ruiz, mayor"], []),
        ("“The water is still rising, and nobody has come.”", [], []),
        ("“The water is still rising, and nobody has come.\n“Nobody will come tonight, they told us.”", [], []),
    ],
)
def test_a_quotation_is_somebodys(text: str, source: list[str], cue: list[str]) -> None:
    first = find_unclaimed(a_page(text), [])[0]
    assert [s.of(text) for s in first.source] == source and [s.of(text) for s in first.cue] == cue
    assert first.content[0].of(text).startswith("“The water is still rising")


@pytest.mark.parametrize(
    "text",
    [
        "They sang “Rising Water” until midnight.",
        "“Rising Water” ran for a year.",
        "The sign said “mind the water, it is still rising” and Ruiz laughed.",
        "A paragraph, and “The water is still rising, it says” in the middle of it.",
    ],
)
def test_not_every_quotation_is_speech(text: str) -> None:
    assert find_unclaimed(a_page(text), []) == []


def test_what_a_statement_has_is_left_to_it() -> None:
    text = "“The water is still rising,” Ana Ruiz said on Monday."
    assert find_unclaimed(a_page(text), [draft(text, "The water is still rising")]) == []


def person(text: str, *names: str) -> NamedEntity:
    spans = [find(text, n, k) for n in names for k in range(text.count(n))]
    return NamedEntity(type="person", name=names[0], spans=sorted(spans))


def told(text: str, *people: NamedEntity) -> list[str | None]:
    cast = Cast(text=text, entities=list(people), titles=[])
    tell_genders(a_page(text), cast)
    return [p.pronoun for p in people]


def test_pronouns_tell_of_whom_the_text_speaks_alone() -> None:
    text = "Reshka Dolmen lost her seat because she was late. She slept. Ilvo Karrat met Milo Sarkas and he laughed, he said."
    people = (person(text, "Reshka Dolmen"), person(text, "Ilvo Karrat"), person(text, "Milo Sarkas"))
    assert told(text, *people) == ["f", None, None]


def test_one_pronoun_or_two_that_differ_tell_nothing() -> None:
    once = "Reshka Dolmen lost her seat."
    both = "Reshka Dolmen lost her seat to him, and she and he laughed."
    assert told(once, person(once, "Reshka Dolmen")) == [None] and told(both, person(both, "Reshka Dolmen")) == [None]


def test_what_is_quoted_tells_nothing_of_who_is_named() -> None:
    text = "“She lost her seat and her purse,” Reshka Dolmen said."
    assert told(text, person(text, "Reshka Dolmen")) == [None]
