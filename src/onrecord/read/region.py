"""Which blocks of a page are the report. An extractor only points at them: its own text drops repeats and cannot carry offsets."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence

import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from onrecord.read.blocks import Block
from onrecord.read.draft import Unreadable
from onrecord.read.hints import Hint
from onrecord.read.layer import PageLayer
from onrecord.read.lines import ends_sentence, fold_line, is_sentence, kind_of_line

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_LONG = 40  # letters and digits; a shorter line is found by chance all over a page
_HINT_SHARE = 0.4  # an element with this much of the chosen text is the report's own, whatever its class says
_ARTICLE_SHARE = 0.6
_LINK_SHARE = 0.5
_BOX_SHARE = 0.1
_MIN_LETTERS = 40
_FEWEST_SPACES = 3  # in the shortest sentence that makes a page a report
_MAX_DEPTH = 2000  # one extractor gives nothing on deeper pages, the other is quadratic in depth (40,000: 19 s, measured)
_MIN_TEASERS = 4
_TEASER_SHARE = 0.7
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_PARAGRAPHS = frozenset({"p", "li", "blockquote", "pre", "dd", "dt", "td", "div", "section", "article", "body"})
_HARMLESS: frozenset[Hint] = frozenset({"standfirst", "byline"})  # these stand in the report as often as beside it


def choose_region(tree: HTMLTree, page: str, layer: PageLayer) -> tuple[list[bool], list[Hint | None]]:
    """For each block whether it is of the report, and its hint (those of elements that hold the report itself left out).

    Raises Unreadable, with the reason, when no block can be chosen.
    """
    blocks = layer.blocks
    folded = [fold_line(block.text) for block in blocks]
    for find_lines in (_lines_by_trafilatura, _lines_by_resiliparse) if layer.depth <= _MAX_DEPTH else ():
        pointed = _match(folded, blocks, find_lines(tree, page))
        if _letters(folded, pointed) >= _MIN_LETTERS:
            break
    else:
        shown = [not block.scope.hints and not block.scope.hidden for block in blocks]
        pointed = [fits and is_sentence(block.text) for fits, block in zip(shown, blocks, strict=True)]
        if not any(pointed):  # a page of a line or two
            pointed = [fits and _is_short_sentence(block) for fits, block in zip(shown, blocks, strict=True)]
    chosen, hints = _settle(folded, blocks, pointed)
    _refuse_nothing(folded, blocks, chosen)
    return chosen, hints


def _is_short_sentence(block: Block) -> bool:
    return block.text.count(" ") >= _FEWEST_SPACES and ends_sentence(block.text) and block.scope.tag in _PARAGRAPHS and not _is_links(block)


def choose_all(blocks: Sequence[Block]) -> tuple[list[bool], list[Hint | None]]:
    """As ``choose_region`` for a fragment that is a report already (the content of a feed entry). Raises Unreadable when it has no text."""
    if not any(block.text and not block.scope.hidden for block in blocks):
        raise Unreadable("it has no text.")
    return [not block.scope.hidden for block in blocks], [None] * len(blocks)


def _lines_by_trafilatura(tree: HTMLTree, page: str) -> list[str]:
    try:
        extracted = trafilatura.extract(page, fast=True, include_comments=False, include_tables=True)
    except Exception:  # noqa: BLE001  # whatever a page does to the extractor, the other one is asked next
        extracted = None
    return (extracted or "").split("\n")


def _lines_by_resiliparse(tree: HTMLTree, page: str) -> list[str]:
    return extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=False, comments=False).split("\n")


def _match(folded: Sequence[str], blocks: Sequence[Block], lines: Sequence[str]) -> list[bool]:
    found = [fold_line(line.lstrip("-*•| ")) for line in lines]
    known, joined = set(found) - {""}, "\n".join(found)
    return [
        bool(text) and not block.scope.hidden and (text in known or (len(text) >= _LONG and (text in joined or _holds(text, found))))
        for text, block in zip(folded, blocks, strict=True)
    ]


def _holds(text: str, lines: Sequence[str]) -> bool:
    """Whether most of a block is one line of the extractor: it leaves out buttons and notes inside a paragraph."""
    return any(2 * len(line) > len(text) and len(line) >= _LONG and line in text for line in lines)


def _letters(folded: Sequence[str], chosen: Sequence[bool]) -> int:
    return sum(len(text) for text, is_chosen in zip(folded, chosen, strict=True) if is_chosen)


def _settle(folded: Sequence[str], blocks: Sequence[Block], pointed: Sequence[bool]) -> tuple[list[bool], list[Hint | None]]:
    """Structure corrects the extractor: hinted parts go out, paragraphs between chosen ones come in."""
    total = max(1, _letters(folded, pointed))
    shares: Counter[int] = Counter()
    in_article = 0
    for text, block, is_pointed in zip(folded, blocks, pointed, strict=True):
        if is_pointed:
            in_article += len(text) if block.scope.in_article else 0
            for element, _ in block.scope.hints:
                shares[element] += len(text)
    hints = [_active_hint(block, shares, total) for block in blocks]
    only_article = in_article >= _ARTICLE_SHARE * total
    allowed = [
        (hint is None or hint in _HARMLESS) and not block.scope.hidden and (block.scope.in_article or not only_article)
        for block, hint in zip(blocks, hints, strict=True)
    ]
    _drop_boxes(folded, blocks, pointed, allowed)
    anchors = [n for n, text in enumerate(folded) if pointed[n] and allowed[n] and len(text) >= _LONG and not _is_links(blocks[n])]
    if not anchors:
        return [p and a for p, a in zip(pointed, allowed, strict=True)], hints
    containers = Counter(blocks[n].scope.container for n in anchors)
    return [allowed[n] and _belongs(n, blocks, pointed, (anchors[0], anchors[-1]), containers) for n in range(len(blocks))], hints


def _drop_boxes(folded: Sequence[str], blocks: Sequence[Block], pointed: Sequence[bool], allowed: list[bool]) -> None:
    """Not of the report: small boxes with a button in them, and the other cells of a page laid out as a table."""
    weights: Counter[int] = Counter()
    for text, block, is_pointed in zip(folded, blocks, pointed, strict=True):
        weights[block.scope.container] += len(text) if is_pointed else 0
    total = max(1, weights.total())
    heaviest, weight = max(weights.items(), key=lambda item: item[1], default=(0, 0))
    with_button = {block.scope.container for block in blocks if block.scope.tag == "button"}
    for number, block in enumerate(blocks):
        container = block.scope.container
        is_box = container in with_button and weights[container] < _BOX_SHARE * total
        is_other_cell = block.scope.tag == "td" and container != heaviest and 2 * weight >= total
        allowed[number] = allowed[number] and not is_box and not is_other_cell


def _belongs(number: int, blocks: Sequence[Block], pointed: Sequence[bool], reach: tuple[int, int], containers: Counter[int]) -> bool:
    block = blocks[number]
    if reach[0] <= number <= reach[1]:
        sibling = block.scope.container in containers
        return pointed[number] or (sibling and not _is_links(block) and (block.scope.tag in _PARAGRAPHS or block.scope.tag[0] == "h"))
    if block.scope.container not in containers or _is_links(block) or block.scope.tag not in ("p", "blockquote"):
        return pointed[number] and is_sentence(block.text) and number < reach[0]
    return pointed[number] or is_sentence(block.text)


def _active_hint(block: Block, shares: Counter[int], total: int) -> Hint | None:
    """The outermost hint of elements that do not hold the report; a vague "other" gives way to what is said inside it."""
    active = [hint for element, hint in block.scope.hints if shares[element] < _HINT_SHARE * total]
    return next((hint for hint in active if hint != "other"), active[0] if active else None)


def _is_links(block: Block) -> bool:
    return block.link_chars > _LINK_SHARE * len(block.text)


def _refuse_nothing(folded: Sequence[str], blocks: Sequence[Block], chosen: Sequence[bool]) -> None:
    of_report = [n for n, is_chosen in enumerate(chosen) if is_chosen and kind_of_line(blocks[n].text) is None]
    letters = sum(len(folded[n]) for n in of_report)
    if _is_index(blocks, of_report):
        raise Unreadable("the page is an index of other reports: link after link with a line below. Give the reports themselves.")
    total = sum(map(len, folded))
    in_words = any(not _is_links(blocks[n]) for n in of_report)
    if in_words and (letters >= _MIN_LETTERS or 2 * letters > total):  # a line or two may be all that a page has
        return
    if not any(folded):
        raise Unreadable("the page has no text. If a script builds it, save the page from a browser.")
    hidden = sum(len(text) for text, block in zip(folded, blocks, strict=True) if block.scope.hidden)
    if hidden * 2 > total:
        raise Unreadable("most of the page's text is hidden from its readers, and the rest is no report.")
    nothing = f"no report was found on the page: its {len(blocks)} pieces of text are menus, links and notes."
    raise Unreadable(f"{nothing} Save the text as .txt to read it all the same.")


def _is_index(blocks: Sequence[Block], of_report: Sequence[int]) -> bool:
    """Whether nearly every paragraph that was chosen stands under a heading that is a link to somewhere else."""
    if not of_report:
        return False
    paragraphs = sum(is_sentence(blocks[n].text) for n in of_report)
    teasers = sum(block.scope.tag in _HEADINGS and _is_links(block) for block in blocks[max(0, of_report[0] - 1) : of_report[-1] + 1])
    return teasers >= _MIN_TEASERS and teasers >= _TEASER_SHARE * paragraphs
