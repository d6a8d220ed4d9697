"""Reports taken out for good: every trace goes, and a tombstone of hashes knows them when they come again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from onrecord.errors import InputError, MissingError
from onrecord.ids import make_id, text_hash
from onrecord.model import Report
from onrecord.store.database import Database
from onrecord.store.overlay import apply_judgements, clear_judgements, drop_unused
from onrecord.store.regroup import ids_of
from onrecord.store.rulings import Signature
from onrecord.store.withheld import fellows_of, remove
from onrecord.text import fold

_LINE = 40  # characters of a line by which a text is known elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What went. ``judgements``: how many decisions about the report went with it. ``regrouped``: ids of the reports whose stories are to
    be made anew; ``stories``: those that lost the report. ``also_in``: ids of reports that print a line of it, and are still there."""

    tombstone: str
    judgements: int
    regrouped: frozenset[str]
    stories: frozenset[str]
    also_in: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """A report that people took out: ``by`` is the id of the tombstone or the judgement, ``gone`` whether its bytes are."""

    by: str
    why: str
    gone: bool


def barred(database: Database, report: Report) -> Barred | None:
    """Whether people took this report out, or another text of its address; None: they did not."""
    found = database.all(
        "SELECT id, author, at, why FROM tombstone WHERE text_sha256 = ?1 OR id_sha256 = ?2 OR url_sha256 = ?3 ORDER BY at LIMIT 1",
        (report.text_sha256, text_hash(report.id), text_hash(report.url) if report.url else None),
    )
    for by, author, at, why in found:
        return Barred(by=by, gone=True, why=f"it was purged on {at[:10]} by {author} ({why}), {by}, and is not taken in again.")
    found = database.all(
        "SELECT j.id, j.author, j.at, j.why FROM withheld w JOIN judgement j ON j.id = w.judgement"
        " WHERE w.text_sha256 = ?1 OR w.id = ?2 OR w.url = ?3 ORDER BY j.at LIMIT 1",
        (report.text_sha256, report.id, report.url),
    )
    for by, author, at, why in found:
        return Barred(by=by, gone=False, why=f"it was suppressed on {at[:10]} by {author} ({why}). First: onrecord undo {by} --why REASON")
    return None


