"""Events with what their report says around them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from onrecord.store.clocks import all_of, clock_conditions
from onrecord.store.columns import reference
from onrecord.store.events import event_columns, read_event
from onrecord.store.query import published
from onrecord.store.sqlite import Database
from onrecord.store.values import EventRow

_ROLES = ("actor", "target", "place", "source")
_ORDER = "ORDER BY r.published_last IS NULL, r.published_last, r.id, e.seq"
_MENTIONS = (
    '(SELECT json_group_array(json_array(m.start, m."end")) FROM (SELECT start, "end" FROM event_mention'
    " WHERE report_key = e.report_key AND event = e.id ORDER BY seq) m)"
)
_FIGURES = (
    "(SELECT json_group_array(json_array(g.figure, g.words)) FROM (SELECT x.figure,"
    ' substr(r.text, f.start + 1, f."end" - f.start) AS words'
    " FROM event_figure x JOIN figure f ON f.report_key = x.report_key AND f.id = x.figure"
    " WHERE x.report_key = e.report_key AND x.event = e.id ORDER BY x.seq) g)"
)


def event_rows(
    database: Database, *, story: str | None = None, as_of: str | None = None, known_at: str | None = None
) -> Iterator[EventRow]:
    """In order of publication and place in the report, undated last; only what was published and recorded by the two clocks."""
    where, bindings = all_of(clock_conditions(as_of, known_at))
    if story is not None:
        where, bindings = f"{where} AND sr.story = ?", [*bindings, story]
    linked = ", ".join(f"coalesce(b_{role}.entity, e.{role}_entity), l_{role}.name" for role in _ROLES)
    joins = " ".join(
        f"LEFT JOIN entity_link b_{role} ON b_{role}.report_key = e.report_key AND b_{role}.local = e.{role}_entity"
        f" LEFT JOIN linked_entity l_{role} ON l_{role}.id = coalesce(b_{role}.entity, e.{role}_entity)"
        for role in _ROLES
    )
    rows = database.rows(
        "SELECT r.id, r.outlet, r.published_value, r.published_precision, r.published_basis, sr.story,"
        f' substr(r.text, e.start + 1, e."end" - e.start), {_MENTIONS}, {_FIGURES}, {linked}, {event_columns("e")}'
        " FROM event e JOIN report r ON r.key = e.report_key LEFT JOIN story_report sr ON sr.report_key = e.report_key"
        f" {joins} WHERE {where} {_ORDER}",
        bindings,
    )
    return (_event_row(row) for row in rows)


def _event_row(row: tuple[Any, ...]) -> EventRow:
    report, outlet, value, precision, basis, story, words, mentions, figures, *rest = row
    linked, columns = rest[: 2 * len(_ROLES)], rest[2 * len(_ROLES) :]
    given = json.loads(figures)
    event = read_event(tuple(columns), json.loads(mentions), tuple(figure for figure, _ in given))
    actor, target, place, source = (reference(*linked[k : k + 2]) for k in range(0, len(linked), 2))
    event = replace(
        event,
        actor=actor or event.actor,
        target=target or event.target,
        place=place or event.place,
        according_to=source or event.according_to,
    )
    return EventRow(
        event=event,
        report=report,
        outlet=outlet,
        published=published(value, precision, basis),
        story=story,
        words=words,
        figures=tuple(words for _, words in given),
    )
