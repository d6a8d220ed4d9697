"""Judgements laid over what the machine found: put back what was overruled, then do what holds, oldest first.

Only ever done as a whole, so what people see depends on the machine's values and on the judgements that hold, and on nothing
that was in between.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from onrecord.ids import make_id
from onrecord.model import EntityRef
from onrecord.store import fields
from onrecord.store.columns import strings
from onrecord.store.database import Database
from onrecord.store.dismissed import lay_dismissals
from onrecord.store.judgements import KIND_OF_FINDINGS, KIND_OF_SUPPRESSION, Entry, in_force
from onrecord.store.regroup import ids_of
from onrecord.store.who import Who, describe, find_again, name_entity, read_who
from onrecord.text import fold


def apply_judgements(database: Database) -> None:
    """All of them, over the whole record."""
    clear_judgements(database)
    for entry in in_force(database):
        if entry.draft.kind not in (KIND_OF_FINDINGS, KIND_OF_SUPPRESSION):  # the latter moves whole reports: ``withheld.settle``
            _apply(database, entry)
    lay_dismissals(database)


def clear_judgements(database: Database) -> None:
    """The machine's values everywhere."""
    for statement, field, machine in database.all("SELECT statement, field, machine FROM overruled"):
        fields.restore_field(database, statement, field, json.loads(machine))
    database.run("DELETE FROM overruled")
    _restore_links(database)
    database.run("UPDATE finding SET judgement = NULL WHERE judgement IS NOT NULL")
    database.run("DELETE FROM waiting")


def apply_to_report(database: Database, report_key: str) -> None:
    """Those about statements of one report, whose analysis is new: nothing of it is overruled yet; and those about findings."""
    for entry in in_force(database, report_key):
        database.run("DELETE FROM waiting WHERE judgement = ?", (entry.id,))
        _apply(database, entry)
    lay_dismissals(database)


def judged_links(database: Database) -> dict[tuple[str, str], str]:
    """Whom each report's entity stands for, as far as a person decided it."""
    sql = "SELECT report_key, local, entity FROM entity_link WHERE judgement IS NOT NULL"
    return {(key, local): entity for key, local, entity in database.rows(sql)}


def drop_unused(database: Database, among: Iterable[str] | None = None) -> None:
    """Entities (of ``among``; None: any) that nothing links to any more, neither as people see it nor as the machine does."""
    chosen = "true" if among is None else "id IN (SELECT value FROM json_each(?))"  # two questions: an OR would read every entity
    database.run(
        f"DELETE FROM linked_entity WHERE {chosen} AND NOT EXISTS (SELECT 1 FROM entity_link k WHERE k.entity = linked_entity.id)"
        " AND NOT EXISTS (SELECT 1 FROM entity_link k WHERE k.machine_entity = linked_entity.id)",
        () if among is None else (json.dumps(sorted(among)),),
    )


def _restore_links(database: Database) -> None:
    database.run("DELETE FROM entity_link WHERE judgement IS NOT NULL AND machine_entity IS NULL")
    database.run(
        "UPDATE entity_link SET entity = machine_entity, score = machine_score, reasons = machine_reasons, judgement = NULL,"
        " machine_entity = NULL, machine_score = NULL, machine_reasons = NULL WHERE judgement IS NOT NULL"
    )


def _apply(database: Database, entry: Entry) -> None:
    kinds = {"merge": _merge, "split": _split}
    of_stories = "stories" in entry.draft.target
    why = (_hold_stories if of_stories else kinds.get(entry.draft.kind, _correct))(database, entry)
    if why is not None:
        database.run("INSERT INTO waiting VALUES (?, ?)", (entry.id, why))


# Each of these does what the judgement says, or says why it has to wait.


def _merge(database: Database, entry: Entry) -> str | None:
    members = [read_who(value) for value in entry.draft.target["entities"]]
    found = [find_again(database, who) for who in members]
    for who, ids in zip(members, found, strict=True):
        if len(ids) != 1:
            return _missing(who, ids)
    for who, (entity,) in zip(members, found, strict=True):
        _hold(database, who, entity, entry)
    keep, *others = dict.fromkeys(entity for (entity,) in found)
    for entity in others:
        _move(database, "entity = ?", [entity], (keep, entry, "took them for one"))
    return None


def _hold_stories(database: Database, entry: Entry) -> str | None:
    """Stories are grouped by whoever groups reports, who asks for what was judged (``regroup.story_rulings``)."""
    target = entry.draft.target
    held = [bool(ids_of(database, target.get(side, ()))) for side in ("reports", "others") if side in target]
    return None if all(held) else "the record does not hold its reports now"


