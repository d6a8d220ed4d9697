"""Reading reports, analyses, stories and findings back as the values that went in."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from onrecord.model import (
    Analysis,
    Entity,
    EntityLink,
    Figure,
    Finding,
    Furniture,
    Mention,
    Problem,
    Report,
    Role,
    Span,
    Statement,
    Story,
    Time,
)
from onrecord.store.clocks import Condition, all_of, clock_conditions
from onrecord.store.columns import published, span_or_none
from onrecord.store.database import Database, Row
from onrecord.store.events import load_events, load_figures
from onrecord.store.fields import figure_as_machine_said
from onrecord.store.statements import load_statements
from onrecord.store.values import Analysed
from onrecord.store.when import first_moment

_AT_ONCE, _STORIES_AT_ONCE = 500, 50  # findings whose sides, stories whose reports are read with one query
_FINDING = "SELECT id, type, slot, story, why, score, reasons FROM finding f WHERE f.judgement IS NULL"
BY_DATE = "r.published_last NULLS LAST, r.id"


def report(database: Database, report_id: str) -> Report | None:
    """None when no report has this id."""
    rows = database.all(
        "SELECT key, id, text, text_sha256, url, outlet, title, byline, agency, language, published_value, published_precision,"
        " published_basis FROM report WHERE id = ?",
        (report_id,),
    )
    return _report(database, rows[0]) if rows else None


def _report(database: Database, row: Row) -> Report:
    key, report_id, text, text_sha256, url, outlet, title, byline, agency, language, value, precision, basis = row
    furniture = database.rows('SELECT start, "end", kind FROM furniture WHERE report_key = ? ORDER BY seq', (key,))
    return Report(
        id=report_id,
        text=text,
        text_sha256=text_sha256,
        url=url,
        outlet=outlet,
        title=title,
        byline=byline,
        agency=agency,
        language=language,
        published=published(value, precision, basis),
        furniture=tuple(Furniture(span=Span(start, end), kind=kind) for start, end, kind in furniture),
        problems=_problems(database, key, "read"),
    )


def report_ids(database: Database, *, story: str | None = None, as_of: str | None = None, known_at: str | None = None) -> list[str]:
    """Ids in order of publication, undated last; with ``as_of`` only what was published by then, undated left out."""
    where, bindings = all_of(clock_conditions(as_of, known_at))
    sql = f"SELECT r.id FROM report r LEFT JOIN story_report sr ON sr.report_key = r.key WHERE {where}"
    if story is not None:
        sql += " AND sr.story = ?"
        bindings.append(story)
    return [row[0] for row in database.rows(f"{sql} ORDER BY {BY_DATE}", bindings)]


def analysis(database: Database, report_id: str) -> Analysis | None:
    """None when the report is unknown or has not been analysed."""
    rows = database.all(
        "SELECT r.key, r.text_sha256, a.engine FROM report r JOIN analysis a ON a.report_key = r.key WHERE r.id = ?", (report_id,)
    )
    if not rows:
        return None
    key, text_sha256, engine = rows[0]
    times = database.rows('SELECT value, precision, start, "end" FROM time WHERE report_key = ? ORDER BY seq', (key,))
    return Analysis(
        report_id=report_id,
        text_sha256=text_sha256,
        engine=engine,
        statements=_statements(database, key),  # the machine's: what it found is a function of the text
        entities=_entities(database, key),
        events=load_events(database, key),
        figures=_figures(database, key),
        times=tuple(Time(value=value, precision=precision, span=span_or_none(start, end)) for value, precision, start, end in times),
        problems=_problems(database, key, "analyse"),
    )


def analysed(database: Database, model: str) -> list[Analysed]:
    """In order of publication, undated last."""
    rows = database.rows(
        "SELECT r.id, a.engine, a.analysed_at, EXISTS (SELECT 1 FROM profile p WHERE p.report = r.row AND p.model = ?)"
        f" FROM report r JOIN analysis a ON a.report_key = r.key ORDER BY {BY_DATE}",
        (model,),
    )
    return [Analysed(report=report, engine=engine, analysed_at=at, has_profile=bool(placed)) for report, engine, at, placed in rows]


def _statements(database: Database, key: str) -> tuple[Statement, ...]:
    ids = [row[0] for row in database.rows("SELECT id FROM statement WHERE report_key = ? ORDER BY seq", (key,))]
    found = load_statements(database, ids, machine=True)
    return tuple(found[statement] for statement in ids)


def _figures(database: Database, key: str) -> tuple[Figure, ...]:
    sql = (
        "SELECT o.statement, o.machine FROM overruled o JOIN statement s ON s.id = o.statement WHERE s.report_key = ? AND field = 'speaker'"
    )
    overruled = {statement: json.loads(machine) for statement, machine in database.rows(sql, (key,))}
    return tuple(figure_as_machine_said(figure, overruled.get(figure.statement or "")) for figure in load_figures(database, key))


def _entities(database: Database, key: str) -> tuple[Entity, ...]:
    mentions: dict[str, list[Mention]] = defaultdict(list)
    roles: dict[str, list[Role]] = defaultdict(list)
    of_report = "WHERE report_key = ? ORDER BY seq"
    for entity, start, end, kind in database.rows(f'SELECT entity, start, "end", kind FROM mention {of_report}', (key,)):
        mentions[entity].append(Mention(span=Span(start, end), kind=kind))
    for entity, title, start, end in database.rows(f'SELECT entity, title, start, "end" FROM role {of_report}', (key,)):
        roles[entity].append(Role(title=title, span=Span(start, end)))
    return tuple(
        Entity(id=entity, name=name, type=kind, mentions=tuple(mentions[entity]), roles=tuple(roles[entity]))
        for entity, name, kind in database.all("SELECT id, name, type FROM entity WHERE report_key = ? ORDER BY seq", (key,))
    )


def _problems(database: Database, key: str, stage: str) -> tuple[Problem, ...]:
    rows = database.rows('SELECT "where", why FROM problem WHERE report_key = ? AND stage = ? ORDER BY seq', (key, stage))
    return tuple(Problem(where=where, why=why) for where, why in rows)


def stories(database: Database, as_of: str | None, known_at: str | None, only: str | None = None) -> Iterator[Story]:
    """Largest first, or ``only`` the one with this id. With a clock each as far as it was published or recorded by then: fewer reports,
    another last date, or not at all."""
    where, bindings = all_of(clock_conditions(as_of, known_at))
    joined = "story_report sr JOIN report r ON r.key = sr.report_key" if bindings else "story_report sr"
    by_size = f"SELECT sr.story FROM {joined} WHERE {where} GROUP BY sr.story ORDER BY count(*) DESC, sr.story"
    ids = iter(database.all(by_size, bindings) if only is None else [(only,)])
    while wanted := [story for (story,) in islice(ids, _STORIES_AT_ONCE)]:
        reports = _story_reports(database, wanted, (where, bindings))
        sql = "SELECT id, title, first, last, reasons FROM story WHERE id IN (SELECT value FROM json_each(?))"
        rows = {row[0]: row for row in database.rows(sql, (json.dumps(wanted),))}
        for story in (story for story in wanted if story in reports):
            _, title, first, last, reasons = rows[story]
            if bindings:
                dates = [value.partition("T")[0] for _, value in reports[story] if value]
                first, last = min(dates, default=None), max(dates, default=None)
            held = tuple(report for report, _ in reports[story])
            yield Story(id=story, title=title, reports=held, first=first, last=last, reasons=tuple(json.loads(reasons)))


def _story_reports(database: Database, stories: Collection[str], seen: Condition) -> dict[str, list[tuple[str, str | None]]]:
    where, bindings = seen
    sql = "SELECT sr.story, r.id, r.published_value FROM story_report sr JOIN report r ON r.key = sr.report_key"
    sql += f" WHERE sr.story IN (SELECT value FROM json_each(?)) AND {where} ORDER BY sr.story, sr.seq"
    found: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for story, report_id, value in database.rows(sql, [json.dumps(list(stories)), *bindings]):
        found[story].append((report_id, value))
    return found


def named_in_stories(database: Database, stories: Collection[str]) -> Iterator[tuple[str, str, Entity]]:
    """Every entity of the reports of these stories, with its roles and without its mentions: the report's key, the story, the entity."""
    held = "FROM story_report s JOIN {0} t ON t.report_key = s.report_key WHERE s.story IN (SELECT value FROM json_each(?))"
    wanted = (json.dumps(sorted(stories)),)
    roles: dict[tuple[str, str], list[Role]] = defaultdict(list)
    sql = f'SELECT t.report_key, t.entity, t.title, t.start, t."end" {held.format("role")} ORDER BY t.report_key, t.seq'
    for key, entity, title, start, end in database.rows(sql, wanted):
        roles[key, entity].append(Role(title=title, span=Span(start, end)))
    sql = f"SELECT t.report_key, s.story, t.id, t.name, t.type {held.format('entity')} ORDER BY s.story, s.seq, t.seq"
    for key, story, entity, name, kind in database.rows(sql, wanted):
        yield key, story, Entity(id=entity, name=name, type=kind, mentions=(), roles=tuple(roles.get((key, entity), ())))


