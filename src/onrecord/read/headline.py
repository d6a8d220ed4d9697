"""What stands around a page's title: the title itself, the lines that sum up, who wrote, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import FurnitureKind, Published
from onrecord.read.blocks import Block
from onrecord.read.dates import parse_published
from onrecord.read.facts import PageFacts, clean_field
from onrecord.read.hints import Hint
from onrecord.read.layer import PageLayer
from onrecord.read.lines import byline_in, fold_line, is_sentence, stamp_of

_SITE_SUFFIX = re.compile(r"\s[-–—|·•:»]\s")


def find_title_block(blocks: Sequence[Block], facts: PageFacts, chosen: Sequence[bool]) -> int | None:
    """The block that prints the title: a heading that the head of the page names too, else the last first-rank one before the report."""
    first = next((number for number, is_chosen in enumerate(chosen) if is_chosen and is_sentence(blocks[number].text)), len(blocks))
    names = {fold_line(name) for name in (facts.headline, _without_site(facts)) if name}
    window = fold_line(facts.window_title or "")
    visible = [number for number, block in enumerate(blocks) if not block.scope.hidden]
    named = [number for number in visible if fold_line(blocks[number].text) in names]
    if named:
        return next((number for number in named if blocks[number].scope.tag == "h1"), named[0])
    nameless = ("", fold_line(facts.outlet or ""))
    headings = [number for number in visible if blocks[number].scope.tag == "h1" and fold_line(blocks[number].text) not in nameless]
    in_window = [number for number in headings if fold_line(blocks[number].text) in window]
    before = [number for number in headings if number < first]
    return next(iter(in_window), before[-1] if before else None)


def title_of(blocks: Sequence[Block], facts: PageFacts, block: int | None) -> str | None:
    """The title as the page prints it, else as its head names it; None when neither does."""
    return clean_field(blocks[block].text) if block is not None else facts.headline or _without_site(facts)


def _without_site(facts: PageFacts) -> str | None:
    """The window title without the name of the site before or after it."""
    title = facts.window_title
    if title is None:
        return None
    parts = _SITE_SUFFIX.split(title)
    site = fold_line(facts.outlet or "")
    if len(parts) > 1 and site and fold_line(parts[0]) == site:
        return title[len(parts[0]) :].lstrip(" -–—|·•:»")
    if len(parts) > 1 and (not site or fold_line(parts[-1]) == site):
        return title[: title.rindex(parts[-1])].rstrip(" -–—|·•:»")
    return title


def admit_standfirst(
    blocks: Sequence[Block], kinds: list[FurnitureKind | None], hints: Sequence[Hint | None], title_block: int | None, facts: PageFacts
) -> None:
    """The lines under the title that sum up the report are of it, though extractors leave them out."""
    if title_block is None:
        return
    first = next((number for number in range(title_block + 1, len(blocks)) if kinds[number] is None), len(blocks))
    summary = fold_line(facts.description or "")
    for number in range(title_block + 1, first):
        folded = fold_line(blocks[number].text)
        if kinds[number] == "other" and (hints[number] == "standfirst" or (len(folded) >= 25 and summary.startswith(folded))):
            kinds[number] = None


def printed_byline(blocks: Sequence[Block], kinds: Sequence[FurnitureKind | None]) -> str | None:
    """Who wrote, as the first line of a byline says; None when there is none."""
    for block, kind in zip(blocks, kinds, strict=True):
        if kind == "byline":
            line = block.text.split("\n")[0].split(" | ")[0].strip()
            return byline_in(line) or clean_field(line)
    return None


def printed_date(layer: PageLayer, kinds: Sequence[FurnitureKind | None]) -> Published | None:
    """What the page prints near its head: a ``<time>`` element, else a line that only says when it was published."""
    report = [number for number, kind in enumerate(kinds) if kind is None]
    last_head = report[min(2, len(report) - 1)] if report else len(kinds)
    for time in sorted(layer.times, key=lambda t: not t.is_publication):
        in_place = time.block <= last_head and (time.block >= len(kinds) or kinds[time.block] not in ("comment", "read also"))
        if (time.is_publication or in_place) and (found := parse_published(time.moment, basis="page")):
            return found
    for number in range(min(last_head, len(kinds))):
        stamp = stamp_of(layer.blocks[number].text)
        if stamp and stamp[1]:
            return Published(value=stamp[1], precision="day", basis="page")
    return None
