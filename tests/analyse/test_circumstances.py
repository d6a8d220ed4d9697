"""To whom, through whom, and what a headline says."""

from __future__ import annotations

import pytest
from pages import a_cast, a_draft, a_page, find, names

from onrecord.analyse.addressees import find_addressees
from onrecord.analyse.drafts import Draft
from onrecord.analyse.headlines import find_headline
from onrecord.analyse.relays import find_relays, is_credit, is_news_body
from onrecord.analyse.turns import find_turns


def addressee(text: str, draft: Draft, **kinds: str) -> str | None:
    cast = a_cast(text, names(text, **kinds))
    find_addressees(a_page(text), [draft], cast)
    return None if draft.addressee is None else cast.entities[draft.addressee[0]].name


@pytest.mark.parametrize(
    ("text", "cue", "who"),
    [
        ("“We sail,” Olmo told reporters on Friday.", "told", "reporters"),
        ("“We sail,” Olmo told the Lisnow Herald.", "told", "Lisnow Herald"),
        ("Olmo told Edda Prill that “We sail,” and left.", "told", "Edda Prill"),
        ("“We sail,” Olmo said in an interview with the Lisnow Herald.", "said", "Lisnow Herald"),
        ("“We sail,” Olmo said.", "said", None),
        ("“We sail,” Olmo told it.", "told", None),
        ("In an interview with the Lisnow Herald, Olmo said: “We sail,” and left.", "said", "Lisnow Herald"),
        ("Asked by Edda Prill about the ferry, Olmo said: “We sail,” and left.", "said", "Edda Prill"),
        ("“We sail,” Olmo said to Edda Prill.", "said", "Edda Prill"),
        ("Olmo asked Edda Prill: “We sail,” and left.", "asked", "Edda Prill"),
        ("“We sail,” Olmo is said to have promised.", "said", None),
        ("“We sail,” asked Olmo.", "asked", None),
        ("“We sail,” Olmo told USA Today.", "told", "USA Today"),
        ("“We sail,” Olmo told himself.", "told", None),
        ("“We sail,” Olmo told me.", "told", None),
        ("“We sail,” Olmo said. Asked by Edda Prill, she left.", "said", None),
    ],
)
def test_to_whom(text: str, cue: str, who: str | None) -> None:
    kinds = {kind: name for kind, name in (("organisation", "Lisnow Herald"), ("person", "Edda Prill")) if name in text}
    found = addressee(text, a_draft(text, content="“We sail,”", source="Olmo", cue=cue), **kinds)
    assert found == who


def relays(text: str, draft: Draft, **kinds: str) -> list[str]:
    cast = a_cast(text, names(text, **kinds))
    find_relays(a_page(text), [draft], cast)
    assert all(span.of(text) for _, span in draft.relay)
    return [cast.entities[entity].name for entity, _ in draft.relay]


@pytest.mark.parametrize(
    ("text", "through"),
    [
        ("“We sail,” Olmo said, the Merid agency reported.", ["Merid agency"]),
        ("“We sail,” Olmo said, the Lisnow Herald wrote.", ["Lisnow Herald"]),
        ("“We sail,” Olmo said, according to Lisnow Radio.", ["Lisnow Radio"]),
        ("“We sail,” Olmo said, according to Edda Prill.", []),
        ("“We sail,” Olmo said, state-run television reported.", ["state-run television"]),
        ("“We sail,” Olmo said, Lisnow Radio reported, citing the Merid agency.", ["Merid agency", "Lisnow Radio"]),
        ("Lisnow Radio quoted Olmo as saying: “We sail,” he said.", ["Lisnow Radio"]),
        ("“We sail,” Olmo said. “I read the Lisnow Herald,” Prill said.", []),
    ],
)
def test_through_whom(text: str, through: list[str]) -> None:
    assert relays(text, a_draft(text, content="“We sail,”", source="Olmo", cue="said")) == through


def test_a_speaker_does_not_relay_itself() -> None:
    text = "“We sail,” the Lisnow Herald wrote, according to Lisnow Radio."
    assert relays(text, a_draft(text, content="“We sail,”", source="the Lisnow Herald", cue="wrote")) == ["Lisnow Radio"]


@pytest.mark.parametrize(
    ("name", "news"), [("the Lisnow Herald", True), ("Radio Velm", True), ("Edda Prill", False), ("Posthouse", False), ("", False)]
)
def test_what_is_a_news_organisation(name: str, news: bool) -> None:
    assert is_news_body(name) is news


def headline(title: str, text: str, **kinds: str) -> list[tuple[str, str]]:
    page = a_page(text, title=title)
    found = find_headline(page, [], a_cast(text, names(text, **kinds)))
    return [(d.source[0].of(text), d.content[0].of(text)) for d in found]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Edda Prill: we will not sail", [("Edda Prill", "we will not sail")]),
        ("Harbour minister: we will not sail", [("Harbour minister", "we will not sail")]),
        ("Explained: why nobody will sail", []),
        ("Edda Prill will not sail", []),
        ("Edda Prill: no", []),
    ],
)
def test_what_a_headline_says(title: str, found: list[tuple[str, str]]) -> None:
    text = f"{title}\nNobody sailed on Friday. Edda Prill slept."
    assert headline(title, text, person="Edda Prill") == found


def test_a_headline_that_is_not_in_the_text_says_nothing() -> None:
    assert headline("Edda Prill: we will not sail", "Nobody sailed. Edda Prill slept.", person="Edda Prill") == []


def test_a_headline_that_the_tagger_read_is_not_read_again() -> None:
    title = "Edda Prill: we will not sail"
    text = f"{title}\nNobody sailed."
    page = a_page(text, title=title)
    drafts = [a_draft(text, content="we will not sail")]
    assert find_headline(page, drafts, a_cast(text, names(text, person="Edda Prill"))) == []


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("Edda Prill: We sail.\nMr. Olmo: Not today.", ["We sail.", "Not today."]),
        ("Harbour Minister Edda Prill: We sail.\nOlmo: Not today.", ["We sail.", "Not today."]),
        ("Edda Prill: 41 per cent\nOlmo: 40 per cent", []),
        ("Edda Prill: We sail.\nNobody sailed with Olmo.", []),
        ("A friend of Olmo: We sail.\nSummary: Edda Prill stays.", []),
    ],
)
def test_the_turns_of_a_transcript(text: str, turns: list[str]) -> None:
    found = find_turns(a_page(text), [], a_cast(text, names(text, person="Edda Prill,Olmo")))
    assert [d.content[0].of(text) for d in found] == turns


def test_a_turn_that_the_tagger_read_is_not_read_again() -> None:
    text = "Edda Prill: We sail.\nOlmo: Not today."
    found = find_turns(a_page(text), [a_draft(text, content="Not today")], a_cast(text, names(text, person="Edda Prill,Olmo")))
    assert [d.source[0].of(text) for d in found] == ["Edda Prill"]


@pytest.mark.parametrize(
    ("cue", "content", "credit"), [("citing", "Lisnow Radio", True), ("citing", "two sailors", False), ("said", "Lisnow Radio", False)]
)
def test_a_body_that_is_only_cited(cue: str, content: str, credit: bool) -> None:
    text = f"Olmo slept, {cue} {content}."
    assert is_credit(a_page(text), [find(text, cue)], [find(text, content)]) is credit
