"""A record that has grown for years in less room: no entry is another afterwards, whoever stops it or gets in its way."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import apsw
import pytest
from store_values import a_report, an_analysis

from onrecord.errors import StoreError
from onrecord.store import Record, Signature, Suppress, compacting, open_record, report_key, sqlite
from onrecord.store.copies import log_bytes

BY = Signature(author="Ana", why="so it is")
TAIL = "A long passage about the harbour and its ferries. " * 100


def age(record: Record, reports: int = 12) -> None:
    """What years do: reports come in, are analysed again, and some are taken out."""
    run = record.start_run("add", "e")
    for number in range(reports):
        report = a_report(f"r-{number}", f"“No,” said Ana. {number}\n" + a_report().text + TAIL)
        record.add_report(run, report, an_analysis(report))
        again = replace(an_analysis(report), engine="tagger 2")
        record.replace_analysis(report_key(report.id, report.text_sha256), again)
    record.finish_run(run)
    for number in range(0, reports, 3):
        record.judge(Suppress(report=f"r-{number}"), BY)
    for number in range(1, reports, 3):
        record.purge(f"r-{number}", BY)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "r.db") as record:
        age(record)
        yield record
        assert record.verify() == []


def everything(record: Record) -> dict[str, list[str]]:
    return {table: sorted(map(repr, record._database.rows(f"SELECT * FROM {table}"))) for table in record._database.tables()}


def test_nothing_is_another_and_it_takes_less_room(keeper: Callable[[], str]) -> None:
    with open_record(keeper()) as record:
        age(record)
        before, content, found = everything(record), record.content_hash(), record.search("harbour ferries")
        done = record.compact()
        assert done.clean
        assert (everything(record), record.content_hash(), record.verify()) == (before, content, [])
        assert record.search("harbour ferries") == found and found.hits
        if isinstance(record.path, Path):  # a server's tables keep their room, for what comes next
            again = record.compact()
            assert (again.before, again.after) == (done.after, again.before), "twice is once"
            assert done.after < done.before and log_bytes(record.path) == 0 and record._database.value("PRAGMA freelist_count") == 0
            parts = record._database.value("SELECT count(DISTINCT segid) FROM statement_fts_idx")
            assert parts == 1, "the search index is in one piece"


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compacting, "_PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(compacting, "_WATCHED_SECONDS", 0.2)


def test_a_reader_keeps_the_log_and_goes_on_reading(old: Record) -> None:
    with open_record(old.path, read_only=True) as reader, reader._database.snapshot():
        before = len(list(reader.reports()))
        assert not old.compact().clean
        assert len(list(reader.reports())) == before
    assert old.compact().clean


def test_who_writes_is_not_disturbed(old: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_record(old.path) as other:
        with other.transaction(), pytest.raises(StoreError, match="another process keeps writing"):
            old.compact()
        run = other.start_run("add", "e")  # which is at work, and holds nothing between two reports
        size = old._database.size()
        with monkeypatch.context() as patch, pytest.raises(StoreError, match="is writing to the record. Compact it when that has finished"):
            patch.setattr(time, "sleep", lambda _: other.start_run("add", "e"))
            old.compact()
        assert old._database.size() == size
        for begun in other.runs():
            if begun.id != run:
                other.finish_run(begun.id)
    assert old.compact().clean, "it was killed: nobody writes"
    old.finish_run(run)


def test_without_room_nothing_is_begun(old: Record, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    needed = 2 * 1.1 * (old._database.size() + log_bytes(old.path))
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    for free, refused in ((needed * 0.99, True), (needed * 1.01, False)):
        monkeypatch.setattr(shutil, "disk_usage", lambda folder, free=free: SimpleNamespace(free=int(free)))
        if refused:
            before = (old.path.read_bytes(), old._database.size())  # type: ignore[union-attr]
            with pytest.raises(StoreError, match=f"{tmp_path} has [0-9]+ bytes free, and compacting takes [0-9]+ for a while"):
                old.compact()
            assert (old.path.read_bytes(), old._database.size()) == before  # type: ignore[union-attr]
        else:
            assert old.compact().clean


def test_it_may_be_stopped_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_STEPS_OF_A_QUESTION", 100)
    stops = 0
    with open_record(tmp_path / "r.db") as record:
        age(record)
        content = record.content_hash()
        for looks in (1, 2, 3, 5, 200):
            left = iter(range(looks))

            def clock(left: Iterator[int] = left) -> float:
                if next(left, None) is None:
                    raise KeyboardInterrupt
                return 0.0

            with monkeypatch.context() as patch:
                patch.setattr(sqlite.time, "monotonic", clock)
                try:
                    record.compact()
                except KeyboardInterrupt:
                    stops += 1
            assert (record.content_hash(), record.verify(), record._database.in_block) == (content, [], False)
        assert stops == 4
        assert record.compact().clean and record.content_hash() == content


def test_a_damaged_file_is_left_as_it_is(old: Record) -> None:
    with closing(apsw.Connection(str(old.path))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    page = old._database.value("SELECT rootpage FROM sqlite_schema WHERE name = 'statement_report'")
    path = Path(str(old.path))
    whole = path.read_bytes()
    path.write_bytes(whole[: (page - 1) * 4096] + bytes(4096) + whole[page * 4096 :])
    with open_record(path) as other, pytest.raises(StoreError, match="onrecord verify|is damaged"):
        other.compact()
    path.write_bytes(whole)
