"""Parts of the record's statements, found by id. They are not stored: each is made from its whole and the report's text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.model import Statement
from onrecord.parts import cuts_of, may_have_cuts, may_have_parts, parts_of
from onrecord.store.database import Database
from onrecord.store.statements import statement_rows_by_id
from onrecord.store.values import PIECE_JOINER, StatementRow


def with_parts(database: Database, row: StatementRow) -> list[StatementRow]:
    """The statement and its parts, in text order."""
    if not may_have_parts(row.content_text):
        return [row]
    text = str(database.value("SELECT text FROM report WHERE id = ?", (row.report,)))
    return [row, *(_part_row(row, part, text) for part in parts_of(text, row.statement))]


def all_parts(database: Database, row: StatementRow) -> list[StatementRow]:
    """The parts of the statement, and the sentences and clauses that a finding may rest on."""
    if not may_have_cuts(row.content_text):
        return []
    text = str(database.value("SELECT text FROM report WHERE id = ?", (row.report,)))
    return [_part_row(row, part, text) for part in (*parts_of(text, row.statement), *cuts_of(text, row.statement))]


def held_cuts(database: Database, row: StatementRow) -> list[StatementRow]:
    """The sentences and clauses of the statement that kept findings rest on, and that are no parts of it anyway."""
    if not may_have_cuts(row.content_text):
        return []
    sql = "SELECT DISTINCT part FROM finding_side WHERE statement = ? AND part IS NOT NULL"
    held = {part for (part,) in database.rows(sql, (row.statement.id,))}
    wanted = held - {told.statement.id for told in with_parts(database, row)} if held else held
    return [part for part in all_parts(database, row) if part.statement.id in wanted] if wanted else []


def _part_row(whole: StatementRow, part: Statement, text: str) -> StatementRow:
    pieces = tuple(span.of(text) for span in part.content)
    return replace(whole, statement=part, content_text=PIECE_JOINER.join(pieces), content_pieces=pieces)


def part_rows(database: Database, ids: Sequence[str], story: str | None) -> dict[str, StatementRow]:
    """Parts by id, among those of the story's statements; without a story among those that some finding holds. Others are left out."""
    if not ids:
        return {}
    wanted = set(ids)
    wholes = list(_wholes_of(database, ids) if story is None else _parted_in(database, story))
    rows = statement_rows_by_id(database, wholes).values()
    parted = (part for row in rows for part in all_parts(database, row))
    return {part.statement.id: part for part in parted if part.statement.id in wanted}


def wholes(database: Database, ids: Sequence[str], story: str | None) -> dict[str, str]:
    """By id of each part, the statement that it is a part of."""
    return {part: row.statement.parent or "" for part, row in part_rows(database, ids, story).items()}


def _wholes_of(database: Database, ids: Sequence[str]) -> Iterator[str]:
    sql = "SELECT DISTINCT statement FROM finding_side WHERE part IN (SELECT value FROM json_each(?))"
    yield from (found for (found,) in database.rows(sql, (json.dumps(list(ids)),)))


def _parted_in(database: Database, story: str) -> Iterator[str]:
    sql = "SELECT s.id, s.content_text FROM statement s JOIN story_report sr ON sr.report_key = s.report_key WHERE sr.story = ?"
    yield from (found for found, words in database.rows(sql, (story,)) if may_have_cuts(words))
