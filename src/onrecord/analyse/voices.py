"""A spokesperson without a name or a body: "a spokesman added", behind what the body itself said."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.analyse.cast import Cast, Resolution
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.phrases import Phrase, names_any, read_phrase
from onrecord.analyse.pronouns import Antecedents
from onrecord.analyse.roles import same_office
from onrecord.analyse.unnamed import speaks_for_body
from onrecord.lexicon import read_pairs, read_words
from onrecord.model import Span

_SENTENCES = 3


def resolve_voice(page: Page, cast: Cast, source: Span, done: Sequence[Draft]) -> Resolution | None:
    """The spokesperson of the body that spoke last, or "the spokesman" as the one who spoke before; None where the words name
    their body, or there is none near."""
    phrase = read_phrase(page.text, source)
    if phrase is None or phrase.plural or not names_any(phrase, "voice-nouns"):
        return None
    principal = _principal(page, cast, source, phrase, done)
    if principal is not None:
        name = f"{cast.entities[principal].name}'s {phrase.head}"
        return Resolution(entity=cast.unnamed(name, "office"), kind="title", reason=f"speaks for {cast.entities[principal].name}")
    if phrase.definite and not phrase.possessed:
        earlier = _spoke_before(cast, phrase.head, source.start)
        if earlier is not None:
            return Resolution(entity=earlier, kind="title", reason=f"the report spoke of “{cast.entities[earlier].name}”")
    if speaks_for_body(phrase, source.of(page.text)):
        return None
    body = _last_body(page, cast, phrase, done)
    if body is None:
        return None
    name = f"{cast.entities[body].name} {phrase.head}"
    return Resolution(entity=cast.unnamed(name, "office"), kind="title", reason=f"the text has just quoted {cast.entities[body].name}")


def _principal(page: Page, cast: Cast, source: Span, phrase: Phrase, done: Sequence[Draft]) -> int | None:
    """The person spoken for: "Ruiz's lawyer", "a representative for Ruiz", "her agent"."""
    for index, span in cast.named_in(source.start, phrase.span.end):
        owned = page.text.startswith(("'s ", "’s ", "' ", "’ "), span.end) or page.text.endswith((" for ", " of "), 0, span.start)
        if owned and cast.entities[index].type == "person":
            return index
    asked = read_pairs("pronouns").get(phrase.first)
    if asked not in ("m", "f") or not phrase.possessed:
        return None
    people = cast.showing(lambda k: cast.entities[k].type == "person")  # nobody speaks for who only speaks for others
    return Antecedents(page, people, done).resolve(Span(source.start, source.start + len(phrase.first)), asked).entity


def _spoke_before(cast: Cast, head: str, before: int) -> int | None:
    found = []
    for alike in (h for h in cast.mentions.heads() if same_office(head, h)):
        held = ((n, k) for n, (k, s, _) in reversed(cast.mentions.called(alike)) if s.end <= before and cast.entities[k].type == "office")
        found += [last] if (last := next(held, None)) else []
    return max(found)[1] if found else None


def _last_body(page: Page, cast: Cast, phrase: Phrase, done: Sequence[Draft]) -> int | None:
    """The body that spoke last; not of "a navy spokesman" where it is no navy."""
    before = phrase.span.start
    spoken = next((d for d in reversed(done) if d.parent is None and d.speaker is not None and d.anchor < before), None)
    if spoken is None or spoken.speaker is None or page.sentence_at(before) - page.sentence_at(spoken.anchor) > _SENTENCES:
        return None
    own = {w for w in phrase.words[1:-1] if w in read_words("body-nouns") | read_words("institution-nouns") | {"navy", "army", "police"}}
    if own - {*cast.entities[spoken.speaker].name.lower().split()}:
        return None
    return spoken.speaker if cast.entities[spoken.speaker].type == "organisation" else None
