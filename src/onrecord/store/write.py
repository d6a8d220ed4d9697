"""Putting reports and what was found in them into the record. Every function is one transaction, durable when it returns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import metadata
from typing import Literal

from onrecord.errors import StoreError
from onrecord.ids import make_id
from onrecord.model import Analysis, Entity, Problem, Profile, Report, Span, Statement
from onrecord.store.columns import marks, marks_for, moment, pair, strings
from onrecord.store.database import Database, Row
from onrecord.store.events import insert_events, insert_figures
from onrecord.store.links import unlink
from onrecord.store.moves import insert_moves
from onrecord.store.overlay import apply_to_report
from onrecord.store.profiles import add_profile
from onrecord.store.seals import seal_of
from onrecord.store.values import PIECE_JOINER, Input
from onrecord.store.when import last_moment
from onrecord.text import fold

_STATEMENT = (
    "id, report_key, seq, manner, speaker_entity, speaker_name, addressee_entity, addressee_name, said_value, said_precision, said_start,"
    " said_end, parent, score, reasons, source_text, cue_text, content_text"
)


def now() -> str:
    """This moment in UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def report_key(report_id: str, text_sha256: str) -> str:
    """The key of one text under one id: another text under the same id is another key."""
    return make_id("report", report_id, text_sha256)


def joined(text: str, spans: Sequence[Span]) -> str:
    """The characters of the spans, pieces joined by `` … ``. Raises SpanError when a span ends after the text."""
    return PIECE_JOINER.join(span.of(text) for span in spans)


def start_run(database: Database, command: str, engine: str) -> str:
    started = now()
    run = make_id("run", command, started)
    try:
        version = metadata.version("onrecord")
    except metadata.PackageNotFoundError:
        version = "unknown"
    with database.write():
        database.run("INSERT INTO run VALUES (?, ?, ?, NULL, ?, ?)", (run, command, started, version, engine))
    return run


def note_input(database: Database, run: str, outcome: Input) -> None:
    """The next input of the run. Raises StoreError when a refused or failed one says no reason.

    What cannot be kept as text (the name of a file that is not UTF-8) is kept with its odd bytes written out.
    """
    if outcome.outcome in ("refused", "failed") and not outcome.why:
        raise StoreError(f"{database.path}: input {outcome.id!r} is {outcome.outcome}, but nothing says why. Give a reason.")
    with database.write():
        database.run(
            "INSERT INTO input SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4, ?5, ?6 FROM input WHERE run = ?1",
            (run, _text(outcome.id), outcome.outcome, _text(outcome.where), _text(outcome.why), outcome.report_key),
        )


def add_report(database: Database, run: str, report: Report, analysis: Analysis, profile: Profile | None) -> Literal["stored", "duplicate"]:
    """Report, analysis, profile and the run's input row, together or not at all."""
    _check_same_text(report.id, report.text_sha256, analysis)
    key = report_key(report.id, report.text_sha256)
    with database.write():
        if database.value("SELECT 1 FROM report WHERE key = ?", (key,)):
            why = "the record has this text under this id already"
            note_input(database, run, Input(id=report.id, outcome="duplicate", why=why, report_key=key))
            return "duplicate"
        if database.value("SELECT 1 FROM report WHERE id = ?", (report.id,)):
            advice = f"Give this one another id: {report.id}~2."
            raise StoreError(f"{database.path}: the id {report.id!r} stands for another text already. {advice}")
        _insert_report(database, run, key, report)
        _insert_analysis(database, key, report.text, analysis)
        if profile is not None:
            add_profile(database, profile)
        note_input(database, run, Input(id=report.id, outcome="stored", report_key=key))
    return "stored"


def replace_analysis(database: Database, key: str, analysis: Analysis) -> None:
    """Another analysis of a stored text, with what people judged of its statements. Findings and entity links that rest on the old
    one go; compare and link make them anew."""
    with database.write():
        found = database.all("SELECT id, text, text_sha256 FROM report WHERE key = ?", (key,))
        if not found:
            raise StoreError(f"{database.path}: no report has the key {key!r}. Add the report first.")
        report_id, text, text_sha256 = found[0]
        _check_same_text(report_id, text_sha256, analysis)
        statements = "SELECT id FROM statement WHERE report_key = ?"
        database.run(
            f"DELETE FROM finding WHERE id IN (SELECT finding FROM finding_side WHERE statement IN ({statements}) OR figure_report = ?1)",
            (key,),
        )
        unlink(database, key)
        for table in ("statement", "entity", "time", "event", "figure", "analysis", "entity_link"):
            database.run(f"DELETE FROM {table} WHERE report_key = ?", (key,))
        database.run("DELETE FROM problem WHERE report_key = ? AND stage = 'analyse'", (key,))
        _insert_analysis(database, key, text, analysis)
        apply_to_report(database, key)


