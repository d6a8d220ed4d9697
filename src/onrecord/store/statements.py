"""Reading statements: as values of the model, and as rows with what stands around them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from onrecord.ids import make_id, span_key
from onrecord.model import EntityRef, Move, Relay, Span, Statement
from onrecord.store.clocks import all_of, clock_conditions
from onrecord.store.columns import LISTED, published, reference, strings_of, time_or_none
from onrecord.store.database import Database, Row
from onrecord.store.entities import SPELLINGS
from onrecord.store.fields import as_machine_said
from onrecord.store.moves import load_moves
from onrecord.store.rulings import Corrected
from onrecord.store.terms import search_phrases
from onrecord.store.values import StatementFilter, StatementRow
from onrecord.store.when import first_moment
from onrecord.text import fold

_AT_ONCE = 500  # statements whose spans are read with one query

_ROW = """
SELECT s.id, r.id, r.outlet, r.agency, r.published_value, r.published_precision, r.published_basis, r.title, r.url, sr.story,
       coalesce(l.id, s.speaker_entity), coalesce(l.name, s.speaker_name),
       (SELECT o.title FROM role o WHERE o.report_key = s.report_key AND o.entity = s.speaker_entity ORDER BY o.seq LIMIT 1),
       s.source_text, s.cue_text, s.content_text, r.key, s.hidden
