"""Figures with what their report says around them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.model import EntityRef
from onrecord.store.clocks import all_of, clock_conditions
from onrecord.store.columns import columns_of, published, reference
from onrecord.store.database import Database
from onrecord.store.events import FIGURE, read_figure
from onrecord.store.values import FigureRow

_ORDER = "ORDER BY r.published_last NULLS LAST, r.id, f.seq"


def figure_rows(
    database: Database,
    *,
    story: str | None = None,
    report: str | None = None,
    as_of: str | None = None,
    known_at: str | None = None,
) -> Iterator[FigureRow]:
    """In order of publication and place in the report, undated last; only what was published and recorded by the two clocks."""
    where, bindings = all_of(clock_conditions(as_of, known_at))
    for column, value in (("sr.story", story), ("r.id", report)):
        if value is not None:
            where, bindings = f"{where} AND {column} = ?", [*bindings, value]
    return _rows(database, where, bindings)


def figure_rows_by_id(database: Database, ids: Sequence[str]) -> dict[str, FigureRow]:
    """By id; an unknown id is left out."""
    return {row.figure.id: row for row in _rows(database, "f.id IN (SELECT value FROM json_each(?))", [json.dumps(ids)])}


def _rows(database: Database, where: str, bindings: Sequence[Any]) -> Iterator[FigureRow]:
    rows = database.stream(
        "SELECT r.id, r.outlet, r.published_value, r.published_precision, r.published_basis, sr.story,"
        " coalesce(b.entity, f.source_entity), l.name,"
        f' substr(r.text, f.start + 1, f."end" - f.start), {columns_of("f", FIGURE)}'
        " FROM figure f JOIN report r ON r.key = f.report_key LEFT JOIN story_report sr ON sr.report_key = f.report_key"
        " LEFT JOIN entity_link b ON b.report_key = f.report_key AND b.local = f.source_entity"
        " LEFT JOIN linked_entity l ON l.id = coalesce(b.entity, f.source_entity)"
        f" WHERE {where} {_ORDER}",
        bindings,
    )
    for report, outlet, value, precision, basis, story, entity, name, words, *columns in rows:
        figure = read_figure(tuple(columns))
        who: EntityRef | None = reference(entity, name) or figure.according_to
        yield FigureRow(
            figure=figure, report=report, outlet=outlet, published=published(value, precision, basis), story=story, words=words, who=who
        )
