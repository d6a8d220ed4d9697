"""Lines as they stand on printed pages, put together to paragraphs again: all words stay, what every page repeats is furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from onrecord.model import Span
from onrecord.read.lines import ends_sentence

_DIVIDED = re.compile(r"([^\W\d_]+)(?:-| ?[\u2010\u00ad])$")
_SOFT = ("\u2010", "\u00ad")  # hyphens that programs put where they divide a word; people type the other one
_ITEM = re.compile(r"[•‣◦▪·*–—-]\s|\d{1,2}[.)]\s")
_FIRST_WORD = re.compile(r"\S+")
_LETTER_WIDTH = 0.5  # of the size of the type, on average
_EDGE_LINES = 2  # lines at the head and foot of a page that may be the same on every page
_REPEATED = 0.4  # of the pages


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """One line: where it begins and ends, its height on the page (points, upwards) and the size of its type."""

    text: str
    x: float
    y: float
    end: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """``running``: the heads and feet of pages, in the order of the text. ``divided``: how many words were put together that a line end
    had divided; ``doubtful``: how many kept the hyphen that stands at the line end."""

    text: str
    running: tuple[Span, ...]
    divided: int
    doubtful: int


def lay_out(pages: Sequence[Sequence[PrintedLine]]) -> LaidOut:
    """The text of the pages in their order. A head or foot that a paragraph runs around stands behind that paragraph.

    A word that a line end divides is put together where the same text has it whole elsewhere; else its hyphen stays, since it may
    belong to the word.

    >>> lay_out([[PrintedLine(text="The ships", x=9, y=50, end=99, size=10), PrintedLine(text="stayed.", x=9, y=38, end=40, size=10)]]).text
    'The ships stayed.'
    """
    repeated = _repeated(pages)
    known = Counter(word.casefold() for page in pages for line in page for word in re.findall(r"[^\W\d_]+", line.text))
    pieces, joined = [], _Joined(known)
    for block in _blocks(pages, repeated):
        pieces.append((joined.text_of(block.lines), block.running))
    spans, position = [], 0
    for text, running in pieces:
        if running:
            spans.append(Span(position, position + len(text)))
        position += len(text) + 2
    whole = "\n\n".join(text for text, _ in pieces)
    return LaidOut(text=whole, running=tuple(spans), divided=joined.divided, doubtful=joined.doubtful)


@dataclass(slots=True)
class _Block:
    lines: list[PrintedLine]
    running: bool = False


def _blocks(pages: Sequence[Sequence[PrintedLine]], repeated: Sequence[frozenset[int]]) -> Iterator[_Block]:
    """Paragraphs, and the heads and feet of pages behind the paragraph that they interrupt."""
    open_: _Block | None = None
    waiting: list[_Block] = []
    for page, running in zip(pages, repeated, strict=True):
        body = [line for number, line in enumerate(page) if number not in running]
        for stretch in _stretches(body):
            edge = max(line.end for line in stretch)
            for number, line in enumerate(stretch):
                goes_on = _follows(stretch[number - 1], line, edge) if number else open_ is not None and _runs_over(open_.lines[-1], line)
                if open_ is not None and goes_on:
                    open_.lines.append(line)
                    continue
                if open_ is not None:
                    yield open_
                yield from waiting
                waiting, open_ = [], _Block([line])
        waiting += (_Block([page[number]], running=True) for number in sorted(running))
    if open_ is not None:
        yield open_
    yield from waiting


def _stretches(lines: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Lines below one another without a gap, in type of one size: at least a column's share of one paragraph, perhaps several."""
    gaps = _usual_gaps(lines)
    stretch: list[PrintedLine] = []
    for line in lines:
        fall = stretch[-1].y - line.y if stretch else 0.0
        usual = gaps.get(round(line.size), 1.2 * line.size)
        if stretch and (not _same_type(stretch[-1], line) or not -0.3 * line.size < fall < 1.35 * usual):
            yield stretch
            stretch = []
        stretch.append(line)
    if stretch:
        yield stretch


def _same_type(a: PrintedLine, b: PrintedLine) -> bool:
    return abs(a.size - b.size) <= 0.1 * max(a.size, b.size)


def _runs_over(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether the words go on in the middle of a sentence: on the next line, in another column, on another page."""
    goes_on = line.text[:1].islower() or _DIVIDED.search(last.text) is not None
    return _same_type(last, line) and not ends_sentence(last.text) and goes_on


def _follows(above: PrintedLine, line: PrintedLine, edge: float) -> bool:
    """Whether the line continues the paragraph of the line above: not when it is set in, begins an item, or when its first word would have
    had room above."""
    if abs(above.y - line.y) < 0.3 * line.size or _runs_over(above, line):
        return True
    if line.x > above.x + 0.8 * line.size or _ITEM.match(line.text):
        return False
    first = _FIRST_WORD.match(line.text)
    return edge - above.end - (len(first[0]) + 1 if first else 0) * _LETTER_WIDTH * line.size < 0.5 * line.size


def _usual_gaps(lines: Sequence[PrintedLine]) -> dict[int, float]:
    """From one line to the next below it, by size of type."""
    found: dict[int, list[float]] = {}
    for above, below in zip(lines, lines[1:], strict=False):
        if round(above.size) == round(below.size) and 0.5 * below.size < above.y - below.y < 4 * below.size:
            found.setdefault(round(below.size), []).append(above.y - below.y)
    return {size: min(median(gaps), 1.6 * min(gaps)) for size, gaps in found.items()}


def _repeated(pages: Sequence[Sequence[PrintedLine]]) -> list[frozenset[int]]:
    """By page, which of its lines stand at the head or foot of many pages, their numbers aside."""
    edges = [_edges(page) for page in pages]
    counts = Counter(key for page, numbers in zip(pages, edges, strict=True) for key in {_key(page[n]) for n in numbers})
    least = max(2.0, _REPEATED * len(pages))
    return [frozenset(n for n in numbers if counts[_key(page[n])] >= least) for page, numbers in zip(pages, edges, strict=True)]


def _edges(page: Sequence[PrintedLine]) -> list[int]:
    order = sorted(range(len(page)), key=lambda n: page[n].y)
    return order if len(page) <= 2 * _EDGE_LINES else [*order[:_EDGE_LINES], *order[-_EDGE_LINES:]]


def _key(line: PrintedLine) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.casefold().split()))


class _Joined:
    """Lines as one line, and what became of words that were divided."""

    def __init__(self, known: Counter[str]) -> None:
        self._known = known
        self.divided = 0
        self.doubtful = 0

    def text_of(self, lines: Iterable[PrintedLine]) -> str:
        found = ""
        for line in lines:
            text = line.text.strip()
            half = _DIVIDED.search(found)
            rest = re.match(r"[^\W\d_]+", text)
            if half is None or rest is None or not text[:1].islower():
                found = f"{found} {text}" if found else text
            elif found.endswith(_SOFT) or self._known[(half[1] + rest[0]).casefold()]:
                self.divided += 1
                found = found[: half.end(1)] + text
            else:
                self.doubtful += 1
                found += text
        return found
