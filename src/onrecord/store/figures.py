"""Figures with what their report says around them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.model import EntityRef
from onrecord.store.columns import reference
from onrecord.store.events import figure_columns, read_figure
from onrecord.store.query import AS_OF, published
from onrecord.store.sqlite import Database
from onrecord.store.values import FigureRow
from onrecord.store.when import as_of_moment

_ORDER = "ORDER BY r.published_last IS NULL, r.published_last, r.id, f.seq"


def figure_rows(database: Database, *, story: str | None = None, as_of: str | None = None) -> Iterator[FigureRow]:
    """In order of publication and place in the report, undated last; with ``as_of`` only what was published by then."""
    where, bindings = "(?1 IS NULL OR sr.story = ?1)", [story]
    if as_of is not None:
        where += " AND " + AS_OF.format(at="?2")
        bindings.append(as_of_moment(as_of))
    return _rows(database, where, bindings)


def figure_rows_by_id(database: Database, ids: Sequence[str]) -> dict[str, FigureRow]:
    """By id; an unknown id is left out."""
    return {row.figure.id: row for row in _rows(database, "f.id IN (SELECT value FROM json_each(?1))", [json.dumps(ids)])}


def _rows(database: Database, where: str, bindings: Sequence[Any]) -> Iterator[FigureRow]:
    rows = database.rows(
        "SELECT r.id, r.outlet, r.published_value, r.published_precision, r.published_basis, sr.story, b.entity, l.name,"
        f' substr(r.text, f.start + 1, f."end" - f.start), {figure_columns("f")}'
        " FROM figure f JOIN report r ON r.key = f.report_key LEFT JOIN story_report sr ON sr.report_key = f.report_key"
        " LEFT JOIN bearer b ON b.report_key = f.report_key AND b.local = f.source_entity LEFT JOIN linked_entity l ON l.id = b.entity"
        f" WHERE {where} {_ORDER}",
        bindings,
    )
    for report, outlet, value, precision, basis, story, entity, name, words, *columns in rows:
        figure = read_figure(tuple(columns))
        who: EntityRef | None = reference(entity, name) or figure.according_to
        yield FigureRow(
            figure=figure, report=report, outlet=outlet, published=published(value, precision, basis), story=story, words=words, who=who
        )
