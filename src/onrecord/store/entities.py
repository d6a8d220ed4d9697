"""The entities of the record: how they are spelled, what they are called, how often they are there, and why they are one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from onrecord.model import EntityRef, Span
from onrecord.store.clocks import all_of, clock_conditions
from onrecord.store.columns import strings_of
from onrecord.store.query import published
from onrecord.store.sqlite import Database, Row
from onrecord.store.values import EntityFilter, EntityName, EntityRow, HeldRole, Spelling
from onrecord.text import fold

_AT_ONCE = 500  # entities whose spellings and roles are read with one query
_CHOSEN = "b.entity IN (SELECT value FROM json_each(?))"
_OWN = "JOIN entity e ON e.report_key = b.report_key AND e.id = b.local"

_SPOKEN = """
WITH spoken AS MATERIALIZED (
  SELECT coalesce(k.entity, s.speaker_entity) AS entity, count(*) AS statements
  FROM statement s LEFT JOIN entity_link k ON k.report_key = s.report_key AND k.local = s.speaker_entity
  WHERE NOT s.hidden AND s.speaker_entity IS NOT NULL AND {seen} GROUP BY 1
)
"""


def entity_rows(database: Database, wanted: EntityFilter) -> Iterator[EntityRow]:
    """In how many reports it is decides the order, then how often it speaks, then the name."""
    seen = _Seen(wanted)
    where, bindings = _conditions(wanted, seen)
    rows = database.rows(
        f"{_SPOKEN.format(seen=seen.of('s'))} SELECT b.entity, coalesce(l.name, min(e.name)), coalesce(l.type, min(e.type)),"
        " count(DISTINCT b.report_key) AS reports, coalesce(p.statements, 0) AS statements"
        f" FROM bearer b LEFT JOIN linked_entity l ON l.id = b.entity LEFT JOIN spoken p ON p.entity = b.entity LEFT {_OWN}"
        f" WHERE {where} GROUP BY b.entity ORDER BY reports DESC, statements DESC, 2, 1",
        [*seen.bindings, *bindings],
    )
    while batch := list(islice(rows, _AT_ONCE)):
        yield from _entity_rows(database, batch, seen)


class _Seen:
    """The reports that the clocks of a filter leave."""

    def __init__(self, wanted: EntityFilter) -> None:
        self._where, self.bindings = all_of(clock_conditions(wanted.as_of, wanted.known_at))

    def of(self, table: str) -> str:
        """The condition on a table with a ``report_key``; it takes ``bindings``."""
        return f"{table}.report_key IN (SELECT r.key FROM report r WHERE {self._where})" if self.bindings else "true"


def _conditions(wanted: EntityFilter, seen: _Seen) -> tuple[str, list[Any]]:
    found: list[tuple[str, list[Any]]] = [(seen.of("b"), [*seen.bindings])]
    if wanted.type is not None:
        found.append(("coalesce(l.type, e.type) = ?", [wanted.type]))
    if wanted.story is not None:
        of_story = "SELECT x.entity FROM bearer x JOIN story_report sr ON sr.report_key = x.report_key WHERE sr.story = ?"
        found.append((f"b.entity IN ({of_story} AND {seen.of('x')})", [wanted.story, *seen.bindings]))
    if wanted.name is not None:
        words = f" {fold(wanted.name)} "
        spelled = "SELECT x.entity FROM bearer x JOIN entity o ON o.report_key = x.report_key AND o.id = x.local"
        spelled += f" WHERE instr(' ' || o.folded || ' ', ?) AND {seen.of('x')}"
        named = "instr(' ' || fold(l.name) || ' ', ?)"
        found.append((f"(b.entity = ? OR {named} OR b.entity IN ({spelled}))", [wanted.name, words, words, *seen.bindings]))
    return " AND ".join(sql for sql, _ in found), [value for _, values in found for value in values]


def _entity_rows(database: Database, batch: list[Row], seen: _Seen) -> Iterator[EntityRow]:
    bindings = [json.dumps([row[0] for row in batch]), *seen.bindings]
    chosen = f"{_CHOSEN} AND {seen.of('b')}"
    spellings = _by_entity(
        database.rows(
            f"SELECT b.entity, e.name, count(*) FROM bearer b {_OWN} WHERE {chosen} GROUP BY b.entity, e.name ORDER BY 3 DESC, 2", bindings
        )
    )
    roles = _by_entity(
        database.rows(
            'SELECT b.entity, o.title, r.id, r.published_value, r.published_precision, r.published_basis, o.start, o."end"'
            " FROM bearer b JOIN role o ON o.report_key = b.report_key AND o.entity = b.local JOIN report r ON r.key = b.report_key"
            f" WHERE {chosen} ORDER BY r.published_last IS NULL, r.published_last, r.id, o.seq",
            bindings,
        )
    )
    reasons = _by_entity(
        database.rows(f"SELECT DISTINCT b.entity, b.reasons FROM entity_link b WHERE {chosen} ORDER BY b.reasons", bindings)
    )
    for entity, name, kind, reports, statements in batch:
        why = (reason for (column,) in reasons[entity] for reason in strings_of(column))
        yield EntityRow(
            id=entity,
            name=name,
            type=kind,
            spellings=tuple(Spelling(name=spelled, reports=count) for spelled, count in spellings[entity]),
            roles=_roles(roles[entity]),
            reports=reports,
            statements=statements,
            reasons=tuple(dict.fromkeys(why)),
        )


def _by_entity(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for entity, *rest in rows:
        found[entity].append(tuple(rest))
    return found


def _roles(rows: Iterable[Row]) -> tuple[HeldRole, ...]:
    first: dict[str, HeldRole] = {}
    for title, report, value, precision, basis, start, end in rows:
        role = HeldRole(title=title, as_of=published(value, precision, basis), report=report, span=Span(start, end))
        first.setdefault(fold(title), role)
    return tuple(first.values())


def stand_for(database: Database, story: str) -> dict[tuple[str, str], EntityRef]:
    """The record's entity, as people see it, by report id and local id, for every entity of the story's reports."""
    rows = database.rows(
        f"SELECT r.id, b.local, b.entity, coalesce(l.name, e.name) FROM bearer b {_OWN} LEFT JOIN linked_entity l ON l.id = b.entity"
        " JOIN report r ON r.key = b.report_key JOIN story_report sr ON sr.report_key = b.report_key WHERE sr.story = ?",
        (story,),
    )
    return {(report, local): EntityRef(entity=entity, name=name) for report, local, entity, name in rows}


def named_in(database: Database, report: str) -> list[tuple[str, str]]:
    """The record's entities that a report (its id) names, as people see them, each with the name that the report gives it; by id."""
    rows = database.rows(
        f"SELECT b.entity, e.name FROM bearer b {_OWN} JOIN report r ON r.key = b.report_key WHERE r.id = ? ORDER BY 1, 2", (report,)
    )
    return [(entity, name) for entity, name in rows]


def entity_names(database: Database) -> Iterator[EntityName]:
    """Every spelling of every entity, as people see them: those in most reports first."""
    rows = database.rows(
        "SELECT b.entity, coalesce(l.name, e.name), coalesce(l.type, e.type), e.name, count(*)"
        f" FROM bearer b {_OWN} LEFT JOIN linked_entity l ON l.id = b.entity GROUP BY b.entity, e.name ORDER BY 5 DESC, 1, 4"
    )
    for entity, name, kind, spelled, reports in rows:
        yield EntityName(entity=entity, name=name, type=kind, spelling=Spelling(name=spelled, reports=reports))