def _text(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _check_same_text(report_id: str, text_sha256: str, analysis: Analysis) -> None:
    if analysis.report_id != report_id or analysis.text_sha256 != text_sha256:
        raise StoreError(f"The analysis is of {analysis.report_id!r}, not of the report {report_id!r} (or of another text of it).")


def _insert_report(database: Database, run: str, key: str, report: Report) -> None:
    published = report.published
    when = (published.value, published.precision, published.basis, last_moment(published.value)) if published else (None,) * 4
    earlier = None
    if report.url is not None:
        earlier = database.value("SELECT key FROM report WHERE url = ? ORDER BY row DESC LIMIT 1", (report.url,))
    about = (report.url, report.outlet, report.title, report.byline, report.agency, report.language)
    folded = None if report.outlet is None else fold(report.outlet)
    row = (key, report.id, *about, *when, report.text, report.text_sha256, now(), earlier, seal_of(report), folded)
    database.run(
        "INSERT INTO report (key, id, url, outlet, title, byline, agency, language, published_value, published_precision, published_basis,"
        f" published_last, text, text_sha256, recorded_at, version_of, seal, outlet_folded) VALUES ({marks(row)})",
        row,
    )
    database.index("report", [report.id])
    furniture = ((key, seq, f.span.start, f.span.end, f.kind) for seq, f in enumerate(report.furniture))
    database.run_many("INSERT INTO furniture VALUES (?, ?, ?, ?, ?)", furniture)
    _insert_problems(database, run, key, "read", report.problems)


def _insert_analysis(database: Database, key: str, text: str, analysis: Analysis) -> None:
    database.run("INSERT INTO analysis VALUES (?, ?, ?, ?)", (key, analysis.engine, now(), seal_of(analysis)))
    _insert_entities(database, key, analysis.entities)
    times = ((key, seq, *moment(t)) for seq, t in enumerate(analysis.times))
    database.run_many("INSERT INTO time VALUES (?, ?, ?, ?, ?, ?)", times)
    _insert_statements(database, key, text, analysis.statements)
    insert_moves(database, analysis.statements)
    insert_events(database, key, analysis.events)
    insert_figures(database, key, analysis.figures)
    _insert_problems(database, None, key, "analyse", analysis.problems)


def _insert_entities(database: Database, key: str, entities: Sequence[Entity]) -> None:
    rows = ((key, e.id, seq, e.name, e.type, fold(e.name)) for seq, e in enumerate(entities))
    database.run_many("INSERT INTO entity (report_key, id, seq, name, type, folded) VALUES (?, ?, ?, ?, ?, ?)", rows)
    mentions = ((key, e.id, n, m.span.start, m.span.end, m.kind) for e in entities for n, m in enumerate(e.mentions))
    database.run_many("INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?)", mentions)
    roles = ((key, e.id, n, r.title, r.span.start, r.span.end) for e in entities for n, r in enumerate(e.roles))
    database.run_many("INSERT INTO role VALUES (?, ?, ?, ?, ?, ?)", roles)


def _insert_statements(database: Database, key: str, text: str, statements: Sequence[Statement]) -> None:
    ids = [s.id for s in statements]
    known = database.value("SELECT id FROM statement WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),))
    if known is not None:
        advice = "Ids of statements must be made from the report's id too."
        raise StoreError(f"{database.path}: statement {known} is recorded already. {advice}")
    database.run_many(f"INSERT INTO statement ({_STATEMENT}) VALUES ({marks_for(_STATEMENT)})", _statement_rows(key, text, statements))
    spans = ((s.id, role, n, p.start, p.end) for s in statements for role, pieces in _pieces(s) for n, p in enumerate(pieces))
    database.run_many("INSERT INTO statement_span VALUES (?, ?, ?, ?, ?)", spans)
    links = ((s.id, n, r.entity, r.name, r.span.start, r.span.end) for s in statements for n, r in enumerate(s.relay))
    database.run_many("INSERT INTO relay VALUES (?, ?, ?, ?, ?, ?)", links)
    database.index("statement", ids)


def _statement_rows(key: str, text: str, statements: Sequence[Statement]) -> Iterator[Row]:
    for seq, statement in enumerate(statements):
        row: Row = (statement.id, key, seq, statement.manner, *pair(statement.speaker), *pair(statement.addressee), *moment(statement.said))
        row += (statement.parent, statement.score, strings(statement.reasons))
        yield row + tuple(joined(text, spans) for spans in (statement.source, statement.cue, statement.content))


def _pieces(statement: Statement) -> tuple[tuple[str, Sequence[Span]], ...]:
    relay = [link.span for link in statement.relay]
    return ("source", statement.source), ("cue", statement.cue), ("content", statement.content), ("relay", relay)


def _insert_problems(database: Database, run: str | None, key: str, stage: str, problems: Sequence[Problem]) -> None:
    rows = ((make_id("problem", key, stage, seq, p.where, p.why), run, key, stage, seq, p.where, p.why) for seq, p in enumerate(problems))
    database.run_many("INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
