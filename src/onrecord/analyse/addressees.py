"""To whom a statement was made: "told reporters", "in an interview with the Daily", "Ruiz to Bell: …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.analyse.cast import Cast, describe
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.lexicon import read_words
from onrecord.model import Span

_END = r"(?=\s+(?:" + "|".join(sorted(read_words("phrase-ends"))) + r")\b|\s*[,.:;\"“„«'‘(\n]|\s*$)"
_PHRASE = r"(?P<to>(?:the\s+|a\s+|an\s+|his\s+|her\s+)?[^\s,.:;\"“„«‘(\n][^,.:;\"“„«(\n]{1,60}?)"
_TOLD = re.compile(r"\b(?:told|tells|tell|telling|informed|informs|assured|assures|reminded|reminds)\s+" + _PHRASE + _END)
_TALK = r"in an? (?:\w+ )?(?:interview|phone call|conversation|meeting) (?:with|to|given to)"
_SETTING = re.compile(rf"\b(?:{_TALK}|speaking to|in remarks to|in comments to|in a letter to)\s+{_PHRASE}{_END}")
_HEADLINE = re.compile(r"^(?P<from>[^:]{2,60}?)\s+to\s+(?P<to>[^:]{2,60}?)$")


def find_addressees(page: Page, drafts: Sequence[Draft], cast: Cast) -> None:
    """Sets ``addressee`` of the drafts that say to whom; a participle shares that of its sentence and speaker."""
    for draft in drafts:
        span = _told(page, draft) or _headline(page, draft)
        if span is not None:
            draft.addressee = (_entity(cast, span), span)
    for draft in drafts:
        if draft.addressee is None:
            draft.addressee = _shared(page, draft, drafts)


def _told(page: Page, draft: Draft) -> Span | None:
    if not draft.cue:
        return None
    text, cue = page.text, draft.cue[0]
    line = page.lines[page.line_at(cue.start)]
    following = [c.start for c in draft.content if c.start >= cue.end]
    limit = min([line.end, *following]) if following else line.end
    limit = len(text[:limit].rstrip()) if following else limit
    match = _TOLD.search(text, cue.start, limit)
    if match is None or match.start() > cue.end:
        match = _SETTING.search(text, cue.start, line.end)
        if match is None or match.start() > cue.end + 60:
            return None
    span = Span(*match.span("to"))
    return None if any(span.overlaps(c) for c in draft.content) or _is_object_pronoun(span.of(text)) else span


def _is_object_pronoun(words: str) -> bool:
    return words.lower() in {"it", "that", "this", "what"}


def _headline(page: Page, draft: Draft) -> Span | None:
    """ "Ruiz to Bell: come and see" — the source is cut to the speaker, the rest is the addressee."""
    if not (draft.source and draft.cue and draft.cue[0].of(page.text).strip() == ":"):
        return None
    source = draft.source[0]
    stop = draft.cue[0].start
    match = _HEADLINE.match(page.text[source.start : stop].rstrip())
    if match is None:
        return None
    draft.source = (Span(source.start, source.start + match.end("from")),)
    return Span(source.start + match.start("to"), source.start + match.end("to"))


def _entity(cast: Cast, span: Span) -> int:
    named = cast.named_in(span.start, span.end)
    if named and (named[-1][1].end == span.end or cast.entities[named[-1][0]].type == "person"):
        return named[-1][0]
    resolution = describe(cast, span)
    assert resolution.entity is not None  # describe always makes one
    return resolution.entity


def _shared(page: Page, draft: Draft, drafts: Sequence[Draft]) -> tuple[int, Span] | None:
    sentence = page.sentence_at(draft.anchor)
    for other in drafts:
        same_act = other.source and draft.source in ((), other.source) and other.speaker == draft.speaker
        if same_act and other.addressee and page.sentence_at(other.anchor) == sentence:
            return other.addressee
    return None
