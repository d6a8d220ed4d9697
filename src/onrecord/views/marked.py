"""A text cut into stretches, each with what stands there, so that marks may nest, overlap and break without a character moving."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.model import Furniture, FurnitureKind, Span, Statement

Part = Literal["content", "source", "cue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """That a stretch of text is a part of something: of a statement (its id), at which depth of quoting; or of a search, a draft."""

    span: Span
    part: str
    key: str
    depth: int = 0
    first: bool = True  # the first stretch of the mark: where a link to it leads


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Characters with the same marks all along. ``starts``: keys of the marks that begin here. ``furniture``: why they are not of the
    report, None: they are."""

    text: str
    start: int
    marks: tuple[Mark, ...] = ()
    starts: tuple[str, ...] = ()
    furniture: FurnitureKind | None = None

    def has(self, part: str) -> bool:
        return any(mark.part == part for mark in self.marks)

    def of(self, key: str) -> bool:
        return any(mark.key == key for mark in self.marks)

    @property
    def depth(self) -> int:
        """How deep the innermost content here is quoted; 0: in no other statement."""
        return max((mark.depth for mark in self.marks if mark.part == "content"), default=0)

    @property
    def innermost(self) -> str | None:
        """The statement that a reader of these characters most likely means."""
        found = sorted((m for m in self.marks), key=lambda m: (-m.depth, m.span.end - m.span.start, m.part != "content"))
        return found[0].key if found else None


def statement_marks(statements: Sequence[Statement]) -> Iterator[Mark]:
    """Content, source and cue of each, with how deep it is quoted."""
    parents = {s.id: s.parent for s in statements}
    for statement in statements:
        depth, above, seen = 0, statement.parent, {statement.id}
        while above in parents and above not in seen:
            seen.add(above)
            depth, above = depth + 1, parents[above]
        pieces: tuple[tuple[Part, tuple[Span, ...]], ...]
        pieces = (("content", statement.content), ("source", statement.source), ("cue", statement.cue))
        for part, spans in pieces:
            for number, span in enumerate(spans):
                yield Mark(span=span, part=part, key=statement.id, depth=depth, first=part == "content" and number == 0)


def stretches(text: str, marks: Iterable[Mark], furniture: Iterable[Furniture] = (), window: Span | None = None) -> tuple[Stretch, ...]:
    """The text (only of ``window``, if given) in stretches; joined, they are the text again. Marks that end after it are left out."""
    whole = window or (Span(0, len(text)) if text else None)
    if whole is None:
        return ()
    begin: dict[int, list[Mark | Furniture]] = defaultdict(list)
    finish: dict[int, list[Mark | Furniture]] = defaultdict(list)
    cuts = {whole.start, whole.end}
    every: list[Mark | Furniture] = [*marks, *furniture]
    for mark in every:
        if mark.span.overlaps(whole) and mark.span.end <= len(text):
            start, end = max(mark.span.start, whole.start), min(mark.span.end, whole.end)
            begin[start].append(mark)
            finish[end].append(mark)
            cuts |= {start, end}
    found, open_marks = [], list[Mark | Furniture]()
    places = sorted(cuts)
    for start, end in zip(places, places[1:], strict=False):
        gone = set(map(id, finish[start]))
        open_marks = [m for m in open_marks if id(m) not in gone] + begin[start]
        held = tuple(m for m in open_marks if isinstance(m, Mark))
        aside = next((m.kind for m in open_marks if isinstance(m, Furniture)), None)
        starts = tuple(m.key for m in begin[start] if isinstance(m, Mark) and m.first)
        found.append(Stretch(text=text[start:end], start=start, marks=held, starts=starts, furniture=aside))
    return tuple(found)


def paragraphs(found: Sequence[Stretch]) -> Iterator[tuple[Stretch, ...]]:
    """The stretches line by line; each line keeps its line end."""
    line: list[Stretch] = []
    for stretch in found:
        pieces = stretch.text.splitlines(keepends=True)
        at = stretch.start
        for number, piece in enumerate(pieces):
            starts = stretch.starts if number == 0 else ()
            line.append(Stretch(text=piece, start=at, marks=stretch.marks, starts=starts, furniture=stretch.furniture))
            at += len(piece)
            if piece.splitlines()[0] != piece:
                yield tuple(line)
                line = []
    if line:
        yield tuple(line)
