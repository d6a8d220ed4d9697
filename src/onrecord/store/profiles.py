"""Profiles of reports, and the reports near one: read by keys and days, so that the size of the record does not matter."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable

from onrecord.model import Profile
from onrecord.store.sqlite import Database

NEAREST = 16
MOST = 64
_SHARED = 2
_UNDATED = 9_999_999  # after every day that a calendar has

_BEFORE = "SELECT report FROM profile_key WHERE key = ?1 AND (day, report) < (?2, ?3) ORDER BY day DESC, report DESC LIMIT ?4"
_AFTER = "SELECT report FROM profile_key WHERE key = ?1 AND (day, report) > (?2, ?3) ORDER BY day, report LIMIT ?4"


def add_profile(database: Database, profile: Profile) -> None:
    """Instead of the one that the report had."""
    with database.write():
        row = database.value("SELECT row FROM report WHERE id = ?", (profile.report,))
        database.run("DELETE FROM profile WHERE report = ?", (row,))
        names = json.dumps(profile.names, ensure_ascii=False)
        database.run("INSERT INTO profile VALUES (?, ?, ?, ?, ?)", (row, profile.model, profile.day, profile.vector, names))
        day = _UNDATED if profile.day is None else profile.day
        database.run_many("INSERT INTO profile_key VALUES (?, ?, ?)", ((key, day, row) for key in profile.keys))


def profiles(database: Database, reports: Iterable[str], model: str) -> dict[str, Profile]:
    """By report id; reports that have none by this model are left out."""
    rows = database.rows(
        "SELECT r.id, p.day, p.vector, p.names, (SELECT json_group_array(k.key) FROM profile_key k WHERE k.report = p.report)"
        " FROM json_each(?1) wanted JOIN report r ON r.id = wanted.value JOIN profile p ON p.report = r.row WHERE p.model = ?2",
        (json.dumps(list(reports)), model),
    )
    return {
        report: Profile(report=report, model=model, day=day, vector=vector, names=json.loads(names), keys=tuple(sorted(json.loads(keys))))
        for report, day, vector, names, keys in rows
    }


def near(database: Database, profile: Profile, nearest: int = NEAREST) -> set[str]:
    """The reports that share two keys with it, among the ``nearest`` bearers of each key before it in time and as many after
    it; of those the ``MOST`` that share the most keys."""
    row = database.value("SELECT row FROM report WHERE id = ?", (profile.report,))
    day = _UNDATED if profile.day is None else profile.day
    shared = Counter(r for key in profile.keys for sql in (_BEFORE, _AFTER) for (r,) in database.rows(sql, (key, day, row, nearest)))
    found = sorted((r for r in shared if shared[r] >= _SHARED), key=lambda r: (-shared[r], r))[:MOST]
    ids = database.rows("SELECT r.id FROM json_each(?) wanted JOIN report r ON r.row = wanted.value", (json.dumps(found),))
    return {report for (report,) in ids}


def fellows(database: Database, reports: Collection[str]) -> list[list[str]]:
    """The stories that hold these reports, each with all of its reports."""
    rows = database.rows(
        "SELECT s.story, r.id FROM story_report s JOIN report r ON r.key = s.report_key WHERE s.story IN"
        " (SELECT o.story FROM json_each(?) wanted JOIN report q ON q.id = wanted.value JOIN story_report o ON o.report_key = q.key)",
        (json.dumps(list(reports)),),
    )
    stories: dict[str, list[str]] = {}
    for story, report in rows:
        stories.setdefault(story, []).append(report)
    return list(stories.values())


def unplaced(database: Database) -> list[str]:
    """Ids of the reports that are in no story, in the order of the record."""
    return [report for (report,) in database.rows("SELECT r.id FROM unplaced u JOIN report r ON r.row = u.report ORDER BY u.report")]
