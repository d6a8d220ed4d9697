"""Events and figures of a report: into the record and back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from onrecord.model import Event, Figure, Span
from onrecord.store.columns import LISTED, marks_for, moment, pair, reference, strings, strings_of, time_or_none
from onrecord.store.database import Database, Row

EVENT = (
    'id, type, start, "end", actor_entity, actor_name, target_entity, target_name, place_entity, place_name, source_entity, source_name,'
    " when_value, when_precision, when_start, when_end, instrument, score, reasons"
)
FIGURE = (
    'id, start, "end", low, high, unit, measure, scope, place_entity, place_name, source_entity, source_name,'
    " as_of_value, as_of_precision, as_of_start, as_of_end, event, statement, revises, score, reasons"
)

Mentions = defaultdict[tuple[str, str], list[tuple[int, int]]]
Figures = defaultdict[tuple[str, str], list[tuple[str, str | None]]]


def insert_events(database: Database, key: str, events: Sequence[Event]) -> None:
    """With their mentions and the ids of their figures."""
    rows = (_event_row(key, seq, event) for seq, event in enumerate(events))
    database.run_many(f"INSERT INTO event (report_key, seq, {EVENT}) VALUES (?, ?, {marks_for(EVENT)})", rows)
    mentions = ((key, e.id, n, s.start, s.end) for e in events for n, s in enumerate(e.mentions))
    database.run_many("INSERT INTO event_mention VALUES (?, ?, ?, ?, ?)", mentions)
    figures = ((key, e.id, n, f) for e in events for n, f in enumerate(e.figures))
    database.run_many("INSERT INTO event_figure VALUES (?, ?, ?, ?)", figures)


def _event_row(key: str, seq: int, event: Event) -> Row:
    row: Row = (key, seq, event.id, event.type, event.span.start, event.span.end, *pair(event.actor), *pair(event.target))
    row += (*pair(event.place), *pair(event.according_to), *moment(event.when))
    return (*row, event.instrument, event.score, strings(event.reasons))


def insert_figures(database: Database, key: str, figures: Sequence[Figure]) -> None:
    rows = (_figure_row(key, seq, figure) for seq, figure in enumerate(figures))
    database.run_many(f"INSERT INTO figure (report_key, seq, {FIGURE}) VALUES (?, ?, {marks_for(FIGURE)})", rows)


def _figure_row(key: str, seq: int, figure: Figure) -> Row:
    row: Row = (key, seq, figure.id, figure.span.start, figure.span.end, figure.low, figure.high, figure.unit, figure.measure)
    row += (figure.scope, *pair(figure.place), *pair(figure.according_to), *moment(figure.as_of), figure.event, figure.statement)
    return (*row, figure.revises, figure.score, strings(figure.reasons))


def load_events(database: Database, key: str) -> tuple[Event, ...]:
    """Those of one report, in the order of its analysis."""
    mentions, figures = told(database, [key])
    rows = database.all(f"SELECT {EVENT} FROM event WHERE report_key = ? ORDER BY seq", (key,))
    return tuple(read_event(row, mentions[key, row[0]], tuple(figure for figure, _ in figures[key, row[0]])) for row in rows)


def told(database: Database, keys: Sequence[str]) -> tuple[Mentions, Figures]:
    """Of the events of these reports, by report key and event: where each is mentioned, and its figures, each with its words (None:
    the analysis does not hold it)."""
    wanted = (json.dumps(keys),)
    mentions: Mentions = defaultdict(list)
    for key, event, start, end in database.rows(
        f'SELECT report_key, event, start, "end" FROM event_mention WHERE report_key {LISTED} ORDER BY report_key, event, seq', wanted
    ):
        mentions[key, event].append((start, end))
    figures: Figures = defaultdict(list)
    for key, event, figure, words in database.rows(
        'SELECT x.report_key, x.event, x.figure, substr(r.text, f.start + 1, f."end" - f.start) FROM event_figure x'
        " JOIN report r ON r.key = x.report_key LEFT JOIN figure f ON f.report_key = x.report_key AND f.id = x.figure"
        f" WHERE x.report_key {LISTED} ORDER BY x.report_key, x.event, x.seq",
        wanted,
    ):
        figures[key, event].append((figure, words))
    return mentions, figures


def read_event(row: Row, mentions: Iterable[tuple[int, int]], figures: tuple[str, ...]) -> Event:
    """The event of a row of the columns ``EVENT``, with the places of its mentions and the ids of its figures."""
    event, kind, start, end, actor, actor_name, target, target_name, place, place_name, source, source_name, *rest = row
    value, precision, when_start, when_end, instrument, score, reasons = rest
    return Event(
        id=event,
        type=kind,
        span=Span(start, end),
        mentions=tuple(Span(*m) for m in mentions),
        actor=reference(actor, actor_name),
        target=reference(target, target_name),
        place=reference(place, place_name),
        when=time_or_none(value, precision, when_start, when_end),
        instrument=instrument,
        according_to=reference(source, source_name),
        figures=figures,
        score=score,
        reasons=strings_of(reasons),
    )


def load_figures(database: Database, key: str) -> tuple[Figure, ...]:
    """Those of one report, in the order of its analysis."""
    return tuple(read_figure(row) for row in database.all(f"SELECT {FIGURE} FROM figure WHERE report_key = ? ORDER BY seq", (key,)))


def read_figure(row: Row) -> Figure:
    """The figure of a row of the columns ``FIGURE``."""
    figure, start, end, low, high, unit, measure, scope, place, place_name, source, source_name, *rest = row
    value, precision, as_of_start, as_of_end, event, statement, revises, score, reasons = rest
    return Figure(
        id=figure,
        span=Span(start, end),
        low=low,
        high=high,
        unit=unit,
        measure=measure,
        scope=scope,
        place=reference(place, place_name),
        as_of=time_or_none(value, precision, as_of_start, as_of_end),
        according_to=reference(source, source_name),
        event=event,
        statement=statement,
        revises=revises,
        score=score,
        reasons=strings_of(reasons),
    )
