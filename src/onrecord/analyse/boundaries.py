"""Where content begins and ends: no stray white space or commas, whole quotations with their marks, one owner for each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.spans import Cover, by_place
from onrecord.lexicon import read_pairs, read_sections, read_words
from onrecord.model import Manner, Span
from onrecord.quotations import MARKS, Quotation
from onrecord.text import WORD, words

_EDGES = ",;:–—"
_PARTICLES = frozenset(["a", "an", "the", "and", "but", "or", "that", "as", "his", "her", "their", "its"])
_RECIPROCAL = frozenset(["each", "other", "one", "another"])
_DATELINE = re.compile(r"[^.\n]{0,60}?\s(?:-|–|—|--)\s")
_HANGING = re.compile(r", (?:(?:[\w-]+ )?of (?:whom|which)|but (?:nonetheless|nevertheless|that|also)) ")
_BROKEN_OFF = re.compile(r" (?:still |also |all )?(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should) ")
_THINKS = re.compile(  # verbs that take a clause, right before it, and not behind "who"
    r"(?<!who )(?<!which )(?<!that )\b(?:sa(?:y|ys|id)|think|thinks|thought|admit(?:s|ted)?|stress(?:es|ed)?"
    r"|(?:believe|argue|allege|estimate)[sd]?|(?:claim|fear|insist|maintain|suspect|warn|report)(?:s|ed)?) $"
)
_BESIDE = 20
_CLAUSE_END = re.compile(r"[,;:(“”\"]")
_TO_DO = re.compile(r"to [a-z]")
_LISTED = re.compile(r"(?:, [a-z][^,;:()“”\"]+)*,? and [a-z][^,;:()“”\"]+")
_HEAD = re.compile(r"(?:, and|,| and) ([a-z]+)")
_LONGEST_TAIL = 600  # characters
_CAPITAL_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]+[A-Z](?:[ ,][^\n“”\"]{0,50}?)?\s(?:-|–|—|--)\s|[A-Z][A-Z.'’-]+[A-Z](?: [A-Z]{2,})?:\s(?=[A-Z])"
)
_LEAST_HEAD = 3  # words
_MOST = 0.5  # share of a quotation's words that must be found before all of it is taken
_LONG = 6  # words: a shorter quotation inside content is a phrase in marks, not speech that could hold speech


def tidy(page: Page, content: Sequence[Span]) -> tuple[Span, ...]:
    """The pieces without white space and parting commas at their ends; pieces without a word, or with no more than "the" or "about",
    are dropped. Empty when nothing but pronouns is left ("it", "whom", "each other"): such content says nothing by itself.
    """
    bare = (_bare(page.text, p) for piece in content if (p := without_dateline(page, piece)) is not None)
    pieces = tuple(p for p in bare if p is not None and WORD.search(page.text, p.start, p.end) and not _is_particle(p.of(page.text)))
    found = (w.lower() for p in pieces for w in WORD.findall(page.text, p.start, p.end))
    return pieces if any(w not in read_pairs("pronouns") and w not in _RECIPROCAL for w in found) else ()


def without_dateline(page: Page, piece: Span) -> Span | None:
    """Without "PORT AMARIS, Tuesday – " where it opens its line: that is the paper's, and nobody says it."""
    if page.lines[page.line_at(piece.start)].start != piece.start:
        return piece
    dateline = _CAPITAL_DATELINE.match(page.text, piece.start)
    if dateline is None:
        return piece
    return Span(dateline.end(), piece.end) if dateline.end() < piece.end else None


def _is_particle(words: str) -> bool:
    return words.lower() in _PARTICLES or words.lower() in read_sections("clause-words")["prepositions"]


