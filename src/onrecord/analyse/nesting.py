"""Speech within speech: a spokesman who quotes his president, an agency that reports what a minister said.

The tagger was trained on data in which every word belongs to one attribution at most. So the inside of a content in which
a verb of saying stands is given to it once more, as if it were the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from onrecord.analyse.boundaries import tidy, with_living_parents, without_furniture
from onrecord.analyse.drafts import Draft
from onrecord.analyse.media import is_medium
from onrecord.analyse.page import Page
from onrecord.analyse.phrases import core_of
from onrecord.engines.protocols import TaggedAttribution, Tagger
from onrecord.lexicon import read_pairs, read_words
from onrecord.model import Span
from onrecord.quotations import MARKS
from onrecord.text import any_of, words

_THAT = re.compile(r"that\s+", re.IGNORECASE)
_COMPLEMENT = re.compile(r"(?:that|whether)\b", re.IGNORECASE)
_LEVELS = 2  # of quotations within a quotation
_STATED = re.compile(
    r"(?P<who>(?:[Tt]he |[Aa]n? )?[\w.’'-]+(?: [\w.’'-]+){0,5}?) (?P<cue>said|says|stated|states|announced|claimed|confirmed|denied) that "
)
_TOLD = re.compile(r"\b(?:told|tells?|telling|informed|assured|warned|reminded)\b", re.IGNORECASE)
_TRAILING = " ,;:–—"
_SHORTEST = 25  # code points that can hold a speaker, a verb and what was said


def find_nested(page: Page, drafts: Sequence[Draft], tagger: Tagger) -> list[Draft]:
    """Drafts whose ``parent`` is one of ``drafts``; they lie wholly inside one piece of its content, or of a nested one's."""
    settled = {id(d.parent) for d in drafts if d.parent is not None}
    for draft in drafts:
        if draft.parent is not None:
            draft.content = without_furniture(page, _within_marks(page, draft.anchor, draft.content)) or draft.content
    outer = [d for d in drafts if d.parent is None and id(d) not in settled]
    found: list[Draft] = []
    for _ in range(_LEVELS):
        outer = _find_inside(page, outer, tagger)
        found += outer
    for draft in found:
        _hand_on(page, draft)
    return found


def _hand_on(page: Page, draft: Draft) -> None:
    """ "“No,” the minister told them, according to two guests. “Never.”": what is quoted behind the sentence that somebody else
    vouches for is still the minister's."""
    parent, last = draft.parent, draft.content[-1]
    if parent is None or parent.anchor < draft.anchor or page.quoted(draft.anchor) or not page.quoted(last.start):
        return
    later = tuple(p for p in parent.content if p.start > last.end and page.quoted(p.start) and page.quoted(p.end - 1))
    if later and parent.content[0].contains(last):
        draft.content = (*draft.content, *later)
        parent.content = tuple(p for p in parent.content if p not in later)


def _find_inside(page: Page, outer: Sequence[Draft], tagger: Tagger) -> list[Draft]:
    regions = [(d, p) for d in outer for c in d.content if (p := _opened(page, c))]
    return [
        Draft(source=a.source, cue=a.cue, content=content, score=a.score, parent=d, reasons=[_where(page, a.cue[0].start)])
        for d, a in _read_inside(page, regions, tagger)
        if not _is_whole(d, a) and (content := without_furniture(page, _within_marks(page, a.cue[0].start, _clause(page, a))))
    ]


