"""Who speaks where the attribution has no source: a participle has the subject of its sentence, a bare quotation goes on with the last
speaker; where others tell it of the subject ("is accused of", "rumours swirled that"), nobody is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.analyse.boundaries import without_dateline
from onrecord.analyse.cast import Cast, Resolution, resolve_by_words
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.passives import is_passive, is_told_of
from onrecord.analyse.pronouns import Antecedents
from onrecord.analyse.source_words import resolve_words
from onrecord.analyse.unnamed import is_settled
from onrecord.lexicon import read_pairs
from onrecord.model import Span

_SUBJECT_CHARS = 60  # a sentence's subject is looked for in its first words
_AGENT = re.compile(r"\s+by\s+(?P<who>[^,;:.\n]{3,60}?)(?=\s+(?:whether|if|what|why|how|when|about|that|who|to)\b|[,;:.\n])")
_FIRST_WORD = re.compile(r"[A-Za-z]+")
_SUBJECT = re.compile(r"(?:The|His|Her|Their|Its)(?:\s[\w’'-]+){1,4}")


def speak_without_source(page: Page, draft: Draft, cast: Cast, done: Sequence[Draft]) -> Resolution:
    """A participle ("…, adding that") has the subject of its sentence; a bare quotation goes on with the last speaker."""
    start = draft.anchor
    sentence = page.sentence_at(start)
    agent = _AGENT.match(page.text, draft.cue[0].end) if draft.cue else None
    if agent is not None:
        return resolve_words(page, cast, Span(*agent.span("who")), done)
    if draft.cue and (is_told_of(draft.cue[0].of(page.text)) or is_passive(draft.cue[0].of(page.text))):
        return Resolution(entity=None, kind="name", reason="the report names no source here")
    for other in reversed(done):
        if other.source and page.sentence_at(other.anchor) == sentence and other.anchor < start:
            return same_as(other, "the subject of the same sentence")
    last = last_outside(done)
    if last is not None and _goes_on(page, draft, last):
        return same_as(last, "the quotation goes on from the last speaker")
    subject = _subject(page, cast, sentence, start, done) if draft.cue else None
    return subject or Resolution(entity=None, kind="name", reason="the report names no source here")


def same_as(other: Draft, reason: str) -> Resolution:
    """The speaker of the other draft, for that reason; where the report leaves them unnamed, so it does here."""
    unnamed = next((r for r in other.reasons if is_settled([r])), None) if other.speaker is None else None
    return Resolution(entity=other.speaker, kind="name", reason=unnamed or reason)


def _goes_on(page: Page, draft: Draft, last: Draft) -> bool:
    """A quotation without a cue, in the line of the last statement or the next."""
    if draft.cue or not page.quoted(draft.content[0].start) or (last.speaker is None and not is_settled(last.reasons)):
        return False
    return page.line_at(draft.anchor) - page.line_at(last.content[-1].end - 1) <= 1


def _subject(page: Page, cast: Cast, sentence: int, before: int, done: Sequence[Draft]) -> Resolution | None:
    """Who heads the sentence: a person, body or state by name, a pronoun, or an office with a holder."""
    head = page.sentences[sentence]
    head = without_dateline(page, head) or head
    if page.quoted(head.start):
        return None
    named = cast.named_in(head.start, min(before, head.start + _SUBJECT_CHARS))
    if named and cast.entities[named[0][0]].type == "person":
        return Resolution(entity=named[0][0], kind="name", reason="the person at the head of the sentence")
    word = _FIRST_WORD.match(page.text, head.start, before)
    asked = read_pairs("pronouns").get(word.group().lower()) if word else None
    if word and asked in ("m", "f", "thing", "plural"):
        found = Antecedents(page, cast, done).resolve(Span(word.start(), word.end()), asked)
        return replace(found, reason=f"the subject of the sentence: {found.reason}")
    if named and named[0][1].start - head.start <= len("The ") and cast.entities[named[0][0]].type in ("organisation", "state"):
        return Resolution(entity=named[0][0], kind="name", reason="the subject of the sentence")
    return _titled_subject(page, cast, head.start, before)


def _titled_subject(page: Page, cast: Cast, start: int, before: int) -> Resolution | None:
    """ "The minister thanked the crews, adding that": the shortest beginning that names an office with a holder."""
    match = _SUBJECT.match(page.text, start, before)
    ends = [k for k in range(start, match.end() + 1) if k == match.end() or page.text[k] == " "] if match else []
    for end in ends[1:]:
        found = resolve_by_words(cast, Span(start, end))
        if found is not None and found.entity is not None:
            return found
    return None


def last_outside(done: Sequence[Draft]) -> Draft | None:
    """The last draft that does not stand within another."""
    return next((d for d in reversed(done) if d.parent is None), None)
