"""The rows of judgements: appended, read, and told apart into those that hold and those that were undone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from onrecord.ids import make_id
from onrecord.model import Span
from onrecord.store.database import Database
from onrecord.store.rulings import Judgement, JudgementKind, JudgementState, Signature
from onrecord.store.values import PIECE_JOINER

KIND_OF_FINDINGS: JudgementKind = "not a conflict"
KIND_OF_SUPPRESSION: JudgementKind = "suppress"
_NOT_HELD = "a passage that the record does not hold now"
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A judgement before it is signed. The three are JSON values; their shapes by kind: docs/decisions/0009-judgements.md."""

    kind: JudgementKind
    target: dict[str, Any]
    value: Any = None
    was: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row."""

    id: str
    draft: Draft
    author: str
    at: str
    why: str

    @property
    def report_key(self) -> str | None:
        """Of the report that a judgement about a statement is confined to."""
        return self.draft.target.get("report")

    def reason(self, verb: str) -> str:
        """For the reasons of what it changed."""
        return f"{self.author} {verb} on {self.at[:10]}: {self.why}"


def append(database: Database, drafts: Iterable[Draft], by: Signature) -> list[Entry]:
    """The drafts, signed, all with one moment, which is later than that of every judgement in the record."""
    at = _next_moment(database)
    made = []
    for draft in drafts:
        target, value, was = (json.dumps(x, ensure_ascii=False, sort_keys=True) for x in (draft.target, draft.value, draft.was))
        entry = Entry(id=make_id("judgement", draft.kind, target, value, by.author, at), draft=draft, author=by.author, at=at, why=by.why)
        row = (entry.id, draft.kind, target, value, was, entry.author, at, entry.why)
        database.run("INSERT INTO judgement (id, kind, target, value, was, author, at, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        made.append(entry)
    return made


def _next_moment(database: Database) -> str:
    """Now; a moment after the last judgement where the clock was set back or two come at once: their order decides."""
    now, last = datetime.now(UTC), database.value("SELECT max(at) FROM judgement")
    if last is not None:
        now = max(now, datetime.fromisoformat(last) + _TICK)
    return now.isoformat(timespec="microseconds")


def entries(database: Database, report_key: str | None = None) -> list[Entry]:
    """Oldest first; with ``report_key`` those about statements of this report, and every undo."""
    rows = database.rows(
        "SELECT id, kind, target, value, was, author, at, why FROM judgement"
        " WHERE ?1 IS NULL OR kind = 'undo' OR target ->> 'report' = ?1 ORDER BY at, id",
        (report_key,),
    )
    return [
        Entry(
            id=judgement,
            draft=Draft(kind=kind, target=json.loads(target), value=json.loads(value), was=json.loads(was)),
            author=author,
            at=at,
            why=why,
        )
        for judgement, kind, target, value, was, author, at, why in rows
    ]


def undone(found: Iterable[Entry]) -> dict[str, str]:
    """Of each judgement that is undone, the id of the undo that holds. An undo comes after what it undoes."""
    gone: dict[str, str] = {}
    for entry in sorted(found, key=lambda e: (e.at, e.id), reverse=True):
        if entry.draft.kind == "undo" and entry.id not in gone:
            gone[entry.draft.target["judgement"]] = entry.id
    return gone


def in_force(database: Database, report_key: str | None = None, *, kind: JudgementKind | None = None, by: str | None = None) -> list[Entry]:
    """Those that hold, oldest first, without the undos themselves; with ``report_key`` only those about its statements, with ``kind``
    only such, with ``by`` those that held at that moment."""
    if kind is not None and not database.value("SELECT 1 FROM judgement WHERE kind = ? LIMIT 1", (kind,)):
        return []
    found = [entry for entry in entries(database, report_key) if by is None or entry.at[: len(by)] <= by]
    gone = undone(found)
    return [e for e in found if e.draft.kind != "undo" and e.id not in gone and kind in (None, e.draft.kind)]


def suppressions(database: Database) -> dict[str, str]:
    """The judgement that keeps each report out of sight, by the report's key."""
    return {entry.draft.target["withheld"]: entry.id for entry in in_force(database, kind=KIND_OF_SUPPRESSION)}


def judgements(database: Database) -> Iterator[Judgement]:
    """All there ever were, oldest first, each with what has become of it."""
    found = entries(database)
    gone = undone(found)
    waiting: dict[str, str] = dict(database.all("SELECT judgement, why FROM waiting"))
    shown = {row[0] for row in database.rows("SELECT judgement FROM overruled")}
    for entry in found:
        yield _judgement(database, entry, (gone, waiting, shown))


def _judgement(database: Database, entry: Entry, known: tuple[dict[str, str], dict[str, str], set[str]]) -> Judgement:
    gone, waiting, shown = known
    state: JudgementState = "in force"
    if entry.id in gone:
        state = "undone"
    elif entry.id in waiting:
        state = "waiting"
    elif entry.report_key is not None and entry.id not in shown:
        state = "overtaken"
    report = database.all("SELECT id, text FROM report WHERE key = ?", (entry.report_key or entry.draft.target.get("in"),))
    report_id, text = report[0] if report else (None, "")
    target, value = entry.draft.target, entry.draft.value
    return Judgement(
        id=entry.id,
        kind=entry.draft.kind,
        about=_about_finding(database, target) if "finding" in target else _about(target, text),
        was=_words(entry.draft.was, text),
        now=_words(value, text),
        targets=_targets(target),
        report=report_id,
        author=entry.author,
        at=entry.at,
        why=entry.why,
        state=state,
        undone_by=gone.get(entry.id),
        problem=waiting.get(entry.id) if state == "waiting" else None,
    )


def _about(target: dict[str, Any], text: str) -> str:
    if "judgement" in target:
        return str(target["judgement"])
    if "withheld" in target:
        return str(target["id"])
    if "stories" in target:
        return " + ".join(target["titles"])
    if "entities" in target:
        return " + ".join(f"{who['name']} ({who['type']})" for who in target["entities"])
    return _cut(target["content"], text)


def _about_finding(database: Database, target: dict[str, Any]) -> str:
    sides = (" + ".join(_words_at(database, place) for place in target[side]) for side in "ab")
    return f"{target['type']}: {' ↔ '.join(sides)}"


def _words_at(database: Database, place: dict[str, Any]) -> str:
    text = database.value("SELECT text FROM report WHERE key = ?", (place["report"],)) or ""
    return _cut(place.get("part") or place.get("at") or place["content"], text)


def _targets(target: dict[str, Any]) -> tuple[str, ...]:
    if "stories" in target:
        return tuple(target["stories"])
    if "finding" in target:
        return (target["finding"], *(place.get("statement") or place["figure"] for side in "ab" for place in target[side]))
    if "entities" in target:
        return tuple(who["entity"] for who in target["entities"])
    return (target.get("judgement") or target.get("id") or target["statement"],)


def _words(value: Any, text: str) -> str | None:
    """A value in words: a name, a spelling, a date, or the characters of spans."""
    if isinstance(value, list):
        return _cut(value, text)
    named = value.get("name") if isinstance(value, dict) else value
    return None if named is None else str(named)


def _cut(spans: list[list[int]], text: str) -> str:
    return PIECE_JOINER.join(Span(start, end).of(text) for start, end in spans) if text else _NOT_HELD