def without_own(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, but for what stands in indirect speech and is the same speaker's: "he said that he had asked" tells in the
    third person what "I" tells in a quotation. What he had told somebody else stays, an act of saying of its own. For drafts with
    speakers."""
    return with_living_parents([d for d in drafts if not _is_own(page, d)])


def _is_own(page: Page, draft: Draft) -> bool:
    parent = draft.parent
    if parent is None or draft.speaker is None or draft.speaker != parent.speaker or page.quoted(draft.anchor):
        return False
    return not _TOLD.search(" ".join(c.of(page.text) for c in draft.cue))


def _where(page: Page, anchor: int) -> str:
    return "stands inside a quotation" if page.quoted(anchor) else "stands inside indirect speech"


def _clause(page: Page, a: TaggedAttribution) -> tuple[Span, ...]:
    """The content as far as it stands in the sentence of the cue, from "that" or "whether" on where it has one."""
    pieces = [p for p in tidy(page, a.content) if page.sentence_at(p.start) == page.sentence_at(a.cue[0].start)]
    opening = next((k for k, p in enumerate(pieces) if _COMPLEMENT.match(page.text, p.start, p.end)), 0)
    return tuple(pieces[opening:])


def unfold_relayed(page: Page, drafts: Sequence[Draft], tagger: Tagger, media: frozenset[str]) -> list[Draft]:
    """The drafts, with "the agency reported that X said Y" turned into X's statement; the agency is a relay of it, which
    ``find_relays`` reads off the sentence."""
    relayed = [d for d in drafts if d.source and is_medium(core_of(page.text, d.source[0]).of(page.text), media)]
    regions = [(d, region) for d in relayed if (region := _in_line(page, d))]
    inside = _read_inside(page, regions, tagger)
    unfolded = {id(d) for d, _ in inside}
    spelled = [(d, a) for d, region in regions if id(d) not in unfolded and (a := _spelled_out(page.text, d, region))]
    unfolded |= {id(d) for d, _ in spelled}
    new = [
        Draft(source=a.source, cue=a.cue, content=content, score=a.score, reasons=["relayed by a news organisation"])
        for _, a in (*inside, *spelled)
        if (content := without_furniture(page, tidy(page, a.content)))
    ]
    return with_living_parents([d for d in drafts if id(d) not in unfolded]) + new


def _spelled_out(text: str, draft: Draft, region: Span) -> TaggedAttribution | None:
    """ "The agency reported that the ministry stated that …": what the words alone tell, where the tagger saw nothing."""
    match = _STATED.match(text, region.start, region.end)
    if match is None or match.end() >= region.end:
        return None
    who, cue = Span(*match.span("who")), Span(*match.span("cue"))
    return TaggedAttribution(source=(who,), cue=(cue,), content=(Span(match.end(), region.end),), score=draft.score)


def _in_line(page: Page, draft: Draft) -> Span | None:
    """From the first to the last character of the content that stands in the line of the cue."""
    line = page.lines[page.line_at(draft.anchor)]
    own = [c for c in draft.content if c.overlaps(line)]
    return _after_that(page.text, Span(own[0].start, own[-1].end)) if own else None


def _read_inside(page: Page, regions: Sequence[tuple[Draft, Span]], tagger: Tagger) -> list[tuple[Draft, TaggedAttribution]]:
    """Attributions with a source and a verb of saying that the tagger finds when it reads the regions alone, without the source
    and cue of their own draft; not those of nobody, nor of "I" and "we", which are the speaker's own."""
    found = []
    for draft, region in regions:
        if _may_hold_speech(page.text, region):
            inside = region.of(page.text).rstrip(_TRAILING)  # the comma before "he said" makes it half a sentence
            own = [Span(s.start - region.start, s.end - region.start) for s in (*draft.source, *draft.cue) if region.contains(s)]
            tagged = tagger.tag(inside, skip=own)
            found += [(draft, _moved(a, region.start)) for a in tagged.attributions if _reports_speech(inside, a)]
    return found


def _reports_speech(text: str, a: TaggedAttribution) -> bool:
    named = a.source and read_pairs("pronouns").get(a.source[0].of(text).lower()) not in ("indefinite", "self")
    return bool(named and a.cue and _verb().search(a.cue[0].of(text)))


def _moved(a: TaggedAttribution, by: int) -> TaggedAttribution:
    def move(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(s.start + by, s.end + by) for s in spans)

    return replace(a, source=move(a.source), cue=move(a.cue), content=move(a.content))


def _within_marks(page: Page, anchor: int, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Where what is quoted inside begins with marks of its own, they bound it; else the content as it is. Its own are those
    one level deeper than its source or cue, at the anchor, stands."""
    depth = 1 + max((q.depth for q in page.quotations_around(anchor)), default=-1)
    inner = {q.span for c in content for q in (*page.quotations_around(c.start), *page.quotations_from(c.start, c.end)) if q.depth == depth}
    told_first = bool(inner) and bool(words(page.text, content[0].start, min(inner).start))
    return content if told_first or not inner else tuple(sorted(inner))


def _is_whole(draft: Draft, a: TaggedAttribution) -> bool:
    """A "nested" content that is all of its parent's says nothing new."""
    return sum(s.end - s.start for s in a.content) >= 0.95 * sum(s.end - s.start for s in draft.content)


def _opened(page: Page, piece: Span) -> Span | None:
    """Without quotation marks around it, or "that" before it: with them the tagger takes it for speech already, not for text
    that reports speech. Marks around a part of it stay: they tell who says that part."""
    start, end = piece.start, piece.end
    parts = {q.span.start: q.span.end for q in page.quotations_from(start, end) if words(page.text, q.span.end, end)}
    while start < end and page.text[start] in MARKS and start not in parts:
        start += 1
    inner_ends = {q.span.end for q in page.quotations_from(start, end)}
    while end > start and page.text[end - 1] in MARKS and end not in inner_ends:
        end -= 1
    return _after_that(page.text, Span(start, end)) if start < end else None


def _after_that(text: str, piece: Span) -> Span:
    that = _THAT.match(text, piece.start, piece.end - 1)
    return Span(that.end(), piece.end) if that else piece


def _may_hold_speech(text: str, piece: Span) -> bool:
    return piece.end - piece.start >= _SHORTEST and bool(_verb().search(text, piece.start, piece.end))


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(read_words('speech-verbs'))}|according\s+to)\b", re.IGNORECASE)
