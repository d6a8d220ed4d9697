"""One statement with everything around it: its source, what else is of the same act of saying, what was judged about it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import MissingError
from onrecord.export.wire import Wire, entry, wire
from onrecord.store import Judgement, Record, StatementRow
from onrecord.storyline import findings_at
from onrecord.views.findings import FindingCard, cards
from onrecord.views.sheet import At, Sheet, sheet_of
from onrecord.views.source import SourceView, panel_view, source_view

_CONTEXT = 32  # characters before and after a quotation by which another program finds it again


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """``hidden``: somebody judged it to be no statement. ``same``: statements that repeat it. ``inside`` and ``holds``: what quotes it
    and what it quotes. ``history``: judgements about it, the latest first. ``prefix`` and ``suffix``: the characters around the first
    piece of its content."""

    at: At
    row: StatementRow
    hidden: bool
    source: SourceView
    same: tuple[StatementRow, ...]
    cards: tuple[FindingCard, ...]
    inside: StatementRow | None
    holds: tuple[StatementRow, ...]
    history: tuple[Judgement, ...]
    prefix: str
    suffix: str

    def wire(self) -> Wire:
        return {
            "statement": wire(self.row),
            "text_sha256": self.source.report.text_sha256,
            **entry(self, "prefix suffix"),
            "not_a_statement": self.hidden,
            "repeats": [row.statement.id for row in self.same],
            "findings": [card.line for card in self.cards],
            "judgements": wire(self.history),
        }

    def sheet(self) -> Sheet:
        columns = ("id", "kind", "was", "now", "author", "at", "why", "state", "undone_by")
        return sheet_of(columns, map(wire, self.history))


def statement_view(record: Record, at: At, statement: str) -> StatementView:
    """Also of what was judged to be no statement; of a part that a kept finding holds, the whole. Raises MissingError when the record
    does not hold it."""
    try:
        row, hidden = found(record, statement)
    except MissingError:
        row, hidden = found(record, _whole_of(record, statement))
        statement = row.statement.id
    source = panel_view(record, at, row)
    if hidden:
        source = source_view(record, at, row.report)
    touching = [f for f in findings_at(record, row.story, **at.clocks) if statement in (*f.a, *f.b)] if row.story else []
    repeats = list(dict.fromkeys(key for f in touching if f.type == "repeats" for key in (*f.a, *f.b) if key != statement))
    others = [f for f in touching if f.type != "repeats"]
    text = source.report.text
    span = row.statement.content[0]
    return StatementView(
        at=at,
        row=row,
        hidden=hidden,
        source=source,
        same=tuple(record.statement_rows(repeats).values()),
        cards=tuple(cards(record, others, record.entries([key for f in others for key in (*f.a, *f.b)], story=row.story), {})),
        inside=source.row(row.statement.parent),
        holds=tuple(r for r in source.rows if r.statement.parent == statement),
        history=tuple(reversed([j for j in record.judgements() if statement in j.targets])),
        prefix=text[max(0, span.start - _CONTEXT) : span.start],
        suffix=text[span.end : span.end + _CONTEXT],
    )


def _whole_of(record: Record, part: str) -> str:
    """The id of the statement that this is a part of; the id itself when no kept finding holds such a part."""
    row = record.entries([part]).get(part)
    return row.statement.parent or part if isinstance(row, StatementRow) else part


def found(record: Record, statement: str) -> tuple[StatementRow, bool]:
    """The statement, and whether it was judged to be none. Raises MissingError when the record does not hold it."""
    seen = record.statement_rows([statement])
    if seen:
        return seen[statement], False
    every = record.statement_rows([statement], hidden=True)
    if not every:
        raise MissingError(f"The record has no statement {statement!r}.")
    return every[statement], True
