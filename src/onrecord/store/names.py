"""The names of the record: what each stands for, which fit one another, and an index that finds those worth comparing with one.

What is read for a name depends on the names like it, not on how many there are: a key that too many bear tells nothing, and is left out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from onrecord.model import Name, Standing
from onrecord.store.columns import strings, strings_of
from onrecord.store.database import Database

MOST = 200  # names with one key; of more only those are compared that share another
_NAME = "n.type, n.folded, n.name"
_ROW = "(SELECT row FROM known_name WHERE type = ? AND folded = ?)"
_WITHIN = "SELECT k.name, o.name FROM name_key k JOIN name_fit f ON f.name = k.name JOIN name_key o ON o.name = f.other AND o.key = k.key"


def kept_under(name: Name) -> tuple[str, str]:
    """The key of a name among those that are known."""
    return name.type, name.folded


def known_names(database: Database, names: Iterable[Name]) -> dict[Name, str]:
    """The spelling that is kept of each; those that are not known are left out."""
    found = {name: database.value("SELECT name FROM known_name WHERE type = ? AND folded = ?", kept_under(name)) for name in names}
    return {name: kept for name, kept in found.items() if kept is not None}


def keep_names(database: Database, fresh: Mapping[Name, Collection[str]], gone: Collection[Name]) -> tuple[set[Name], set[Name]]:
    """Takes names in, or spells them anew, each with its keys (those that begin with ``?`` are asked only), and takes others out. The
    names that fit others than before because of that, and those that are to be compared anew, since a key of theirs tells something
    again."""
    keys = {key for name in (*fresh, *gone) for (key,) in database.all(f"SELECT key FROM name_key WHERE name = {_ROW}", kept_under(name))}
    keys |= {key for name, borne in fresh.items() for key, _ in _keys(name, borne)}
    before = {key: _borne(database, key) for key in sorted(keys)}
    touched = {other for name in gone for other in fits(database, [name])[name]}
    for name in gone:
        database.run("DELETE FROM known_name WHERE type = ? AND folded = ?", kept_under(name))
    for name, borne in fresh.items():
        _keep(database, name, borne)
    after = {key: _borne(database, key) for key in before}
    for key in (key for key in before if before[key] <= MOST < after[key]):
        touched |= _part(database, key)
    anew: set[Name] = set()
    for key in (key for key in before if before[key] > MOST >= after[key]):
        anew |= _names(database, f"SELECT {_NAME} FROM name_key k JOIN known_name n ON n.row = k.name WHERE k.key = ?", (key,))
    return touched - {*gone}, anew


def _keep(database: Database, name: Name, keys: Collection[str]) -> None:
    database.run(
        "INSERT INTO known_name (type, folded, name, entity, score, reasons) VALUES (?, ?, ?, '', 0.0, '[]')"
        " ON CONFLICT (type, folded) DO UPDATE SET name = excluded.name",
        (*kept_under(name), name.name),
    )
    row = _row(database, name)
    database.run("DELETE FROM name_key WHERE name = ?", (row,))
    database.run_many("INSERT INTO name_key VALUES (?, ?, ?)", ((key, row, asked) for key, asked in _keys(name, keys)))


def _keys(name: Name, keys: Collection[str]) -> Iterator[tuple[str, int]]:
    """Names of other types share none."""
    for key in sorted({key.removeprefix("?") for key in keys}):
        yield f"{name.type[:2]} {key}", int(key not in keys)


def _borne(database: Database, key: str) -> int:
    """By how many names, up to one more than tell something."""
    return len(database.all("SELECT name FROM name_key WHERE key = ? LIMIT ?", (key, MOST + 1)))


def _part(database: Database, key: str) -> set[Name]:
    """Names of a key that tells nothing any more do not fit one another, unless they share another. Those that did."""
    parted: set[Name] = set()
    for one, other in database.all(f"{_WITHIN} WHERE k.key = ?", (key,)):
        if not _shared(database, one, other):
            database.run("DELETE FROM name_fit WHERE name = ? AND other = ?", (one, other))
            parted |= _names(database, f"SELECT {_NAME} FROM known_name n WHERE n.row = ?", (one,))
    return parted


def _shared(database: Database, one: int, other: int) -> bool:
    """Whether two names share a key that tells something."""
    both = "SELECT k.key FROM name_key k JOIN name_key o ON o.key = k.key WHERE k.name = ? AND o.name = ? AND (k.asked = 0 OR o.asked = 0)"
    return any(_borne(database, key) <= MOST for (key,) in database.all(both, (one, other)))


def worth_comparing(database: Database, name: Name) -> list[Name]:
    """The names that share a key with it."""
    row, found = _row(database, name), set[int]()
    for key, asked in database.all("SELECT key, asked FROM name_key WHERE name = ?", (row,)):
        borne = database.all("SELECT name, asked FROM name_key WHERE key = ? LIMIT ?", (key, MOST + 1))
        found |= {other for other, also in borne if not (asked and also)} if len(borne) <= MOST else set()
    chosen = f"SELECT {_NAME} FROM json_each(?) w JOIN known_name n ON n.row = CAST(w.value AS BIGINT)"
    return sorted(_names(database, chosen, (json.dumps(sorted(found - {row})),)))


def replace_fits(database: Database, name: Name, found: Mapping[Name, float]) -> set[Name]:
    """The names that fit it now, with the scores; those that did or do."""
    were, row = fits(database, [name])[name], _row(database, name)
    database.run("DELETE FROM name_fit WHERE name = ?1 OR other = ?1", (row,))
    for other, score in found.items():
        there = _row(database, other)
        database.run_many("INSERT INTO name_fit VALUES (?, ?, ?)", ((row, there, score), (there, row, score)))
    return {*were, *found}


def fits(database: Database, names: Iterable[Name]) -> dict[Name, dict[Name, float]]:
    """Of each the names that fit it, with the scores."""
    sql = f"SELECT f.score, {_NAME} FROM name_fit f JOIN known_name n ON n.row = f.other WHERE f.name = {_ROW}"
    return {name: {_name(*row): score for score, *row in database.rows(sql, kept_under(name))} for name in names}


def standings(database: Database, names: Iterable[Name]) -> dict[Name, Standing]:
    """What each stands for; those that were never settled are left out."""
    sql = "SELECT entity, score, reasons, rivals FROM known_name WHERE type = ? AND folded = ? AND entity <> ''"
    found: dict[Name, Standing] = {}
    for name in names:
        for entity, score, reasons, rivals in database.all(sql, kept_under(name)):
            open_ = None if rivals is None else frozenset(json.loads(rivals))
            found[name] = Standing(entity=entity, score=score, reasons=strings_of(reasons), rivals=open_)
    return found


def keep_standing(database: Database, name: Name, now: Standing) -> None:
    row = (now.entity, now.score, strings(now.reasons), None if now.rivals is None else json.dumps(sorted(now.rivals)))
    database.run(
        "UPDATE known_name SET entity = ?, score = ?, reasons = ?, rivals = ? WHERE type = ? AND folded = ?", (*row, *kept_under(name))
    )


def names_of(database: Database, entity: str) -> set[Name]:
    """Those that stand for the entity by themselves."""
    return _names(database, f"SELECT {_NAME} FROM known_name n WHERE n.entity = ?", (entity,))


def take_unlinked_names(database: Database) -> tuple[set[Name], set[Name]]:
    """Of the names that some report does not bear any more: those that others do, as these spell them; and those that none does. They
    count as looked at from now on."""
    borne, gone = set[Name](), set[Name]()
    first = "SELECT min(e.name) FROM entity e JOIN story_report s ON s.report_key = e.report_key WHERE e.type = ? AND e.folded = ?"
    for kind, folded in database.all("SELECT type, folded FROM unlinked_name"):
        name = database.value(first, (kind, folded))
        (gone if name is None else borne).add(_name(kind, folded, name or ""))
    if borne or gone:
        database.run("DELETE FROM unlinked_name")
    return borne, gone


def _names(database: Database, sql: str, bindings: tuple[object, ...]) -> set[Name]:
    return {_name(*row) for row in database.rows(sql, bindings)}


def _name(kind: Any, folded: str, name: str) -> Name:
    return Name(type=kind, folded=folded, name=name)


def _row(database: Database, name: Name) -> int:
    return int(database.value("SELECT row FROM known_name WHERE type = ? AND folded = ?", kept_under(name)))
