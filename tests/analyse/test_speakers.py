"""The speaker of an attribution: by name, by office, by pronoun; or nobody, with a reason."""

from __future__ import annotations

import pytest
from pages import a_cast, a_draft, a_page, names

from onrecord.analyse.drafts import Draft
from onrecord.analyse.speakers import resolve_speakers


def speakers(text: str, drafts: list[Draft], **kinds: str) -> list[str | None]:
    cast = a_cast(text, names(text, **kinds))
    resolve_speakers(a_page(text), drafts, cast)
    assert all(d.reasons for d in drafts)
    return [None if d.speaker is None else cast.entities[d.speaker].name for d in drafts]


@pytest.mark.parametrize(
    ("text", "source", "speaker"),
    [
        ("“We sail,” said Edda Prill.", "Edda Prill", "Edda Prill"),
        ("“We sail,” said Harbour Minister Edda Prill.", "Harbour Minister Edda Prill", "Edda Prill"),
        ("“We sail,” said the spokesman, Edda Prill, at noon.", "the spokesman, Edda Prill,", "Edda Prill"),
        ("Edda Prill, the harbour minister, slept. “We sail,” said the minister.", "the minister", "Edda Prill"),
        ("“We sail,” said two officials.", "two officials", None),
        ("“We sail,” said officials.", "officials", "officials"),
        ("“We sail,” said the harbour report.", "the harbour report", "harbour report"),
        ("“We sail,” said they.", "they", None),
    ],
)
def test_what_the_source_says(text: str, source: str, speaker: str | None) -> None:
    kinds = {"person": "Edda Prill"} if "Edda" in text else {}
    assert speakers(text, [a_draft(text, content="“We sail,”", source=source, cue="said")], **kinds) == [speaker]


def test_a_pronoun_leans_on_the_speaker_before() -> None:
    text = "“We sail,” said Mr. Anton Prill.\n“We sail alone,” he added."
    drafts = [
        a_draft(text, content="“We sail,”", source="Anton Prill", cue="said"),
        a_draft(text, content="“We sail alone,”", source="he", cue="added"),
    ]
    assert speakers(text, drafts, person="Anton Prill") == ["Anton Prill", "Anton Prill"]


def test_a_pronoun_of_another_gender_is_nobody_named() -> None:
    text = "Mrs. Edda Prill slept. “We sail,” he said."
    assert speakers(text, [a_draft(text, content="“We sail,”", source="he", cue="said")], person="Edda Prill") == [None]


def test_a_quotation_alone_goes_on_with_the_last_speaker() -> None:
    text = "“We sail,” said Edda Prill.\n“We sail alone.”"
    drafts = [a_draft(text, content="“We sail,”", source="Edda Prill", cue="said"), a_draft(text, content="“We sail alone.”")]
    assert speakers(text, drafts, person="Edda Prill") == ["Edda Prill", "Edda Prill"]


def test_a_participle_has_the_subject_of_its_sentence() -> None:
    text = "Edda Prill said that boats sail, adding that crews rest."
    drafts = [a_draft(text, content="boats sail", source="Edda Prill", cue="said"), a_draft(text, content="crews rest", cue="adding")]
    assert speakers(text, drafts, person="Edda Prill") == ["Edda Prill", "Edda Prill"]


def test_nobody_named_is_nobody_with_a_reason() -> None:
    text = "“We sail.”"
    draft = a_draft(text, content="“We sail.”")
    assert speakers(text, [draft]) == [None]
    assert draft.reasons == ["the report names no source here"]
