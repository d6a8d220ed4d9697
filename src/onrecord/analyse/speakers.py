"""The speaker of each attribution: by name, by office, by pronoun, by what stands around it. Unknown stays None, with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.analyse.cast import Cast, Resolution, core_of, describe, resolve_by_words
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.pronouns import Antecedents
from onrecord.analyse.relays import is_news_body
from onrecord.lexicon import read_pairs, read_words
from onrecord.model import Span

_SUBJECT_CHARS = 60  # a sentence's subject is looked for in its first words


def resolve_speakers(page: Page, drafts: Sequence[Draft], cast: Cast) -> None:
    """Sets ``speaker`` and adds to ``reasons`` of every draft, in text order: a pronoun may lean on an earlier answer."""
    done: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: d.anchor):
        resolution = _with_source(page, draft, cast, done) if draft.source else _without_source(page, draft, cast, done)
        draft.reasons.append(resolution.reason)
        draft.speaker = resolution.entity
        if draft.source and resolution.entity is not None:
            cast.resolved.append((resolution.entity, core_of(page.text, draft.source[0]), resolution.kind))
        done.append(draft)


def _with_source(page: Page, draft: Draft, cast: Cast, done: Sequence[Draft]) -> Resolution:
    source = draft.source[0]
    asked = read_pairs("pronouns").get(source.of(page.text).strip(" ,").lower())
    if asked is not None:
        return Antecedents(page, cast, done).resolve(source, asked)
    return resolve_by_words(cast, source) or _body(page, source, cast, done) or describe(cast, source)


def _body(page: Page, source: Span, cast: Cast, done: Sequence[Draft]) -> Resolution | None:
    """ "The company", "the Velm-based firm": an organisation that the text has just spoken of."""
    words = core_of(page.text, source).of(page.text).lower().split()
    if len(words) < 2 or words[0] not in ("the", "this") or words[-1] not in read_words("body-nouns"):
        return None
    found = Antecedents(page, cast, done).resolve(source, "body")
    if found.entity is None:
        return None
    reporter = is_news_body(cast.entities[found.entity].name)  # who relays the story is seldom whom it is about
    return None if reporter and words[-1] not in ("agency", "network", "broadcaster") else found


def _without_source(page: Page, draft: Draft, cast: Cast, done: Sequence[Draft]) -> Resolution:
    """A participle ("…, adding that") has the subject of its sentence; a bare quotation goes on with the last speaker."""
    start = draft.anchor
    sentence = page.sentence_at(start)
    for other in reversed(done):
        if other.speaker is not None and page.sentence_at(other.anchor) == sentence and other.anchor < start:
            return Resolution(entity=other.speaker, kind="name", reason="the subject of the same sentence")
    if done and _goes_on(page, draft, done[-1]):
        return Resolution(entity=done[-1].speaker, kind="name", reason="the quotation goes on from the last speaker")
    subject = _subject(page, cast, sentence, start) if draft.cue else None
    if subject is not None:
        return Resolution(entity=subject, kind="name", reason="the person at the head of the sentence")
    return Resolution(entity=None, kind="name", reason="the report names no source here")


def _goes_on(page: Page, draft: Draft, last: Draft) -> bool:
    """A quotation without a cue, in the line of the last statement or the next."""
    if last.speaker is None or draft.cue or not page.quoted(draft.content[0].start):
        return False
    return page.line_at(draft.anchor) - page.line_at(last.content[-1].end - 1) <= 1


def _subject(page: Page, cast: Cast, sentence: int, before: int) -> int | None:
    head = page.sentences[sentence]
    named = cast.named_in(head.start, min(before, head.start + _SUBJECT_CHARS))
    if not named or page.quoted(named[0][1].start):
        return None
    return named[0][0] if cast.entities[named[0][0]].type == "person" else None
