"""Is the record whole? Every promise that the store makes, checked against what is on disk."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.errors import StoreError
from onrecord.ids import text_hash
from onrecord.model import Problem
from onrecord.store.judgements import in_force
from onrecord.store.sqlite import Database
from onrecord.store.values import PIECE_JOINER
from onrecord.store.write import report_key

_SPANS = {  # every table that points at text
    "furniture": 'SELECT start, "end" FROM furniture WHERE report_key = ?',
    "mention": 'SELECT start, "end" FROM mention WHERE report_key = ?',
    "role": 'SELECT start, "end" FROM role WHERE report_key = ?',
    "time": 'SELECT start, "end" FROM time WHERE report_key = ? AND start IS NOT NULL',
    "said": "SELECT said_start, said_end FROM statement WHERE report_key = ? AND said_start IS NOT NULL",
    "relay": 'SELECT y.start, y."end" FROM relay y JOIN statement s ON s.id = y.statement WHERE s.report_key = ?',
    "move": 'SELECT m.start, m."end" FROM move m JOIN statement s ON s.id = m.statement WHERE s.report_key = ?',
    "term": 'SELECT t.start, t."end" FROM term t JOIN statement s ON s.id = t.statement WHERE s.report_key = ?',
    "event": 'SELECT start, "end" FROM event WHERE report_key = ?',
    "mention of an event": 'SELECT start, "end" FROM event_mention WHERE report_key = ?',
    "time of an event": "SELECT when_start, when_end FROM event WHERE report_key = ? AND when_start IS NOT NULL",
    "figure": 'SELECT start, "end" FROM figure WHERE report_key = ?',
    "time of a figure": "SELECT as_of_start, as_of_end FROM figure WHERE report_key = ? AND as_of_start IS NOT NULL",
}
_WORDS = {  # what is kept as words beside the span that it was cut from
    "what a move is about": "SELECT m.what_start, m.what_end, m.what FROM move m JOIN statement s ON s.id = m.statement"
    " WHERE s.report_key = ? AND (m.what IS NOT NULL OR m.what_start IS NOT NULL)",
    "the value of a term": 'SELECT t.start, t."end", t.value FROM term t JOIN statement s ON s.id = t.statement'
    " WHERE s.report_key = ? AND t.key NOT IN ('time', 'from', 'until', 'duration', 'only')",  # those are values, not words
}
_NAMED = {  # what one row of an analysis says about another
    "a figure is about an event": "SELECT f.event FROM figure f WHERE f.report_key = ?1 AND f.event IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM event e WHERE e.report_key = ?1 AND e.id = f.event)",
    "a figure stands in a statement": "SELECT f.statement FROM figure f WHERE f.report_key = ?1 AND f.statement IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM statement s WHERE s.report_key = ?1 AND s.id = f.statement)",
    "an event has a figure": "SELECT x.figure FROM event_figure x WHERE x.report_key = ?1"
    " AND NOT EXISTS (SELECT 1 FROM figure f WHERE f.report_key = ?1 AND f.id = x.figure)",
}


def verify(database: Database) -> list[Problem]:
    """What is wrong with the record; empty: nothing. Reads the whole record. Never raises on a damaged one."""
    found: list[Problem] = []
    for check in (_file, _inputs, _reports, _judgements, _full_text):
        try:
            found += check(database)
        except (StoreError, UnicodeDecodeError) as error:
            found.append(Problem(where=str(database.path), why=f"cannot be read to its end: {error}"))
    return found


def _file(database: Database) -> Iterator[Problem]:
    for (said,) in database.all("PRAGMA integrity_check(20)"):
        if said != "ok":
            yield Problem(where="file", why=f"SQLite's integrity check says: {said}")
    for table, row, parent, _ in database.all("PRAGMA foreign_key_check"):
        yield Problem(where=f"{table} row {row}", why=f"points at a row of {parent} that is not there")


def _inputs(database: Database) -> Iterator[Problem]:
    """Every input of a run has exactly one outcome with its report or its reason, and every report came from an input."""
    for run, count, last in database.all("SELECT run, count(*), max(seq) FROM input GROUP BY run"):
        if count != last:
            yield Problem(where=f"run {run}", why=f"{last} inputs were counted, {count} have an outcome")
    for run, seq in database.all("SELECT run, seq FROM input WHERE outcome = 'stored' AND report_key IS NULL"):
        yield Problem(where=f"run {run}, input {seq}", why="is noted as stored, but its report is not in the record")
    for run, seq in database.all("SELECT run, seq FROM input WHERE outcome IN ('refused', 'failed') AND why = ''"):
        yield Problem(where=f"run {run}, input {seq}", why="was not taken, and nothing says why")
    orphans = "SELECT id FROM report WHERE key NOT IN (SELECT report_key FROM input WHERE report_key IS NOT NULL AND outcome = 'stored')"
    for (report,) in database.all(orphans):
        yield Problem(where=f"report {report}", why="no run says that it stored this report")


def _reports(database: Database) -> Iterator[Problem]:
    for (key,) in database.all("SELECT key FROM report ORDER BY key"):
        for report_id, text, text_sha256 in database.all("SELECT id, text, text_sha256 FROM report WHERE key = ?", (key,)):
            where = f"report {report_id}"
            if text_hash(text) != text_sha256 or report_key(report_id, text_sha256) != key:
                yield Problem(where=where, why="the text is not the one that was read: its hash differs")
            for table, sql in _SPANS.items():
                for start, end in database.all(sql, (key,)):
                    if not 0 <= start < end <= len(text):
                        yield Problem(where=where, why=f"a {table} points at [{start}:{end}] of a text of {len(text)} characters")
            yield from _statements(database, key, text)
            for why in (*_other_words(database, key, text), *_unknown(database, key)):
                yield Problem(where=where, why=why)


def _other_words(database: Database, key: str, text: str) -> Iterator[str]:
    for name, sql in _WORDS.items():
        for start, end, words in database.all(sql, (key,)):
            if start is None or text[start:end] != words:
                yield f"{name} is {words!r}, which is not what stands at [{start}:{end}]"


def _unknown(database: Database, key: str) -> Iterator[str]:
    for name, sql in _NAMED.items():
        for (other,) in database.all(sql, (key,)):
            yield f"{name} that its analysis does not hold: {other}"


def _statements(database: Database, key: str, text: str) -> Iterator[Problem]:
    rows = database.all("SELECT id, source_text, cue_text, content_text FROM statement WHERE report_key = ?", (key,))
    for statement, source, cue, content in rows:
        for role, kept in (("source", source), ("cue", cue), ("content", content)):
            spans = database.all('SELECT start, "end" FROM statement_span WHERE statement = ? AND role = ? ORDER BY seq', (statement, role))
            if any(not 0 <= start < end <= len(text) for start, end in spans):
                yield Problem(where=f"statement {statement}", why=f"its {role} ends after the text")
            elif PIECE_JOINER.join(text[start:end] for start, end in spans) != kept:
                yield Problem(where=f"statement {statement}", why=f"{role}_text is not what its spans point at")
            if role == "content" and not spans:
                yield Problem(where=f"statement {statement}", why="has no content")


def _judgements(database: Database) -> Iterator[Problem]:
    """What people see is what the judgements that hold say, and no other."""
    holding = {entry.id for entry in in_force(database)}
    for table in ("overruled", "entity_link", "finding", "waiting"):
        for (judgement,) in database.all(f"SELECT DISTINCT judgement FROM {table} WHERE judgement IS NOT NULL"):
            if judgement not in holding:
                yield Problem(where=f"judgement {judgement}", why=f"{table} follows it, and it does not hold")
    odd = "SELECT id FROM statement WHERE hidden <> (id IN (SELECT statement FROM overruled WHERE field = 'not a statement'))"
    for (statement,) in database.all(odd):
        yield Problem(where=f"statement {statement}", why="whether it is left out is not what was judged")
    for key, name in database.all("SELECT report_key, name FROM entity WHERE folded <> fold(name)"):
        yield Problem(where=f"entity {name} of {key}", why="is found by another name than it has")


def _full_text(database: Database) -> Iterator[Problem]:
    """FTS5's own check against the content tables, which needs a connection that may write; read-only: the file check did a part."""
    if database.read_only:
        return
    for table in ("report_fts", "statement_fts"):
        try:
            database.run(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
        except StoreError:
            why = f"the search index does not fit the texts. Rebuild it: INSERT INTO {table} ({table}) VALUES ('rebuild')"
            yield Problem(where=table, why=why)
