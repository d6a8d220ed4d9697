"""Putting what joins reports into the record: stories, and findings."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping

from onrecord.errors import StoreError
from onrecord.model import Finding, Story
from onrecord.store.columns import strings
from onrecord.store.database import Database
from onrecord.store.dismissed import lay_dismissals
from onrecord.store.parted import wholes


def replace_stories(database: Database, stories: Iterable[Story]) -> None:
    """Each given story as it is now: its reports leave the stories they were in, and a story left without reports goes,
    with its findings. Stories that are not given, and lose nothing, stay. Raises StoreError on an unknown report id."""
    with database.write():
        left: set[str] = set()
        for story in stories:
            wanted = json.dumps(story.reports)
            held = "SELECT s.story FROM story_report s JOIN report r ON r.key = s.report_key JOIN json_each(?) w ON w.value = r.id"
            left |= {story.id, *(found for (found,) in database.rows(held, (wanted,)))}
            _replace_story(database, story)
        for table in ("unlinked", "uncompared"):
            to_do = f"INSERT INTO {table} SELECT id FROM story WHERE id IN (SELECT value FROM json_each(?)) ON CONFLICT DO NOTHING"
            database.run(to_do, (json.dumps(sorted(left)),))
        empty = "DELETE FROM story WHERE id IN (SELECT value FROM json_each(?)) AND NOT EXISTS"
        database.run(f"{empty} (SELECT 1 FROM story_report s WHERE s.story = story.id)", (json.dumps(sorted(left)),))


def _replace_story(database: Database, story: Story) -> None:
    database.run(
        "INSERT INTO story VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title, first = excluded.first,"
        " last = excluded.last, reasons = excluded.reasons",
        (story.id, story.title, story.first, story.last, strings(story.reasons)),
    )
    database.run("DELETE FROM story_report WHERE story = ?", (story.id,))
    for seq, report in enumerate(story.reports):
        key = database.value("SELECT key FROM report WHERE id = ?", (report,))
        if key is None:
            raise StoreError(f"{database.path}: story {story.id} holds the report {report!r}, which is not in the record. Add it first.")
        database.run(
            "INSERT INTO story_report VALUES (?, ?, ?) ON CONFLICT (report_key) DO UPDATE SET story = excluded.story, seq = excluded.seq",
            (key, story.id, seq),
        )


def replace_findings(database: Database, story: str | None, findings: Iterable[Finding]) -> None:
    """Exactly these findings for the story (None: those of no story). Raises StoreError on an unknown statement or story."""
    with database.write():
        database.run("DELETE FROM finding WHERE story = ?1 OR (story IS NULL AND ?1 IS NULL)", (story,))
        made = list(findings)
        strange = [f for f in made if f.story != story]
        if strange:
            raise StoreError(f"{database.path}: finding {strange[0].id} is of story {strange[0].story!r}, not of {story!r}.")
        sides = _sides(database, story, {entry for f in made for entry in (*f.a, *f.b)})
        for finding in made:
            _insert_finding(database, finding, sides)
        lay_dismissals(database)
        database.run("DELETE FROM uncompared WHERE story = ?", (story,))


_Side = tuple[str | None, str | None, str | None, str | None]  # statement, figure_report, figure, part


def _sides(database: Database, story: str | None, entries: Collection[str]) -> dict[str, _Side]:
    """How each entry is kept: a statement, a figure, or a part of a statement. What is none of these is left to the database to refuse."""
    wanted = json.dumps(sorted(entries))
    of_figures = "SELECT id, report_key FROM figure WHERE id IN (SELECT value FROM json_each(?))"
    found: dict[str, _Side] = {entry: (None, key, entry, None) for entry, key in database.rows(of_figures, (wanted,))}
    stored = "SELECT id FROM statement WHERE id IN (SELECT value FROM json_each(?))"
    found |= {entry: (entry, None, None, None) for (entry,) in database.rows(stored, (wanted,))}
    parts = wholes(database, [e for e in entries if e not in found], story)
    found |= {part: (whole, None, None, part) for part, whole in parts.items()}
    return {entry: found.get(entry, (entry, None, None, None)) for entry in entries}


def _insert_finding(database: Database, finding: Finding, sides: Mapping[str, _Side]) -> None:
    database.run("DELETE FROM finding WHERE id = ?", (finding.id,))
    row = (finding.id, finding.type, finding.slot, finding.story, finding.why, finding.score, strings(finding.reasons))
    database.run("INSERT INTO finding (id, type, slot, story, why, score, reasons) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    for side, found in (("a", finding.a), ("b", finding.b)):
        for seq, entry in enumerate(found):
            database.run("INSERT INTO finding_side VALUES (?, ?, ?, ?, ?, ?, ?)", (finding.id, side, seq, *sides[entry]))


def stories_of(database: Database, report_keys: Iterable[str]) -> frozenset[str]:
    """The stories that hold these reports."""
    wanted = json.dumps(sorted(report_keys))
    rows = database.rows("SELECT DISTINCT story FROM story_report WHERE report_key IN (SELECT value FROM json_each(?))", (wanted,))
    return frozenset(row[0] for row in rows)
