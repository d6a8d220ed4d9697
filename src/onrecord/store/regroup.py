"""What people decided about stories, and what became of stories: which reports belong together, which came or went, when and why."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from onrecord.errors import InputError
from onrecord.model import StoryChange
from onrecord.store.columns import strings, strings_of
from onrecord.store.database import Database
from onrecord.store.judgements import in_force
from onrecord.store.rulings import StoryRuling


def ids_of(database: Database, keys: Iterable[str]) -> dict[str, str]:
    """Report ids by key; a key that the record does not hold is left out."""
    wanted = json.dumps(list(keys))
    return dict(database.rows("SELECT r.key, r.id FROM json_each(?) w JOIN report r ON r.key = w.value", (wanted,)))


def stories_called(database: Database, wanted: str) -> list[str]:
    """Ids of the story with this id or report; when there is none of those whose ids begin so, with or without ``story-``."""
    exact = (
        "SELECT id FROM story WHERE id = ?1 UNION SELECT s.story FROM report r JOIN story_report s ON s.report_key = r.key WHERE r.id = ?1"
    )
    begins = "SELECT id FROM story WHERE ?1 <> '' AND (id >= ?1 AND id < ?1 || '~' OR id >= 'story-' || ?1 AND id < 'story-' || ?1 || '~')"
    return [story for (story,) in database.all(exact, (wanted,)) or database.all(f"{begins} ORDER BY id", (wanted,))]


def held_by(database: Database, wanted: str) -> tuple[str, list[str]]:
    """The story that is meant (by id, its beginning, or the id of a report in it) and the keys of its reports. Raises InputError when
    none or several fit."""
    found = stories_called(database, wanted)
    if len(found) != 1:
        how_many = f"{len(found)} stories begin with" if found else "The record has no story"
        raise InputError(f"{how_many} {wanted!r}. List them with: onrecord stories")
    story = found[0]
    return story, [key for (key,) in database.rows("SELECT report_key FROM story_report WHERE story = ? ORDER BY seq", (story,))]


def titles(database: Database, stories: Iterable[str]) -> list[str]:
    """What the stories are called, those without a title by their id."""
    return [str(database.value("SELECT title FROM story WHERE id = ?", (story,)) or story) for story in stories]


def story_rulings(database: Database) -> list[StoryRuling]:
    """What the judgements in force say, oldest first, of the reports that the record holds."""
    found = []
    for entry in in_force(database):
        target = entry.draft.target
        if "stories" in target:
            verb = "took them for one story" if entry.draft.kind == "merge" else "took them for another affair"
            sides = [tuple(ids_of(database, target.get(side, ())).values()) for side in ("reports", "others")]
            found.append(StoryRuling(reports=sides[0], others=sides[1], reason=entry.reason(verb)))
    return found


def stories_with(database: Database, reports: Iterable[str]) -> dict[str, list[str]]:
    """By id, the stories that hold any of these reports, each with the ids of all of its reports."""
    rows = database.rows(
        "SELECT s.story, r.id FROM story_report s JOIN report r ON r.key = s.report_key WHERE s.story IN"
        " (SELECT o.story FROM json_each(?) w JOIN report q ON q.id = w.value JOIN story_report o ON o.report_key = q.key)"
        " ORDER BY s.story, s.seq",
        (json.dumps(list(reports)),),
    )
    found: dict[str, list[str]] = defaultdict(list)
    for story, report in rows:
        found[story].append(report)
    return dict(found)


def add_story_changes(database: Database, changes: Sequence[StoryChange], reasons: Mapping[str, Sequence[str]]) -> None:
    """Takes down what became of stories, now. ``reasons`` by story id."""
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    database.run_many(
        "INSERT INTO story_change (run, kind, story, other, reports, reasons, at) VALUES"
        " ((SELECT id FROM run WHERE finished IS NULL ORDER BY started DESC LIMIT 1), ?, ?, ?, ?, ?, ?)",
        (
            (c.kind, c.story, c.other, json.dumps(c.reports, ensure_ascii=False), strings((*c.reasons, *reasons.get(c.story, ()))), at)
            for c in changes
        ),
    )


def story_changes_kept(database: Database, story: str | None) -> Iterator[tuple[str | None, StoryChange]]:
    """What became of stories, each with when (None: before that was kept), oldest first; with ``story`` only of this one."""
    for at, kind, of, other, reports, reasons in database.rows(
        "SELECT at, kind, story, other, reports, reasons FROM story_change WHERE ?1 IS NULL OR story = ?1 OR other = ?1 ORDER BY seq",
        (story,),
    ):
        yield at, StoryChange(kind=kind, story=of, other=other, reports=tuple(json.loads(reports)), reasons=strings_of(reasons))
