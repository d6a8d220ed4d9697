"""One HTML page, or the fragment of a feed entry, to a draft. Runs in the child; pure, so that tests can call it directly."""

from __future__ import annotations

from collections.abc import Sequence

from resiliparse.parse.html import HTMLTree

from onrecord.model import Furniture, FurnitureKind, Span
from onrecord.read.blocks import Block
from onrecord.read.charset import decode_page
from onrecord.read.draft import Draft, Unreadable
from onrecord.read.facts import PageFacts, host_of, read_facts
from onrecord.read.furniture import Line, Marked, mark_lines
from onrecord.read.headline import admit_standfirst, find_title_block, printed_byline, printed_date, title_of
from onrecord.read.hints import Hint
from onrecord.read.layer import read_layer
from onrecord.read.lines import byline_in, is_sentence, kind_of_line
from onrecord.read.mojibake import restored, unescaped
from onrecord.read.region import choose_all, choose_region

_SEPARATOR = "\n\n"
_MAX_BYLINE_CHARS = 150
_KINDS: tuple[FurnitureKind, ...] = (
    "navigation", "counter", "photo credit", "caption", "tags", "read also", "comment", "byline", "other",
)  # fmt: skip


def read_page(content: bytes, *, charset: str | None = None, url: str | None = None, fragment: bool = False) -> Draft:
    """The draft of a page. ``charset`` is what the HTTP header says, ``url`` where the page was fetched.

    The text holds all text of the page, its blocks apart by blank lines; all that is not the report is marked as furniture.
    A ``fragment`` is a report without a page around it. Raises Unreadable when no report can be chosen.

    >>> page = b"<nav>News</nav><h1>Fog</h1><p>The ships stayed in port on Monday, the harbour master said.</p>"
    >>> draft = read_page(page)
    >>> draft.title, [piece.kind for piece in draft.furniture]
    ('Fog', ['navigation'])
    """
    decoded, problems = decode_page(content, charset)
    letters, mended = restored(decoded)
    page, unspoilt = unescaped(letters)
    problems += (*mended, *unspoilt)
    tree = HTMLTree.parse(page)
    layer = read_layer(tree)
    facts = PageFacts() if fragment else read_facts(tree, page_url=url)
    chosen, hints = choose_all(layer.blocks) if fragment else choose_region(tree, page, layer)
    title_block = None if fragment else find_title_block(layer.blocks, facts, chosen)
    title = title_of(layer.blocks, facts, title_block)
    text, spans = _lay_out(layer.blocks)
    kinds = [_kind(block, is_chosen, hint) for block, is_chosen, hint in zip(layer.blocks, chosen, hints, strict=True)]
    admit_standfirst(layer.blocks, kinds, hints, title_block, facts)
    _drop_before_title(layer.blocks, kinds, title_block)
    _extend_labels(layer.blocks, kinds)
    marked = _mark_report(layer.blocks, spans, kinds, title)
    furniture = [Furniture(span=span, kind=kind) for span, kind in zip(spans, kinds, strict=True) if kind]
    furniture += [*marked.furniture, *_hidden_parts(layer.blocks, spans, kinds)]
    own_url = facts.url or url
    return Draft(
        text=text,
        furniture=tuple(_disjoint(furniture)),
        title=title,
        byline=facts.byline or printed_byline(layer.blocks, kinds) or marked.byline,
        outlet=facts.outlet or host_of(own_url),
        url=own_url,
        published=facts.published or printed_date(layer, kinds),
        problems=tuple(problems),
    )


def _lay_out(blocks: Sequence[Block]) -> tuple[str, list[Span]]:
    spans, position = [], 0
    for block in blocks:
        spans.append(Span(position, position + len(block.text)))
        position += len(block.text) + len(_SEPARATOR)
    return _SEPARATOR.join(block.text for block in blocks), spans


def _kind(block: Block, is_chosen: bool, hint: Hint | None) -> FurnitureKind | None:
    if block.scope.hidden:
        return "hidden"
    own = kind_of_line(block.text)
    if is_chosen and (hint in (None, "standfirst") or is_sentence(block.text)):
        return own if own != "navigation" or not is_sentence(block.text) else None
    if hint == "byline" and len(block.text) > _MAX_BYLINE_CHARS:
        return "other"
    if own and hint in (None, "other", "standfirst", "caption"):
        return own
    if hint in _KINDS:
        return hint
    return "byline" if byline_in(block.text.split(" | ")[0]) else "other"


def _drop_before_title(blocks: Sequence[Block], kinds: list[FurnitureKind | None], title_block: int | None) -> None:
    """Rubrics and section names above the title are not of the report."""
    for number in range(title_block or 0):
        if kinds[number] is None and not is_sentence(blocks[number].text):
            kinds[number] = "other"
    if title_block is not None:
        kinds[title_block] = None


def _extend_labels(blocks: Sequence[Block], kinds: list[FurnitureKind | None]) -> None:
    """The links under a "Related" heading are what to read also."""
    under_label = False
    for number, block in enumerate(blocks):
        is_link = 2 * block.link_chars > len(block.text)
        under_label = (kinds[number] == "read also" and not is_link and block.scope.tag[:1] == "h") or (under_label and is_link)
        if under_label and kinds[number] == "other":
            kinds[number] = "read also"


def _mark_report(blocks: Sequence[Block], spans: Sequence[Span], kinds: list[FurnitureKind | None], title: str | None) -> Marked:
    """Furniture by line among the blocks chosen so far; headings inside the report are subheads."""
    lines = []
    for number, (block, span) in enumerate(zip(blocks, spans, strict=True)):
        if kinds[number] is not None:
            continue
        heading = block.scope.tag in ("h2", "h3", "h4", "h5", "h6")
        position = span.start
        for piece in block.text.split("\n"):
            lines.append(
                Line(position, position + len(piece), piece, gap=position == span.start, heading=heading, item=block.scope.tag == "li")
            )
            position += len(piece) + 1
    return mark_lines([line for line in lines if line.text], title=title or "")


def _hidden_parts(blocks: Sequence[Block], spans: Sequence[Span], kinds: Sequence[FurnitureKind | None]) -> list[Furniture]:
    parts = []
    for block, span, kind in zip(blocks, spans, kinds, strict=True):
        for start, end in block.hidden_parts if kind != "hidden" else ():
            start += len(block.text[start:end]) - len(block.text[start:end].lstrip())
            if start < end:
                parts.append(Furniture(span=Span(span.start + start, span.start + end), kind="hidden"))
    return parts


def _disjoint(furniture: Sequence[Furniture]) -> list[Furniture]:
    """In order of the text; where two overlap the longer stays, but what is hidden always stays."""
    kept: list[Furniture] = []
    for piece in sorted(furniture, key=lambda p: (p.span.start, -p.span.end)):
        while kept and kept[-1].span.overlaps(piece.span) and piece.kind == "hidden" and kept[-1].kind != "hidden":
            outer = kept.pop()
            if outer.span.start < piece.span.start:
                kept.append(Furniture(span=Span(outer.span.start, piece.span.start), kind=outer.kind))
                break
        if not kept or not kept[-1].span.overlaps(piece.span):
            kept.append(piece)
    return kept


def require_text(draft: Draft) -> Draft:
    """The draft. Raises Unreadable when all of its text is furniture."""
    covered = sum(piece.span.end - piece.span.start for piece in draft.furniture or ())
    if covered >= len(draft.text.strip()):
        raise Unreadable("all of its text is page furniture.")
    return draft
