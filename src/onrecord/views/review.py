"""What a person should look at: statements that the machine is least sure of, and what people decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from onrecord.export.wire import Wire, wire
from onrecord.store import Counted, Judgement, JudgementState, Record, StatementFilter, StatementRow
from onrecord.views.sheet import At, Leaf, Sheet, pack, sheet_of, start_of
from onrecord.views.source import SourceView, panel_view

Queue = Literal["unsure", "unnamed", "parted"]
QUEUES: dict[Queue, str] = {
    "unsure": "Least sure",
    "unnamed": "Speaker unknown",
    "parted": "Accounts part",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """One statement at a time, in its text. ``place``: its number in the queue, from 1; ``back`` and ``next``: tokens of those beside."""

    at: At
    queue: Queue
    story: str | None
    row: StatementRow | None
    source: SourceView | None
    place: int
    count: Counted
    back: str | None
    next: str | None
    recent: tuple[Judgement, ...]

    def wire(self) -> Wire:
        return {
            "queue": self.queue,
            "statement": wire(self.row),
            "place": self.place,
            "count": wire(self.count),
            "next": self.next,
        }

    def sheet(self) -> Sheet:
        columns = ("id", "speaker.name", "content_text", "score", "outlet", "report", "version")
        return sheet_of(columns, [wire(self.row)] if self.row else [])


def review_view(record: Record, at: At, queue: Queue, *, story: str | None = None, leaf: Leaf = Leaf(size=1)) -> ReviewView:
    """The statement of the queue at the token's place. Raises InputError when the token is none."""
    place = start_of(leaf.after)
    wanted = replace(StatementFilter(story=story), **at.clocks)
    ids, count = record.review_queue(wanted, queue, place=place)
    rows = record.statement_rows(ids)
    row = rows.get(ids[0]) if ids else None
    return ReviewView(
        at=at,
        queue=queue,
        story=story,
        row=row,
        source=panel_view(record, at, row) if row else None,
        place=place + 1,
        count=count,
        back=pack(place - 1) if place else None,
        next=pack(place + 1) if place + 1 < count.number else None,
        recent=tuple(list(record.judgements())[-10:][::-1]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementsView:
    """What people decided, the latest first. ``numbers``: how many are in each state."""

    state: JudgementState | None
    judgements: tuple[Judgement, ...]
    numbers: dict[str, int]

    def wire(self) -> Wire:
        return {"judgements": wire(self.judgements), "numbers": self.numbers}

    def sheet(self) -> Sheet:
        columns = ("id", "kind", "about", "was", "now", "targets", "report", "author", "at", "why", "state", "undone_by", "problem")
        return sheet_of(columns, map(wire, self.judgements))


def judgements_view(record: Record, state: JudgementState | None = None) -> JudgementsView:
    """All of them, or those in one state."""
    every = list(record.judgements())[::-1]
    numbers: dict[str, int] = {}
    for judgement in every:
        numbers[judgement.state] = numbers.get(judgement.state, 0) + 1
    return JudgementsView(state=state, judgements=tuple(j for j in every if state in (None, j.state)), numbers=numbers)
