"""R2 and R4: the n-th call to the disk fails, or the power goes at it, for every n of taking twenty reports in."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
from ground import Result, hash_of, ingest, open_record, quick_engines, stored_in, write_reports

from onrecord.errors import StoreError

GOING_ON = 10  # of so many runs one is taken up again and held against an undisturbed one, which costs most of the time
KINDS: tuple[tuple[str, type[Exception]], ...] = (("EIO", apsw.IOError), ("ENOSPC", apsw.FullError), ("short write", apsw.IOError))


@dataclass
class Disk:
    """What happens to calls: the ``fail_at``-th (from 1; 0: none) fails in the way of ``kind``, and with ``lasting`` all after it.

    ``unsynced``: of each file, what every write since its last sync has replaced, oldest first.
    """

    fail_at: int = 0
    kind: int = 0
    lasting: bool = False
    count: int = 0
    unsynced: dict[str, list[tuple[int, bytes, int]]] = field(default_factory=dict)

    def call(self) -> bool:
        """Counts one; whether it fails."""
        self.count += 1
        return bool(self.fail_at) and (self.count == self.fail_at or (self.lasting and self.count > self.fail_at))


_disk = Disk()


class _File(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int]) -> None:
        self._name = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        super().__init__("unix", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        if _disk.call():
            kind, error = KINDS[_disk.kind]
            if kind == "short write":
                super().xWrite(data[: len(data) // 2], offset)
            raise error(f"{kind}, by the drill")
        size = self.xFileSize()
        before = super().xRead(min(len(data), size - offset), offset) if offset < size else b""
        _disk.unsynced.setdefault(self._name, []).append((offset, before, size))
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:
        if _disk.call():
            raise apsw.IOError("fsync, by the drill")
        super().xSync(flags)
        _disk.unsynced.pop(self._name, None)

    def xTruncate(self, size: int) -> None:
        if _disk.call():
            raise apsw.IOError("truncate, by the drill")
        super().xTruncate(size)


class _System(apsw.VFS):
    def __init__(self) -> None:
        super().__init__("drill", "unix", makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> _File:
        if _disk.call():
            raise apsw.CantOpenError("EMFILE, by the drill")
        return _File(name, flags)


@contextmanager
def on_disk(disk: Disk) -> Iterator[Disk]:
    """SQLite's calls go through this disk inside the block."""
    global _disk
    hooks = sys.excepthook, sys.unraisablehook
    sys.excepthook = sys.unraisablehook = lambda *_: None  # apsw tells them what the disk below SQLite raised
    _disk, system = disk, _System()
    try:
        yield disk
    finally:
        system.unregister()
        _disk = Disk()
        sys.excepthook, sys.unraisablehook = hooks


def fail_once(folder: Path, reports: Path, whole: str | bool, disk: Disk, *, power: random.Random | None = None) -> tuple[bool, list[str]]:
    """One run on such a disk, then, when ``whole`` says what it should come to, on a good one. Whether it was told; and what is wrong after
    it, nothing in the good case."""
    path, said, wrong, told = folder / "fault.db", list[str](), list[str](), False
    with on_disk(disk):
        try:
            ingest(path, [reports], said.append)
        except StoreError as error:
            told = True
            if "SQLite says" not in str(error) and not any(word in str(error) for word in ("disk", "damaged", "opened", "written")):
                wrong.append(f"unclear: {error}")
    if power is not None:
        _cut_power(disk, power)
        path.with_name("fault.db-shm").unlink(missing_ok=True)
    with open_record(path) as record:
        wrong += [f"broken: {problem}" for problem in record.verify()]
        wrong += [f"lost: {report}" for report in set(said) - stored_in(record)]
    if whole:
        ingest(path, [reports])
        if hash_of(path) != whole:
            wrong.append("unlike an undisturbed record after going on")
    for file in folder.glob("fault.db*"):
        file.unlink()
    return told, wrong


def _cut_power(disk: Disk, chance: random.Random) -> None:
    """Of the writes that were not synced, any may not have reached the disk."""
    for name, writes in disk.unsynced.items():
        if not Path(name).exists():
            continue
        with open(name, "r+b") as file:
            for offset, before, size in reversed(writes):
                if chance.random() < 0.5:
                    file.seek(offset)
                    file.write(before)
                    if chance.random() < 0.5:
                        file.truncate(max(size, offset + len(before)))


def sweep(folder: Path, step: int = 1, *, first: int = 1, reports: int = 20, power: bool = False) -> Result:
    """Every ``step``-th call of the run, from the ``first`` on, fails, once and for good in turn; with ``power`` the power goes at it."""
    began = time.monotonic()
    with quick_engines():
        file = write_reports(folder, reports)
        ingest(folder / "whole.db", [file])
        whole = hash_of(folder / "whole.db")
        with on_disk(Disk()) as disk:
            ingest(folder / "counted.db", [file])
        calls, runs, silent, wrong = disk.count, 0, 0, list[str]()
        for n in range(first, calls + 1, step):
            chance = random.Random(n) if power else None
            goes_on = runs % GOING_ON == 0
            told, found = fail_once(
                folder, file, goes_on and whole, Disk(fail_at=n, kind=n % len(KINDS), lasting=power or n % 2 == 0), power=chance
            )
            runs += 1
            silent += not told
            wrong += [f"call {n}: {one}" for one in found]
    injected = (
        f"{'power cut' if power else 'a failure'} at every {f'{step}th ' if step > 1 else ''}of {calls} calls (open, write,"
        f" sync, truncate), {reports} reports"
    )
    measured = f"{runs} runs: {len(wrong)} broke, lost or changed anything; {silent} went on without an error, as nothing was lost"
    measured += f"; first: {wrong[0]}" if wrong else ""
    name = ("R4", "power loss") if power else ("R2", "n-th call to the disk fails (EIO, ENOSPC, short write, fsync, open)")
    return Result(*name, injected, measured, not wrong, time.monotonic() - began)
