"""A record of an older schema is upgraded when it is opened for writing, and nothing in it is lost."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.errors import StoreError
from onrecord.ids import make_id
from onrecord.model import Analysis
from onrecord.store import Correction, Record, Signature, Undo, migrate, open_record


def test_a_file_that_holds_nothing_is_no_record_to_be_upgraded(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match="holds nothing of one"):
        open_record(tmp_path / "empty.db", read_only=True)


def test_a_record_of_the_first_schema_is_upgraded(old: Path) -> None:
    with pytest.raises(StoreError, match="Open it once for writing to upgrade it"):
        open_record(old, read_only=True)
    with open_record(old) as record:
        assert record._database.value("PRAGMA user_version") == migrate.scripts()[-1][0]
        assert_as_it_was(record)
        statement = next(record.statements()).statement.id
        by = Signature(author="Ana", why="so it is")
        (made,) = record.judge(Correction(statement=statement, speaker="ana  ruiz", said="2026"), by).judgements[:1]
        assert made.now is not None
        for judgement in list(record.judgements()):
            record.judge(Undo(judgement=judgement.id), by)
    with open_record(old, read_only=True) as record:
        assert_as_it_was(record)


def assert_as_it_was(record: Record) -> None:
    assert record.verify() == []
    assert [report.id for report in record.reports()] == ["harbour-1", "harbour-2"]
    assert [row.speaker.name for row in record.statements() if row.speaker] == ["Ana Ruiz"] * 2
    assert [(finding.type, finding.story) for finding in record.findings()] == [("repeats", "s")]
    assert [link.entity for link in record.entity_links()] == ["entity-ruiz"] * 2
    assert [len(story.reports) for story in record.stories()] == [2]
    assert len(record.search("sign").hits) == 4
    analysis = record.analysis("harbour-1")
    assert isinstance(analysis, Analysis) and (analysis.engine, analysis.events, analysis.figures) == ("tagger 1", (), ())
    assert [statement.moves for statement in analysis.statements] == [(), ()]


def test_judgements_of_an_earlier_schema_still_hold_and_point_at_what_they_did(old: Path) -> None:
    """The table of judgements was made anew for one more kind, with what refers to it in place."""
    by, at = Signature(author="Ana", why="so it is"), "2026-01-01T00:00:00.000000+00:00"
    with pytest.MonkeyPatch.context() as patch:
        before = migrate.scripts()[:7]
        patch.setattr(migrate, "scripts", lambda: before)
        database = migrate.open_database(old, create=False, read_only=False)
        statement = database.value("SELECT id FROM statement ORDER BY id")
        key = database.value("SELECT report_key FROM statement WHERE id = ?", (statement,))
        with database.write():
            target = json.dumps({"content": [], "report": key, "statement": statement})
            made = make_id("judgement", "not a statement", target, "null", by.author, at)
            row = (made, "not a statement", target, by.author, at)
            database.run("INSERT INTO judgement VALUES (?, ?, ?, 'null', 'null', ?, ?, 'so it is')", row)
            database.run("INSERT INTO overruled VALUES (?, 'not a statement', ?, 'null')", (statement, made))
            database.run("UPDATE statement SET hidden = 1 WHERE id = ?", (statement,))
        database.close()
    with open_record(old) as record:
        assert record._database.all("PRAGMA foreign_key_check") == []
        assert [(j.id, j.state) for j in record.judgements()] == [(made, "in force")]
        with pytest.raises(StoreError, match="never changes"):
            record._database.run("UPDATE judgement SET why = 'another'")
        with pytest.raises(StoreError, match="never removed"):
            record._database.run("DELETE FROM judgement")
        assert statement not in {row.statement.id for row in record.statements()}
        record.judge(Undo(judgement=made), by)
        assert statement in {row.statement.id for row in record.statements()}
        assert record.verify() == []


def test_an_upgrade_that_stops_anywhere_leaves_the_schema_it_had_and_is_taken_up(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = migrate.scripts()
    for stops in range(1, len(known)):
        broken = [
            (version, script if place < stops else f"{script}; SELECT no_such_thing;") for place, (version, script) in enumerate(known)
        ]
        monkeypatch.setattr(migrate, "scripts", lambda broken=broken: broken)
        with pytest.raises(StoreError):
            open_record(old)
        with sqlite3.connect(old) as raw:
            assert raw.execute("PRAGMA user_version").fetchone() == (1,)
        raw.close()
    monkeypatch.undo()
    program = "import os, sys; from onrecord.store import migrate, open_record; run = migrate.scripts\n"
    program += "class Killed(list):\n    def __iter__(self):\n        yield from list.__iter__(self)\n        os._exit(9)\n"
    program += "migrate.scripts = lambda: Killed(run()); open_record(sys.argv[1])"
    assert subprocess.run([sys.executable, "-c", program, str(old)], check=False).returncode == 9
    with sqlite3.connect(old) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)
    raw.close()
    with open_record(old) as record:
        assert_as_it_was(record)
