"""Opening, upgrading, refusing; what happens when the machine fails."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from store_values import a_report, an_analysis

from onrecord.errors import InputError, StoreError
from onrecord.store import open_record, sqlite
from onrecord.store.copies import log_bytes
from onrecord.store.migrate import scripts
from onrecord.store.sqlite import SqliteDatabase
from onrecord.store.when import as_of_moment, first_moment, last_moment


def test_pragmas_are_the_safe_ones(tmp_path: Path) -> None:
    with open_record(tmp_path / "r.db") as record:
        values = [record._database.value(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")]
        assert values == ["wal", 2, 1, 0]
        assert record._database.value("PRAGMA application_id") == 0x4F6E5265
        assert record._database.value("PRAGMA user_version") == scripts()[-1][0]
    assert tuple(map(int, apsw.sqlite_lib_version().split("."))) >= (3, 54)  # older ones may damage a file in WAL mode
    assert [path.name for path in tmp_path.iterdir()] == ["r.db"], "a closed record is one file"


def test_what_is_not_a_record_is_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("This is no database, however long it may be." * 99)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE t (x)")
    database.close()
    nowhere = tmp_path / "no" / "r.db"
    for path, why in ((text, "not a SQLite"), (other, "not a record"), (tmp_path, "cannot be opened"), (nowhere, "folder")):
        before = path.read_bytes() if path.is_file() else b""
        with pytest.raises(StoreError, match=why):
            open_record(path)
        assert not path.is_file() or path.read_bytes() == before
    for how in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreError, match="onrecord add"):
            open_record(tmp_path / "none.db", **how)
    assert not (tmp_path / "none.db").exists()


def test_a_newer_schema_is_refused_with_advice(tmp_path: Path) -> None:
    with open_record(tmp_path / "r.db") as record:
        record._database.run("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="schema 99, this onrecord knows [0-9]+. Upgrade onrecord"):
        open_record(tmp_path / "r.db")


def test_an_empty_file_becomes_a_record(tmp_path: Path) -> None:
    (tmp_path / "r.db").touch()
    with open_record(tmp_path / "r.db") as record:
        assert record.verify() == []


def test_read_only_reads_and_does_not_write(tmp_path: Path) -> None:
    report = a_report()
    with open_record(tmp_path / "r.db") as record:
        record.add_report(record.start_run("add", "e"), report, an_analysis(report))
    with open_record(tmp_path / "r.db", read_only=True) as record:
        assert record.report(report.id) == report
        assert record.verify() == []
        with pytest.raises(StoreError, match="reading only"):
            record.start_run("add", "e")


def test_a_writer_that_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MILLISECONDS", 20)
    with open_record(tmp_path / "r.db") as one, open_record(tmp_path / "r.db") as two:
        with one._database.write(), pytest.raises(StoreError, match="another process"):
            two.start_run("add", "e")
        assert two.start_run("add", "e")
        two.be_patient()
        with one._database.write():
            waiting = threading.Thread(target=lambda: two.start_run("add", "later"))
            waiting.start()
            waiting.join(0.2)
            assert waiting.is_alive()
        waiting.join()
        assert [run.engine for run in two.runs()] == ["e", "later"]


def test_the_log_stays_short_while_somebody_always_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_LOG_CUT", 100_000)
    path, done = tmp_path / "r.db", threading.Event()

    def read() -> None:
        with open_record(path, read_only=True) as record:
            while not done.is_set():
                with record.snapshot():
                    list(record.runs())
                    time.sleep(0.02)

    with open_record(path) as record:
        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        try:
            sizes = []
            for number in range(120):
                record.start_run("add", f"{number}")
                sizes.append(log_bytes(path))
        finally:
            done.set()
        for reader in readers:
            reader.join()
        assert max(sizes) < 150_000, "it grows to a million where nobody cuts it"
        assert len(list(record.runs())) == 120


def test_who_reads_for_long_does_not_hold_up_those_who_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = list[int]()
    empty_log = SqliteDatabase.empty_log
    monkeypatch.setattr(SqliteDatabase, "empty_log", lambda self: empty_log(self) if tries.append(log_bytes(self.path)) is None else False)
    monkeypatch.setattr(sqlite, "_LOG_CUT", 100_000)
    monkeypatch.setattr(sqlite, "_LOG_TRIES", 1)
    monkeypatch.setattr(sqlite, "_LOG_MILLISECONDS", 2)
    path = tmp_path / "r.db"
    with open_record(path) as record:
        with open_record(path, read_only=True) as reader, reader.snapshot():
            assert list(reader.runs()) == []
            tries.clear()
            for number in range(60):
                record.start_run("add", f"{number}")
        assert [size // 100_000 for size in tries] == [1, 2, 3, 4], "again when as much has been added"
        for _ in range(20):
            record.start_run("add", "later")
        assert log_bytes(path) < 150_000


def test_a_full_disk_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    with open_record(tmp_path / "r.db") as record:
        run = record.start_run("add", "e")
        first = a_report()
        record.add_report(run, first, an_analysis(first))
        pages = record._database.value("PRAGMA page_count")
        record._database.run(f"PRAGMA max_page_count = {pages + 20}")
        stored = [first.id]
        with pytest.raises(StoreError, match="disk is full"):
            for number in range(200):
                report = a_report(f"more-{number}")
                record.add_report(run, report, an_analysis(report))
                stored.append(report.id)
        record._database.run("PRAGMA max_page_count = 100000")
        assert sorted(report.id for report in record.reports()) == sorted(stored)
        assert record.verify() == []
        last = a_report("last")
        assert record.add_report(run, last, an_analysis(last)) == "stored"


_ADD_SAME = """
import sys
sys.path.insert(0, {folder!r})
from store_values import a_report, an_analysis
from onrecord.store import open_record
with open_record({path!r}) as record:
    run = record.start_run("add", sys.argv[1])
    for number in range(10):
        report = a_report(f"r-{{number}}")
        print(record.add_report(run, report, an_analysis(report)))
