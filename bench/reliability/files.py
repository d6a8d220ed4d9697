"""R3, R5, R6, R7, R8: a full disk, a reader that stays, many at once, bytes that are others, an index that is lost."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ground import Result, hash_of, ingest, open_record, quick_engines, stored_in, write_reports

from onrecord.errors import StoreError
from onrecord.store import Correction
from onrecord.store.copies import drop_ballast, log_bytes, put_ballast
from onrecord.store.sqlite import LOG_BYTES

_MIB = 1024**2
_PAGE = 4096


def full_disk(folder: Path, size: int = 12) -> Result:
    """In a file system of its own, which needs a user namespace."""
    began = time.monotonic()
    script = f"mount -t tmpfs -o size={size}m tmpfs {folder} && exec {sys.executable} {Path(__file__).resolve()} {folder}"
    done = subprocess.run(["unshare", "-Urm", "sh", "-c", script], capture_output=True, text=True)
    if done.returncode == 2 or "unshare" in done.stderr or "mount" in done.stderr:
        return Result("R3", "disk full", f"a file system of {size} MiB", "not run: this machine lets nobody make a file system", None)
    measured = done.stdout.strip() or done.stderr.strip()[-300:]
    return Result("R3", "disk full", f"a file system of {size} MiB", measured, done.returncode == 0, time.monotonic() - began)


def _fill_disk(folder: Path) -> str:
    """What happened; raises AssertionError where it should not have."""
    path, said = folder / "r.db", list[str]()
    put_ballast(path, 3 * _MIB)
    with quick_engines():
        reports = write_reports(Path("/tmp"), 2000, padding=60)
        told = ""
        try:
            ingest(path, [reports], said.append)
        except StoreError as error:
            told = str(error)
        assert "disk is full" in told and "doctor --reclaim" in told, told
        with open_record(path, read_only=True) as record:
            assert set(said) <= stored_in(record), "something acknowledged is gone"
            assert record.search("Lisnow").hits and not record.quick_check()
        refused = ""
        try:
            with open_record(path) as record:
                record.suppress(said[0], why="a drill", author="Drill")
        except StoreError as error:
            refused = "deleting is refused too, clearly"
            assert "disk is full" in str(error), error
        assert drop_ballast(path) == 3 * _MIB
        with open_record(path) as record:
            assert record.verify() == []
            made = record.suppress(said[0], why="a drill", author="Drill")
            assert made.state == "in force" and record.verify() == []
    Path(reports).unlink()
    return (
        f"{len(said)} reports, then SQLITE_FULL is told; 0 lost, reading goes on; {refused or 'deleting still went'};"
        f" with the ballast back, writing does"
    )


def long_reader(folder: Path, reports: int = 300) -> Result:
    """Somebody reads one moment while much is written; then stops."""
    began, path = time.monotonic(), folder / "r.db"
    with quick_engines():
        ingest(path, [write_reports(folder, 5)])
        more = write_reports(folder, reports, start=5, padding=400)
        with open_record(path, read_only=True) as reader, reader.snapshot():
            before = len(stored_in(reader))
            ingest(path, [more])
            held = log_bytes(path)
            assert len(stored_in(reader)) == before, "a reader sees one moment"
        with open_record(path) as record, open_record(path, read_only=True):
            for _ in range(2):
                record.finish_run(record.start_run("drill", "e"))
            after = log_bytes(path)
            whole = record.verify() == []
    measured = f"log {held / _MIB:.0f} MiB while the reader stayed, {after / _MIB:.1f} MiB after it left and two more writes"
    passed = whole and after <= LOG_BYTES
    return Result("R5", "log growth", f"a reader stays while {reports} reports are written", measured, passed, time.monotonic() - began)


def many_at_once(folder: Path, seconds: float = 15, readers: int = 16) -> Result:
    began, path = time.monotonic(), folder / "r.db"
    with quick_engines():
        ingest(path, [write_reports(folder, 40)])
        more = write_reports(folder, 4000, start=40)
        work = [lambda: _read(path)] * readers + [lambda: _correct(path)]
        counts = [_fork(one, seconds, folder / f"count-{n}") for n, one in enumerate(work)]
        stop, added = time.monotonic() + seconds, list[str]()
        errors = 0
        try:
            ingest(path, [more], lambda report: added.append(report) if time.monotonic() < stop else _stop())
        except TimeoutError:
            pass
        except StoreError:
            errors += 1
        results = [wait() for wait in counts]
    errors += sum(failed for _, failed in results)
    asked, corrected = sum(done for done, _ in results[:readers]), results[readers][0]
    measured = f"{len(added)} reports added, {corrected} corrections, {asked} questions answered in {seconds:.0f} s; {errors} errors"
    passed = errors == 0 and not hash_of(path).startswith("damaged")
    return Result("R6", "locks", f"{readers} readers, a second writer and `add` at once", measured, passed, time.monotonic() - began)


def _stop() -> None:
    raise TimeoutError


def _read(path: Path) -> None:
    with open_record(path, read_only=True) as record:
        assert record.search("ferry").hits
        assert list(record.statements())


def _correct(path: Path) -> None:
    with open_record(path) as record:
        row = next(iter(record.statements()))
        (made,) = record.correct(Correction(statement=row.statement.id, not_a_statement=True), why="a drill", author="Drill")
        record.undo(made.id, why="a drill", author="Drill")


def _fork(work: Callable[[], None], seconds: float, out: Path) -> Callable[[], tuple[int, int]]:
    """Another process that does it again and again; the function waits for it: how often it went well, and how often not."""
    child = os.fork()
    if not child:
        stop, done, failed = time.monotonic() + seconds, 0, 0
        while time.monotonic() < stop:
            try:
                work()
                done += 1
            except Exception:
                failed += 1
        out.write_text(f"{done} {failed}")
        os._exit(0)

    def wait() -> tuple[int, int]:
        os.waitpid(child, 0)
        done, failed = map(int, out.read_text().split())
        return done, failed

    return wait


def damage(folder: Path, files: int = 500, seed: int = 7) -> Result:
    """Bytes anywhere in the file are others. Verified with a deadline, then recovered."""
    began, chance = time.monotonic(), random.Random(seed)
    path = folder / "whole.db"
    with quick_engines():
        ingest(path, [write_reports(folder, padding=30)])
        with open_record(path) as record:
            for row in list(record.statements())[:5]:
                record.correct(Correction(statement=row.statement.id, unknown_speaker=True), why="a drill", author="Drill")
            texts = {report.id: report.text for report in record.reports()}
        whole, content = path.read_bytes(), hash_of(path)
        lies = {report: _pages(whole, text.encode()) for report, text in texts.items()}
        found = unseen = wrong = intact = back = 0
        slowest = 0.0
        for number in range(files):
            page = bytearray(whole)
            flips = chance.choice((1, 10, 100, 1000))
            for _ in range(flips):
                page[chance.randrange(len(page))] ^= chance.randrange(1, 256)
            broken, new = folder / f"broken-{number}.db", folder / f"new-{number}.db"
            broken.write_bytes(page)
            started = time.monotonic()
            seen = _is_damaged(broken)
            with open_record(new) as record:
                record.salvage(broken)
                saved = {report.id: report.text for report in record.reports()}
                wrong += bool(record.verify()) or any(texts.get(report) != text for report, text in saved.items())
                same = record.content_hash() == content
            slowest = max(slowest, time.monotonic() - started)
            there = {report for report, pages in lies.items() if all(page[at : at + _PAGE] == whole[at : at + _PAGE] for at in pages)}
            found, unseen = found + seen, unseen + (not seen and not same)
            intact, back = intact + len(there), back + len(there & saved.keys())
            for file in folder.glob(f"*-{number}.db*"):
                file.unlink()
    measured = (
        f"{found} of {files} seen to be damaged, {files - found} were damaged nowhere that matters ({unseen} unseen losses);"
        f" {back} of {intact} reports on untouched pages recovered; {wrong} wrong ones; at most {slowest:.1f} s a file"
    )
    passed = not (unseen or wrong) and back == intact and slowest < 10
    return Result("R7", "damaged bytes", f"1 to 1,000 random bytes in each of {files} files", measured, passed, time.monotonic() - began)


def _pages(file: bytes, text: bytes) -> list[int]:
    """Where the pages begin that hold the text, which is short enough for one."""
    found, at = [], file.find(text)
    while at >= 0:
        found.append(at // _PAGE * _PAGE)
        at = file.find(text, at + 1)
    assert found, "a text lies on several pages: the drill counts on one"
    return found


def _is_damaged(path: Path) -> bool:
    try:
        with open_record(path) as record:
            return bool(record.verify())
    except StoreError:
        return True


def lost_index(folder: Path) -> Result:
    began, path = time.monotonic(), folder / "whole.db"
    harms = (
        "INSERT INTO report_fts (report_fts) VALUES ('delete-all')",
        "INSERT INTO statement_fts (statement_fts) VALUES ('delete-all')",
        "INSERT INTO report_fts (report_fts, rowid, title, text) VALUES ('delete', 1, 'no', 'such words')",
        "INSERT INTO report_fts (rowid, title, text) VALUES (99, 'a row', 'that no report has')",
    )
    seen = mended = 0
    with quick_engines():
        ingest(path, [write_reports(folder)])
        for number, harm in enumerate(harms):
            copy = folder / f"index-{number}.db"
            shutil.copy(path, copy)
            with open_record(copy) as record:
                record._database.run(harm)
                seen += bool(record.verify())
                record.scrub()
                mended += record.verify() == [] and bool(record.search("ferry").hits)
    passed = seen == mended == len(harms)
    measured = f"{seen} of {len(harms)} seen by verify, {mended} mended by doctor --reclaim"
    return Result(
        "R8", "lost search index", "rows and segments of the index are gone, or strangers", measured, passed, time.monotonic() - began
    )


if __name__ == "__main__":
    print(_fill_disk(Path(sys.argv[1])))
