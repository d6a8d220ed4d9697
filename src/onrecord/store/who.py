"""Whom a name or an id stands for in the record, as people see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.errors import InputError, MissingError
from onrecord.store.database import Database
from onrecord.text import fold

_NAMED = (
    "SELECT DISTINCT coalesce(k.entity, e.id) FROM entity e LEFT JOIN entity_link k ON k.report_key = e.report_key AND k.local = e.id"
    " WHERE e.folded = ?"
)
_NAME = (
    "SELECT name, type FROM linked_entity WHERE id = ?1 AND EXISTS (SELECT 1 FROM entity_link WHERE entity = ?1)"
    " UNION ALL SELECT e.name, e.type FROM entity e WHERE e.id = ?1"
    " AND NOT EXISTS (SELECT 1 FROM entity_link k WHERE k.report_key = e.report_key AND k.local = e.id) LIMIT 1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """An entity as a judgement names it: by its name and type, which outlive an analysis, and by the id it had."""

    entity: str
    name: str
    type: str

    def wire(self) -> dict[str, str]:
        return {"entity": self.entity, "name": self.name, "type": self.type}


def read_who(value: dict[str, Any]) -> Who:
    return Who(entity=value["entity"], name=value["name"], type=value["type"])


def name_entity(database: Database, entity: str, name: str, kind: str, *, anew: bool = False) -> None:
    """The entity has a row that links can point at; ``anew``: with this name and type, also when it had one."""
    known = "UPDATE SET name = excluded.name, type = excluded.type, folded = excluded.folded" if anew else "NOTHING"
    row = (entity, name, kind, fold(name))
    database.run(f"INSERT INTO linked_entity (id, name, type, folded) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO {known}", row)


def describe(database: Database, entity: str) -> Who | None:
    """The entity with this id; None when nothing in the record stands for it."""
    rows = database.all(_NAME, (entity,))
    return Who(entity=entity, name=rows[0][0], type=rows[0][1]) if rows else None


def find_again(database: Database, who: Who) -> list[str]:
    """The entities that it may be now: one, unless it is gone or its name and type fit several, none of which has its id."""
    named = [row[0] for row in database.rows(f"{_NAMED} AND e.type = ? ORDER BY 1", (fold(who.name), who.type))]
    if len(named) == 1:
        return named
    if who.entity in named or (not named and describe(database, who.entity)):
        return [who.entity]
    return named


def choose(database: Database, wanted: str) -> Who | None:
    """The one entity that somebody means by an id, by the beginning of one, or by a name. None when there is none.

    Raises InputError when several fit, and says which.
    """
    found = describe(database, wanted)
    if found is not None:
        return found
    ids = {row[0] for row in database.rows(_NAMED, (fold(wanted),))}
    ids |= {row[0] for row in database.rows("SELECT id FROM linked_entity WHERE folded = ?", (fold(wanted),))}
    if not ids and wanted.startswith("entity-"):
        ids = {row[0] for row in database.rows("SELECT DISTINCT entity FROM bearer WHERE substr(entity, 1, ?) = ?", (len(wanted), wanted))}
    known = [who for who in (describe(database, entity) for entity in sorted(ids)) if who]
    if len(known) > 1:
        listed = ", ".join(f"{who.entity} ({who.name}, {who.type})" for who in known[:5])
        raise InputError(f"{len(known)} entities go by {wanted!r}. Give the id of one: {listed}")
    return known[0] if known else None


def choose_one(database: Database, wanted: str) -> Who:
    """As ``choose``; raises InputError when there is none, too."""
    found = choose(database, wanted)
    if found is None:
        rows = database.all(
            "SELECT DISTINCT name FROM entity WHERE instr(' ' || folded || ' ', ?) > 0 ORDER BY name LIMIT 5", (f" {fold(wanted)} ",)
        )
        near = f" Like it: {', '.join(row[0] for row in rows)}." if rows else ""
        raise MissingError(f"The record has no entity {wanted!r}.{near} List them with: onrecord entities")
    return found
