"""R14, R18, R19, R23: the same again, older records, copies while others write, one process and two."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from ground import Result, hash_of, ingest, open_record, quick_engines, stored_in, write_reports

from onrecord.errors import StoreError
from onrecord.export import export_record
from onrecord.export.sink import Folder
from onrecord.store import migrate

_RECORDED = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")  # when the record learnt of it, which is another each time


def same_again(folder: Path, orders: int = 6) -> Result:
    """Thrice, shuffled, split, by several processes at once: one content; and another word is another version."""
    began, chance = time.monotonic(), random.Random(5)
    with quick_engines():
        lines = write_reports(folder).read_text(encoding="utf8").splitlines()
        hashes = {hash_of(_made(folder, "plain", [lines])), hash_of(_made(folder, "thrice", [lines, lines, lines]))}
        for number in range(orders):
            shuffled = chance.sample(lines, len(lines))
            at = chance.randrange(1, len(lines))
            hashes.add(hash_of(_made(folder, f"split-{number}", [shuffled[:at], shuffled[at:], shuffled[:at]])))
        files = [_file(folder, f"part-{n}", lines[n::4]) for n in range(4)]
        children = [_forked(lambda file=file: ingest(folder / "parallel.db", [file])) for file in files]
        failed = sum(wait() != 0 for wait in children)
        hashes.add(hash_of(folder / "parallel.db"))
        edited = lines[0].replace("injured", "hurt").replace('"id": "report-0", ', "")
        path = _made(folder, "edited", [[lines[0].replace('"id": "report-0", ', "")], [edited]])
        with open_record(path) as record:
            versions = record.version_chains()
    measured = (
        f"{len(hashes)} content hash over {orders + 3} ways, {failed} of 4 processes failed; one word edited:"
        f" {len(versions[0]) if versions else 0} versions"
    )
    passed = len(hashes) == 1 and not failed and [len(chain) for chain in versions] == [2] and "damaged" not in "".join(hashes)
    return Result(
        "R14",
        "the same again",
        "20 reports thrice, shuffled, split, in 4 processes; one word edited",
        measured,
        passed,
        time.monotonic() - began,
    )


def _file(folder: Path, name: str, lines: list[str]) -> Path:
    path = folder / f"{name}.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf8")
    return path


def _made(folder: Path, name: str, batches: list[list[str]]) -> Path:
    path = folder / f"{name}.db"
    for number, lines in enumerate(batches):
        ingest(path, [_file(folder, f"{name}-{number}", lines)])
    return path


def _forked(work: Callable[[], object]) -> Callable[[], int]:
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException as error:
            print(f"R14: {error!r}", flush=True)
            os._exit(1)
        os._exit(0)
    return lambda: os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def same_bytes(folder: Path) -> Result:
    """One process and two, two orders: what is exported is the same, byte for byte, but for when."""
    began = time.monotonic()
    with quick_engines():
        lines = write_reports(folder).read_text(encoding="utf8").splitlines()
        one = _made(folder, "one", [lines])
        halves = [_file(folder, f"half-{n}", lines[n::2]) for n in range(2)]
        failed = sum(wait() != 0 for wait in [_forked(lambda file=file: ingest(folder / "two.db", [file])) for file in halves])
        ingest(folder / "two.db", halves)  # stories are made by whoever comes last
        differing = 0
        formats = (
            "jsonl",
            "csv",
            "annotation",
            "jsonld",
            "plover",
            "ftm",
            "endnotes-md",
        )  # a feed of what is new goes by when it was recorded
        for name in formats:
            for path in (one, folder / "two.db"):
                with open_record(path, read_only=True) as record:
                    export_record(record, name, Folder(folder / f"{path.stem}-{name}"))
            a, b = (
                {
                    f.relative_to(folder / f"{stem}-{name}"): _RECORDED.sub(b"then", f.read_bytes())
                    for f in (folder / f"{stem}-{name}").rglob("*")
                    if f.is_file()
                }
                for stem in ("one", "two")
            )
            differing += sum(a.get(file) != b.get(file) for file in a.keys() | b.keys() if file.name != "manifest.json")
    measured = f"{differing} files of {len(formats)} formats differ in more than when a report was recorded; {failed} processes failed"
    return Result(
        "R23",
        "determinism",
        "20 reports by one process, and by two at once",
        measured,
        not differing and not failed,
        time.monotonic() - began,
    )


def upgrades(folder: Path, kills: int = 30) -> Result:
    """Every schema there was, to the present one; killed in the middle; and a newer one refused."""
    began, chance = time.monotonic(), random.Random(11)
    scripts = migrate.scripts()
    first = (Path(__file__).parents[2] / "tests" / "store" / "record-1.sql").read_text(encoding="utf8")
    wrong = copies = 0
    for version in range(1, len(scripts)):
        path = _older(folder / f"v{version}.db", scripts, version, first)
        with open_record(path) as record:
            wrong += record.verify() != [] or len(stored_in(record)) != 2
        copies += path.with_name(f"v{version}.schema-{version}.db").exists()
    _older(folder / "timed.db", scripts, 1, first)
    started = time.monotonic()
    open_record(folder / "timed.db").close()
    usual = time.monotonic() - started
    for number in range(kills):
        path = _older(folder / f"kill-{number}.db", scripts, 1, first)
        child = os.fork()
        if not child:
            open_record(path)
            os._exit(0)
        time.sleep(chance.uniform(0, usual))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with open_record(path) as record:
            wrong += record.verify() != [] or len(stored_in(record)) != 2
    newer = sqlite3.connect(folder / "v1.db")
    newer.execute(f"PRAGMA user_version = {len(scripts) + 1}")
    newer.close()
    try:
        open_record(folder / "v1.db").close()
        refused = False
    except StoreError as error:
        refused = "Upgrade onrecord" in str(error)
    measured = (
        f"{len(scripts) - 1} older schemas, {kills} kills: {wrong} not whole; {copies} copies kept before;"
        f" a newer one is {'refused' if refused else 'OPENED'}"
    )
    passed = not wrong and refused and copies == len(scripts) - 1
    return Result(
        "R18", "upgrade", "each older schema; kill -9 while upgrading; a newer schema", measured, passed, time.monotonic() - began
    )


def _older(path: Path, scripts: list[tuple[int, str]], version: int, content: str) -> Path:
    """A record as an onrecord of that schema left it."""
    before = migrate.scripts
    try:
        for upto in (1, version):
            migrate.scripts = lambda upto=upto: scripts[:upto]
            database = migrate.open_database(path, create=True, read_only=False)
            if upto == 1 and not database.value("SELECT count(*) FROM report"):
                with database.write():
                    database.run(content)
            database.close()
    finally:
        migrate.scripts = before
    for copy in path.parent.glob(f"{path.stem}.schema-*.db"):
        copy.unlink()
    return path


def backups(folder: Path, times: int = 20) -> Result:
    """While another process adds, backups are made, and each is a moment of the record: what was acknowledged before it is in it."""
    began, path = time.monotonic(), folder / "r.db"
    with quick_engines():
        ingest(path, [write_reports(folder, 20)])
        more = write_reports(folder, 3000, start=20, padding=2)
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        child = os.fork()
        if not child:
            ingest(path, [more], lambda report: os.write(writing, f"{report}\n".encode()))
            os._exit(0)
        said, missing, unlike, sizes = "", 0, 0, []
        for number in range(times):
            said += _pending(reading)
            before = set(said.splitlines()[:-1])
            kept = folder / f"kept-{number}.db"
            with open_record(path, read_only=True) as record:
                content = record.back_up(kept)
            with open_record(kept, read_only=True) as record:
                unlike += record.content_hash() != content or bool(record.quick_check())
                there = stored_in(record)
            missing += len(before - there)
            sizes.append(len(there))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    measured = (
        f"{times} backups of {min(sizes)} to {max(sizes)} reports: {unlike} not whole,"
        f" {missing} reports missing that had been acknowledged before"
    )
    return Result(
        "R19",
        "backup while writing",
        f"{times} backups while another process adds",
        measured,
        not unlike and not missing,
        time.monotonic() - began,
    )


def _pending(pipe: int) -> str:
    try:
        return os.read(pipe, 1 << 20).decode()
    except BlockingIOError:
        return ""
