"""One report's text, looked at once: what the later steps of the analysis share."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from onrecord.analyse.sentences import find_sentences
from onrecord.model import Report, Span
from onrecord.quotations import Quotation, find_quotations
from onrecord.text import lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The report with its lines (paragraphs), sentences and quotations, all in text order."""

    report: Report
    lines: tuple[Span, ...]
    sentences: tuple[Span, ...]
    quotations: tuple[Quotation, ...]

    @property
    def text(self) -> str:
        return self.report.text

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that holds the offset, or of the last one before it; 0 before the first."""
        return max(0, bisect_right(self.sentences, offset, key=lambda s: s.start) - 1)

    def line_at(self, offset: int) -> int:
        """The index of the line that holds the offset, or of the last one before it; 0 before the first."""
        return max(0, bisect_right(self.lines, offset, key=lambda s: s.start) - 1)

    def quoted(self, offset: int) -> bool:
        """Whether the offset lies within quotation marks."""
        return any(q.span.start <= offset < q.span.end for q in self.quotations if q.depth == 0)

    def is_furniture(self, span: Span) -> bool:
        return any(f.span.overlaps(span) for f in self.report.furniture)


def open_page(report: Report) -> Page:
    text = report.text
    return Page(
        report=report,
        lines=tuple(lines(text)),
        sentences=tuple(find_sentences(text)),
        quotations=tuple(find_quotations(text)),
    )
