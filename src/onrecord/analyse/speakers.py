"""The speaker of each attribution: by name, by office, by pronoun, by what stands around it. Unknown stays None, with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.analyse.cast import Cast, Resolution, core_of, describe, resolve_by_words
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.lexicon import read_pairs
from onrecord.model import Span

_NEAR_LINES = 3


def resolve_speakers(page: Page, drafts: Sequence[Draft], cast: Cast) -> None:
    """Sets ``speaker`` and adds to ``reasons`` of every draft, in text order: a pronoun may lean on an earlier answer."""
    done: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: d.anchor):
        resolution = _with_source(page, draft, cast, done) if draft.source else _without_source(page, draft, cast, done)
        draft.reasons.append(resolution.reason)
        draft.score *= resolution.certainty
        draft.speaker = resolution.entity
        if draft.source and resolution.entity is not None:
            cast.resolved.append((resolution.entity, core_of(page.text, draft.source[0]), resolution.kind))
        done.append(draft)


def _with_source(page: Page, draft: Draft, cast: Cast, done: Sequence[Draft]) -> Resolution:
    source = draft.source[0]
    asked = read_pairs("pronouns").get(source.of(page.text).strip(" ,").lower())
    if asked is not None:
        return _pronoun(page, source, asked, cast, done)
    return resolve_by_words(cast, source) or describe(cast, source)


def _without_source(page: Page, draft: Draft, cast: Cast, done: Sequence[Draft]) -> Resolution:
    """A participle ("…, adding that") has the subject of its sentence; a bare quotation goes on with the last speaker."""
    start = draft.anchor
    sentence = page.sentence_at(start)
    for other in reversed(done):
        if other.speaker is not None and page.sentence_at(other.anchor) == sentence and other.anchor < start:
            return Resolution(entity=other.speaker, kind="name", reason="the subject of the same sentence", certainty=0.9)
    last = done[-1] if done else None
    if last is not None and last.speaker is not None and not draft.cue and page.quoted(draft.content[0].start):
        if page.line_at(start) - page.line_at(last.content[-1].end - 1) <= 1:
            return Resolution(entity=last.speaker, kind="name", reason="the quotation goes on from the last speaker", certainty=0.8)
    subject = _subject(page, cast, sentence, start) if draft.cue else None
    if subject is not None:
        return Resolution(entity=subject, kind="name", reason="the person at the head of the sentence", certainty=0.6)
    return Resolution(entity=None, kind="name", reason="the report names no source here", certainty=0.8)


def _subject(page: Page, cast: Cast, sentence: int, before: int) -> int | None:
    head = page.sentences[sentence]
    named = cast.named_in(head.start, min(before, head.start + 60))
    return named[0][0] if named and cast.entities[named[0][0]].type == "person" and not page.quoted(named[0][1].start) else None


def _pronoun(page: Page, source: Span, asked: str, cast: Cast, done: Sequence[Draft]) -> Resolution:
    word = source.of(page.text)
    if asked == "self":
        return Resolution(entity=None, kind="pronoun", reason=f"“{word}” speaks for somebody the report does not name here", certainty=0.7)
    if asked == "relative":
        named = cast.named_in(max(0, source.start - 80), source.start)
        if named:
            return Resolution(entity=named[-1][0], kind="pronoun", reason=f"“{word}” follows the name", certainty=0.85)
        return Resolution(entity=None, kind="pronoun", reason=f"no name before “{word}”", certainty=0.7)
    ranked = sorted(((_rank(page, source, k, asked, cast, done), -k) for k in range(len(cast.entities))), reverse=True)
    if not ranked or ranked[0][0] <= 0:
        return Resolution(entity=None, kind="pronoun", reason=f"nobody before “{word}” fits it", certainty=0.7)
    winner = -ranked[0][1]
    return Resolution(entity=winner, kind="pronoun", reason=f"“{word}” fits {cast.entities[winner].name} best", certainty=0.9)


def _rank(page: Page, source: Span, entity: int, asked: str, cast: Cast, done: Sequence[Draft]) -> float:
    """How well an entity fits a pronoun; 0 or less when it does not. Weights set by hand, order of size: an earlier speaker
    nearby beats the subject of the sentence before, which beats mere nearness (Hobbs 1978; Lappin and Leass 1994)."""
    who = cast.entities[entity]
    if not _agrees(who.type, who.gender, asked):
        return 0.0
    line, sentence = page.line_at(source.start), page.sentence_at(source.start)
    spans = [s for s in who.spans if s.end <= source.start] + [s for e, s, _ in cast.resolved if e == entity and s.end <= source.start]
    if not spans:
        return 0.0
    nearest = max(spans)
    gap = line - page.line_at(nearest.start)
    if gap > _NEAR_LINES:
        return 0.0
    rank = 1.0 - 0.4 * gap
    rank += max((_subject_weight(page, s, sentence) for s in spans), default=0.0)
    spoken = [d for d in done if d.speaker == entity and d.anchor < source.start and d.parent is None]
    if spoken and line - page.line_at(spoken[-1].anchor) <= _NEAR_LINES:
        rank += 2.0 if spoken[-1] is _last_spoken(done, source.start) else 0.7
    if page.quoted(nearest.start):
        rank -= 0.8
    return rank + (0.4 if who.gender == asked else 0.0) + 0.05 * min(len(spans), 6)


def _agrees(kind: str, gender: str | None, asked: str) -> bool:
    if asked in ("m", "f"):
        return kind in ("person", "office") and gender in (None, asked)
    if asked == "plural":
        return kind in ("anonymous", "group", "organisation")
    return kind in ("organisation", "state", "document", "group")


def _subject_weight(page: Page, span: Span, sentence: int) -> float:
    """A name near the head of this sentence or of the one before it is probably what the pronoun goes on about."""
    own = page.sentence_at(span.start)
    if sentence - own not in (0, 1):
        return 0.0
    lead = span.start - page.sentences[own].start
    return (1.0 if lead <= 45 else 0.3) * (1.2 if own == sentence else 1.0)


def _last_spoken(done: Sequence[Draft], before: int) -> Draft | None:
    return next((d for d in reversed(done) if d.anchor < before and d.speaker is not None and d.parent is None), None)
