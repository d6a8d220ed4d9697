"""What the store is asked, and what it answers besides the values of the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict

from onrecord.model import EntityRef, EntityType, Event, Figure, Manner, Published, Span, Statement
from onrecord.parts import JOINER
from onrecord.store.rulings import Corrected

Outcome = Literal["stored", "duplicate", "refused", "failed"]
HitKind = Literal["report", "statement"]

PIECE_JOINER = JOINER


class Clocks(TypedDict, total=False):
    """Only what was published by ``as_of`` and recorded by ``known_at``; None or absent: whatever there is."""

    as_of: str | None
    known_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What became of one input of a run. ``where`` and ``why`` are empty for a stored one; ``seq`` counts from 1 in each
    run and is given by the store (0: not yet stored)."""

    id: str
    outcome: Outcome
    where: str = ""
    why: str = ""
    report_key: str | None = None
    seq: int = 0
    run: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One call that wrote to the record. ``finished`` None: still at work, or stopped half-way."""

    id: str
    command: str
    started: str
    finished: str | None
    onrecord_version: str
    engine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """By which models (``engine``) and when a report was analysed, and whether it has a profile by the embedder asked for."""

    report: str
    engine: str
    analysed_at: str
    has_profile: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordProblem:
    """A problem as the record keeps it: of which report (id, None: of the run), found by which run."""

    where: str
    why: str
    report: str | None
    run: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter:
    """Which statements to read; None: any.

    speaker: a name or part of one in whole words, in any case and with or without accents; or the id of an entity.
    story, report: ids. outlet: as printed, in any case. text: words that content, source or speaker must hold, as in search.
    since, until: first and last date of publication. as_of: only what was published by then. Each of these three leaves out
    reports without a date, and the same moment given to two of them means the same. known_at: only what was recorded by then.
    min_score: leaves out less sure ones. limit: at most so many.
    """

    speaker: str | None = None
    story: str | None = None
    report: str | None = None
    manner: Manner | None = None
    outlet: str | None = None
    text: str | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    known_at: str | None = None
    min_score: float | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """Which statements to look for that may render this text: at most ``limit``, of this story, published and recorded by the two
    clocks; None: any. ``speaker``: the name of whoever says it, which helps where all words are common."""

    text: str
    speaker: str | None = None
    story: str | None = None
    as_of: str | None = None
    known_at: str | None = None
    limit: int = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A statement with what its report says around it.

    ``speaker`` is the record's entity when the report's one is linked, else the report's own; None: nobody could be named.
    ``role`` is the first title that the report gives the speaker. The ``*_text`` are the characters of the spans, pieces
    joined by `` … ``; ``content_pieces`` are the same characters, piece by piece. ``corrected``: where a person's value stands
    instead of the machine's. ``version`` is another one as soon as anything that a person may correct is another.
    """

    statement: Statement
    report: str
    outlet: str | None
    agency: str | None
    published: Published | None
    title: str | None
    url: str | None
    story: str | None
    speaker: EntityRef | None
    role: str | None
    source_text: str
    cue_text: str
    content_text: str
    content_pieces: tuple[str, ...]
    corrected: tuple[Corrected, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A figure with what its report says around it. ``words`` are its characters; ``who`` gives it: the record's entity where
    the report's is linked, None when nobody is named."""

    figure: Figure
    report: str
    outlet: str | None
    published: Published | None
    story: str | None
    words: str
    who: EntityRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event with what its report says around it. ``words`` are those of its first telling, ``figures`` those of its figures;
    the event's people and places are the record's entities where the report's are linked."""

    event: Event
    report: str
    outlet: str | None
    published: Published | None
    story: str | None
    words: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One result of a search: a report or a statement (``id``), its snippet with the matched words as spans of the snippet,
    and why it matched."""

    kind: HitKind
    id: str
    report: str
    outlet: str | None
    published: str | None
    title: str | None
    snippet: str
    marks: tuple[Span, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """Hits, best first, reports before statements. ``terms``: what was searched for after trimming; empty: nothing
    searchable was asked. ``complete`` False: the deadline came first."""

    hits: tuple[Hit, ...]
    terms: tuple[str, ...]
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityFilter:
    """Which entities to list; None: any. name: a spelling, or part of one in whole words, in any case, with or without accents; or
    an id. story: one with a report of which it is named in. as_of, known_at: as far as reports published, and recorded, by then
    tell: names, roles and numbers of other reports are left out."""

    type: EntityType | None = None
    name: str | None = None
    story: str | None = None
    as_of: str | None = None
    known_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A name as printed, and in how many reports."""

    name: str
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityName:
    """One spelling of an entity, whose own name and type stand beside it."""

    entity: str
    name: str
    type: EntityType
    spelling: Spelling


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityBrief:
    """Somebody or something to choose from a list. ``reports``: in how many it is."""

    id: str
    name: str
    type: EntityType
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEntity:
    """Somebody or something that a story names: name and type are the record's, ``spellings`` and ``titles`` those of the story's own
    reports, the most frequent spelling and the earliest title first."""

    id: str
    name: str
    type: EntityType
    spellings: tuple[str, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """A title that a report gives somebody, as of the day it was published (None: undated). ``span`` are its words there."""

    title: str
    as_of: Published | None
    report: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRow:
    """Somebody or something across reports, as people see it.

    ``spellings``: the most frequent first. ``roles``: each title once, as of its first report; in order of publication, undated
    ones last. ``statements``: how many it is the speaker of. ``reasons``: why its spellings are taken for one, each reason once.
    """

    id: str
    name: str
    type: EntityType
    spellings: tuple[Spelling, ...]
    roles: tuple[HeldRole, ...]
    reports: int
    statements: int
    reasons: tuple[str, ...]
