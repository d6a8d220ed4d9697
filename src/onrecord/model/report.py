"""A text and where it came from. Offsets are code points of ``Report.text``, half-open."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import SpanError
from onrecord.model.words import FurnitureKind, Precision, PublishedBasis, RefusalKind


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """A half-open range ``[start, end)`` of code points in ``Report.text``; never empty."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        """An analysis makes thousands: written by hand this takes half of what a frozen dataclass's own takes."""
        if not 0 <= start < end:
            raise SpanError(f"Span({start}, {end}) is empty or reversed; use None for 'nothing found'.")
        _set_start(self, start)
        _set_end(self, end)

    def of(self, text: str) -> str:
        """The characters of the span. Raises SpanError when the text is too short: then it is the wrong text.

        >>> Span(4, 7).of("The sea")
        'sea'
        """
        if self.end > len(text):
            raise SpanError(f"Span({self.start}, {self.end}) ends after the text, which has {len(text)} code points: it is another text.")
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


_set_start, _set_end = (vars(Span)[name].__set__ for name in ("start", "end"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What could not be read or decided: where (a file, a record, a span in words), and why with what to do."""

    where: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An input that gave no report. ``refused``: read and not taken; ``failed``: could not be read to its end."""

    id: str
    kind: RefusalKind
    where: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When a report was published: ISO 8601 ``value``, its precision, and how we know."""

    value: str
    precision: Precision
    basis: PublishedBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A stretch of the text that is on the page but not of the report, or (``other language``) of it and not read."""

    span: Span
    kind: FurnitureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One outlet's text on one occasion.

    ``id`` is the caller's: the given id, else the url, else the file's name without its ending. ``text`` never changes
    after reading; ``text_sha256`` is the hash of its UTF-8. ``language`` is an ISO 639-1 code, None when it could not be
    told. ``published`` None: nothing says when, and a problem says so. ``agency`` is the credited news agency.
    """

    id: str
    text: str
    text_sha256: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    agency: str | None = None
    language: str | None = None
    published: Published | None = None
    furniture: tuple[Furniture, ...] = ()
    problems: tuple[Problem, ...] = ()