def findings(database: Database, story: str | None, recorded_since: str | None) -> Iterator[Finding]:
    """Those of the story, and those of which a statement or figure is of a report recorded then or later; None: all. What people
    judged to be no conflict is left out."""
    sql, bindings = _FINDING, [] if story is None else [story]
    sql += "" if story is None else " AND f.story = ?"
    if recorded_since is not None:
        sides = "SELECT d.finding FROM report r CROSS JOIN {0} AND r.recorded_at >= ?"  # from the reports on: those are few
        said = sides.format("statement s CROSS JOIN finding_side d WHERE s.report_key = r.key AND d.statement = s.id")
        sql += f" AND f.id IN ({said} UNION {sides.format('finding_side d WHERE d.figure_report = r.key')})"
        bindings += [first_moment(recorded_since)] * 2
    yield from _findings(database, f"{sql} ORDER BY f.story NULLS FIRST, f.type, f.id", bindings)


def findings_of_type(database: Database, kind: str, start: int, size: int) -> Iterator[Finding]:
    """The surest first, from a place on."""
    sql = f"{_FINDING} AND f.type = ? ORDER BY f.score DESC, f.id LIMIT ? OFFSET ?"
    yield from _findings(database, sql, (kind, size, start))


def _findings(database: Database, sql: str, bindings: Sequence[Any]) -> Iterator[Finding]:
    rows = database.rows(sql, bindings)
    while batch := list(islice(rows, _AT_ONCE)):
        sides = _sides(database, [row[0] for row in batch])
        for finding, kind, slot, of, why, score, reasons in batch:
            a, b = (tuple(sides[finding, side]) for side in "ab")
            yield Finding(id=finding, type=kind, slot=slot, story=of, a=a, b=b, why=why, score=score, reasons=tuple(json.loads(reasons)))


def _sides(database: Database, ids: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    sql = "SELECT finding, side, coalesce(part, statement, figure) FROM finding_side WHERE finding IN (SELECT value FROM json_each(?))"
    for finding, side, entry in database.rows(f"{sql} ORDER BY finding, side, seq", (json.dumps(list(ids)),)):
        found[finding, side].append(entry)
    return found


def entity_links(database: Database) -> list[EntityLink]:
    rows = database.rows("SELECT report_key, local, entity, score, reasons FROM entity_link ORDER BY report_key, local")
    return [
        EntityLink(report_key=key, local=local, entity=entity, score=score, reasons=tuple(json.loads(reasons)))
        for key, local, entity, score, reasons in rows
    ]
