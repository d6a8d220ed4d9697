"""What of a record leaves it: one question, and the entries that answer it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from onrecord.export.scope import RememberingScope, Scope
from onrecord.export.wire import Wire
from onrecord.lexicon.publishers import Publishers
from onrecord.model import EntityRef, Report, Span
from onrecord.progress import OnProgress, Progress, unseen
from onrecord.store import EntityFilter, EntityRow, Record, StatementFilter, StatementRow

T = TypeVar("T")
_CLOCKED = ("story", "as_of", "known_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which statements, of which story, by which clocks.

    kinds: the kinds of entry, for formats with a file for each; (): all. full_text: whether the reports' texts go out whole, instead of
    what statements and figures quote of them. raw_csv: whether CSV leaves out the apostrophe before what a spreadsheet might take for a
    formula. record_name: what the record's file is called, where it is read from a copy; None: as the file that is open. publishers:
    which outlets belong together; None: the default ones.
    """

    statements: StatementFilter = StatementFilter()
    kinds: tuple[str, ...] = ()
    full_text: bool = False
    raw_csv: bool = False
    record_name: str | None = None
    publishers: Publishers | None = None

    @property
    def scope(self) -> Scope:
        wanted = self.statements
        return Scope(story=wanted.story, as_of=wanted.as_of, known_at=wanted.known_at, publishers=self.publishers)

    @property
    def is_narrowed(self) -> bool:
        """Whether more than story and clocks is asked of a statement."""
        return any(getattr(self.statements, f.name) is not None for f in fields(self.statements) if f.name not in _CLOCKED)

    def question(self) -> dict[str, Any]:
        """What was asked, as plain values; the clocks stand for themselves in a manifest."""
        asked = {f.name: getattr(self.statements, f.name) for f in fields(self.statements) if f.name not in ("as_of", "known_at")}
        own = {"kinds": list(self.kinds), "full_text": self.full_text, "raw_csv": self.raw_csv or None}
        return {name: value for name, value in (asked | own).items() if value is not None}


class Extract:
    """The part of a record that a selection names. Where the selection asks for more than a story and clocks, every other kind of
    entry is there as far as it rests on a chosen statement: a finding that holds one, a position with one as evidence, a figure or
    event inside one, the report that prints one, the entity that says one."""

    def __init__(self, record: Record, selection: Selection, on_progress: OnProgress = unseen) -> None:
        self.record = record
        self._on_progress = on_progress
        self.selection = selection
        self.scope = selection.scope

    def statements(self) -> Iterator[StatementRow]:
        return self._told("statements", self.record.statements(self.selection.statements))

    def _told(self, what: str, found: Iterable[T], total: int | None = None) -> Iterator[T]:
        for done, one in enumerate(found):
            self._on_progress(Progress(done=done, total=total, what=what))
            yield one

    def parts(self) -> Iterator[StatementRow]:
        """What is compared of statements that are told in several pieces, and the sentences and clauses that findings rest on: see
        ``onrecord.parts``."""
        for row in self.statements():
            yield from self.record.with_parts(row, held=True)[1:]

    def reports(self) -> Iterator[Report]:
        """In order of publication, undated last."""
        chosen = self._chosen
        for report in self._told("reports", self.record.reports(story=self.scope.story, **self.scope.clocks)):
            if chosen is None or report.id in chosen.places:
                yield report

    def entities(self) -> Iterator[EntityRow]:
        chosen = self._chosen
        for row in self._told("entities", self.record.entities(EntityFilter(story=self.scope.story, **self.scope.clocks))):
            if chosen is None or row.id in chosen.speakers:
                yield row

    @cached_property
    def whole_of(self) -> dict[str, str]:
        """The statement that each part is a part of, by the part's id."""
        return {row.statement.id: row.statement.parent or "" for row in self.parts()}

    @cached_property
    def by_story(self) -> dict[str, str]:
        """The story of each report, by id."""
        return {report: story.id for story in self.record.stories(**self.scope.clocks) for report in story.reports}

    @cached_property
    def recorded(self) -> dict[str, str]:
        """When each report was recorded (ISO 8601, UTC), by id."""
        return self.record.recorded_since("0001")

    def of_record(self, line: Wire, reference: Wire | None) -> Wire | None:
        """Whom a reference in the line of a statement stands for in the record: addressees, relays and moves name the report's own."""
        if reference is None or line["story"] is None:
            return reference
        found = self._bearers(line["report"]).get((line["report"], reference["entity"]))
        return {"entity": found.entity, "name": found.name} if found else reference

    @cached_property
    def _bearers(self) -> Callable[[str], dict[tuple[str, str], EntityRef]]:
        return lru_cache(maxsize=8)(lambda report: self.record.stand_for(report=report))

    def holds(self, *statements: str | None) -> bool:
        """Whether everything is wanted, or one of these statements is."""
        return self._chosen is None or any(s in self._chosen.ids for s in statements)

    def covers(self, report: str, span: Span) -> bool:
        """Whether everything is wanted, or the place lies in the content of a chosen statement."""
        return self._chosen is None or any(place.contains(span) for place in self._chosen.places.get(report, ()))

    def holds_story(self, story: str) -> bool:
        """Whether everything is wanted, or a chosen statement is of the story."""
        return self._chosen is None or story in self._chosen.stories

    @cached_property
    def _chosen(self) -> _Chosen | None:
        return _chosen(self.statements(), self.parts()) if self.selection.is_narrowed else None

    def story_by_story(self) -> Iterator[Extract]:
        """What is here of one story after the other; each remembers what several kinds of its entries ask for."""
        _ = self._chosen  # by the whole selection, once
        stories = list(self.scope.stories(self.record))
        for story in self._told("comparing stories", stories, len(stories)):
            one = copy(self)
            one.scope = RememberingScope(story=story, publishers=self.scope.publishers, **self.scope.clocks)
            yield one

    def within(self, story: str) -> Extract:
        """The same of one story."""
        return Extract(self.record, replace(self.selection, statements=replace(self.selection.statements, story=story)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    ids: frozenset[str]
    stories: frozenset[str]
    speakers: frozenset[str]
    places: dict[str, list[Span]]


def _chosen(rows: Iterator[StatementRow], parts: Iterator[StatementRow]) -> _Chosen:
    ids, stories, speakers, places = set[str](), set[str](), set[str](), dict[str, list[Span]]()
    for row in rows:
        ids.add(row.statement.id)
        places.setdefault(row.report, []).extend(row.statement.content)
        if row.speaker is not None:
            speakers.add(row.speaker.entity)
        if row.story is not None:
            stories.add(row.story)
    ids.update(part.statement.id for part in parts)
    return _Chosen(ids=frozenset(ids), stories=frozenset(stories), speakers=frozenset(speakers), places=places)
