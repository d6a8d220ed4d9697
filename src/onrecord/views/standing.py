"""Where each side stands: a table for every issue, sides down, options across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from onrecord.export.wire import Wire, wire
from onrecord.model import EntityRef, Position, Story
from onrecord.store import FigureRow, Once, Record, StatementRow
from onrecord.storyline import standing_of
from onrecord.text import fold
from onrecord.views.sheet import At, Sheet, sheet_of

AT_LARGE = ""  # the option of a position on the thing itself, on no named terms
_COLUMNS = 4  # options that stand beside one another whoever takes them; among more, what one side alone speaks of makes no column


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Where a side stands on an option: ``last`` now, ``before`` what it said earlier, the oldest first; without any nothing was
    reported."""

    last: Position | None = None
    before: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SideRow:
    """A side: where it stands on each option of the columns, and on those that it ``alone`` speaks of, by their words."""

    actor: EntityRef
    cells: tuple[Cell, ...]
    alone: tuple[tuple[str, Cell], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTable:
    """One running question. ``options`` are columns, by their words; ``""`` is the thing itself. ``of_one``: how many options have no
    column, since one side alone speaks of them."""

    issue: str
    options: tuple[str, ...]
    rows: tuple[SideRow, ...]
    of_one: int

    @property
    def sides(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingView:
    """``rows``: the statements that carry the positions, by id."""

    at: At
    story: Story
    tables: tuple[IssueTable, ...]
    positions: tuple[Position, ...]
    rows: Mapping[str, StatementRow | FigureRow]

    def wire(self) -> Wire:
        return {"story": self.story.id, "positions": wire(self.positions)}

    def sheet(self) -> Sheet:
        """A row for every statement that carries a position."""
        lines = [wire(p) | {"statement": statement} for p in self.positions for statement in p.statements]
        return sheet_of(("issue", "actor.name", "option", "stance", "from", "until", "terms", "voices", "statement", "id"), lines)


def standing_view(record: Record, at: At, story: Story) -> StandingView:
    """All positions of the story by the clocks."""
    record = Once(record)
    positions = standing_of(record, story.id, **at.clocks).positions
    rows = record.entries([s for p in positions for s in p.statements], story=story.id)
    return StandingView(at=at, story=story, tables=tables(positions), positions=positions, rows=rows)


def tables(positions: Sequence[Position]) -> tuple[IssueTable, ...]:
    """Issue by issue, those on which most sides stand first."""
    found = [_table(issue, list(group)) for issue, group in groupby(positions, key=lambda p: p.issue)]
    return tuple(sorted(found, key=lambda t: (-t.sides, -len(t.options) - t.of_one)))


def _table(issue: str, positions: list[Position]) -> IssueTable:
    options: dict[str, str] = {}
    for position in positions:
        options.setdefault(fold(position.option or ""), position.option or AT_LARGE)
    columns = sorted(options, key=lambda key: key != "")
    sides = {p.actor.entity: p.actor for p in positions}
    speaking = {key: {p.actor.entity for p in positions if fold(p.option or "") == key} for key in columns}
    of_one = {key for key in columns if key and len(speaking[key]) == 1} if len(columns) > _COLUMNS else set[str]()
    beside = [key for key in columns if key not in of_one]
    rows = tuple(
        SideRow(
            actor=actor,
            cells=tuple(_cell(positions, entity, key) for key in beside),
            alone=tuple((options[key], _cell(positions, entity, key)) for key in columns if key in of_one and entity in speaking[key]),
        )
        for entity, actor in sides.items()
    )
    return IssueTable(issue=issue, options=tuple(options[key] for key in beside), rows=rows, of_one=len(of_one))


def _cell(positions: Sequence[Position], actor: str, option: str) -> Cell:
    own = [p for p in positions if p.actor.entity == actor and fold(p.option or "") == option]
    own.sort(key=lambda p: (p.until is None, p.since or ""))
    return Cell(last=own[-1], before=tuple(own[:-1])) if own else Cell()
