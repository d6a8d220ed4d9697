"""The entities of the record: how they are spelled, what they are called, how often they are there, and why they are one."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from onrecord.model import EntityRef, Span
from onrecord.store.clocks import all_of, clock_conditions
from onrecord.store.columns import LISTED, published, strings_of
from onrecord.store.database import Database, Row
from onrecord.store.values import EntityBrief, EntityFilter, EntityName, EntityRow, HeldRole, Spelling, StoryEntity
from onrecord.text import fold

_AT_ONCE = 50  # entities that are put in order together, and whose spellings and roles are read with one query
_BY_DATE = "r.published_last NULLS LAST, r.id, o.seq"
_CHOSEN = f"b.entity {LISTED}"
_OWN = "JOIN entity e ON e.report_key = b.report_key AND e.id = b.local"

_UNLINKED = (  # by the id under which their reports know them, and not where another of the report is linked to that
    "SELECT b.entity || '', count(DISTINCT b.report_key) FROM (SELECT report_key, id AS entity, id AS local FROM entity) b WHERE {0}"
    " AND NOT EXISTS (SELECT 1 FROM entity_link k WHERE k.report_key = b.report_key AND k.local = b.local)"
    " AND NOT EXISTS (SELECT 1 FROM entity_link k WHERE k.report_key = b.report_key AND k.entity = b.entity) GROUP BY 1"
)
_HIDDEN = "overruled o CROSS JOIN statement s CROSS JOIN bearer b WHERE o.field = 'not a statement' AND s.id = o.statement"
_THERE = "story_report sr JOIN {0} ON {1}.report_key = sr.report_key LEFT JOIN entity_link k ON k.report_key = {1}.report_key AND k.local ="
_SPELLED_THERE = (
    f"SELECT coalesce(k.entity, e.id), e.name, min(e.type), count(*) FROM {_THERE.format('entity e', 'e')} e.id"
    " WHERE {0} GROUP BY 1, 2 ORDER BY 4 DESC, 2"
)
_TITLES_THERE = (
    f"SELECT coalesce(k.entity, o.entity), o.title FROM {_THERE.format('role o', 'o')} o.entity JOIN report r ON r.key = o.report_key"
    f" WHERE {{0}} ORDER BY {_BY_DATE}"
)
SPELLINGS = "SELECT DISTINCT folded FROM entity WHERE instr(' ' || folded || ' ', ?) > 0"  # read off an index, each once


def entity_rows(database: Database, wanted: EntityFilter) -> Iterator[EntityRow]:
    """In how many reports it is decides the order, then how often it speaks, then the name."""
    seen = _Seen(wanted)
    _, ordered = _ordered(database, wanted, seen)
    while batch := list(islice(ordered, _AT_ONCE)):
        yield from _entity_rows(database, batch, seen)


def named_in_story(database: Database, wanted: EntityFilter) -> list[StoryEntity]:
    """Whom the reports of the filter's story name, as far as its clocks leave them: those in most of them first, then by name.

    Nothing is read that other reports say of them: somebody who is in every story has thousands."""
    seen = _Seen(wanted)
    of_story, bindings = f"sr.story = ? AND {seen.of('sr')}", (wanted.story, *seen.bindings)
    spelled = _by_entity(database.rows(_SPELLED_THERE.format(of_story), bindings))
    titles = _by_entity(database.rows(_TITLES_THERE.format(of_story), bindings))
    called = _linked(database, list(spelled))
    found = []
    for entity, rows in spelled.items():
        name, kind = called.get(entity) or (min(row[0] for row in rows), min(row[1] for row in rows))
        held: dict[str, str] = {}
        for (title,) in titles[entity]:
            held.setdefault(fold(title), title)
        told = StoryEntity(id=entity, name=name, type=kind, spellings=tuple(row[0] for row in rows), titles=tuple(held.values()))
        found.append((-sum(row[2] for row in rows), told))
    return [told for _, told in sorted(found, key=lambda pair: (pair[0], pair[1].name, pair[1].id))]


def entity_page(database: Database, wanted: EntityFilter, start: int, size: int) -> tuple[int, list[EntityRow]]:
    """How many there are, and some of them in the order of ``entity_rows``."""
    seen = _Seen(wanted)
    number, ordered = _ordered(database, wanted, seen)
    return number, list(_entity_rows(database, list(islice(ordered, start, start + size)), seen))


def named_first(database: Database, wanted: EntityFilter, size: int) -> list[EntityBrief]:
    """The first of ``entity_rows``, without their spellings, roles and reasons: reading these is most of the work."""
    _, ordered = _ordered(database, wanted, _Seen(wanted))
    rows = islice(ordered, size)
    return [EntityBrief(id=entity, name=name, type=kind, reports=reports) for entity, name, kind, reports, _ in rows]


def entity_row(database: Database, entity: str, as_of: str | None, known_at: str | None) -> EntityRow | None:
    """By its id alone; None when the clocks leave nothing of it."""
    seen = _Seen(EntityFilter(as_of=as_of, known_at=known_at))
    return next(_entity_rows(database, list(_counted(database, _reports(database, [entity], seen), seen)), seen), None)


def stories_of_entity(database: Database, entity: str, most: int) -> list[str]:
    """Ids of the stories whose reports name it, the latest first."""
    rows = database.rows(
        "SELECT t.id FROM story t WHERE t.id IN (SELECT sr.story FROM story_report sr WHERE sr.report_key IN"
        " (SELECT b.report_key FROM bearer b WHERE b.entity = ?)) ORDER BY t.last DESC NULLS LAST, t.id LIMIT ?",
        (entity, most),
    )
    return [row[0] for row in rows]


def _ordered(database: Database, wanted: EntityFilter, seen: _Seen) -> tuple[int, Iterator[Row]]:
    """How many there are, and id, name, type, reports and statements of each, in order."""
    found = _reports(database, _chosen(database, wanted, seen), seen)
    if wanted.type is not None:
        names = _names(database, [entity for entity, _ in found], seen)
        found = [row for row in found if names.get(row[0], ("", ""))[1] == wanted.type]
    found.sort(key=lambda row: -row[1])
    return len(found), _in_order(database, found, seen)


def _in_order(database: Database, found: list[Row], seen: _Seen) -> Iterator[Row]:
    """As many at a time as are looked at: counting what everybody says to show the first fifty took seconds (at a million statements)."""
    start = 0
    while start < len(found):
        end = min(start + _AT_ONCE, len(found))
        while end < len(found) and found[end][1] == found[end - 1][1]:  # of as many reports: what they say decides
            end += 1
        yield from sorted(_counted(database, found[start:end], seen), key=lambda row: (-row[3], -row[4], row[1], row[0]))
        start = end


class _Seen:
    """The reports that the clocks of a filter leave."""

    def __init__(self, wanted: EntityFilter) -> None:
        self._where, self.bindings = all_of(clock_conditions(wanted.as_of, wanted.known_at))

    def of(self, table: str) -> str:
        """The condition on a table with a ``report_key``; it takes ``bindings``."""
        # Row by row: a list of all reports of the time, in each of ten questions, took seconds (at a million statements).
        return f"EXISTS (SELECT 1 FROM report r WHERE r.key = {table}.report_key AND {self._where})" if self.bindings else "true"


def _chosen(database: Database, wanted: EntityFilter, seen: _Seen) -> list[str] | None:
    """The ids of the entities that the filter wants; None: all of them.

    Chosen before anything is counted, each condition by its index: counting everybody to show one took seconds (measured at 100,000
    statements)."""
    found: list[set[str]] = []
    if wanted.story is not None:
        found.append(_of_story(database, wanted, seen))
    if wanted.name is not None:
        found.append(_named(database, wanted.name, seen))
    return sorted(set.intersection(*found)) if found else None


def _of_story(database: Database, wanted: EntityFilter, seen: _Seen) -> set[str]:
    of_story = "b.report_key IN (SELECT report_key FROM story_report WHERE story = ?)"
    return _ids(database, f"SELECT b.entity FROM bearer b WHERE {of_story} AND {seen.of('b')}", [wanted.story, *seen.bindings])


def _named(database: Database, name: str, seen: _Seen) -> set[str]:
    words = f" {fold(name)} "
    named = _ids(database, "SELECT id FROM linked_entity WHERE instr(' ' || folded || ' ', ?) > 0", [words])
    spelled = f"SELECT b.entity FROM entity e JOIN bearer b ON b.report_key = e.report_key AND b.local = e.id WHERE {seen.of('e')}"
    return {name} | named | _ids(database, f"{spelled} AND e.folded IN ({SPELLINGS})", [*seen.bindings, words])


def _ids(database: Database, sql: str, bindings: list[Any]) -> set[str]:
    return {row[0] for row in database.rows(sql, bindings)}


def _reports(database: Database, chosen: list[str] | None, seen: _Seen) -> list[Row]:
    """Id, and in how many reports it is; what no report has is left out."""
    where = f"{'true' if chosen is None else _CHOSEN} AND {seen.of('b')}"
    bindings = [*([] if chosen is None else [json.dumps(chosen)]), *seen.bindings]
    # Not of the view: each half is counted from an index, where both together would be sorted.
    found: Counter[str] = Counter(
        dict(database.rows(f"SELECT b.entity, count(DISTINCT b.report_key) FROM entity_link b WHERE {where} GROUP BY 1", bindings))
    )
    found.update(dict(database.rows(_UNLINKED.format(where), bindings)))
    return list(found.items())


def _counted(database: Database, found: list[Row], seen: _Seen) -> Iterator[Row]:
    """Of those with so many reports: id, name, type, reports, and how many statements it is the speaker of."""
    entities = [entity for entity, _ in found]
    spoken = f"s.report_key = b.report_key AND s.speaker_entity = b.local AND {_CHOSEN} AND {seen.of('b')} GROUP BY b.entity"
    bindings = [json.dumps(entities), *seen.bindings]
    # From indexes alone; the few statements that are not shown are taken off.
    every = database.rows(f"SELECT b.entity, count(*) FROM bearer b JOIN statement s ON {spoken}", bindings)
    statements: Counter[str] = Counter(dict(every))
    statements.subtract(dict(database.rows(f"SELECT b.entity, count(*) FROM {_HIDDEN} AND {spoken}", bindings)))
    names = _names(database, entities, seen)
    for entity, count in found:
        yield (entity, *names.get(entity, ("", "")), count, statements[entity])


def _names(database: Database, entities: list[str], seen: _Seen) -> dict[str, tuple[str, Any]]:
    """Name and type of each: the record's, else the first that its reports give."""
    found = _linked(database, entities)
    left = json.dumps([entity for entity in entities if entity not in found])
    own = f"SELECT b.entity, min(e.name), min(e.type) FROM bearer b {_OWN} WHERE {_CHOSEN} AND {seen.of('b')} GROUP BY b.entity"
    return found | {entity: (name, kind) for entity, name, kind in database.rows(own, [left, *seen.bindings])}


