"""A record that asks its file less often: for one page, whose parts ask the same."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from onrecord.model import EntityRef, Report
from onrecord.store.browsed import EVERY_STATEMENT
from onrecord.store.record import Record
from onrecord.store.values import FigureRow, StatementFilter, StatementRow


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

    def stand_for(self, story: str | None = None, *, report: str | None = None) -> dict[tuple[str, str], EntityRef]:
        asked = ("stand_for", story, report)
        if asked not in self._answers:
            self._answers[asked] = super().stand_for(story, report=report)
        found: dict[tuple[str, str], EntityRef] = self._answers[asked]
        return found

    def _once(self, asked: Hashable, ask: Any) -> Iterator[Any]:
        if asked not in self._answers:
            found: Iterable[Any] = ask()
            self._answers[asked] = tuple(found)
        return iter(self._answers[asked])