"""


def test_several_processes_may_make_and_fill_one_record(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    script = _ADD_SAME.format(folder=str(Path(__file__).parent), path=str(path))
    children = [subprocess.Popen([sys.executable, "-c", script, str(n)], stdout=subprocess.PIPE, text=True) for n in range(4)]
    said = [child.communicate()[0].split() for child in children]
    assert [child.returncode for child in children] == [0] * 4
    assert sorted(sum(said, [])) == ["duplicate"] * 30 + ["stored"] * 10
    with open_record(path) as record:
        assert record.verify() == []


def test_moments() -> None:
    assert last_moment("2024-02") == "2024-02-29"
    assert last_moment("2026-W53-WE") == "2027-01-03"
    assert last_moment("2026-Q1") == "2026-03-31"
    assert last_moment("9999") == "9999-12-31"
    assert last_moment("2026-01-30T23:30:00-05:00") == "2026-01-31T04:30:00"
    for odd in ("", "soon", "2026-13", "2026-W60", "2026-02-30", "0001-01-01T00:00:00+14:00", "P1W", "/"):
        assert last_moment(odd) is None
        with pytest.raises(InputError, match="not a date"):
            as_of_moment(odd)
    assert first_moment("2026-01-27/2026-01-28") == "2026-01-27"


def test_a_question_is_broken_off_and_the_next_one_answered(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    with closing(sqlite.SqliteDatabase(tmp_path / "r.db", read_only=False)) as database:
        started = time.monotonic()
        with pytest.raises(StoreError, match="takes longer than one may"), database.within(0.2):
            assert database.rows_until(time.monotonic() + 0.05, endless, ()) == ([], False)
            database.value(endless)
        assert time.monotonic() - started < 5
        assert database.value("SELECT 1") == 1
