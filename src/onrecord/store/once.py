"""Records that ask their file less often: for one page, whose parts ask the same; for going through every story."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from onrecord.model import EntityRef, Report
from onrecord.store.browsed import EVERY_ENTITY, EVERY_STATEMENT
from onrecord.store.entities import entities_of_story
from onrecord.store.record import Record
from onrecord.store.values import EntityFilter, EntityRow, FigureRow, StatementFilter, StatementRow


class Once(Record):
    """As the record that it is made from, for as long as nobody writes to it: use it inside one snapshot, then drop it."""

    def __init__(self, record: Record) -> None:
        super().__init__(record._database)
        self._answers: dict[Hashable, Any] = {}

    def statements(self, wanted: StatementFilter = EVERY_STATEMENT) -> Iterator[StatementRow]:
        return self._once(("statements", wanted), lambda: super(Once, self).statements(wanted))

    def moving(self, wanted: StatementFilter) -> Iterator[StatementRow]:
        if ("statements", wanted) in self._answers:
            return (row for row in self.statements(wanted) if row.statement.moves)
        return super().moving(wanted)

    def entities(self, wanted: EntityFilter = EVERY_ENTITY) -> Iterator[EntityRow]:
        return self._once(("entities", wanted), lambda: super(Once, self).entities(wanted))

    def reports(self, *, story: str | None = None, as_of: str | None = None, known_at: str | None = None) -> Iterator[Report]:
        asked = ("reports", story, as_of, known_at)
        return self._once(asked, lambda: super(Once, self).reports(story=story, as_of=as_of, known_at=known_at))

    def figures(
        self, *, story: str | None = None, report: str | None = None, as_of: str | None = None, known_at: str | None = None
    ) -> Iterator[FigureRow]:
        asked = ("figures", story, report, as_of, known_at)
        return self._once(asked, lambda: super(Once, self).figures(story=story, report=report, as_of=as_of, known_at=known_at))

    def report(self, report_id: str) -> Report | None:
        asked = ("report", report_id)
        if asked not in self._answers:
            self._answers[asked] = super().report(report_id)
        found: Report | None = self._answers[asked]
        return found

    def stand_for(self, story: str) -> dict[tuple[str, str], EntityRef]:
        asked = ("stand_for", story)
        if asked not in self._answers:
            self._answers[asked] = super().stand_for(story)
        found: dict[tuple[str, str], EntityRef] = self._answers[asked]
        return found

    def _once(self, asked: Hashable, ask: Any) -> Iterator[Any]:
        if asked not in self._answers:
            found: Iterable[Any] = ask()
            self._answers[asked] = tuple(found)
        return iter(self._answers[asked])


class Through(Record):
    """As the record that it is made from, for going through story after story while nobody writes to it: everybody is read once, and not
    for every story that names them (whoever is in many stories was counted in each)."""

    def __init__(self, record: Record) -> None:
        super().__init__(record._database)
        self._everybody: dict[EntityFilter, dict[str, tuple[int, EntityRow]]] = {}

    def entities(self, wanted: EntityFilter = EVERY_ENTITY) -> Iterator[EntityRow]:
        every = replace(wanted, story=None)
        if wanted.story is None or every != EntityFilter(as_of=wanted.as_of, known_at=wanted.known_at):
            return super().entities(wanted)
        if every not in self._everybody:
            self._everybody[every] = {row.id: (place, row) for place, row in enumerate(super().entities(every))}
        known = self._everybody[every]
        found = sorted((known[key] for key in entities_of_story(self._database, wanted) if key in known), key=lambda pair: pair[0])
        return (row for _, row in found)