FROM statement s
JOIN report r ON r.key = s.report_key
LEFT JOIN story_report sr ON sr.report_key = s.report_key
LEFT JOIN entity_link e ON e.report_key = s.report_key AND e.local = s.speaker_entity
LEFT JOIN linked_entity l ON l.id = e.entity
"""
_STANDING_PARENT = "CASE WHEN EXISTS (SELECT 1 FROM statement p WHERE p.id = s.parent AND p.hidden = 1) THEN NULL ELSE s.parent END"
_ORDER = "ORDER BY r.published_last NULLS LAST, r.id, s.seq"


def load_statements(database: Database, ids: Sequence[str], *, machine: bool = False) -> dict[str, Statement]:
    """By id; an unknown id is left out. As people see them, or as the machine gave them. As people see it, what is quoted inside
    something that was judged to be no statement stands by itself."""
    wanted = json.dumps(ids)
    spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for statement, role, start, end in database.rows(
        f'SELECT statement, role, start, "end" FROM statement_span WHERE statement {LISTED} ORDER BY statement, role, seq', (wanted,)
    ):
        spans[statement, role].append(Span(start, end))
    relays: dict[str, list[Relay]] = defaultdict(list)
    for statement, entity, name, start, end in database.rows(
        f'SELECT statement, entity, name, start, "end" FROM relay WHERE statement {LISTED} ORDER BY statement, seq', (wanted,)
    ):
        relays[statement].append(Relay(entity=entity, name=name, span=Span(start, end)))
    parent = "parent" if machine else _STANDING_PARENT
    rows = database.rows(
        "SELECT id, manner, speaker_entity, speaker_name, addressee_entity, addressee_name, said_value, said_precision,"
        f" said_start, said_end, {parent}, score, reasons FROM statement s WHERE id {LISTED}",
        (wanted,),
    )
    moves = load_moves(database, ids)
    found = {row[0]: _statement(row, spans, relays[row[0]], moves.get(row[0], [])) for row in rows}
    if machine:
        overruled = database.rows(f"SELECT statement, field, machine FROM overruled WHERE statement {LISTED}", (wanted,))
        for statement, field, value in overruled:
            found[statement] = as_machine_said(found[statement], field, json.loads(value))
    return found


def _statement(row: Row, spans: dict[tuple[str, str], list[Span]], relay: Sequence[Relay], moves: Sequence[Move]) -> Statement:
    statement, manner, speaker, speaker_name, addressee, addressee_name, value, precision, start, end, parent, score, reasons = row
    return Statement(
        id=statement,
        manner=manner,
        source=tuple(spans[statement, "source"]),
        cue=tuple(spans[statement, "cue"]),
        content=tuple(spans[statement, "content"]),
        speaker=reference(speaker, speaker_name),
        addressee=reference(addressee, addressee_name),
        relay=tuple(relay),
        said=time_or_none(value, precision, start, end),
        parent=parent,
        moves=tuple(moves),
        score=score,
        reasons=strings_of(reasons),
    )


def statement_rows(database: Database, wanted: StatementFilter, *, moving: bool = False) -> Iterator[StatementRow]:
    """In order of publication and place in the report, undated last; ``moving``: only those with moves. Raises InputError when a date of
    the filter is none."""
    where, bindings = conditions(database, wanted)
    where += " AND EXISTS (SELECT 1 FROM move m WHERE m.statement = s.id)" if moving else ""
    if wanted.limit is not None:
        where, bindings = f"{where} {_ORDER} LIMIT ?", [*bindings, max(wanted.limit, 0)]
    else:
        where = f"{where} {_ORDER}"
    rows = database.stream(f"{_ROW} WHERE {where}", bindings)
    while batch := list(islice(rows, _AT_ONCE)):
        yield from _statement_rows(database, batch)


def statement_rows_by_id(database: Database, ids: Sequence[str], *, hidden: bool = False) -> dict[str, StatementRow]:
    """By id; an unknown id is left out, and unless ``hidden`` is true what was judged to be no statement, too."""
    seen = "true" if hidden else "s.hidden = 0"
    rows = database.all(f"{_ROW} WHERE {seen} AND s.id IN (SELECT value FROM json_each(?))", (json.dumps(ids),))
    return {found.statement.id: found for found in _statement_rows(database, rows)}


def _statement_rows(database: Database, rows: Sequence[Row]) -> Iterator[StatementRow]:
    ids = [row[0] for row in rows]
    statements = load_statements(database, ids)
    corrected = _corrected(database, ids)
    for row in rows:
        yield _statement_row(database, row, statements[row[0]], tuple(corrected[row[0]]))


def _corrected(database: Database, ids: Sequence[str]) -> dict[str, list[Corrected]]:
    found: dict[str, list[Corrected]] = defaultdict(list)
    for statement, field, author, at, why, judgement in database.rows(
        "SELECT o.statement, o.field, j.author, j.at, j.why, j.id FROM overruled o JOIN judgement j ON j.id = o.judgement"
        " WHERE o.statement IN (SELECT value FROM json_each(?)) ORDER BY j.at, o.field",
        (json.dumps(ids),),
    ):
        found[statement].append(Corrected(field=field, author=author, at=at, why=why, judgement=judgement))
    return found


def _version(statement: Statement, speaker: EntityRef | None, hidden: bool) -> str:
    """Of what a person may correct in the statement: another one as soon as any of it is another."""
    who = (speaker.entity, speaker.name) if speaker else ("", "")
    said = statement.said.value if statement.said else ""
    spans = (span_key(s) for s in (statement.content, statement.source, statement.cue))
    return make_id("version", statement.id, *who, said, *spans, int(hidden))


def _statement_row(database: Database, row: Row, statement: Statement, corrected: tuple[Corrected, ...]) -> StatementRow:
    _, report, outlet, agency, value, precision, basis, title, url, story, *rest = row
    entity, name, role, source, cue, content, key, hidden = rest
    speaker = reference(entity, name)
    judged = tuple(f"{c.author} corrected this on {c.at[:10]} ({c.field}): {c.why}" for c in corrected)
    pieces: tuple[str, ...] = (content,)
    if len(statement.content) > 1:
        pieces = tuple(
            database.value("SELECT substr(text, ?, ?) FROM report WHERE key = ?", (span.start + 1, span.end - span.start, key))
            for span in statement.content
        )
    return StatementRow(
        statement=replace(statement, reasons=(*statement.reasons, *judged)) if judged else statement,
        report=report,
        outlet=outlet,
        agency=agency,
        published=published(value, precision, basis),
        title=title,
        url=url,
        story=story,
        speaker=speaker,
        role=role,
        source_text=source,
        cue_text=cue,
        content_text=content,
        content_pieces=pieces,
        corrected=corrected,
        version=_version(statement, speaker, bool(hidden)),
    )


def conditions(database: Database, wanted: StatementFilter) -> tuple[str, list[Any]]:
    found: list[tuple[str, list[Any]]] = [("s.hidden = 0", [])]
    for column, value in (("sr.story", wanted.story), ("r.id", wanted.report), ("s.manner", wanted.manner)):
        if value is not None:
            found.append((f"{column} = ?", [value]))
    if wanted.speaker is not None:
        found.append(_spoken_by(wanted.speaker))
    if wanted.outlet is not None:
        found.append(("r.outlet_folded = ?", [fold(wanted.outlet)]))
    if wanted.text is not None:
        match = database.expression(search_phrases(wanted.text)[0])
        found.append((f"s.row IN (SELECT m.row FROM ({database.matches('statement')}) m)", [match]) if match else ("false", []))
    if wanted.min_score is not None:
        found.append(("s.score >= ?", [wanted.min_score]))
    found += _dates(wanted)
    return all_of(found)


def _spoken_by(speaker: str) -> tuple[str, list[Any]]:
    """By the speaker's id or name, looked up among those who are named, and from there among their statements: holding every statement
    against them took a third of a second (measured at 100,000)."""
    if speaker.startswith("entity-"):
        who = "SELECT report_key, local FROM entity_link WHERE entity = ? UNION SELECT report_key, id FROM entity WHERE id = ?"
        bindings = [speaker, speaker]
    else:
        words = f" {fold(speaker)} "
        named = "SELECT id FROM linked_entity WHERE id = ? OR instr(' ' || folded || ' ', ?) > 0"
        who = f"SELECT report_key, local FROM entity_link WHERE entity IN ({named})"
        who += f" UNION SELECT report_key, id FROM entity WHERE id = ? OR folded IN ({SPELLINGS})"
        bindings = [speaker, words, speaker, words]
    own = "x.report_key = p.report_key AND x.speaker_entity = p.local"
    return f"s.row IN (SELECT x.row FROM ({who}) p CROSS JOIN statement x WHERE {own})", bindings


def _dates(wanted: StatementFilter) -> Iterator[tuple[str, list[Any]]]:
    if wanted.since is not None:
        yield "r.published_last >= ?", [first_moment(wanted.since)]
    yield from clock_conditions(wanted.until, None)
    yield from clock_conditions(wanted.as_of, wanted.known_at)
