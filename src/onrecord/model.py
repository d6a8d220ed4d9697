"""The values that pass between the stages. Frozen, plain, without behaviour beyond what a span needs.

Offsets are code points of ``Report.text``, half-open. Closed lists of words are the ``Literal`` types here and the enums of
``export/onrecord-1.schema.json``; a test holds them equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from onrecord.errors import SpanError

Manner = Literal["direct", "indirect", "mixed"]
EntityType = Literal["person", "office", "organisation", "state", "place", "group", "document", "anonymous"]
MentionKind = Literal["name", "title", "pronoun"]
FindingType = Literal["repeats", "corroborates", "differs", "disputes", "denies", "answers", "changes", "updates", "unconfirmed"]
PublishedBasis = Literal["given", "page", "url", "inferred"]
Precision = Literal["second", "minute", "day", "week", "weekend", "month", "quarter", "year", "interval", "duration", "set"]
FurnitureKind = Literal[
    "navigation",
    "counter",
    "photo credit",
    "caption",
    "repeated title",
    "subhead",
    "tags",
    "read also",
    "hidden",
    "comment",
    "byline",
    "dateline",
    "other language",
    "other",
]
RefusalKind = Literal["refused", "failed"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of code points in ``Report.text``; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"Span({self.start}, {self.end}) is empty or reversed; use None for 'nothing found'.")

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


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRef:
    """Somebody or something, by id and by the name to show."""

    entity: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """One link of the chain through which a statement reached the page."""

    entity: str
    name: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A stretch of time that the text names: ISO 8601 ``value`` with its precision; ``span`` are the words it came from."""

    value: str
    precision: Precision
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    span: Span
    kind: MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A title that the report gives somebody; ``span`` are its words."""

    title: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Whom or what a report speaks of: its fullest name, its kind, and every mention in text order."""

    id: str
    name: str
    type: EntityType
    mentions: tuple[Mention, ...]
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One act of saying, as one report tells it.

    ``source`` and ``cue`` may be empty (a headline, a quotation standing alone); ``content`` never is. ``speaker`` None:
    nobody could be named, and ``reasons`` says why. ``parent`` is the id of the statement whose content quotes this one.
    ``score`` in [0, 1]: how sure the finder is of content and source together.
    """

    id: str
    manner: Manner
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: EntityRef | None
    addressee: EntityRef | None = None
    relay: tuple[Relay, ...] = ()
    said: Time | None = None
    parent: str | None = None
    score: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What one report says: a pure function of the report and the models. ``engine`` names the models and their versions."""

    report_id: str
    text_sha256: str
    engine: str
    statements: tuple[Statement, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityLink:
    """That a report's entity is the record's entity ``entity``; machine-made, with its reasons."""

    report_key: str
    local: str
    entity: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Reports about one developing affair. ``reports`` are report ids in order of publication; ``title`` is the title of
    the report closest to the middle of the story (None when none of them has one)."""

    id: str
    title: str | None
    reports: tuple[str, ...]
    first: str | None = None
    last: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A typed relation between entries. ``a`` and ``b`` are statement ids; never a verdict."""

    id: str
    type: FindingType
    slot: str | None
    story: str | None
    a: tuple[str, ...]
    b: tuple[str, ...]
    why: str
    score: float
    reasons: tuple[str, ...] = ()
