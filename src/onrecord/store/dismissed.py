"""Findings that people judged to be no conflict.

Findings are made anew with every comparison, so a judgement names one by its type, its slot and what its two sides point at: reports
by the hash of their text, statements and figures by their place in it. It holds for whatever finding has these sides now.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from onrecord.errors import InputError, MissingError
from onrecord.model import Finding
from onrecord.store.database import Database
from onrecord.store.fields import SPANS, find_statement, machine_spans
from onrecord.store.judgements import KIND_OF_FINDINGS, Draft, in_force
from onrecord.store.parted import all_parts, part_rows
from onrecord.store.statements import statement_rows_by_id
from onrecord.store.when import as_of_moment

Key = tuple[str, str | None, frozenset[frozenset[str]]]  # type, slot, and the ids on either side, whichever is named first


def draft_of(database: Database, wanted: str) -> Draft:
    """The judgement on the finding with this id, or the only one whose id begins so.

    Raises MissingError when the record keeps none or several, InputError when it was judged already.
    """
    found = database.all("SELECT id, type, slot, judgement FROM finding WHERE id = ?", (wanted,)) or database.all(
        "SELECT id, type, slot, judgement FROM finding WHERE id >= ?1 AND id < ?1 || '~' AND ?1 <> ''", (wanted,)
    )
    if len(found) != 1:
        how_many = f"{len(found)} findings begin with" if found else "The record has no finding"
        raise MissingError(f"{how_many} {wanted!r}. List them, with their ids, with: onrecord findings --format csv")
    finding, kind, slot, judgement = found[0]
    if judgement is not None:
        raise InputError(f"{finding} was judged to be no conflict already, by {judgement}.")
    sides = {side: [_place(database, *row) for row in _entries(database, finding, side)] for side in "ab"}
    return Draft(kind=KIND_OF_FINDINGS, target={"finding": finding, "type": kind, "slot": slot, **sides})


def _entries(database: Database, finding: str, side: str) -> list[tuple[Any, ...]]:
    sql = "SELECT statement, part, figure_report, figure FROM finding_side WHERE finding = ? AND side = ? ORDER BY seq"
    return database.all(sql, (finding, side))


def _place(database: Database, statement: str | None, part: str | None, report: str | None, figure: str | None) -> dict[str, Any]:
    """What one entry of a side points at, in terms that outlive an analysis."""
    if statement is None:
        at = database.all('SELECT start, "end" FROM figure WHERE report_key = ? AND id = ?', (report, figure))
        return {"report": report, "figure": figure, "at": [[*span] for span in at]}
    key = database.value("SELECT report_key FROM statement WHERE id = ?", (statement,))
    place = {"report": key, "statement": statement, **{role: machine_spans(database, statement, role) for role in SPANS}}
    if part is not None:
        row = part_rows(database, [part], None)[part]
        place["part"] = [[span.start, span.end] for span in row.statement.content]
    return place


def find_finding(database: Database, target: Mapping[str, Any]) -> Key | None:
    """What a finding that the judgement is about has for its key now; None when the record does not hold all that it stands on."""
    sides = []
    for side in "ab":
        ids = [_find(database, place) for place in target[side]]
        if None in ids:
            return None
        sides.append(frozenset(found for found in ids if found is not None))
    return target["type"], target["slot"], frozenset(sides)


def _find(database: Database, place: Mapping[str, Any]) -> str | None:
    if "figure" in place:
        return _find_figure(database, place)
    statement = find_statement(database, place)
    if statement is None or "part" not in place:
        return statement
    whole = statement_rows_by_id(database, [statement], hidden=True)[statement]
    parts = (row.statement for row in all_parts(database, whole))
    fitting = {part.id for part in parts if [[span.start, span.end] for span in part.content] == place["part"]}
    return fitting.pop() if len(fitting) == 1 else None


def _find_figure(database: Database, place: Mapping[str, Any]) -> str | None:
    rows = database.all('SELECT id, start, "end" FROM figure WHERE report_key = ?', (place["report"],))
    same = [found for found, *_ in rows if found == place["figure"]] or [found for found, *at in rows if [at] == place["at"]]
    return same[0] if len(same) == 1 else None


def lay_dismissals(database: Database) -> None:
    """Marks the kept findings that people judged to be no conflict, and no other; what the record cannot find waits."""
    database.run("UPDATE finding SET judgement = NULL WHERE judgement IS NOT NULL")
    database.run("DELETE FROM waiting WHERE judgement IN (SELECT id FROM judgement WHERE kind = ?)", (KIND_OF_FINDINGS,))
    for entry in in_force(database, kind=KIND_OF_FINDINGS):
        key = find_finding(database, entry.draft.target)
        if key is None:
            why = "the record does not hold the statements or figures of the finding now"
            database.run("INSERT INTO waiting VALUES (?, ?)", (entry.id, why))
            continue
        for finding in _kept(database, key):
            database.run("UPDATE finding SET judgement = ? WHERE id = ?", (entry.id, finding))


def _kept(database: Database, key: Key) -> list[str]:
    kind, slot, sides = key
    ids = json.dumps(sorted({entry for side in sides for entry in side}))
    near = database.all(
        "SELECT id FROM finding WHERE type = ?1 AND slot IS NOT DISTINCT FROM ?2 AND id IN ("
        "SELECT finding FROM finding_side WHERE statement IN (SELECT value FROM json_each(?3))"
        " UNION SELECT finding FROM finding_side WHERE part IN (SELECT value FROM json_each(?3))"
        " UNION SELECT d.finding FROM figure g JOIN finding_side d ON d.figure_report = g.report_key AND d.figure = g.id"
        " WHERE g.id IN (SELECT value FROM json_each(?3)))",
        (kind, slot, ids),
    )
    return [finding for (finding,) in near if _sides(database, finding) == sides]


def _sides(database: Database, finding: str) -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset(str(part or statement or figure) for statement, part, _, figure in _entries(database, finding, side)) for side in "ab"
    )


def without_dismissed(database: Database, findings: Collection[Finding], known_at: str | None) -> list[Finding]:
    """Those that nobody had judged to be no conflict by ``known_at`` (None: by now)."""
    moment = None if known_at is None else as_of_moment(known_at)
    held = in_force(database, kind=KIND_OF_FINDINGS, by=moment)
    gone = {find_finding(database, entry.draft.target) for entry in held}
    return [f for f in findings if (f.type, f.slot, frozenset((frozenset(f.a), frozenset(f.b)))) not in gone]
