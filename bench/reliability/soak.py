"""R20: adding, reading, looking through the desk, correcting and undoing, backing up and suppressing, all at once, for hours.

Affairs come and go, as in a newsroom: after forty-five reports other people quarrel about other places, so the record grows and its stories
do not. What grows then in a process that works on is a leak, or a cache without a bound.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import statistics
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import ground
from ground import Result, a_report, hash_of, ingest, open_record, quick_engines

from onrecord.api import api_routes
from onrecord.errors import StoreError
from onrecord.serving import Intake, Listening, Records, make_app, serve
from onrecord.store import Correction
from onrecord.store.copies import log_bytes
from onrecord.web import desk_routes

_MIB = 1024**2
_LOG_LIMIT = 64 * _MIB
_PAGE = os.sysconf("SC_PAGE_SIZE")
_OF_AN_AFFAIR = 45  # reports, of three stories
_SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in ("a", "e", "i", "o", "u")]
_NAMES = (
    "Sella",
    "Narrows",
    "Lisnow",
    "Velmora",
    "Ostrand",
    "Ruiz",
    "Lind",
    "Amsel",
    "Sorok",
    "Okoye",
    "Ana",
    "Teo",
    "Piet",
    "Halyna",
    "Bram",
)
_JUDGED_HOURS = 1 / 6  # in less a process is still warming up
_CACHES_MIB = 12  # what is kept of texts that were compared: 4,096 statements at up to 3 KB, which an hour does not fill
_ASKED = ("/", "/statements", "/search?q=ferry", "/findings", "/entities", "/runs", "/api/v1/statements?size=50", "/api/v1/stories")


@dataclass
class Watched:
    """A process that works until it is told to stop, and what it took, sample by sample."""

    name: str
    pid: int
    out: Path
    memory: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)

    def look(self) -> None:
        with suppress(OSError, IndexError, ValueError):
            self.memory.append(int(Path(f"/proc/{self.pid}/statm").read_text(encoding="utf8").split()[1]) * _PAGE / _MIB)
            self.files.append(len(os.listdir(f"/proc/{self.pid}/fd")))

    def end(self) -> tuple[int, str, int]:
        """How often it did its work, the first error, and how often it had to wait for another."""
        os.waitpid(self.pid, 0)
        done, error, waited = json.loads(self.out.read_text(encoding="utf8"))
        return done, error and f"{self.name}: {error}", waited

    def third(self, number: int) -> float:
        """The middle of the memory after a fifth of the time (0), half of it (1) and at the end (2)."""
        width = max(1, len(self.memory) // 20)
        at = (len(self.memory) // 5, len(self.memory) // 2, len(self.memory) - width)[number]
        return statistics.median(self.memory[at : at + width] or [0.0])

    @property
    def is_flat(self) -> bool:
        early, late = self.third(0), self.third(2)
        still_open = max(self.files[-5:], default=0) <= max(self.files[: len(self.files) // 2], default=0) + 2
        return late <= max(1.05 * early, early + _CACHES_MIB) and still_open

    def __str__(self) -> str:
        return f"{self.name} {self.third(0):.0f}, {self.third(1):.0f}, {self.third(2):.0f} (most {max(self.memory, default=0):.0f})"


def soak(folder: Path, hours: float) -> Result:
    began, path = time.monotonic(), folder / "r.db"
    stop = began + hours * 3600
    pause = min(10.0, hours * 60)
    with quick_engines():
        ingest(path, [_reports(folder, 0, 60)])
        port = _free_port()
        desk = _desk(path, port, folder)
        work = {
            "adding": _adder(folder, path, pause), "reading": _reader(path, 0), "reading too": _reader(path, 1), "visiting": _visitor(port),
            "correcting": _corrector(path), "keeping": _keeper(folder, path, pause),
        }  # fmt: skip
        workers = [_working(name, one, stop, folder) for name, one in work.items()]
        logs = _watch([desk, *workers], path, stop)
        ends = [worker.end() for worker in workers]
        os.kill(desk.pid, signal.SIGTERM)
        os.waitpid(desk.pid, 0)
        whole = not hash_of(path).startswith("damaged")
        with open_record(path, read_only=True) as record:
            amounts = record.amounts()
    errors = [error for _, error, _ in ends if error]
    uneven = [one.name for one in (desk, *workers) if not one.is_flat] if hours >= _JUDGED_HOURS else []
    counts = ", ".join(f"{name} {done}" for name, (done, _, _) in zip(work, ends, strict=True))
    told = f"{len(errors)} errors{': ' + '; '.join(errors) if errors else ''}"
    most, last = (size / _MIB for size in (max(logs, default=0), statistics.median(logs[-12:] or [0])))
    measured = (
        f"{counts} times; {amounts.reports} reports, {amounts.judgements} judgements, {'whole' if whole else 'NOT WHOLE'}; {told};"
        f" {sum(waited for *_, waited in ends)} times somebody waited for another and tried again; log at most {most:.1f} MiB, {last:.1f}"
        f" at the end; memory in MiB after a fifth, after half, at the end: {'; '.join(map(str, (desk, *workers)))};"
        f" not flat: {', '.join(uneven) or 'none'}"
    )
    passed = whole and not errors and not uneven and max(logs, default=0) <= _LOG_LIMIT
    return Result("R20", "soak", f"{hours * 60:.0f} minutes of all at once, 7 processes", measured, passed, time.monotonic() - began)


def _watch(processes: list[Watched], path: Path, stop: float) -> list[int]:
    """The sizes of the log; what the processes take is noted with them."""
    logs = []
    while (left := stop - time.monotonic()) > 0:
        time.sleep(min(5, left))
        logs.append(log_bytes(path))
        for process in processes:
            process.look()
    return logs


def _reports(folder: Path, start: int, count: int) -> Path:
    """As ``write_reports``, with names of its own for each run of reports that are about the same."""
    path = folder / f"reports-{start}.jsonl"
    lines = []
    for number in range(start, start + count):
        line = json.dumps(a_report(number), ensure_ascii=False)
        for name in _NAMES:
            line = line.replace(name, _name(f"{name} {number // _OF_AN_AFFAIR}"))
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", encoding="utf8")
    return path


def _name(seed: str) -> str:
    return "".join(_SYLLABLES[byte % len(_SYLLABLES)] for byte in hashlib.sha256(seed.encode()).digest()[:4]).capitalize()


def _working(name: str, work: Callable[[], None], stop: float, folder: Path) -> Watched:
    out = folder / f"{name}.json"
    child = os.fork()
    if child:
        return Watched(name, child, out)
    done, waited, error = 0, 0, ""
    while time.monotonic() < stop:
        try:
            work()
            done += 1
        except StoreError as found:
            if "another process" not in str(found):  # what a caller is told after a while, and tries again
                error = error or str(found)
            waited += 1
        except Exception as found:
            error = error or f"{type(found).__name__}: {found}"
            time.sleep(0.1)
    out.write_text(json.dumps([done, error, waited]), encoding="utf8")
    os._exit(0)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _desk(path: Path, port: int, folder: Path) -> Watched:
    """``onrecord serve``."""
    child = os.fork()
    if not child:
        try:
            records = Records(path)
            intake = Intake(records, None)
            serve(make_app([*api_routes(records, intake), *desk_routes(records, intake)]), Listening(port=port))
        finally:
            os._exit(0)
    return Watched("desk", child, folder / "desk.json")


def _visitor(port: int) -> Callable[[], None]:
    def ask(address: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=60) as answer:
            return bytes(answer.read())

    def work() -> None:
        for _ in range(100):  # while it starts
            with suppress(ConnectionRefusedError, urllib.error.URLError), socket.create_connection(("127.0.0.1", port), timeout=5):
                break
            time.sleep(0.1)
        for address in _ASKED:
            assert ask(address)
        story = json.loads(ask("/api/v1/stories"))["stories"][0]["story"]["id"]
        assert ask(f"/stories/{story}") and ask(f"/stories/{story}/positions.csv")
        time.sleep(0.5)

    return work


def _adder(folder: Path, path: Path, pause: float) -> Callable[[], None]:
    numbers = iter(range(60, 10**9, 3))

    def work() -> None:
        file = _reports(folder, next(numbers), 3)
        summary = ingest(path, [file])
        assert summary.stored == 3, summary
        file.unlink()
        ground._KNOWN.clear()
        time.sleep(pause)

    return work


def _reader(path: Path, number: int) -> Callable[[], None]:
    def work() -> None:
        with open_record(path, read_only=True) as record:
            assert record.search(["ferry", "quay", "water"][number]).hits
            page = record.statement_page(size=50)
            assert page.rows and record.amounts().reports
            for story in list(record.stories())[:3]:
                list(record.findings(story=story.id))
        time.sleep(0.05)

    return work


def _corrector(path: Path) -> Callable[[], None]:
    def work() -> None:
        with open_record(path) as record:
            row = record.statement_page(size=1).rows[0]
            made = record.correct(Correction(statement=row.statement.id, speaker="Someone Else"), why="a drill", author="Drill")
            record.undo(made[0].id, why="a drill", author="Drill")
        time.sleep(1)

    return work


def _keeper(folder: Path, path: Path, pause: float) -> Callable[[], None]:
    def work() -> None:
        kept = folder / "kept.db"
        kept.unlink(missing_ok=True)
        with open_record(path) as record:
            record.back_up(kept)
            for left in [j for j in record.judgements() if j.kind == "suppress" and j.state == "in force"]:  # its undo had to wait too long
                record.undo(left.id, why="a drill", author="Drill")
            made = record.suppress("report-7", why="a drill", author="Drill")
            record.undo(made.id, why="a drill", author="Drill")
        time.sleep(pause)

    return work
