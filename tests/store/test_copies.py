"""A copy to fall back on, a damaged file, a disk that is full, a SQLite that cannot be trusted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from store_values import a_report, an_analysis

from onrecord.errors import StoreError
from onrecord.progress import Progress
from onrecord.store import Correction, Record, Signature, Suppress, open_record, sqlite
from onrecord.store.copies import ballast_of, drop_ballast, put_ballast
from onrecord.store.salvage import UNREAD
from onrecord.store.sqlite import check_sqlite

BY = Signature(author="Ana", why="so it is")
TAIL = "A long passage about the harbour and its ferries. " * 200  # on pages of its own


def fill(path: Path, count: int = 6) -> str:
    """The hash of the content of a new record."""
    with open_record(path) as record:
        run = record.start_run("add", "e")
        for number in range(count):
            report = a_report(f"r-{number}", f"“No,” said Ana. {number}\n" + a_report().text + TAIL)
            record.add_report(run, report, an_analysis(report))
        record.finish_run(run)
        statement = next(iter(record.statements())).statement.id
        record.judge(Correction(statement=statement, speaker="Teo Lind"), BY)
        record.judge(Suppress(report="r-1"), BY)
        assert record.verify() == []
        return record.content_hash()


def test_a_backup_is_a_record_like_the_one_it_was_made_of_and_can_be_put_back(tmp_path: Path) -> None:
    """The drill: back up, lose the record, put the backup in its place, go on."""
    path, kept = tmp_path / "r.db", tmp_path / "safe" / "kept.db"
    kept.parent.mkdir()
    content = fill(path)
    with open_record(path) as writer, open_record(path, read_only=True) as record, writer._database.write():
        writer._database.run("UPDATE run SET command = 'not yet written'")
        assert record.back_up(kept) == content, "somebody writes, and the copy is of the moment before"
    assert [file.name for file in kept.parent.iterdir()] == ["kept.db"]
    kept.chmod(0o400)
    with open_record(kept, read_only=True) as backup:
        assert (backup.verify(), backup.content_hash()) == ([], content)
        backup.back_up(tmp_path / "again.db")
    path.write_bytes(b"lost")
    path.unlink()
    (tmp_path / "again.db").rename(path)
    with open_record(path) as record:
        assert (record.verify(), record.content_hash()) == ([], content)
        assert record._database.value("PRAGMA journal_mode") == "wal"
        report = a_report("later")
        assert record.add_report(record.start_run("add", "e"), report, an_analysis(report)) == "stored"


def test_whoever_waits_is_told_how_far_it_is_and_may_stop_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_PAGES_OF_A_STEP", 10)
    path, kept = tmp_path / "r.db", tmp_path / "safe" / "kept.db"
    kept.parent.mkdir()
    content = fill(path)
    told: list[Progress] = []

    def write_meanwhile(progress: Progress) -> None:
        if not told:
            with open_record(path) as writer:
                writer.start_run("add", "written between two steps")
        told.append(progress)

    def stop(progress: Progress) -> None:
        if progress.what in ("pages", "entity"):
            raise KeyboardInterrupt

    with open_record(path, read_only=True) as record:
        record.back_up(kept, write_meanwhile)
        with open_record(kept, read_only=True) as backup:
            assert (backup.content_hash(), [run.command for run in backup.runs()]) == (content, ["add"]), "it is of one moment"
        pages = [progress for progress in told if progress.what == "pages"]
        assert len(pages) > 3 and [p.done for p in pages] == sorted(p.done for p in pages) and pages[-1].done == pages[-1].total
        read = [(p.done, p.total) for p in told if p.what == "reports and analyses"]
        assert read == [(0, None), *((n, 5) for n in range(5))], "and then read through"
        with open_record(kept.with_name("empty.db")):
            pass
        for take, name in ((record.back_up, "a.db"), (record.copy_to, "a.db"), (record.copy_to, "empty.db")):
            with pytest.raises(KeyboardInterrupt):
                take(kept.with_name(name), stop)
        assert sorted(f.name for f in kept.parent.iterdir()) == ["empty.db", "kept.db"]
        by_page, by_row = (record.copy_to(kept.with_name(name)) for name in ("a.db", "empty.db"))
        assert by_page == by_row == (by_row[0], content), "nothing of the first try is left"


def test_a_backup_replaces_nothing_and_never_looks_whole_when_it_is_not(tmp_path: Path) -> None:
    path, kept = tmp_path / "r.db", tmp_path / "kept.db"
    fill(path)
    with open_record(path) as record:
        with pytest.raises(StoreError, match="cannot be written|cannot be opened"):
            record.back_up(tmp_path / "nowhere" / "kept.db")
        record._database.run("UPDATE statement SET cue_text = 'sang'")
        with pytest.raises(StoreError, match="the copy is damaged, most likely as the record is"):
            record.back_up(kept)
        assert not list(tmp_path.glob("*kept*")), "nothing is left of it"
        kept.write_text("mine")
        with pytest.raises(StoreError, match="replaces nothing"):
            record.back_up(kept)
    assert kept.read_text() == "mine"


def salvage(damaged: Path, new: Path) -> tuple[Record, object]:
    record = open_record(new)
    return record, record.salvage(damaged)


def test_a_record_that_is_whole_is_recovered_whole(tmp_path: Path) -> None:
    content = fill(tmp_path / "r.db")
    record, salvaged = salvage(tmp_path / "r.db", tmp_path / "new.db")
    with record:
        assert (salvaged.reports, salvaged.judgements, salvaged.unread, salvaged.unsure, salvaged.lost) == (5, 2, [], [], [])
        assert (record.verify(), record.content_hash()) == ([], content)
        assert [j.state for j in record.judgements()] == ["in force"] * 2


def test_without_header_and_schema_every_text_and_decision_is_still_found(tmp_path: Path) -> None:
    fill(tmp_path / "r.db")
    with open_record(tmp_path / "r.db", read_only=True) as record:
        texts = {report.id: report.text for report in record.reports()}
        recorded = record.recorded_since("2000")
    page = bytearray((tmp_path / "r.db").read_bytes())
    page[:8192] = bytes(8192)
    (tmp_path / "r.db").write_bytes(page)
    with pytest.raises(StoreError, match="onrecord recover|not a SQLite"):
        open_record(tmp_path / "r.db")
    record, salvaged = salvage(tmp_path / "r.db", tmp_path / "new.db")
    with record:
        assert record.verify() == []
        assert {report.id: report.text for report in record.reports()} == texts
        assert record.recorded_since("2000") == recorded
        assert salvaged.unread == salvaged.unsure == sorted(texts), "no seal could be held against them"
        assert all("nothing seals them" in str(report.problems) for report in record.reports())
        assert {found.engine for found in record.analysed("m")} == {UNREAD}
        assert [j.kind for j in record.judgements()] == ["speaker", "suppress"]
        assert record.barred(a_report("r-1", "another")) is not None, "what was suppressed is not shown for being recovered"


def test_what_is_only_in_the_log_is_recovered_too(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    script = (
        "import os, sys; sys.path.insert(0, sys.argv[2]); from store_values import a_report, an_analysis\n"
        "from onrecord.store import open_record\n"
        "record = open_record(sys.argv[1]); report = a_report()\n"
        "record.add_report(record.start_run('add', 'e'), report, an_analysis(report))\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(path), str(Path(__file__).parent)], check=True)
    assert path.with_name("r.db-wal").stat().st_size > 0
    path.write_bytes(b"")
    record, salvaged = salvage(path, tmp_path / "new.db")
    with record:
        assert [report.text for report in record.reports()] == [a_report().text]


@pytest.mark.parametrize("digit", [b"9", b"x", b"\xff"])
def test_a_moment_that_cannot_be_is_not_taken_over(tmp_path: Path, digit: bytes) -> None:
    path = tmp_path / "r.db"
    fill(path)
    with open_record(path, read_only=True) as record:
        moment = record._database.value("SELECT recorded_at FROM report WHERE id = 'r-0'").encode()
    path.write_bytes(path.read_bytes().replace(moment, digit + moment[1:]))
    record, _ = salvage(path, tmp_path / "new.db")
    with record:
        assert record.verify() == []
        found = record.report("r-0")
        assert found is None if digit == b"\xff" else "when it was recorded is lost" in str(found)
        assert "when it was recorded is lost" not in str(record.report("r-2"))


def test_a_changed_letter_is_found_and_not_taken_over(tmp_path: Path) -> None:
    """SQLite sees nothing of it: only hashes, seals and ids do."""
    path = tmp_path / "r.db"
    fill(path)
    for old, new, found in ((b"The Harbour Post", b"The Harbour Past", "report"), (b"named near it", b"named near us", "analysis")):
        page = path.read_bytes()
        assert old in page
        damaged = tmp_path / f"{found}.db"
        damaged.write_bytes(page.replace(old, new))
        with open_record(damaged) as record:
            assert record.quick_check() == []
            assert any("its seal is broken" in problem.why for problem in record.verify())
        record, salvaged = salvage(damaged, tmp_path / f"new-{found}.db")
        with record:
            assert salvaged.unread and bool(salvaged.unsure) == (found == "report")
            assert record.verify() == []
    damaged = tmp_path / "text.db"
    damaged.write_bytes(path.read_bytes().replace(b"We will not", b"We will now"))
    record, salvaged = salvage(damaged, tmp_path / "new-text.db")
    with record:
        assert (record.amounts().reports, len(salvaged.lost)) == (0, 5)
        assert "its text is not the one that was read" in salvaged.lost[0].why
    damaged = tmp_path / "decision.db"
    damaged.write_bytes(path.read_bytes().replace(b"Teo Lind", b"Teo Lint"))
    record, salvaged = salvage(damaged, tmp_path / "new-decision.db")
    with record:
        assert [problem.why for problem in salvaged.lost] == ["this judgement is not as it was made, and was left behind"]
        assert [j.kind for j in record.judgements()] == ["suppress"]


def test_a_lost_decision_is_found(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    fill(path)
    with open_record(path) as record:
        record._database.run("DELETE FROM overruled")
        assert any("neither is what it says seen nor does it wait" in problem.why for problem in record.verify())
    with open_record(path) as record:
        record._database.run("DROP TRIGGER judgement_is_fixed")
        record._database.run("UPDATE judgement SET author = 'Nobody' WHERE kind = 'suppress'")
        assert any("is not as it was made" in problem.why for problem in record.verify())
        record._database.run("UPDATE report SET recorded_at = '2999-01-01T00:00:00' WHERE id = 'r-2'")
        assert any("in the future" in problem.why for problem in record.verify())


def test_two_records_of_the_same_have_one_hash_in_whatever_order(tmp_path: Path) -> None:
    hashes = set()
    for name, order in (("a", (0, 1, 2)), ("b", (2, 0, 1, 0, 2))):
        with open_record(tmp_path / f"{name}.db") as record:
            run = record.start_run("add", "e")
            for number in order:
                report = a_report(f"r-{number}")
                record.add_report(run, report, an_analysis(report))
            hashes.add(record.content_hash())
    assert len(hashes) == 1


def test_room_is_put_aside_and_given_back(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    put_ballast(path, 300_000)
    assert ballast_of(path).stat().st_size == 300_000
    assert ballast_of(path).stat().st_blocks * 512 >= 300_000, "really taken, not a hole"
    assert (drop_ballast(path), drop_ballast(path)) == (300_000, 0)
    with pytest.raises(StoreError, match="cannot be put aside"):
        put_ballast(path, 1 << 62)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("version", ["3.40.1", "3.51.2", "3.52.0"])
def test_a_sqlite_that_may_damage_a_record_is_refused(version: str) -> None:
    with pytest.raises(StoreError, match=f"SQLite {version} may damage records"):
        check_sqlite(version)


@pytest.mark.parametrize("version", ["3.51.3", "3.53.0", "3.54.1", "4.0.0"])
def test_a_sqlite_without_the_defect_is_not(version: str) -> None:
    check_sqlite(version)


def test_before_an_upgrade_a_copy_is_kept(old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    with open_record(old) as record:
        assert record.verify() == []
        assert all(seal for (seal,) in record._database.all("SELECT seal FROM report UNION ALL SELECT seal FROM analysis"))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["old.db", "old.schema-1.db"]
    assert (tmp_path / "old.schema-1.db").read_bytes()[100:] == before[100:]
