"""What happened to the record: runs, their inputs, the problems they met."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.store.database import Database
from onrecord.store.values import Input, RecordProblem, Run

_SUFFIX = re.compile(r"~\d+")


def runs(database: Database) -> Iterator[Run]:
    """Oldest first."""
    for run, command, started, finished, version, engine in database.rows(
        "SELECT id, command, started, finished, onrecord_version, engine FROM run ORDER BY started, id"
    ):
        yield Run(id=run, command=command, started=started, finished=finished, onrecord_version=version, engine=engine)


def inputs(database: Database, run: str | None, *, after: int = 0, most: int = 2**31, without_report: bool = False) -> Iterator[Input]:
    """In the order of their runs, then as they came; of each run those after a place, and only so many in all; ``without_report``: only
    those that were refused or failed."""
    outcomes = "i.outcome IN ('refused', 'failed')" if without_report else "true"
    for of, seq, given, outcome, where, why, key in database.rows(
        'SELECT i.run, i.seq, i.id, i.outcome, i."where", i.why, i.report_key FROM input i JOIN run r ON r.id = i.run'
        f" WHERE (?1 IS NULL OR i.run = ?1) AND i.seq > ?2 AND {outcomes} ORDER BY r.started, r.id, i.seq LIMIT ?3",
        (run, after, most),
    ):
        yield Input(run=of, seq=seq, id=given, outcome=outcome, where=where, why=why, report_key=key)


def problems(database: Database, run: str | None, story: str | None) -> Iterator[RecordProblem]:
    """Those of reports, by report; then judgements that wait; then the inputs that gave no report. With ``run`` only of what that
    run stored or refused, with ``story`` only of its reports."""
    for where, why, report, of in database.rows(
        'SELECT p."where", p.why, r.id, i.run FROM problem p LEFT JOIN report r ON r.key = p.report_key'
        " LEFT JOIN input i ON i.report_key = p.report_key AND i.outcome = 'stored'"
        " WHERE (?1 IS NULL OR i.run = ?1)"
        " AND (?2 IS NULL OR p.report_key IN (SELECT report_key FROM story_report WHERE story = ?2))"
        " ORDER BY r.id NULLS FIRST, p.stage DESC, p.seq",
        (run, story),
    ):
        yield RecordProblem(where=where, why=why, report=report, run=of)
    for judgement, why, report in database.rows(
        "SELECT w.judgement, w.why, r.id FROM waiting w JOIN judgement j ON j.id = w.judgement"
        " LEFT JOIN report r ON r.key = coalesce(j.target ->> 'report', j.target ->> 'in')"
        " LEFT JOIN story_report sr ON sr.report_key = r.key WHERE ?1 IS NULL AND (?2 IS NULL OR sr.story = ?2) ORDER BY j.at, j.id",
        (run, story),
    ):
        yield RecordProblem(where=judgement, why=f"this judgement waits: {why}", report=report, run=None)
    for entry in inputs(database, run, without_report=True) if story is None else ():
        yield RecordProblem(where=entry.where or entry.id, why=f"{entry.outcome}: {entry.why}", report=None, run=entry.run)


def counts(database: Database, run: str) -> dict[str, int]:
    """How many inputs of the run had each outcome, and all of them under ``inputs``."""
    found = {"stored": 0, "duplicate": 0, "refused": 0, "failed": 0}
    found |= dict(database.all("SELECT outcome, count(*) FROM input WHERE run = ? GROUP BY outcome", (run,)))
    return {"inputs": sum(found.values()), **found}


def ids_like(database: Database, report_id: str) -> dict[str, str]:
    """The ids in the record that are this one or this one with ``~`` and a number, each with the hash of its text."""
    chosen = "WHERE id = ?1 OR (id > ?2 AND id < ?3)"
    rows = database.rows(
        f"SELECT id, text_sha256 FROM report {chosen} UNION ALL SELECT id, text_sha256 FROM withheld {chosen} ORDER BY 1",
        (report_id, f"{report_id}~", f"{report_id}\x7f"),
    )
    return {found: sha for found, sha in rows if found == report_id or _SUFFIX.fullmatch(found[len(report_id) :])}
