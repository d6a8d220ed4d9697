"""Profiles of reports, and the reports near one: read by keys and days, so that the size of the record does not matter."""

from __future__ import annotations

import json
from collections.abc import Iterable

from onrecord.model import Profile
from onrecord.store.database import Database

NEAREST = 16
MOST = 64
_SHARED = 2
_UNDATED = 9_999_999  # after every day that a calendar has

_MOST_KEYS = 200  # a report has 32 at most; SQLite takes 500 parts of one question
_BEFORE = "SELECT report FROM profile_key WHERE key = ?{0} AND (day, report) < (?1, ?2) ORDER BY day DESC, report DESC LIMIT ?3"
_AFTER = "SELECT report FROM profile_key WHERE key = ?{0} AND (day, report) > (?1, ?2) ORDER BY day, report LIMIT ?3"


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
    keys = "(SELECT string_agg(k.key, ' ') FROM profile_key k WHERE k.report = p.report)"  # words, so no space is in them
    found = database.rows(
        f"SELECT r.id, p.day, p.vector, p.names, {keys} FROM json_each(?1) wanted"
        " JOIN report r ON r.id = wanted.value JOIN profile p ON p.report = r.row WHERE p.model = ?2",
        (json.dumps(list(reports)), model),
    )
    return {
        report: Profile(
            report=report, model=model, day=day, vector=vector, names=json.loads(names), keys=tuple(sorted((keys or "").split()))
        )
        for report, day, vector, names, keys in found
    }


def near(database: Database, report: str, nearest: int = NEAREST) -> set[str]:
    """The reports that share two keys with the one of this id, among the ``nearest`` bearers of each key before it in time and as many
    after it; of those the ``MOST`` that share the most keys."""
    own = database.all("SELECT k.key, k.day, k.report FROM report r JOIN profile_key k ON k.report = r.row WHERE r.id = ?", (report,))
    if not own:
        return set()
    keys = [key for key, _, _ in own[:_MOST_KEYS]]
    _, day, row = own[0]
    parts = (f"SELECT report FROM ({sql.format(n)}) p{n}" for n in range(4, 4 + len(keys)) for sql in (_BEFORE, _AFTER))
    sharing = (
        f"SELECT report, count(*) AS shared FROM ({' UNION ALL '.join(parts)}) f GROUP BY report"
        f" HAVING count(*) >= {_SHARED} ORDER BY shared DESC, report LIMIT {MOST}"
    )
    ids = database.rows(f"SELECT r.id FROM ({sharing}) s JOIN report r ON r.row = s.report", (day, row, nearest, *keys))
    return {found for (found,) in ids}


def unplaced(database: Database) -> list[str]:
    """Ids of the reports that are in no story, in the order of the record."""
    return [report for (report,) in database.rows("SELECT r.id FROM unplaced u JOIN report r ON r.row = u.report ORDER BY u.report")]
