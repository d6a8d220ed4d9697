"""What one report says."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.model.report import Problem, Span
from onrecord.model.words import Act, EntityType, Manner, Measure, MentionKind, Precision, TermKey


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
    nobody could be named, and ``reasons`` says why. ``parent`` is the id of the statement whose content quotes this one, or, where
    ``part`` is true, of the statement that this is a part of (``onrecord.parts``). An analysis and a record hold wholes only.
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
    part: bool = False
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
