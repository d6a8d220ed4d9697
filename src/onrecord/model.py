"""The values that pass between the stages. Frozen, plain, without behaviour beyond what a span needs.

Offsets are code points of ``Report.text``, half-open. Closed lists of words are the ``Literal`` types here and the enums of
``export/onrecord-1.schema.json``; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from onrecord.errors import SpanError

Manner = Literal["direct", "indirect", "mixed"]
EntityType = Literal["person", "office", "organisation", "state", "place", "group", "document", "anonymous"]
MentionKind = Literal["name", "title", "pronoun"]
FindingType = Literal["repeats", "corroborates", "differs", "disputes", "denies", "answers", "changes", "updates", "unconfirmed"]
PublishedBasis = Literal["given", "page", "url", "inferred"]
Precision = Literal["second", "minute", "day", "week", "weekend", "month", "quarter", "year", "interval", "duration"]
Act = Literal[
    "invite",
    "propose",
    "request",
    "demand",
    "urge",
    "order",
    "recommend",
    "accept",
    "refuse",
    "promise",
    "guarantee",
    "threaten",
    "warn",
    "accuse",
    "condemn",
    "deny",
    "confirm",
    "decline to comment",
    "condition",
    "withdraw",
    "apologise",
    "thank",
    "concede",
]
TermKey = Literal[
    "place",
    "not_place",
    "time",
    "from",
    "until",
    "duration",
    "participants",
    "format",
    "level",
    "amount",
    "conditions",
    "guarantee",
    "purpose",
    "reason",
    "only",
    "proposer",
]
Stance = Literal["proposes", "requests", "accepts", "accepts if", "only", "refuses", "open", "silent", "contradictory"]
Measure = Literal[
    "killed",
    "injured",
    "missing",
    "arrested",
    "evacuated",
    "displaced",
    "launched",
    "downed",
    "hit",
    "price",
    "share",
    "amount",
    "count",
    "speed",
    "distance",
    "other",
]
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
    """A stretch of the text that is on the page but not of the report."""

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
class Term:
    """One of the terms of a move. ``value`` is an ISO 8601 value where the words name a time, "true" for ``only``, else the
    characters of the span; ``span`` are the words it came from."""

    key: TermKey
    value: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A speech act on an offer: who does what with words, to whom, about what, on which terms.

    ``span`` is the clause. ``actor`` is the speaker unless the statement reports another's move; None: the text does not
    say, and ``reasons`` does. ``what`` are the words for the thing it is about (their place is ``what_span``); None: left
    open, with a reason. ``negated``: the act is said not to have taken place ("has not accepted"). ``modality`` is the word
    that takes it out of fact ("would", "could", "if"), None for a plain act. ``on_behalf_of``: the side that the actor
    speaks for by the role the text gives.
    """

    act: Act
    span: Span
    actor: EntityRef | None
    target: EntityRef | None = None
    on_behalf_of: EntityRef | None = None
    what: str | None = None
    what_span: Span | None = None
    terms: tuple[Term, ...] = ()
    negated: bool = False
    modality: str | None = None
    score: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that somebody gives, with what it counts.

    ``low`` and ``high`` bound it, both included; None: open on that side ("at least 60" is 60 to None). ``unit`` is what is
    counted, in the singular ("person", "US dollar"); ``scope`` are the words that narrow it ("on board", "in the second
    quarter"). ``as_of`` is when it held, by the text. ``according_to`` None: nobody is named. ``event`` and ``statement``
    are the ids of those it stands in. ``revises``: the words that say it replaces another ("rose to").
    """

    id: str
    span: Span
    low: float | None
    high: float | None
    unit: str | None
    measure: Measure
    scope: str | None = None
    place: EntityRef | None = None
    as_of: Time | None = None
    according_to: EntityRef | None = None
    event: str | None = None
    statement: str | None = None
    revises: str | None = None
    score: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, by this report: one event, however often the report speaks of it.

    ``type`` is one of the scheme in ``lexicon/data/event-types.txt``; ``span`` its first telling, ``mentions`` all of them
    in text order. ``figures`` are the ids of the figures about it.
    """

    id: str
    type: str
    span: Span
    mentions: tuple[Span, ...]
    actor: EntityRef | None = None
    target: EntityRef | None = None
    place: EntityRef | None = None
    when: Time | None = None
    instrument: str | None = None
    according_to: EntityRef | None = None
    figures: tuple[str, ...] = ()
    score: float = 0.0
    reasons: tuple[str, ...] = ()


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
    moves: tuple[Move, ...] = ()
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
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
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
class Profile:
    """What tells whether a report (by id) is of one story with others; two are compared when they are by one ``model``.

    day: of publication, as ``date.toordinal`` counts; None: not known. vector: where lead and title point, in 16-bit numbers,
    the low byte first, and names: the weight of each; both in thousandths. keys: what another report must share at least two
    of to be alike at all.
    """

    report: str
    model: str
    day: int | None
    vector: bytes
    names: Mapping[str, int]
    keys: tuple[str, ...]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Somebody who spoke for a side, and the title that says so (None: the side itself)."""

    ref: EntityRef
    role: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTerm:
    """A term with the statement that tells it. ``value`` as in ``Term``."""

    key: TermKey
    value: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferMove:
    """One telling of a move on an offer. ``told_by``: whose word it is, None when the report says it in its own voice."""

    statement: str
    act: Act
    actor: EntityRef | None
    told_by: EntityRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What is on the table: one option of an issue with its terms, and every move on it in order of date.

    ``issue`` names the running question; ``what`` are words of the text. ``option`` None: the thing itself, on no named terms.
    """

    id: str
    story: str
    issue: str
    what: str
    option: str | None
    terms: tuple[ToldTerm, ...]
    moves: tuple[OfferMove, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The stance of a side on an option of an issue from a day on.

    ``since`` and ``until`` are days (ISO 8601; None: unknown, or still so): the next stance of the side on the option begins on
    ``until``. Only what the side's own voices or the reports themselves tell makes a stance; what others say of the side does
    not. ``statements``: the evidence.
    """

    id: str
    story: str
    issue: str
    actor: EntityRef
    option: str | None
    stance: Stance
    terms: tuple[ToldTerm, ...]
    since: str | None
    until: str | None
    voices: tuple[Spoken, ...]
    statements: tuple[str, ...]
    reasons: tuple[str, ...] = ()
