"""A record as it was: what was recorded or judged after a moment is taken out of a copy.

What a copy cannot give back is an analysis that another has replaced: a record keeps one of each report.
"""

from __future__ import annotations

import json
from pathlib import Path

from onrecord.store.copying import copied
from onrecord.store.database import Database
from onrecord.store.overlay import apply_judgements, clear_judgements
from onrecord.store.when import as_of_moment

_LATER = "substr({0}, 1, length(?1)) > ?1"
_WATCHED = (("report", "recorded_at"), ("judgement", "at"))


def changed_since(database: Database, known_at: str) -> bool:
    """Whether anything was recorded or judged after the moment. Raises InputError when it is no date."""
    moment = as_of_moment(known_at)
    return any(database.value(f"SELECT 1 FROM {table} WHERE {_LATER.format(column)} LIMIT 1", (moment,)) for table, column in _WATCHED)


def copy_as_of(database: Database, known_at: str, path: Path) -> None:
    """A copy at ``path`` that holds what the record held at the moment, without entity links and findings, which follow from the rest.
    Reports whose stories came to hold others, or were judged, since then are in no story."""
    copy = copied(database, path, lasting=False)
    try:
        with copy.write():
            _take_back(copy, as_of_moment(known_at))
    finally:
        copy.close()


def _take_back(copy: Database, moment: str) -> None:
    clear_judgements(copy)
    touched = json.dumps(_touched(copy, moment))
    copy.run("DELETE FROM withheld")  # what is out of sight today is so at every moment
    copy.run("DROP TRIGGER judgement_is_kept")
    copy.run(f"DELETE FROM judgement WHERE {_LATER.format('at')}", (moment,))
    for table in ("finding", "entity_link", "linked_entity", "known_name", "spelling", "unlinked", "unlinked_name", "uncompared"):
        copy.run(f"DELETE FROM {table}")
    copy.run("DELETE FROM story_report WHERE report_key IN (SELECT value FROM json_each(?))", (touched,))
    later = f"SELECT key FROM report WHERE {_LATER.format('recorded_at')}"
    copy.run(f"UPDATE report SET version_of = NULL WHERE version_of IN ({later})", (moment,))
    copy.run(f"DELETE FROM report WHERE key IN ({later})", (moment,))
    copy.run("DELETE FROM story WHERE NOT EXISTS (SELECT 1 FROM story_report s WHERE s.story = story.id)")
    copy.run(f"DELETE FROM story_change WHERE {_LATER.format('at')}", (moment,))
    copy.run("INSERT INTO unlinked SELECT id FROM story")
    apply_judgements(copy)


def _touched(copy: Database, moment: str) -> list[str]:
    """Keys of the reports, recorded by the moment, whose stories hold a later report, or one that a later judgement is about."""
    judged = [json.loads(target) for (target,) in copy.all(f"SELECT target FROM judgement WHERE {_LATER.format('at')}", (moment,))]
    known = {key: json.loads(target) for key, target in copy.rows("SELECT id, target FROM judgement")}
    about: set[str] = set()
    for target in judged:
        while "judgement" in target:
            target = known[target["judgement"]]
        about.update((*target.get("reports", ()), *target.get("others", ())))
    rows = copy.rows(
        "SELECT s.report_key FROM story_report s JOIN report r ON r.key = s.report_key WHERE s.story IN (SELECT o.story FROM story_report o"
        f" JOIN report q ON q.key = o.report_key WHERE {_LATER.format('q.recorded_at')}"
        f" OR q.key IN (SELECT value FROM json_each(?2))) AND NOT ({_LATER.format('r.recorded_at')})",
        (moment, json.dumps(sorted(about))),
    )
    return [key for (key,) in rows]
