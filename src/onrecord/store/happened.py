"""Events with what their report says around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from onrecord.store.clocks import all_of, clock_conditions
from onrecord.store.columns import columns_of, published, reference
from onrecord.store.database import Database, Row
from onrecord.store.events import EVENT, Figures, Mentions, read_event, told
from onrecord.store.values import EventRow

_ROLES = ("actor", "target", "place", "source")
_ORDER = "ORDER BY r.published_last NULLS LAST, r.id, e.seq"
_AT_ONCE = 500  # events whose mentions and figures are read with one query


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
    rows = database.stream(
        "SELECT r.key, r.id, r.outlet, r.published_value, r.published_precision, r.published_basis, sr.story,"
        f' substr(r.text, e.start + 1, e."end" - e.start), {linked}, {columns_of("e", EVENT)}'
        " FROM event e JOIN report r ON r.key = e.report_key LEFT JOIN story_report sr ON sr.report_key = e.report_key"
        f" {joins} WHERE {where} {_ORDER}",
        bindings,
    )
    while batch := list(islice(rows, _AT_ONCE)):
        mentions, figures = told(database, sorted({row[0] for row in batch}))
        for row in batch:
            yield _event_row(row, mentions, figures)


def _event_row(row: Row, mentions: Mentions, figures: Figures) -> EventRow:
    key, report, outlet, value, precision, basis, story, words, *rest = row
    linked, columns = rest[: 2 * len(_ROLES)], rest[2 * len(_ROLES) :]
    at = key, columns[0]
    given = [(figure, words) for figure, words in figures[at] if words is not None]
    event = read_event(tuple(columns), mentions[at], tuple(figure for figure, _ in given))
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
