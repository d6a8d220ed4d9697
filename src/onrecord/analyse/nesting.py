"""Speech within speech: a spokesman who quotes his president, an agency that reports what a minister said.

The tagger was trained on data in which every word belongs to one attribution at most. So the inside of a content in which
a verb of saying stands is given to it once more, as if it were the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from onrecord.analyse.boundaries import tidy, with_living_parents, without_furniture
from onrecord.analyse.cast import core_of
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.quotations import MARKS
from onrecord.analyse.relays import is_news_body
from onrecord.engines.protocols import TaggedAttribution, Tagger
from onrecord.lexicon import read_pairs, read_words
from onrecord.model import Span

_SHORTEST = 25  # code points that can hold a speaker, a verb and what was said


def find_nested(page: Page, drafts: Sequence[Draft], tagger: Tagger) -> list[Draft]:
    """Drafts whose ``parent`` is one of ``drafts``; they lie wholly inside a quoted piece of its content."""
    settled = {id(d.parent) for d in drafts if d.parent is not None}
    for draft in drafts:
        if draft.parent is not None:
            draft.content = without_furniture(page, _within_marks(page, draft.content)) or draft.content
    outer = [d for d in drafts if d.parent is None and id(d) not in settled]
    regions = [(d, p) for d in outer for c in d.content if page.quoted(c.start) and (p := _unmarked(page.text, c))]
    return [
        Draft(source=a.source, cue=a.cue, content=content, score=a.score, parent=d, reasons=["stands inside a quotation"])
        for d, a in _read_inside(page, regions, tagger)
        if not _is_whole(d, a) and (content := without_furniture(page, _within_marks(page, tidy(page, a.content))))
    ]


def unfold_relayed(page: Page, drafts: Sequence[Draft], tagger: Tagger) -> list[Draft]:
    """The drafts, with "the agency reported that X said Y" turned into X's statement; the agency is a relay of it, which
    ``find_relays`` reads off the sentence."""
    relayed = [d for d in drafts if d.source and is_news_body(core_of(page.text, d.source[0]).of(page.text))]
    regions = [(d, region) for d in relayed if (region := _in_line(page, d))]
    inside = _read_inside(page, regions, tagger)
    unfolded = [d for d, _ in inside]
    new = [
        Draft(source=a.source, cue=a.cue, content=content, score=a.score, reasons=["relayed by a news organisation"])
        for _, a in inside
        if (content := tidy(page, a.content))
    ]
    return with_living_parents([d for d in drafts if not any(d is u for u in unfolded)]) + new


def _in_line(page: Page, draft: Draft) -> Span | None:
    """From the first to the last character of the content that stands in the line of the cue."""
    line = page.lines[page.line_at(draft.anchor)]
    own = [c for c in draft.content if c.overlaps(line)]
    return Span(own[0].start, own[-1].end) if own else None


def _read_inside(page: Page, regions: Sequence[tuple[Draft, Span]], tagger: Tagger) -> list[tuple[Draft, TaggedAttribution]]:
    """Attributions with a source and a verb of saying that the tagger finds when it reads the regions alone; not those of
    nobody, nor of "I" and "we", which are the speaker's own."""
    held = [(d, region) for d, region in regions if _may_hold_speech(page.text, region)]
    if not held:
        return []
    found = []
    for a in tagger.tag(page.text, skip=_outside([region for _, region in held], len(page.text))).attributions:
        spans = (*a.source, *a.cue, *a.content)
        home = next((d for d, region in held if all(region.contains(s) for s in spans)), None)
        named = a.source and read_pairs("pronouns").get(a.source[0].of(page.text).lower()) not in ("indefinite", "self")
        if home is not None and named and a.cue and _verb().search(a.cue[0].of(page.text)):
            found.append((home, a))
    return found


def _within_marks(page: Page, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Where what is quoted inside has marks of its own, they bound it; else the content as it is."""
    inner = tuple(q.span for q in page.quotations if q.depth == 1 and any(q.span.overlaps(c) for c in content))
    return inner or content


def _is_whole(draft: Draft, a: TaggedAttribution) -> bool:
    """A "nested" content that is all of its parent's says nothing new."""
    return sum(s.end - s.start for s in a.content) >= 0.95 * sum(s.end - s.start for s in draft.content)


def _unmarked(text: str, piece: Span) -> Span | None:
    """Without quotation marks at its ends: with them the tagger takes it for speech already, not for text that reports speech."""
    start, end = piece.start, piece.end
    while start < end and text[start] in MARKS:
        start += 1
    while end > start and text[end - 1] in MARKS:
        end -= 1
    return Span(start, end) if start < end else None


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
