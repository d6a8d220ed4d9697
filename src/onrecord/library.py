"""The record for those who write Python: what ``onrecord.open_record`` gives. Its questions are the verbs of the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import TypeVar, Unpack

from onrecord.compare import Origin
from onrecord.export import (
    Extract,
    FoundHere,
    Scope,
    Selection,
    findings_in,
    offers_in,
    positions_at,
)
from onrecord.export.kinds import BY_NAME
from onrecord.export.wire import Wire, wire
from onrecord.model import Finding, Offer, Position, Report, Story
from onrecord.pipeline import LiveRecord
from onrecord.pipeline import open_record_at as open_plain_at
from onrecord.provenance import provenance_of
from onrecord.results import Results
from onrecord.store import Clocks, EntityFilter, EntityRow, EventRow, FigureRow, Place, StatementFilter, StatementRow

T = TypeVar("T")


class OpenRecord(LiveRecord):
    """A record whose answers are ``Results``: they can be gone through again, show themselves in a notebook, and are tables."""

    def statements(self, wanted: StatementFilter = StatementFilter()) -> Results[StatementRow]:
        return self._results("statements", partial(super().statements, wanted))

    def entities(self, wanted: EntityFilter = EntityFilter()) -> Results[EntityRow]:
        return self._results("entities", partial(super().entities, wanted))

    def events(self, *, story: str | None = None, as_of: str | None = None, known_at: str | None = None) -> Results[EventRow]:
        return self._results("events", partial(super().events, story=story, as_of=as_of, known_at=known_at))

    def stories(self, *, as_of: str | None = None, known_at: str | None = None) -> Results[Story]:
        return self._results("stories", partial(super().stories, as_of=as_of, known_at=known_at))

    def findings(
        self, *, story: str | None = None, recorded_since: str | None = None, as_of: str | None = None, known_at: str | None = None
    ) -> Results[Finding]:
        """With a clock they are compared anew, story by story, from what was there by then; ``recorded_since`` is for today's alone."""
        entries = partial(super().findings, story=story, recorded_since=recorded_since)
        if as_of is not None or known_at is not None:
            scope = Scope(story=story, as_of=as_of, known_at=known_at)
            entries = partial(_compared_anew, self, scope)

        def lines() -> Iterator[Wire]:
            origin_of = lru_cache(maxsize=1)(partial(_origins, self, as_of, known_at))  # findings come story by story
            for finding in entries():
                rows = self.entries([*finding.a, *finding.b], story=finding.story)
                yield wire(FoundHere(finding=finding, rows=rows, origin_of=origin_of(finding.story) if finding.story else {}))

        return Results(BY_NAME["findings"], entries, lines)

    def reports(self, *, story: str | None = None, as_of: str | None = None, known_at: str | None = None) -> Results[Report]:
        entries = partial(super().reports, story=story, as_of=as_of, known_at=known_at)
        return Results(BY_NAME["reports"], entries, self._lines("reports", story=story, as_of=as_of, known_at=known_at))

    def figures(
        self, *, story: str | None = None, report: str | None = None, as_of: str | None = None, known_at: str | None = None
    ) -> Results[FigureRow]:
        """As wire objects and tables they come series by series, as ``onrecord figures`` lists them."""
        entries = partial(super().figures, story=story, report=report, as_of=as_of, known_at=known_at)
        lines = self._lines("figures", story=story, as_of=as_of, known_at=known_at)
        return Results(BY_NAME["figures"], entries, lambda: (line for line in lines() if report in (None, line["report"])))

    def positions(self, *, story: str | None = None, **clocks: Unpack[Clocks]) -> Results[Position]:
        """``onrecord positions``: where every side stands, story by story and issue by issue."""
        entries = partial(positions_at, self, Scope(story=story, **clocks))
        return Results(BY_NAME["positions"], entries, self._lines("positions", story=story, **clocks))

    def offers(self, *, story: str | None = None, **clocks: Unpack[Clocks]) -> Results[Offer]:
        """``onrecord offers``: what is on the table, and every move on it."""
        entries = partial(offers_in, self, Scope(story=story, **clocks))
        return Results(BY_NAME["offers"], entries, self._lines("offers", story=story, **clocks))

    def _results(self, name: str, entries: Callable[[], Iterator[T]]) -> Results[T]:
        return Results(BY_NAME[name], entries, lambda: map(wire, entries()))

    def _lines(self, name: str, *, story: str | None, **clocks: Unpack[Clocks]) -> Callable[[], Iterator[Wire]]:
        selection = Selection(statements=StatementFilter(story=story, **clocks))
        return lambda: BY_NAME[name].lines(Extract(self, selection))


def _compared_anew(record: LiveRecord, scope: Scope) -> Iterator[Finding]:
    return (found.finding for found in findings_in(record, scope))


def _origins(record: LiveRecord, as_of: str | None, known_at: str | None, story: str) -> Mapping[str, Origin]:
    return provenance_of(record, story, as_of=as_of, known_at=known_at).of


open_record = OpenRecord.open


@contextmanager
def open_record_at(path: str | Place, known_at: str | None = None) -> Iterator[OpenRecord]:
    """The record there, for reading; with ``known_at`` as it was at that moment: see ``pipeline.open_record_at``."""
    with open_plain_at(path, known_at) as plain, open_record(plain.path, create=False, read_only=True) as record:
        yield record
