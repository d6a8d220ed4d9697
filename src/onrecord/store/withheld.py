"""Reports out of sight: kept whole, in a table of their own, so that nothing that is asked of the record can show them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from onrecord.errors import InputError, MissingError, StoreError
from onrecord.store.columns import marks, quoted
from onrecord.store.database import COLUMNS, Database
from onrecord.store.fields import restore_field
from onrecord.store.judgements import KIND_OF_SUPPRESSION, Draft, suppressions
from onrecord.store.links import unlink
from onrecord.text import fold

# Every table that holds what was read or found in a report, each after those that it points at. What joins reports is made anew.
_BY_KEY = "report_key = ?1"
_BY_STATEMENT = "statement IN (SELECT id FROM statement WHERE report_key = ?1)"
_BY_ROW = "report = (SELECT row FROM report WHERE key = ?1)"
TABLES = {
    "report": "key = ?1",
    **dict.fromkeys(("furniture", "analysis", "entity", "mention", "role", "time", "statement"), _BY_KEY),
    **dict.fromkeys(("statement_span", "relay", "move", "term"), _BY_STATEMENT),
    **dict.fromkeys(("event", "event_mention", "event_figure", "figure", "problem"), _BY_KEY),
    **dict.fromkeys(("profile", "profile_key"), _BY_ROW),
}
_BLOB = "vector"  # the only column that is no JSON value
_NOT_KEPT = {"row", "version_of"}  # given anew


def draft_of(database: Database, wanted: str) -> Draft:
    """The judgement that takes the report with this id out of sight. Raises MissingError when there is none, InputError when it is out
    of sight already."""
    key = database.value("SELECT key FROM report WHERE id = ?", (wanted,))
    if key is None:
        judgement = database.value("SELECT judgement FROM withheld WHERE id = ?", (wanted,))
        if judgement is not None:
            raise InputError(f"{wanted} is suppressed already. Show it again with: onrecord undo {judgement} --why REASON")
        raise MissingError(f"The record has no report {wanted!r}. Reports are listed by: onrecord account")
    return Draft(kind=KIND_OF_SUPPRESSION, target={"withheld": key, "id": wanted})


def settle(database: Database) -> tuple[set[str], set[str]]:
    """Brings what is out of sight in line with the judgements that hold. Keys of reports whose stories are to be made anew, and the
    stories that lost a report."""
    wanted = suppressions(database)
    out = {key for (key,) in database.all("SELECT report_key FROM withheld")}
    back = out - wanted.keys()
    for key in sorted(back):
        _bring_back(database, key)
    touched, stories = set(back), set[str]()
    for key in sorted(wanted.keys() - out):
        if database.value("SELECT 1 FROM report WHERE key = ?", (key,)):
            fellows, story = fellows_of(database, key)
            touched |= fellows
            stories |= story
            _withhold(database, key, wanted[key])
    return touched, stories


def fellows_of(database: Database, key: str) -> tuple[set[str], set[str]]:
    """The other reports of its story, and that story."""
    rows = database.all(
        "SELECT o.report_key, o.story FROM story_report s JOIN story_report o ON o.story = s.story WHERE s.report_key = ?", (key,)
    )
    return {other for other, _ in rows} - {key}, {story for _, story in rows}


def _withhold(database: Database, key: str, judgement: str) -> None:
    for statement, field, machine in database.all(
        "SELECT o.statement, o.field, o.machine FROM overruled o JOIN statement s ON s.id = o.statement WHERE s.report_key = ?", (key,)
    ):
        restore_field(database, statement, field, json.loads(machine))
    columns = database.tables()
    kept = {table: list(_dicts(database, (table, columns[table]), (where, key))) for table, where in TABLES.items()}
    inputs = database.all("SELECT run, seq FROM input WHERE report_key = ? AND outcome = 'stored'", (key,))
    about = database.all("SELECT key, id, url, text_sha256 FROM report WHERE key = ?", (key,))[0]
    remove(database, key, f"withheld by {judgement}")
    row = (*about, judgement, json.dumps({"tables": kept, "inputs": inputs}, ensure_ascii=False))
    database.run("INSERT INTO withheld VALUES (?, ?, ?, ?, ?, ?)", row)


def remove(database: Database, key: str, why: str) -> None:
    """The report and all that rests on it, out of every table; ``why`` is noted with the inputs that stored it. Its story has no title,
    reasons and findings until it is made anew."""
    url = database.value("SELECT url FROM report WHERE key = ?", (key,))
    unlink(database, key)
    story = "(SELECT story FROM story_report WHERE report_key = ?1)"
    database.run(f"UPDATE story SET title = NULL, reasons = '[]' WHERE id = {story}", (key,))  # these may be its words
    database.run(
        f"DELETE FROM finding WHERE story = {story} OR id IN (SELECT finding FROM finding_side WHERE figure_report = ?1"
        " OR statement IN (SELECT id FROM statement WHERE report_key = ?1))",
        (key,),
    )
    database.run("UPDATE input SET why = ? WHERE report_key = ? AND outcome = 'stored'", (why, key))
    database.run("UPDATE report SET version_of = NULL WHERE version_of = ?", (key,))
    database.run("DELETE FROM report WHERE key = ?", (key,))
    database.run("DELETE FROM story WHERE NOT EXISTS (SELECT 1 FROM story_report s WHERE s.story = story.id)")
    chain_versions(database, url)


def _bring_back(database: Database, key: str) -> None:
    report_id, url, kept = database.all("SELECT id, url, kept FROM withheld WHERE report_key = ?", (key,))[0]
    if database.value("SELECT 1 FROM report WHERE id = ?", (report_id,)):
        raise StoreError(f"{database.path}: the id {report_id!r} stands for another text now, so the one withheld cannot come back.")
    found = json.loads(kept)
    number = None
    columns = database.tables()
    for table in TABLES:
        for row in found["tables"].get(table, ()):
            if table == "report":
                row |= {"outlet_folded": row["outlet"] and fold(row["outlet"])}  # there was none in earlier schemas
            named = {name: value for name, value in row.items() if name in columns[table]}
            if "report" in named:  # the number of its row
                named["report"] = number
            if _BLOB in named:
                named[_BLOB] = bytes.fromhex(named[_BLOB])
            database.run(f"INSERT INTO {table} ({quoted(named)}) VALUES ({marks(named)})", tuple(named.values()))
        number = number or database.value("SELECT row FROM report WHERE key = ?", (key,))
    for searched in COLUMNS:
        database.index(searched, [row["id"] for row in found["tables"][searched]])
    for run, seq in found["inputs"]:
        database.run("UPDATE input SET report_key = ?, why = '' WHERE run = ? AND seq = ?", (key, run, seq))
    database.run("DELETE FROM withheld WHERE report_key = ?", (key,))
    chain_versions(database, url)


def chain_versions(database: Database, url: str | None) -> None:
    """Each report of the address follows the one that was recorded before it."""
    if url is not None:
        before = None
        for (key,) in database.all("SELECT key FROM report WHERE url = ? ORDER BY recorded_at, key", (url,)):
            database.run("UPDATE report SET version_of = ?1 WHERE key = ?2 AND version_of IS DISTINCT FROM ?1", (before, key))
            before = key


def _dicts(database: Database, table: tuple[str, list[str]], chosen: tuple[str, str]) -> Iterator[dict[str, Any]]:
    names = [name for name in table[1] if name not in _NOT_KEPT]
    for row in database.all(f"SELECT {quoted(names)} FROM {table[0]} WHERE {chosen[0]}", (chosen[1],)):
        yield {name: value.hex() if isinstance(value, bytes) else value for name, value in zip(names, row, strict=True)}