def _split(database: Database, entry: Entry) -> str | None:
    who = read_who(entry.draft.target["entities"][0])
    found = find_again(database, who)
    if len(found) != 1:
        return _missing(who, found)
    _hold(database, who, found[0], entry)
    value = entry.draft.value
    if "name" in value:
        chosen, bound = "(report_key, local) IN (SELECT report_key, id FROM entity WHERE folded = ?)", fold(value["name"])
    else:
        chosen, bound = "report_key = ?", entry.draft.target["in"]
    moved = f"SELECT report_key, local FROM entity_link WHERE entity = ? AND {chosen}"
    names = database.all(
        f"SELECT name FROM entity WHERE (report_key, id) IN ({moved}) GROUP BY name ORDER BY count(*) DESC, length(name) DESC, name",
        (found[0], bound),
    )
    if not names:
        return f"nothing there stands for {who.name} now"
    apart = make_id("entity", entry.id)
    name_entity(database, apart, names[0][0], who.type)
    _move(database, f"entity = ? AND {chosen}", [found[0], bound], (apart, entry, "told them apart"))
    return None


def _correct(database: Database, entry: Entry) -> str | None:
    statement = fields.find_statement(database, entry.draft.target)
    if statement is None:
        return "the record does not hold the statement now"
    field, value = entry.draft.kind, entry.draft.value
    kept = database.value("SELECT machine FROM overruled WHERE statement = ? AND field = ?", (statement, field))
    machine = fields.read_field(database, statement, field) if kept is None else json.loads(kept)
    if field in fields.SPANS:
        fields.put_spans(database, statement, field, value)
    elif field == "said":
        fields.put_said(database, statement, (value["name"], value["precision"], None, None))
    elif field == "speaker":
        speaker = _speaker(database, entry)
        if isinstance(speaker, str):
            return speaker
        fields.put_speaker(database, statement, speaker, machine)
    else:
        fields.hide(database, statement, True)
    database.run(
        "INSERT INTO overruled VALUES (?, ?, ?, ?) ON CONFLICT (statement, field) DO UPDATE SET judgement = excluded.judgement",
        (statement, field, entry.id, json.dumps(machine, ensure_ascii=False)),
    )
    return None


def _speaker(database: Database, entry: Entry) -> EntityRef | None | str:
    """As the report's own entity, where it has one that stands for the speaker; else as one made for the purpose."""
    if entry.draft.value is None:
        return None
    who = read_who(entry.draft.value)
    found = find_again(database, who)
    if len(found) > 1:
        return _missing(who, found)
    entity = found[0] if found else who.entity
    own = database.all(
        "SELECT b.local, e.name FROM bearer b JOIN entity e ON e.report_key = b.report_key AND e.id = b.local"
        " WHERE b.report_key = ? AND b.entity = ? ORDER BY e.seq LIMIT 1",
        (entry.report_key, entity),
    )
    if own:
        return EntityRef(entity=own[0][0], name=own[0][1])
    _keep(database, entity, who)
    local = make_id("entity", entry.id)
    row = (entry.report_key, local, entity, strings([entry.reason("named the speaker")]), entry.id)
    database.run("INSERT INTO entity_link (report_key, local, entity, score, reasons, judgement) VALUES (?, ?, ?, 1.0, ?, ?)", row)
    return EntityRef(entity=local, name=who.name)


def _missing(who: Who, found: list[str]) -> str:
    if found:
        return f"{len(found)} entities are called {who.name} ({who.type}) now: {', '.join(found[:5])}"
    return f"nobody is called {who.name} ({who.type}) now"


def _keep(database: Database, entity: str, who: Who) -> None:
    """The entity has a row that links can point at."""
    known = describe(database, entity) or who
    name_entity(database, entity, known.name, known.type)


def _hold(database: Database, who: Who, entity: str, entry: Entry) -> None:
    """Reports' entities of this name that nothing links yet get a link to themselves, so that they can be moved."""
    _keep(database, entity, who)
    database.run(
        "INSERT INTO entity_link (report_key, local, entity, score, reasons, judgement)"
        " SELECT e.report_key, e.id, e.id, 1.0, ?, ? FROM entity e WHERE e.folded = ? AND e.id = ?"
        " AND NOT EXISTS (SELECT 1 FROM entity_link k WHERE k.report_key = e.report_key AND k.local = e.id)",
        (strings([entry.reason("judged")]), entry.id, fold(who.name), entity),
    )


def _move(database: Database, chosen: str, bindings: list[str], to: tuple[str, Entry, str]) -> None:
    """The chosen links lead to another entity from now on; the machine's own are kept beside."""
    entity, entry, verb = to
    database.run(
        "UPDATE entity_link SET machine_entity = CASE WHEN judgement IS NULL THEN entity ELSE machine_entity END,"
        " machine_score = CASE WHEN judgement IS NULL THEN score ELSE machine_score END,"
        " machine_reasons = CASE WHEN judgement IS NULL THEN reasons ELSE machine_reasons END,"
        f" entity = ?, score = 1.0, reasons = ?, judgement = ? WHERE {chosen}",
        (entity, strings([entry.reason(verb)]), entry.id, *bindings),
    )
