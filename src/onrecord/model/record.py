"""What joins reports, and what comparing them gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.model.analysis import EntityRef
from onrecord.model.words import Act, ChangeKind, EntityType, FindingType, Stance, TermKey


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityLink:
    """That a report's entity is the record's entity ``entity``; machine-made, with its reasons."""

    report_key: str
    local: str
    entity: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Name:
    """A name that some report has, of one type: ``folded`` is what its spellings have in common, ``name`` the first of them in the
    alphabet."""

    type: EntityType
    folded: str
    name: str = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a name stands for in the whole record, how sure, and why. ``rivals``: the entities that it fits, when these cannot be one;
    None: they can, or it fits one at most."""

    entity: str
    score: float
    reasons: tuple[str, ...]
    rivals: frozenset[str] | None = None


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
class StoryChange:
    """What became of a story. ``other``: the story that the reports came from (joined) or went to (parted, gone)."""

    kind: ChangeKind
    story: str
    other: str | None
    reports: tuple[str, ...]
    reasons: tuple[str, ...]


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
