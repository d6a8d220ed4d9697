"""Which part of a record is asked for, and the entries of it that are gathered story by story."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from onrecord.compare import Considered, Given, Origin, Utterance
from onrecord.errors import InputError
from onrecord.lexicon.publishers import Publishers
from onrecord.model import Finding, Offer, Position, Story
from onrecord.provenance import Provenance, provenance_of, value_origins
from onrecord.store import Clocks, EventRow, FigureRow, Record, StatementRow
from onrecord.storyline import Standing, considered_of, findings_at, series_of, standing_of, utterances_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One story (its id) or the whole record, by the two clocks. ``publishers``: which outlets belong together; None: the default
    ones."""

    story: str | None = None
    as_of: str | None = None
    known_at: str | None = None
    publishers: Publishers | None = None

    @property
    def clocks(self) -> Clocks:
        return {"as_of": self.as_of, "known_at": self.known_at}

    def stories(self, record: Record) -> Iterator[str]:
        """Ids of the stories, the largest first."""
        if self.story is None:
            yield from [story.id for story in record.stories(**self.clocks)]
        else:
            yield self.story

    def provenance(self, record: Record, story: str) -> Provenance:
        return provenance_of(record, story, publishers=self.publishers, **self.clocks)

    def standing(self, record: Record, story: str) -> Standing:
        return standing_of(record, story, **self.clocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberingScope(Scope):
    """A scope of one story that compares it once, for those who go through several kinds of its entries: offers and positions come of
    one comparison, and four kinds ask where things come from. What it has found it holds: make another for the next story."""

    kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def provenance(self, record: Record, story: str) -> Provenance:
        if "provenance" not in self.kept:
            self.kept["provenance"] = Scope.provenance(self, record, story)
        found: Provenance = self.kept["provenance"]
        return found

    def standing(self, record: Record, story: str) -> Standing:
        if "standing" not in self.kept:
            self.kept["standing"] = Scope.standing(self, record, story)
        found: Standing = self.kept["standing"]
        return found


def chosen_story(record: Record, wanted: str, clocks: Clocks) -> Story:
    """By id, by its beginning, or by the id of a report in it. Raises InputError when none or several fit."""
    there = (record.story(story, **clocks) for story in record.stories_called(wanted))
    found = [s for s in there if s is not None and (s.id.startswith((wanted, f"story-{wanted}")) or wanted in s.reports)]
    if len(found) == 1:
        return found[0]
    if not found:
        words = {"as_of": "as of", "known_at": "known at"}
        when = "".join(f" {words[name]} {moment}" for name, moment in clocks.items() if moment)
        raise InputError(f"The record has no story {wanted!r}{when}. List them with: onrecord stories")
    raise InputError(f"{len(found)} stories begin with {wanted!r}. Give more of the id: {', '.join(story.id for story in found[:5])}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsideredHere:
    """Two figures that are not comparable, with what their reports say."""

    considered: Considered
    rows: Mapping[str, StatementRow | FigureRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundHere:
    """A finding with the entries that it holds and where each comes from."""

    finding: Finding
    rows: Mapping[str, StatementRow | FigureRow]
    origin_of: Mapping[str, Origin]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenHere:
    """A figure, where each of its story comes from, and how many independent origins its value has."""

    given: Given
    origin_of: Mapping[str, Origin]
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedHere:
    """An act of saying, and where each of its renderings comes from."""

    utterance: Utterance
    origin_of: Mapping[str, Origin]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginHere:
    """An origin of one story."""

    story: str
    origin: Origin


def offers_in(record: Record, scope: Scope) -> Iterator[Offer]:
    """What is on the table, story by story and issue by issue."""
    return _by_story(record, scope, lambda story: iter(scope.standing(record, story).offers))


def positions_at(record: Record, scope: Scope) -> Iterator[Position]:
    """Where the sides stand, story by story and issue by issue."""
    return _by_story(record, scope, lambda story: iter(scope.standing(record, story).positions))


def utterances_in(record: Record, scope: Scope) -> Iterator[RenderedHere]:
    """The acts of saying that several statements render."""

    def of_story(story: str) -> Iterator[RenderedHere]:
        origin_of = scope.provenance(record, story).of
        yield from (RenderedHere(utterance=u, origin_of=origin_of) for u in utterances_of(record, story, **scope.clocks))

    return _by_story(record, scope, of_story)


def findings_in(record: Record, scope: Scope) -> Iterator[FoundHere]:
    """How statements and figures stand to one another."""

    def of_story(story: str) -> Iterator[FoundHere]:
        findings = findings_at(record, story, **scope.clocks)
        origin_of = scope.provenance(record, story).of if findings else {}
        for finding in findings:
            yield FoundHere(finding=finding, rows=record.entries([*finding.a, *finding.b], story=story), origin_of=origin_of)

    return _by_story(record, scope, of_story)


def considered_in(record: Record, scope: Scope) -> Iterator[ConsideredHere]:
    """What was held side by side and is not comparable."""

    def of_story(story: str) -> Iterator[ConsideredHere]:
        for considered in considered_of(record, story, **scope.clocks):
            yield ConsideredHere(considered=considered, rows=record.entries([considered.a, considered.b]))

    return _by_story(record, scope, of_story)


def figures_in(record: Record, scope: Scope) -> Iterator[GivenHere]:
    """The figures, series by series in order of date."""

    def of_story(story: str) -> Iterator[GivenHere]:
        origin_of = scope.provenance(record, story).of
        for series in series_of(record, story, **scope.clocks):
            counts = value_origins(series, origin_of)
            yield from (GivenHere(given=g, origin_of=origin_of, origins=counts[g.figure.id]) for g in series.given)

    return _by_story(record, scope, of_story)


def events_in(record: Record, scope: Scope) -> Iterator[EventRow]:
    """What happened, in order of publication."""
    return record.events(story=scope.story, **scope.clocks)


def origins_in(record: Record, scope: Scope) -> Iterator[OriginHere]:
    """Where the reports of each story come from."""

    def of_story(story: str) -> Iterator[OriginHere]:
        yield from (OriginHere(story=story, origin=origin) for origin in scope.provenance(record, story).origins.every)

    return _by_story(record, scope, of_story)


def _by_story(record: Record, scope: Scope, entries: Callable[[str], Iterator[T]]) -> Iterator[T]:
    for story in scope.stories(record):
        yield from entries(story)
