"""Which lines of a text are page furniture. Marked, never removed; precision first: a paragraph with a sentence is never furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.model import Furniture, FurnitureKind, Published, Span
from onrecord.read.lines import byline_in, ends_sentence, fold_line, is_bare_number, is_sentence, kind_of_line, stamp_of
from onrecord.read.scripts import script_of

_LINE = re.compile(r"[^\r\n]+")
_MAX_TITLE_CHARS = 200
_MAX_SUBHEAD_CHARS = 80
_MAX_SUBHEAD_WORDS = 12
_LABEL_REACH = 8  # lines that a lone "Related" or "Tags" may cover


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the white space around it; ``gap`` when blank lines go before it, ``heading``, ``item``: what a page marks it as."""

    start: int
    end: int
    text: str
    gap: bool = False
    heading: bool = False
    item: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """The furniture of a text in order and disjoint, and what its lines say of title, author and date."""

    furniture: tuple[Furniture, ...] = ()
    title: str | None = None
    byline: str | None = None
    published: Published | None = None


def split_lines(text: str) -> list[Line]:
    """The lines that are not blank, with their offsets in the text."""
    lines: list[Line] = []
    previous_end = 0
    for found in _LINE.finditer(text):
        stripped = found.group().strip()
        if stripped:
            start = found.start() + found.group().index(stripped)
            breaks = text.count("\n", previous_end, start) or text.count("\r", previous_end, start)
            lines.append(Line(start, start + len(stripped), stripped, gap=breaks != 1))
            previous_end = start + len(stripped)
    return lines


def mark_furniture(text: str, *, title: str | None = None) -> Marked:
    """The furniture of a plain text. ``title`` is the known one; without it the first line that can be a title is.

    >>> marked = mark_furniture("Fog over the strait\\n\\n12\\n\\nThe ships stayed in port on Monday, the harbour master said.")
    >>> marked.title, [piece.kind for piece in marked.furniture]
    ('Fog over the strait', ['counter'])
    """
    return mark_lines(split_lines(text), title=title)


def mark_lines(lines: Sequence[Line], *, title: str | None = None) -> Marked:
    """As ``mark_furniture``, over lines already cut. Never marks everything: a text of furniture alone is left unmarked."""
    body = [number for number, line in enumerate(lines) if is_sentence(line.text)]
    head_end = body[0] if body else len(lines)
    tail_start = body[-1] + 1 if body else len(lines)
    kinds: list[FurnitureKind | None] = [_lone_kind(line, number < head_end or number >= tail_start) for number, line in enumerate(lines)]
    title, title_line = _find_title(lines, kinds, title, head_end)
    if title_line is not None:
        kinds[title_line] = None
    marked = _mark_head(lines, kinds, title_line, head_end)
    for number in range(tail_start, len(lines)):
        kinds[number] = kinds[number] or ("byline" if byline_in(lines[number].text) else None)
    _mark_repeats(lines, kinds, title, title_line)
    _mark_labels(lines, kinds, tail_start)
    if body:
        _mark_subheads(lines, kinds, head_end)
    if all(kind for number, kind in enumerate(kinds) if number != title_line) and not body and title_line is None:
        return Marked(title=title)
    furniture = tuple(Furniture(span=Span(line.start, line.end), kind=kind) for line, kind in zip(lines, kinds, strict=True) if kind)
    return replace(marked, furniture=furniture, title=title)


def _lone_kind(line: Line, at_edge: bool) -> FurnitureKind | None:
    kind = kind_of_line(line.text)
    if kind == "navigation" and not at_edge:
        return None  # between paragraphs "Share" can be a subhead, and a command can be somebody's words
    if kind is None and at_edge and is_bare_number(line.text):
        return "counter"
    return kind


def _find_title(
    lines: Sequence[Line], kinds: Sequence[FurnitureKind | None], given: str | None, head_end: int
) -> tuple[str | None, int | None]:
    if given is not None:
        folded = fold_line(given)
        printed = next((number for number, line in enumerate(lines[: head_end + 1]) if folded and fold_line(line.text) == folded), None)
        return given, printed
    for number, line in enumerate(lines[:head_end]):
        if kinds[number] is None and stamp_of(line.text) is None and (number == 0 or not byline_in(line.text)):
            can_be = len(line.text) <= _MAX_TITLE_CHARS and not line.text.endswith(".")
            return (line.text, number) if can_be else (None, None)
    return None, None


def _mark_head(lines: Sequence[Line], kinds: list[FurnitureKind | None], title_line: int | None, head_end: int) -> Marked:
    """Bylines, stamps and lines in another script, which only stand before the report begins."""
    main_script = script_of(" ".join(line.text for line in lines[:50])[:4000])
    marked = Marked()
    for number, line in enumerate(lines[:head_end]):
        if number == title_line or kinds[number]:
            continue
        stamp = stamp_of(line.text)
        if stamp:
            kinds[number] = stamp[0]
            if stamp[1] and marked.published is None:
                marked = replace(marked, published=Published(value=stamp[1], precision="day", basis="page"))
        elif number > 0 and (byline := byline_in(line.text)):
            kinds[number] = "byline"
            marked = replace(marked, byline=marked.byline or byline)
        elif len(line.text) <= _MAX_SUBHEAD_CHARS and main_script and script_of(line.text) not in (None, main_script):
            kinds[number] = "photo credit" if re.search(r"[:/©|]", line.text) else "other"
    return marked


def _mark_repeats(lines: Sequence[Line], kinds: list[FurnitureKind | None], title: str | None, title_line: int | None) -> None:
    folded = fold_line(title or "")
    for number, line in enumerate(lines):
        if title_line is not None and number > title_line and folded and fold_line(line.text) == folded:
            kinds[number] = "repeated title"


def _mark_labels(lines: Sequence[Line], kinds: list[FurnitureKind | None], tail_start: int) -> None:
    """The short lines under a lone label belong to it; only after the last paragraph, where nothing of the report follows."""
    for number in range(tail_start, len(lines)):
        kind = kinds[number]
        if kind not in ("tags", "read also") or len(lines[number].text) > 40:
            continue
        for under in range(number + 1, min(len(lines), number + 1 + _LABEL_REACH)):
            if kinds[under] is None and not ends_sentence(lines[under].text):
                kinds[under] = kind


def _mark_subheads(lines: Sequence[Line], kinds: list[FurnitureKind | None], head_end: int) -> None:
    has_gaps = any(line.gap for line in lines[1:])
    for number in range(head_end + 1, len(lines) - 1):
        line, after = lines[number], lines[number + 1]
        alone = not has_gaps or (line.gap and after.gap) or line.heading
        if (
            kinds[number] is None
            and alone
            and not line.item
            and (line.heading or _can_be_subhead(line.text))
            and _opens_paragraph(after, line)
        ):
            kinds[number] = "subhead"


def _can_be_subhead(text: str) -> bool:
    words = text.split()
    if len(text) > _MAX_SUBHEAD_CHARS or len(words) > _MAX_SUBHEAD_WORDS or text[-1] in ".,;:!…" or text[0] in "-–—•*·":
        return False
    # A bare quotation can head a section, but only when it does not end as speech does.
    return not ends_sentence(text) or (text[-1] == "?" and len(words) <= 8)


def _opens_paragraph(after: Line, heading: Line) -> bool:
    return not after.text[0].islower() and (heading.heading or (is_sentence(after.text) and len(after.text) > len(heading.text)))