def _linked(database: Database, entities: list[str]) -> dict[str, tuple[str, Any]]:
    wanted = (json.dumps(entities),)
    rows = database.rows(f"SELECT id, name, type FROM linked_entity WHERE id {LISTED}", wanted)
    return {entity: (name, kind) for entity, name, kind in rows}


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
            # The first of each title only: somebody whom every report calls president is called so ten thousand times.
            'SELECT entity, title, id, value, precision, basis, start, "end" FROM (SELECT b.entity, o.title, r.id,'
            ' r.published_value AS value, r.published_precision AS precision, r.published_basis AS basis, o.start, o."end",'
            f" r.published_last, o.seq, row_number() OVER (PARTITION BY b.entity, o.title ORDER BY {_BY_DATE}) AS place"
            " FROM bearer b JOIN role o ON o.report_key = b.report_key AND o.entity = b.local JOIN report r ON r.key = b.report_key"
            f" WHERE {chosen}) h WHERE place = 1 ORDER BY published_last NULLS LAST, id, seq",
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


def stand_for(database: Database, story: str | None, report: str | None = None) -> dict[tuple[str, str], EntityRef]:
    """The record's entity, as people see it, by report id and local id, for every entity of the story's reports, or of the report."""
    there, asked = (
        ("JOIN story_report sr ON sr.report_key = b.report_key WHERE sr.story = ?", story) if story else ("WHERE r.id = ?", report)
    )
    rows = database.rows(
        f"SELECT r.id, b.local, b.entity, coalesce(l.name, e.name) FROM bearer b {_OWN} LEFT JOIN linked_entity l ON l.id = b.entity"
        f" JOIN report r ON r.key = b.report_key {there}",
        (asked,),
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
    rows = database.stream(
        "SELECT b.entity, min(coalesce(l.name, e.name)), min(coalesce(l.type, e.type)), e.name, count(*)"
        f" FROM bearer b {_OWN} LEFT JOIN linked_entity l ON l.id = b.entity GROUP BY b.entity, e.name ORDER BY 5 DESC, 1, 4"
    )
    for entity, name, kind, spelled, reports in rows:
        yield EntityName(entity=entity, name=name, type=kind, spelling=Spelling(name=spelled, reports=reports))