def settle_quotations(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with every quotation that is mostly found given whole to one of them, marks included.

    The owner is the draft whose cue stands outside the quotation and nearest to it. What is attributed wholly inside the
    quotation becomes nested in the owner's. Drafts that lose all their content are left out.
    """
    for quotation, near in _with_near(page, drafts):
        _settle(page, quotation, near)
    for draft in drafts:
        draft.content = without_furniture(page, _merged(draft.content))
    return with_living_parents([d for d in drafts if d.content])


def fill_blocks(page: Page, drafts: Sequence[Draft]) -> None:
    """Block quotations: behind a line that ends with the cue and a colon, the whole next line is content, unless it is quoted
    or another draft has a part of it."""
    owners: dict[int, set[int]] = defaultdict(set)  # by line, the drafts that have a part of it
    for number, draft in enumerate(drafts):
        for line in _lines_of(page, draft.spans):
            owners[line].add(number)
    for number, draft in enumerate(drafts):
        block = _block(page, draft)
        if block is not None and owners[page.line_at(block.start)] <= {number}:
            draft.content = _merged([*draft.content, block])


def open_sentences(page: Page, drafts: Sequence[Draft]) -> None:
    """Indirect content before its own source ("…, the prosecutor said") reaches back to where its sentence begins: half of a clause
    is no content. Not over a comma, a quotation or what another draft has a share in."""
    taken = Cover(s for d in drafts for s in d.spans)
    for draft in drafts:
        content = draft.content[0]
        followed = content.end < draft.anchor and page.text[content.end : draft.anchor].strip() == ","
        if len(draft.content) == 1 and draft.cue and followed and not page.quoted(content.start):
            head = _head(page, content)
            if head is not None and not taken.meets(head) and not page.quotations_from(head.start, head.end):
                draft.content = (Span(head.start, content.end),)


def close_sentences(page: Page, drafts: Sequence[Draft]) -> None:
    """Content behind its cue reaches on to where its clause ends, if it breaks off before its verb ("the police believe survivors" "are
    still trapped"), and over a comma to where its sentence ends, where what follows cannot stand by itself: "…, four of
    whom were hurt", "to hire a firm, train the crews, and pay the fines", "…, but nonetheless the fleet may sail". Not over what
    another draft has a share in, nor out of or into a quotation."""
    taken = Cover(s for d in drafts for s in d.spans)
    for draft in drafts:
        content = draft.content[-1]
        if draft.cue and draft.anchor < content.start and not page.quoted(content.end - 1):
            tail = _tail(page, content)
            if tail is not None and not taken.meets(tail) and not page.quotations_from(tail.start, tail.end):
                draft.content = (*draft.content[:-1], Span(content.start, tail.end))


def _tail(page: Page, content: Span) -> Span | None:
    """The rest of the sentence behind the content, without its full stop, where it hangs on it."""
    end = min(page.sentences[page.sentence_at(content.start)].end, page.lines[page.line_at(content.start)].end)
    if end - content.end > _LONGEST_TAIL:
        return None
    rest = page.text[content.end : end].rstrip(" \n.!?")
    if _BROKEN_OFF.match(rest) and _THINKS.search(page.text, max(0, content.start - _BESIDE), content.start):
        return Span(content.end, content.end + len(_CLAUSE_END.split(rest, maxsplit=1)[0]))
    hangs = _HANGING.match(rest) or (_TO_DO.match(content.of(page.text)) and _is_list(rest))
    return Span(content.end, content.end + len(rest)) if hangs else None


def _is_list(rest: str) -> bool:
    """Whether each of its parts begins with a plain verb, as far as is known: ", train the crews, and pay the fines"."""
    found = _LISTED.fullmatch(rest)
    if found is None:
        return False
    heads = [m.group(1) for m in _HEAD.finditer(rest)]
    return all(h not in read_words("closed-classes") and not h.endswith(("ing", "ed", "ly", "s")) for h in heads)


def _head(page: Page, content: Span) -> Span | None:
    """The words of the sentence before the content, without a dateline; None for fewer than three, or if something parts them from it."""
    start = max(page.sentences[page.sentence_at(content.start)].start, page.lines[page.line_at(content.start)].start)
    dateline = _DATELINE.match(page.text, start, max(start, content.start))
    start = dateline.end() if dateline else start
    before = page.text[start : content.start].rstrip()
    if len(before.split()) < _LEAST_HEAD or not before[-1].isalnum():
        return None
    head = Span(start, content.start)
    return None if page.is_furniture(head) else head


def _lines_of(page: Page, spans: Iterable[Span]) -> Iterator[int]:
    for span in spans:
        for number in range(page.line_at(span.start), page.line_at(span.end - 1) + 1):
            if page.lines[number].overlaps(span):
                yield number


def _block(page: Page, draft: Draft) -> Span | None:
    if not draft.cue:
        return None
    number = page.line_at(draft.cue[0].start)
    if number + 1 >= len(page.lines) or not page.lines[number].of(page.text).endswith(":"):
        return None
    block = page.lines[number + 1]
    begun = draft.content[0].start == block.start and not page.quoted(block.start)
    return block if begun and not page.text[draft.cue[0].end : page.lines[number].end].strip(": ") else None


def with_living_parents(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts; one whose parent is not among them stands in the running text."""
    living = {id(d) for d in drafts}
    for draft in drafts:
        if draft.parent is not None and id(draft.parent) not in living:
            draft.parent = None
    return list(drafts)


def without_furniture(page: Page, content: Sequence[Span]) -> tuple[Span, ...]:
    """The pieces as far as they are of the report; what marks were paired around may hold a caption."""
    if not any(page.is_furniture(p) for p in content):
        return tuple(content)
    pieces = list(content)
    for f in page.report.furniture:
        if any(f.span.overlaps(p) for p in pieces):
            pieces = [part for p in pieces for part in _around(p, f.span)]
    return tuple(p for part in pieces if (p := _bare(page.text, part)) and WORD.search(page.text, p.start, p.end))


def manner_of(page: Page, content: Sequence[Span], *, nested: bool = False) -> Manner:
    """``direct``: all words stand in quotation marks (of ten or more, one may not: a boundary may be off by a word);
    ``mixed``: some; ``indirect``: none.

    For a nested content only the marks inside the outer quotation count.
    """
    marked = any(page.quotations_from(p.start, p.end) or any(page.quotations_around(p.start)) for p in content)
    if not marked and any(WORD.search(page.text, p.start, p.end) for p in content):
        return "indirect"
    found = [w for piece in content for w in words(page.text, piece.start, piece.end)]
    quoted = marked and sum(any(q.depth >= nested and q.span.contains(w) for q in page.quotations_around(w.start)) for w in found)
    if not quoted:
        return "indirect" if found or not any(page.text[p.start] in MARKS for p in content) else "direct"
    return "direct" if len(found) - quoted <= min(1, len(found) // 10) else "mixed"


def _with_near(page: Page, drafts: Sequence[Draft]) -> Iterator[tuple[Quotation, list[Draft]]]:
    """The quotations of the running text, each with the drafts, in their order, that have content in it.

    One sweep over both: whoever is given a quotation gets no share in another by it, since these do not overlap.
    """
    pieces = sorted((p.start, p.end, number) for number, d in enumerate(drafts) for p in d.content)
    active: list[tuple[int, int, int]] = []
    following = 0
    for quotation in page.quotations:
        if quotation.depth == 0:
            span = quotation.span
            while following < len(pieces) and pieces[following][0] < span.end:
                active.append(pieces[following])
                following += 1
            active = [p for p in active if p[1] > span.start]
            yield quotation, [drafts[number] for number in sorted({p[2] for p in active})]


def _settle(page: Page, quotation: Quotation, drafts: Sequence[Draft]) -> None:
    inside_words = words(page.text, quotation.inner.start, quotation.inner.end)
    touching = [d for d in drafts if any(c.overlaps(quotation.span) for c in d.content)]
    outer = [d for d in touching if not _speaks_inside(d, quotation)]
    if not outer or not inside_words:
        return
    covered = sum(any(c.contains(w) for d in touching for c in (*d.content, *d.source, *d.cue)) for w in inside_words)
    beside = any(c.end >= quotation.inner.end - 1 for d in outer if _distance(page, d, quotation) <= _BESIDE for c in d.content)
    if covered < _MOST * len(inside_words) and not beside:
        return
    owner = min(outer, key=lambda d: _distance(page, d, quotation))
    for draft in outer:
        kept = tuple(c for c in draft.content if not c.overlaps(quotation.span))
        if draft is owner:
            overlapping = [c for c in draft.content if c.overlaps(quotation.span)]
            start = min(quotation.span.start, *(c.start for c in overlapping))
            end = max(quotation.span.end, *(c.end for c in overlapping))
            draft.content = tuple(sorted((*kept, Span(start, end))))
        elif len(inside_words) >= _LONG:
            draft.content = kept
    for draft in touching:
        if draft not in outer and draft.parent is None and not _stands_within(owner, draft):
            draft.parent = owner
            draft.reasons.append("stands inside a quotation")
            # What is quoted in later quotations is the owner's again, not that of whom the owner quotes.
            draft.content = tuple(c for c in draft.content if c.overlaps(quotation.span)) or draft.content


def _stands_within(draft: Draft, other: Draft) -> bool:
    """Whether ``other`` quotes the draft, directly or through others; broken marks can make two of them quote each other."""
    up: Draft | None = draft
    while up is not None and up is not other:
        up = up.parent
    return up is other


def _speaks_inside(draft: Draft, quotation: Quotation) -> bool:
    """Source and cue both stand within the marks. A draft with neither is what the quotation says itself."""
    anchors = (*draft.source, *draft.cue)
    return bool(anchors) and all(quotation.span.contains(s) for s in anchors)


def _distance(page: Page, draft: Draft, quotation: Quotation) -> int:
    """Code points from the quotation to the draft's cue (or source); a sentence end between counts as far, another line as farther."""
    anchors = draft.cue or draft.source
    if not anchors:
        return 2000
    gap = max(anchors[0].start - quotation.span.end, quotation.span.start - anchors[0].end, 0)
    between = page.text[min(anchors[0].end, quotation.span.end) : max(anchors[0].start, quotation.span.start)]
    return gap + (1000 if "\n" in between else 200 if any(c in between for c in ".!?") else 0)


def _merged(content: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for piece in sorted(content, key=by_place):
        if merged and piece.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, piece.end))
        else:
            merged.append(piece)
    return tuple(merged)


def _around(piece: Span, hole: Span) -> list[Span]:
    if not piece.overlaps(hole):
        return [piece]
    sides = ((piece.start, hole.start), (hole.end, piece.end))
    return [Span(start, end) for start, end in sides if start < end]


def _bare(text: str, piece: Span) -> Span | None:
    start, end = piece.start, piece.end
    while start < end and (text[start].isspace() or text[start] in _EDGES):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _EDGES):
        end -= 1
    return Span(start, end) if start < end else None