def purge(database: Database, wanted: str, by: Signature, *, text_only: bool = False) -> Purged:
    """Takes the report with this id, in sight or suppressed, out of every row. Its bytes are gone from the file after ``scrub``.

    text_only: another text at its address may come in later. Raises MissingError when there is no such report, InputError without an
    author and a reason.
    """
    if not by.author.strip() or not by.why.strip():
        raise InputError("A report is purged by somebody and for a reason. Give both, with --author and --why.")
    with database.write():
        (key, report_id, url, title, sha, text), names = _found(database, wanted)
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        tombstone = make_id("tombstone", sha, at)
        fellows, stories = fellows_of(database, key)
        clear_judgements(database)
        remove(database, key, tombstone)
        _forget_inputs(database, tombstone, (key, report_id, url))
        _forget_history(database, report_id, stories)
        database.run("DELETE FROM withheld WHERE report_key = ?", (key,))
        names -= {name for (name,) in database.all("SELECT DISTINCT folded FROM entity")}
        went = _forget_judgements(database, key, (names, {title or report_id}))
        apply_judgements(database)
        drop_unused(database)
        hashes = (None, None) if text_only else (text_hash(report_id), text_hash(url) if url else None)
        database.run("INSERT INTO tombstone VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (tombstone, sha, *hashes, went, by.author, at, by.why))
        return Purged(
            tombstone=tombstone,
            judgements=went,
            regrouped=frozenset(ids_of(database, fellows).values()),
            stories=frozenset(stories),
            also_in=_also_in(database, text),
        )


def _found(database: Database, wanted: str) -> tuple[tuple[Any, ...], set[str]]:
    """Key, id, address, title, hash and text of the report with this id, in sight or not; and the names in it, folded."""
    for row in database.all("SELECT key, id, url, title, text_sha256, text FROM report WHERE id = ?", (wanted,)):
        return row, {name for (name,) in database.all("SELECT folded FROM entity WHERE report_key = ?", (row[0],))}
    for key, kept in database.all("SELECT report_key, kept FROM withheld WHERE id = ?", (wanted,)):
        tables = json.loads(kept)["tables"]
        report = tables["report"][0]
        about = (key, *(report[name] for name in ("id", "url", "title", "text_sha256", "text")))
        return about, {entity["folded"] for entity in tables["entity"]}
    raise MissingError(f"The record has no report {wanted!r}. Reports are listed by: onrecord account")


def tombstones(database: Database) -> dict[str, str]:
    """The tombstones by id, each with who, when and why."""
    rows = database.rows("SELECT id, author, at, why FROM tombstone ORDER BY at, id")
    return {tombstone: f"{author} on {at[:10]}: {why}" for tombstone, author, at, why in rows}


def _forget_inputs(database: Database, tombstone: str, names: tuple[str, str, str | None]) -> None:
    """The runs still count the input; what it was called, and where it lay, is gone."""
    key, report_id, url = names
    database.run(
        "UPDATE input SET id = ?1, \"where\" = '', why = ?1, report_key = NULL"
        ' WHERE report_key = ?2 OR id = ?3 OR why = ?1 OR instr("where", ?3) > 0 OR instr("where", ?4) > 0'
        " OR instr(why, ?3) > 0 OR instr(why, ?4) > 0"
        " OR why IN (SELECT 'withheld by ' || judgement FROM withheld WHERE report_key = ?2)",
        (tombstone, key, report_id, url or report_id),
    )


def _forget_history(database: Database, report_id: str, stories: set[str]) -> None:
    """What became of stories keeps its days and reports, without this one and without reasons, which quote."""
    sql = "SELECT seq, reports, story, other FROM story_change"
    for seq, reports, story, other in database.all(sql):
        held = json.loads(reports)
        if report_id in held or {story, other} & stories:
            left = json.dumps([report for report in held if report != report_id], ensure_ascii=False)
            database.run("UPDATE story_change SET reports = ?, reasons = '[]' WHERE seq = ?", (left, seq))


def _forget_judgements(database: Database, key: str, words: tuple[set[str], set[str]]) -> int:
    """Takes out the decisions that are about the report, or about names that no other report has, with their undos; those about its story
    lose it. How many went."""
    names, titles = words
    gone, changed = set[str](), dict[str, dict[str, Any]]()
    for judgement, target in [(j, json.loads(t)) for j, t in database.all("SELECT id, target FROM judgement ORDER BY at, id")]:
        about_it = key in (target.get("report"), target.get("in"), target.get("withheld"))
        about_it |= any(place["report"] == key for side in "ab" if "finding" in target for place in target[side])
        about_it |= any(fold(who["name"]) in names for who in target.get("entities", ()))
        if about_it or target.get("judgement") in gone:
            gone.add(judgement)
        elif "titles" in target and (key in (*target.get("reports", ()), *target.get("others", ())) or titles & {*target["titles"]}):
            left = {side: [k for k in target[side] if k != key] for side in ("reports", "others") if side in target}
            changed[judgement] = {**target, **left, "titles": target["stories"]}
    with database.unlocked():
        for judgement, target in changed.items():
            database.run("UPDATE judgement SET target = ? WHERE id = ?", (json.dumps(target, sort_keys=True), judgement))
        database.run("DELETE FROM judgement WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(gone)),))
    return len(gone)


def _also_in(database: Database, text: str) -> tuple[str, ...]:
    """Reports that hold one of the three longest lines of the text."""
    lines = sorted((line.strip() for line in text.splitlines() if len(line.strip()) >= _LINE), key=len)[-3:]
    rows = database.rows(
        "SELECT id FROM report WHERE EXISTS (SELECT 1 FROM json_each(?) l WHERE instr(text, l.value) > 0) ORDER BY id", (json.dumps(lines),)
    )
    return tuple(report for (report,) in rows)
