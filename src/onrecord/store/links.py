"""Links from the reports' entities to those of the record, kept up to date where something changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from onrecord.model import EntityLink, Name, Standing
from onrecord.store.columns import LISTED, strings
from onrecord.store.database import Database
from onrecord.store.judgements import in_force
from onrecord.store.names import keep_standing, kept_under, names_of, standings
from onrecord.store.overlay import apply_judgements, clear_judgements, drop_unused, judged_links
from onrecord.store.relate import stories_of
from onrecord.store.rulings import JudgementKind
from onrecord.store.who import name_entity

Links = dict[tuple[str, str], str]
_MACHINE = "CASE WHEN k.judgement IS NULL THEN k.entity ELSE k.machine_entity END"
_BEARING = "SELECT s.story FROM entity e JOIN story_report s ON s.report_key = e.report_key WHERE e.type = ? AND e.folded = ?"
_LINKED = "SELECT s.story FROM entity_link k JOIN story_report s ON s.report_key = k.report_key WHERE k.entity = ?"
_TO_DO = "INSERT INTO unlinked SELECT DISTINCT f.story FROM ({}) f WHERE true ON CONFLICT DO NOTHING"
_PUT = (  # no judgement is laid over any while this runs
    "INSERT INTO entity_link (report_key, local, entity, score, reasons) VALUES (?, ?, ?, ?, ?) ON CONFLICT (report_key, local)"
    " DO UPDATE SET entity = excluded.entity, score = excluded.score, reasons = excluded.reasons"
)
_ABOUT_WHO: tuple[JudgementKind, ...] = ("merge", "split", "speaker")
_COUNT = "INSERT INTO spelling VALUES (?, ?, ?, ?) ON CONFLICT (entity, type, name) DO UPDATE SET links = spelling.links + excluded.links"


def replace_entity_links(database: Database, links: Iterable[EntityLink], standing: Mapping[Name, Standing]) -> frozenset[str]:
    """Each given link instead of the machine's that its report's entity had, and what names stand for in the record now, with what
    people judged laid over. An entity is called as most links to it spell it; one that nothing links to any more goes. The stories of
    the reports in which somebody now stands for another than before: they are to be compared."""
    with database.write():
        given = {(link.report_key, link.local): link for link in links}
        judged = any(in_force(database, kind=kind) for kind in _ABOUT_WHO)
        before = _shown(database, given) | judged_links(database)
        if judged:
            clear_judgements(database)
        left = _restand(database, standing) | _put(database, given)
        if judged:
            apply_judgements(database)
        drop_unused(database, left)
        after = _shown(database, given) | judged_links(database)
        moved = stories_of(database, {key for (key, _), _ in before.items() ^ after.items()})
        to_do = f"INSERT INTO uncompared SELECT id FROM story WHERE id {LISTED} ON CONFLICT DO NOTHING"
        database.run(to_do, (json.dumps(sorted(moved)),))
        return moved


def _shown(database: Database, keys: Collection[tuple[str, str]]) -> Links:
    """Whom the entities of these reports stand for, as people see it."""
    wanted = json.dumps(sorted({key for key, _ in keys}))
    rows = database.rows(f"SELECT report_key, local, entity FROM entity_link WHERE report_key {LISTED}", (wanted,))
    return {(key, local): entity for key, local, entity in rows}


def _put(database: Database, given: Mapping[tuple[str, str], EntityLink]) -> set[str]:
    """Writes those that are others than before; the entities that have others than before."""
    wanted = json.dumps(sorted({key for key, _ in given}))
    links = "SELECT report_key, local, entity, score, reasons FROM entity_link"
    were = {(key, local): tuple(row) for key, local, *row in database.rows(f"{links} WHERE report_key {LISTED}", (wanted,))}
    rows = {place: (link.entity, link.score, strings(link.reasons)) for place, link in given.items()}
    changed = {place: row for place, row in rows.items() if were.get(place) != row}
    sql = f"SELECT report_key, id, type, name FROM entity WHERE report_key {LISTED}"
    names = {(key, local): (kind, name) for key, local, kind, name in database.rows(sql, (wanted,))}
    counts: Counter[tuple[str, str, str]] = Counter()
    for place, row in changed.items():
        if place in names:
            counts[row[0], *names[place]] += 1
            if place in were:
                counts[were[place][0], *names[place]] -= 1
    for entity in sorted({row[0] for row in changed.values()}):
        name_entity(database, entity, "", "")  # called by its spellings below
    database.run_many(_PUT, ((*place, *row) for place, row in changed.items()))
    database.run_many(_COUNT, ((*spelled, change) for spelled, change in counts.items() if change))
    touched = {entity for entity, _, _ in counts}
    _call(database, touched)
    return touched


def _call(database: Database, entities: Collection[str]) -> None:
    """Each by the form that most links use, the longest of equals; by a name rather than an office."""
    for entity in sorted(entities):
        database.run("DELETE FROM spelling WHERE entity = ? AND links <= 0", (entity,))
        spelled = database.all("SELECT type, name, links FROM spelling WHERE entity = ?", (entity,))
        if spelled:
            kind, name, _ = max(spelled, key=lambda row: (row[0] != "office", len(row[1].split()) > 1, row[2], len(row[1]), row[1], row[0]))
            name_entity(database, entity, name, kind, anew=True)


def _restand(database: Database, now: Mapping[Name, Standing]) -> set[str]:
    """Keeps what names stand for now, and lets what follows from it follow: an entity that got another id gets it everywhere at once;
    stories about which something else changed are to be linked again. The entities that went."""
    were = standings(database, now)
    heirs = {entity: _heir(database, entity, now) for entity in sorted({were[name].entity for name in were})}
    for name, standing in now.items():
        keep_standing(database, name, standing)
    gone = {entity for entity, heir in heirs.items() if entity != heir}
    for entity in sorted(gone):
        _rename(database, entity, heirs[entity])
    for name, was in were.items():
        is_open, was_open = (standing.rivals is not None for standing in (now[name], was))
        if heirs[was.entity] != now[name].entity or is_open != was_open:
            database.run(_TO_DO.format(_BEARING), kept_under(name))
        elif is_open:
            others = {heirs.get(rival, rival) for rival in was.rivals or ()} ^ set(now[name].rivals or ())
            _look_again(database, name, others)
        elif (now[name].score, now[name].reasons) != (was.score, was.reasons):
            _explain(database, name, (was, now[name]))
    return gone


def _heir(database: Database, entity: str, now: Mapping[Name, Standing]) -> str:
    """What most of its names stand for now; itself, when one still does."""
    after = Counter(now[name].entity if name in now else entity for name in names_of(database, entity))
    return entity if entity in after else max(sorted(after), key=lambda heir: after[heir])


def _rename(database: Database, entity: str, heir: str) -> None:
    database.run(_TO_DO.format(f"{_LINKED} INTERSECT {_LINKED}"), (entity, heir))  # whom a bare surname meant was open there
    name_entity(database, heir, "", "")
    database.run("UPDATE entity_link SET entity = ? WHERE entity = ?", (heir, entity))
    spelled = database.all("SELECT type, name, links FROM spelling WHERE entity = ?", (entity,))
    database.run_many(_COUNT, ((heir, *row) for row in spelled))
    database.run("DELETE FROM spelling WHERE entity = ?", (entity,))
    _call(database, [heir])


def _look_again(database: Database, name: Name, entities: Collection[str]) -> None:
    """The stories in which the name meets somebody whom it fits now, or fitted."""
    for other in {other for entity in entities for other in names_of(database, entity)}:
        database.run(_TO_DO.format(f"{_BEARING} INTERSECT {_BEARING}"), (*kept_under(name), *kept_under(other)))


def _explain(database: Database, name: Name, standing: tuple[Standing, Standing]) -> None:
    """The same link for another reason."""
    was, now = standing
    database.run(
        "UPDATE entity_link SET score = ?, reasons = ? WHERE entity = ? AND reasons = ?"
        " AND (report_key, local) IN (SELECT report_key, id FROM entity WHERE type = ? AND folded = ?)",
        (now.score, strings(now.reasons), now.entity, strings(was.reasons), *kept_under(name)),
    )


def unlink(database: Database, report_key: str) -> None:
    """To be called before the entities of a report go: their links count no more, and their story and names are to be looked at."""
    rows = database.all(
        f"SELECT {_MACHINE}, e.type, e.name, e.folded FROM entity e"
        " LEFT JOIN entity_link k ON k.report_key = e.report_key AND k.local = e.id WHERE e.report_key = ?",
        (report_key,),
    )
    linked = [(entity, kind, name) for entity, kind, name, _ in rows if entity is not None]
    database.run_many(_COUNT, ((*spelled, -1) for spelled in linked))
    _call(database, {entity for entity, _, _ in linked})
    database.run_many("INSERT INTO unlinked_name VALUES (?, ?) ON CONFLICT DO NOTHING", {(kind, folded) for _, kind, _, folded in rows})
    for table in ("unlinked", "uncompared"):
        database.run(f"INSERT INTO {table} SELECT story FROM story_report WHERE report_key = ? ON CONFLICT DO NOTHING", (report_key,))


def take_unlinked(database: Database, most: int) -> list[str]:
    """Ids of some stories whose names are to be linked, which count as linked from now on."""
    found = [story for (story,) in database.all("SELECT story FROM unlinked ORDER BY story LIMIT ?", (most,))]
    database.run(f"DELETE FROM unlinked WHERE story {LISTED}", (json.dumps(found),))
    return found
