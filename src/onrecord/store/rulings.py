"""What people decide, as they say it; and what the record keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model import EntityType, Span

JudgementKind = Literal[
    "merge", "split", "speaker", "content", "source", "cue", "said", "not a statement", "not a conflict", "suppress", "undo"
]
JudgementState = Literal["in force", "overtaken", "waiting", "undone"]
Field = Literal["speaker", "content", "source", "cue", "said", "not a statement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """These entities are one, and it goes by the name of the first. Each is an id, its beginning, or a name that only one has."""

    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Either what this report (its id) calls so, or whatever is spelled so, is somebody else than this entity."""

    entity: str
    report: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeStories:
    """These stories are one. Each is an id, its beginning, or the id of a report in it. All their reports stay together from now on."""

    stories: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitStory:
    """These reports (ids) are of another affair than the rest of the story, and of one among themselves."""

    story: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRuling:
    """What a judgement in force says of stories: ``reports`` are of one story; none of them is of one with any of ``others``.
    ``reason``: who decided, when and why."""

    reports: tuple[str, ...]
    others: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is wrong in one statement, and how it is right; None: nothing is said about it.

    statement: an id or its beginning. speaker: an id of an entity, a name that only one has, or a new name, which then is of
    ``speaker_type``. unknown_speaker: nobody can be named. content, source, cue: spans of the report's text in their order;
    source and cue may be empty. said: a date. not_a_statement: it is left out of everything but the judgements.
    """

    statement: str
    speaker: str | None = None
    speaker_type: EntityType = "person"
    unknown_speaker: bool = False
    content: tuple[Span, ...] | None = None
    source: tuple[Span, ...] | None = None
    cue: tuple[Span, ...] | None = None
    said: str | None = None
    not_a_statement: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAConflict:
    """A finding (its id or the beginning of it; of any type) is none: it is left out of everything but the judgements, also when
    it is found anew between the same two sides."""

    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppress:
    """A report (its id) is kept, with all that was found in it, and nothing shows it until that is undone."""

    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """A judgement (id or its beginning) no longer holds. Undoing an undo makes it hold again."""

    judgement: str


Ruling = Merge | Split | MergeStories | SplitStory | Correction | NotAConflict | Suppress | Undo


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who decides, and why. ``based_on`` is the ``version`` of the statement that they looked at; None: not said."""

    author: str
    why: str
    based_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision of one person about one thing.

    ``about`` are the words it is about: the content of a statement, the names of entities, both sides of a finding, or the judgement
    undone. ``was`` and ``now`` are the value before and after, in words; None: nothing, nobody. ``targets`` are the ids that it was
    about when it was made, ``report`` the id of the report that it is confined to (None: to none). ``at`` is when, in UTC. ``state``:
    in force; overtaken by a later one about the same field; waiting, since the record does not hold its target now (``problem`` says why);
    or undone (``undone_by`` is the id of the judgement that did).
    """

    id: str
    kind: JudgementKind
    about: str
    was: str | None
    now: str | None
    targets: tuple[str, ...]
    report: str | None
    author: str
    at: str
    why: str
    state: JudgementState
    undone_by: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """That a person's value stands in this field of a statement instead of the machine's."""

    field: Field
    author: str
    at: str
    why: str
    judgement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The new judgements, and the stories in which people now see something else: what was compared there is out of date.
    ``regrouped``: ids of the reports whose stories are to be made anew."""

    judgements: tuple[Judgement, ...]
    stories: frozenset[str]
    regrouped: frozenset[str] = frozenset()
