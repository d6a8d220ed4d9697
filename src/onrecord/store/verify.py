"""Is the record whole? Every promise that the store makes, checked against what is on disk."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from onrecord.errors import StoreError
from onrecord.ids import make_id, text_hash
from onrecord.model import Problem
from onrecord.progress import OnProgress, Progress, unseen
from onrecord.store.database import Database
from onrecord.store.judgements import entries, in_force, judgements, suppressions
from onrecord.store.seals import broken_seals
from onrecord.store.values import PIECE_JOINER
from onrecord.store.write import now, report_key
from onrecord.text import fold

MOST = 200  # problems: whoever sees so many needs a backup, and not the rest of the list

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
_PIECES = (
    'SELECT p.statement, p.role, p.start, p."end" FROM statement s JOIN statement_span p ON p.statement = s.id WHERE s.report_key = ?'
    " ORDER BY p.statement, p.role, p.seq"
)
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


def verify(database: Database, told: OnProgress = unseen) -> list[Problem]:
    """What is wrong with the record; empty: nothing. Reads the whole record. Never raises on a damaged one."""
    found: list[Problem] = []
    for check, what in _CHECKS.items():
        told(Progress(done=0, total=None, what=what))
        try:
            for problem in check(database, told):
                found.append(problem)
                if len(found) >= MOST:
                    return [*found, Problem(where="verify", why=f"stopped after {MOST} problems; there may be more")]
        except (StoreError, ValueError, LookupError, TypeError) as error:  # a damaged row is no value of the model
            found.append(Problem(where=str(database.path), why=f"cannot be read to its end: {error}"))
    return found


def _file(database: Database, told: OnProgress) -> Iterator[Problem]:
    for where, why in database.faults():
        yield Problem(where=where, why=why)


def _inputs(database: Database, told: OnProgress) -> Iterator[Problem]:
    """Every input of a run has exactly one outcome with its report or its reason, and every report came from an input."""
    for run, count, last in database.all("SELECT run, count(*), max(seq) FROM input GROUP BY run"):
        if count != last:
            yield Problem(where=f"run {run}", why=f"{last} inputs were counted, {count} have an outcome")
    gone = "SELECT 'withheld by ' || judgement FROM withheld UNION ALL SELECT id FROM tombstone"
    for run, seq in database.all(f"SELECT run, seq FROM input WHERE outcome = 'stored' AND report_key IS NULL AND why NOT IN ({gone})"):
        yield Problem(where=f"run {run}, input {seq}", why="is noted as stored, but its report is not in the record")
    for run, seq in database.all("SELECT run, seq FROM input WHERE outcome IN ('refused', 'failed') AND why = ''"):
        yield Problem(where=f"run {run}, input {seq}", why="was not taken, and nothing says why")
    orphans = "SELECT id FROM report WHERE key NOT IN (SELECT report_key FROM input WHERE report_key IS NOT NULL AND outcome = 'stored')"
    for (report,) in database.all(orphans):
        yield Problem(where=f"report {report}", why="no run says that it stored this report")


def _reports(database: Database, told: OnProgress) -> Iterator[Problem]:
    keys = database.all("SELECT key FROM report ORDER BY key")
    for done, (key,) in enumerate(keys):
        told(Progress(done=done, total=len(keys), what=_CHECKS[_reports]))
        for report_id, text, text_sha256 in database.all("SELECT id, text, text_sha256 FROM report WHERE key = ?", (key,)):
            where = f"report {report_id}"
            if text_hash(text) != text_sha256 or report_key(report_id, text_sha256) != key:
                yield Problem(where=where, why="the text is not the one that was read: its hash differs")
            for name in broken_seals(database, key, report_id):
                what = "the report" if name == "report" else "its analysis"
                yield Problem(where=where, why=f"{what} is not what was stored: its seal is broken")
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
    pointed: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for statement, role, start, end in database.rows(_PIECES, (key,)):
        pointed[statement, role].append((start, end))
    rows = database.all("SELECT id, source_text, cue_text, content_text FROM statement WHERE report_key = ?", (key,))
    for statement, source, cue, content in rows:
        for role, kept in (("source", source), ("cue", cue), ("content", content)):
            spans = pointed[statement, role]
            if any(not 0 <= start < end <= len(text) for start, end in spans):
                yield Problem(where=f"statement {statement}", why=f"its {role} ends after the text")
            elif PIECE_JOINER.join(text[start:end] for start, end in spans) != kept:
                yield Problem(where=f"statement {statement}", why=f"{role}_text is not what its spans point at")
            if role == "content" and not spans:
                yield Problem(where=f"statement {statement}", why="has no content")


def _judgements(database: Database, told: OnProgress) -> Iterator[Problem]:
    """What people see is what the judgements that hold say, and no other."""
    holding = {entry.id for entry in in_force(database)}
    for table in ("overruled", "entity_link", "finding", "waiting"):
        for (judgement,) in database.all(f"SELECT DISTINCT judgement FROM {table} WHERE judgement IS NOT NULL"):
            if judgement not in holding:
                yield Problem(where=f"judgement {judgement}", why=f"{table} follows it, and it does not hold")
    judged = "SELECT count(*) FROM overruled o WHERE o.statement = statement.id AND o.field = 'not a statement'"
    odd = f"SELECT id FROM statement WHERE hidden <> ({judged})"
    for (statement,) in database.all(odd):
        yield Problem(where=f"statement {statement}", why="whether it is left out is not what was judged")


def _kept(database: Database, told: OnProgress) -> Iterator[Problem]:
    """No judgement is changed or lost: its id is made of what it says, and what it says is seen, overtaken, or waits."""
    named = entries(database)
    for entry in named:
        target, value = (json.dumps(x, ensure_ascii=False, sort_keys=True) for x in (entry.draft.target, entry.draft.value))
        forgot = entry.draft.target.get("titles") == entry.draft.target.get("stories", 0)  # a purge takes the titles out
        if entry.id != make_id("judgement", entry.draft.kind, target, value, entry.author, entry.at) and not forgot:
            yield Problem(where=f"judgement {entry.id}", why="is not as it was made: its id is another than what it says gives")
    held = {entry.id: entry for entry in named}
    later: set[tuple[str | None, str]] = set()
    for judged in reversed(list(judgements(database))):
        place = (held[judged.id].report_key, judged.kind)
        if judged.state == "overtaken" and place not in later:
            yield Problem(where=f"judgement {judged.id}", why="holds, and neither is what it says seen nor does it wait")
        if judged.state in ("in force", "overtaken") and held[judged.id].report_key is not None:
            later.add(place)


def _clocks(database: Database, told: OnProgress) -> Iterator[Problem]:
    """What was known at a moment is told by when it was recorded; nothing may come before what it rests on, or from the future."""
    for (report,) in database.all("SELECT id FROM report WHERE recorded_at > ?", (now(),)):
        yield Problem(where=f"report {report}", why="was recorded in the future: was the clock wrong then, or is it now?")
    earlier = "SELECT r.id, e.id FROM report r JOIN report e ON e.key = r.version_of WHERE r.recorded_at < e.recorded_at"
    for report, before in database.all(earlier):
        yield Problem(where=f"report {report}", why=f"follows {before}, which was recorded after it")


def _withheld(database: Database, told: OnProgress) -> Iterator[Problem]:
    """What people took out is out, and what they did not is not."""
    wanted = suppressions(database)
    out: dict[str, str] = dict(database.all("SELECT report_key, judgement FROM withheld"))
    for key in sorted(wanted.keys() | out.keys()):
        shown = database.value("SELECT 1 FROM report WHERE key = ?", (key,)) is not None
        if shown if key not in out else shown or wanted.get(key) != out[key]:
            yield Problem(where=f"report {key}", why="whether it is suppressed is not what was judged")
    for key, kept, sha in database.rows("SELECT report_key, kept, text_sha256 FROM withheld"):
        text = json.loads(kept)["tables"]["report"][0]["text"]
        if not isinstance(text, str) or text_hash(text) != sha:
            yield Problem(where=f"report {key}", why="is suppressed, and its text is not the one that was read")
    back = "SELECT r.id, t.id FROM report r JOIN tombstone t ON t.text_sha256 = r.text_sha256"
    for report, tombstone in database.all(back):
        yield Problem(where=f"report {report}", why=f"has the text that was purged ({tombstone})")


def _folded(database: Database, told: OnProgress) -> Iterator[Problem]:
    """What is kept beside a name to find it by."""
    for table, name, folded in (("entity", "name", "folded"), ("linked_entity", "name", "folded"), ("report", "outlet", "outlet_folded")):
        for given, kept in database.all(f"SELECT DISTINCT {name}, {folded} FROM {table} WHERE {name} IS NOT NULL"):
            if fold(given) != kept:
                yield Problem(where=f"{table} {given}", why="is found by another name than it has")


_CHECKS = {
    _file: "the file itself",
    _inputs: "runs and their inputs",
    _reports: "reports and analyses",
    _judgements: "what is judged",
    _kept: "judgements",
    _clocks: "when things were recorded",
    _withheld: "what was taken out",
    _folded: "names",
}
