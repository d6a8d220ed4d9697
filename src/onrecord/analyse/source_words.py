"""Whom the words of a source stand for that are no pronoun: by name, by office, by description, by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.analyse.bodies import resolve_body
from onrecord.analyse.cast import Cast, Resolution, describe, resolve_by_words
from onrecord.analyse.descriptions import resolve_description
from onrecord.analyse.documents import find_author
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.phrases import Phrase, core_of, names_any, read_phrase
from onrecord.analyse.roles import find_lead_office
from onrecord.analyse.unnamed import speaks_for_body
from onrecord.analyse.voices import resolve_voice
from onrecord.model import Span

_LEAD_LINES = 3  # title and first paragraphs, where somebody is introduced by office and named later
_NAMED_WITHIN = 6  # sentences


def resolve_words(page: Page, cast: Cast, source: Span, done: Sequence[Draft]) -> Resolution:
    """Whom the words stand for; a description of their own where they name nobody known."""
    return (
        find_author(page, cast, source, done)
        or resolve_by_words(cast, source)
        or _surname(cast, source)
        or resolve_body(page, cast, source, done)
        or _named_later(page, cast, source)
        or resolve_description(page, cast, source, done)
        or resolve_voice(page, cast, source, done)
        or describe(cast, source)
    )


def _surname(cast: Cast, source: Span) -> Resolution | None:
    """A lone surname or given name that the tagger passed over, since it is a word too or has few letters: as a source it is a name, and
    of several who bear it the one named last."""
    word = core_of(cast.text, source).of(cast.text)
    if not (word[:1].isupper() and word.isalpha()):
        return None
    people = {k: e for k, e in enumerate(cast.entities) if e.type == "person" and " " in e.name}
    bearers = [k for k, e in people.items() if word in (e.name.split()[0], e.name.split()[-1])]
    named_last = {k: max((s.start for s in people[k].spans if s.start < source.start), default=-1) for k in bearers}
    nearest = max(bearers, key=named_last.__getitem__, default=None)
    return None if nearest is None else Resolution(entity=nearest, kind="name", reason="the source names the person")


def _named_later(page: Page, cast: Cast, source: Span) -> Resolution | None:
    """ "A harbour spokesman said" at the head of a report that names one harbour spokesman below, or anywhere, where the body is
    named."""
    phrase = read_phrase(page.text, source)
    if phrase is None or phrase.definite or phrase.plural or phrase.first in ("one", "another"):
        return None
    named = _named_soon(page, cast, phrase)
    if named is not None:
        return named
    if page.line_at(source.start) >= _LEAD_LINES and not speaks_for_body(phrase, source.of(page.text)):
        return None
    title = find_lead_office(page.text, cast.titles_near(source.start), phrase.span)
    if title is None:
        return None
    return Resolution(entity=title.holder, kind="title", reason=f"the report names one: “{title.span.of(page.text)}”")


def _named_soon(page: Page, cast: Cast, phrase: Phrase) -> Resolution | None:
    """ "A harbour spokesman said …" and, sentences later, "the spokesman, Ana Ruiz, said"."""
    here = page.sentence_at(phrase.span.start)
    end = page.sentences[min(len(page.sentences) - 1, here + _NAMED_WITHIN)].end
    match = re.compile(rf"\b[Tt]he (?:[\w-]+ )?{re.escape(phrase.head)}, ").search(page.text, phrase.span.end, end)
    if match is None or not names_any(phrase, "title-nouns"):
        return None
    for index, span in cast.named_in(match.end(), end)[:1]:
        if span.start == match.end() and cast.entities[index].type == "person":
            reason = f"the report goes on with “{page.text[match.start() : span.end]}”"
            return Resolution(entity=index, kind="title", reason=reason)
    return None
