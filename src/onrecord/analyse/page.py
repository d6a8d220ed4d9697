"""One report's text, looked at once: what the later steps of the analysis share."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.analyse.sentences import find_sentences
from onrecord.analyse.spans import Cover
from onrecord.model import Report, Span
from onrecord.quotations import Quotation, find_quotations
from onrecord.text import lines

_MOST_AROUND = 64  # quotations looked at around an offset; broken marks can nest thousands deep
_LONGEST_LINE = 20_000  # code points: no rule about paragraphs reaches further, and a page without line ends must cost no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The report with its lines (paragraphs; an endless one in pieces), sentences and quotations, all in text order."""

    report: Report
    lines: tuple[Span, ...]
    sentences: tuple[Span, ...]
    quotations: tuple[Quotation, ...]
    _line_starts: list[int] = field(init=False, repr=False, compare=False)
    _sentence_starts: list[int] = field(init=False, repr=False, compare=False)
    _mark_starts: list[int] = field(init=False, repr=False, compare=False)
    _around: list[int] = field(init=False, repr=False, compare=False)  # for each quotation the one that it begins in, else -1
    _outer: Cover = field(init=False, repr=False, compare=False)
    _furniture: Cover = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Builds what questions about an offset are looked up in."""
        object.__setattr__(self, "_line_starts", [s.start for s in self.lines])
        object.__setattr__(self, "_sentence_starts", [s.start for s in self.sentences])
        object.__setattr__(self, "_mark_starts", [q.span.start for q in self.quotations])
        object.__setattr__(self, "_around", _around(self.quotations))
        object.__setattr__(self, "_outer", Cover(q.span for q in self.quotations if q.depth == 0))
        object.__setattr__(self, "_furniture", Cover(f.span for f in self.report.furniture))

    @property
    def text(self) -> str:
        return self.report.text

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that holds the offset, or of the last one before it; 0 before the first."""
        at = bisect_right(self._sentence_starts, offset)
        return at - 1 if at else 0

    def line_at(self, offset: int) -> int:
        """The index of the line that holds the offset, or of the last one before it; 0 before the first."""
        at = bisect_right(self._line_starts, offset)
        return at - 1 if at else 0

    def quoted(self, offset: int) -> bool:
        """Whether the offset lies within quotation marks."""
        return self._outer.holds(offset)

    def is_furniture(self, span: Span) -> bool:
        return self._furniture.meets(span)

    def quotations_around(self, offset: int) -> Iterator[Quotation]:
        """Those that hold the offset, the innermost first; no more than a few dozen."""
        number = bisect_right(self._mark_starts, offset) - 1
        for _ in range(_MOST_AROUND):
            if number < 0:
                return
            if self.quotations[number].span.end > offset:
                yield self.quotations[number]
            number = self._around[number]

    def quotations_from(self, start: int, end: int) -> tuple[Quotation, ...]:
        """Those that begin in ``[start, end)``, in text order."""
        first, last = (bisect_left(self._mark_starts, edge) for edge in (start, end))
        return self.quotations[first:last]


def open_page(report: Report) -> Page:
    text = report.text
    sentences = find_sentences(text)
    return Page(
        report=report,
        lines=tuple(_cut(text, sentences)),
        sentences=tuple(sentences),
        quotations=tuple(find_quotations(text)),
    )


def _cut(text: str, sentences: list[Span]) -> Iterator[Span]:
    """The lines, an endless one cut between sentences."""
    starts = [s.start for s in sentences]
    for line in lines(text):
        start = line.start
        while line.end - start > _LONGEST_LINE:
            following = bisect_left(starts, start + _LONGEST_LINE // 2)
            if following == len(starts) or starts[following] >= line.end:
                break
            yield Span(start, sentences[following - 1].end)
            start = starts[following]
        yield Span(start, line.end)


def _around(quotations: tuple[Quotation, ...]) -> list[int]:
    around: list[int] = []
    open_: list[int] = []
    for number, quotation in enumerate(quotations):
        while open_ and quotations[open_[-1]].span.end <= quotation.span.start:
            open_.pop()
        around.append(open_[-1] if open_ else -1)
        open_.append(number)
    return around
