"""Speech within speech: a spokesman who quotes his president, an agency that reports what a minister said.

The tagger was trained on data in which every word belongs to one attribution at most. So the inside of a content in which
a verb of saying stands is given to it once more, as if it were the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from onrecord.analyse.boundaries import tidy
from onrecord.analyse.cast import core_of
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.relays import is_news_body
from onrecord.engines.protocols import TaggedAttribution, Tagger
from onrecord.lexicon import read_words
from onrecord.model import Span

_SHORTEST = 25  # code points that can hold a speaker, a verb and what was said


def find_nested(page: Page, drafts: Sequence[Draft], tagger: Tagger) -> list[Draft]:
    """Drafts whose ``parent`` is one of ``drafts``; they lie wholly inside a quoted piece of its content."""
    settled = {id(d.parent) for d in drafts if d.parent is not None}
    inside = _read_inside(page, drafts, tagger, lambda d, piece: d.parent is None and id(d) not in settled and page.quoted(piece.start))
    return [
        Draft(source=a.source, cue=a.cue, content=content, score=a.score, parent=d, reasons=["stands inside a quotation"])
        for d, a in inside
        if not _is_whole(d, a) and (content := tidy(page, a.content))
    ]


def unfold_relayed(page: Page, drafts: Sequence[Draft], tagger: Tagger) -> list[Draft]:
    """The drafts, with "the agency reported that X said Y" turned into X's statement; the agency is a relay of it, which
    ``find_relays`` reads off the sentence."""
    inside = _read_inside(page, drafts, tagger, lambda d, _: bool(d.source) and is_news_body(core_of(page.text, d.source[0]).of(page.text)))
    unfolded = [d for d, _ in inside]
    new = [
        Draft(source=a.source, cue=a.cue, content=content, score=a.score, reasons=["relayed by a news organisation"])
        for _, a in inside
        if (content := tidy(page, a.content))
    ]
    return [d for d in drafts if not any(d is u for u in unfolded)] + new


def _read_inside(
    page: Page, drafts: Sequence[Draft], tagger: Tagger, wanted: Callable[[Draft, Span], bool]
) -> list[tuple[Draft, TaggedAttribution]]:
    pieces = [(d, piece) for d in drafts for piece in d.content if wanted(d, piece) and _may_hold_speech(page.text, piece)]
    if not pieces:
        return []
    found = []
    for a in tagger.tag(page.text, skip=_outside([piece for _, piece in pieces], len(page.text))).attributions:
        spans = (*a.source, *a.cue, *a.content)
        home = next((d for d, piece in pieces if all(piece.contains(s) for s in spans)), None)
        if home is not None and a.cue and a.source:
            found.append((home, a))
    return found


def _is_whole(draft: Draft, a: TaggedAttribution) -> bool:
    """A "nested" content that is all of its parent's says nothing new."""
    return sum(s.end - s.start for s in a.content) >= 0.95 * sum(s.end - s.start for s in draft.content)


def _may_hold_speech(text: str, piece: Span) -> bool:
    return piece.end - piece.start >= _SHORTEST and bool(_verb().search(text, piece.start, piece.end))


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(read_words("speech-verbs"))) + r")\b", re.IGNORECASE)


def _outside(pieces: Sequence[Span], length: int) -> list[Span]:
    gaps, at = [], 0
    for piece in sorted(pieces):
        if piece.start > at:
            gaps.append(Span(at, piece.start))
        at = max(at, piece.end)
    if at < length:
        gaps.append(Span(at, length))
    return gaps
