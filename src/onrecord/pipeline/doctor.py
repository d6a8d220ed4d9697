"""Whether a record, and the machine it lies on, are fit for five years: each thing looked at, what was found, and what to do."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from onrecord.errors import EngineError, StoreError
from onrecord.pipeline import engines as models
from onrecord.read.confine import kernel_can_confine
from onrecord.store import Record, open_record
from onrecord.store.copies import ballast_of, copies_beside, log_bytes
from onrecord.store.place import Place, Server, may_write
from onrecord.store.sqlite import LOG_BYTES, check_sqlite, sqlite_version

State = Literal["well", "look", "bad"]
_NETWORKED = ("nfs", "cifs", "smb", "fuse.sshfs", "9p", "afs", "glusterfs", "ceph")
_MOUNTS = Path("/proc/self/mounts")
_SHOWN = 20  # problems of a damaged record


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at. ``look``: nothing is broken, and somebody should know; ``bad``: it is. ``advice`` is empty where all is well."""

    name: str
    state: State
    found: str
    advice: str = ""


def examine(path: Place, *, thorough: bool = True) -> list[Check]:
    """What there is to say of the machine and of the record at ``path``. ``thorough``: reads the whole record through. Never raises."""
    return [*_machine(), *_place(path), *_record(path, thorough=thorough)]


def _machine() -> Iterator[Check]:
    try:
        check_sqlite(sqlite_version())
        yield Check(name="SQLite", state="well", found=sqlite_version())
    except StoreError as error:
        yield Check(name="SQLite", state="bad", found=str(error), advice="pip install --only-binary apsw apsw")
    try:
        yield Check(name="models", state="well", found=f"whole: {models.load_engines().version}")
    except EngineError as error:
        yield Check(name="models", state="bad", found=str(error), advice="Install onrecord again.")
    if kernel_can_confine():
        yield Check(name="reading", state="well", found="the kernel keeps the process that parses pages from network, processes and files")
    else:
        why = f"only Python's own hooks confine the process that parses pages on {sys.platform}"
        yield Check(name="reading", state="look", found=why, advice="Read hostile pages on Linux (x86-64 or arm64).")


def _place(place: Place) -> Iterator[Check]:
    if isinstance(place, Server):
        return  # its disk is in the hands of whoever looks after it
    path = place.resolve()
    if not path.is_file():
        return
    size, free = path.stat().st_size, shutil.disk_usage(path.parent).free
    put_aside = ballast_of(path).stat().st_size if ballast_of(path).exists() else 0
    room = f"{_mb(free)} free, the record has {_mb(size)}, {_mb(put_aside)} are put aside"
    if free < max(size, 64 * 1024**2):
        advice = "onrecord doctor --reclaim" if put_aside else "Make room: cleaning and backing up take as much again as the record has."
        yield Check(name="disk", state="bad" if free < 16 * 1024**2 else "look", found=room, advice=advice)
    else:
        advice = "" if put_aside else "onrecord doctor --ballast 64 puts room aside for the day the disk is full."
        yield Check(name="disk", state="well", found=room, advice=advice)
    if (kind := _file_system(path)).startswith(_NETWORKED):
        yield Check(
            name="disk", state="bad", found=f"the record lies on {kind}, where locks do not hold", advice="Move it to a local disk."
        )
    log = log_bytes(path)
    state: State = "look" if log > LOG_BYTES else "well"
    yield Check(name="log", state=state, found=_mb(log), advice="onrecord doctor --reclaim, when nobody reads" if state == "look" else "")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & stat.S_IWOTH:
        yield Check(
            name="access", state="bad", found=f"anybody on this machine may write to the record ({mode:o})", advice=f"chmod o-w {path}"
        )
    if not os.access(path, os.W_OK):
        yield Check(name="access", state="look", found="you may read the record, not write to it")
    for copy in copies_beside(path):
        advice = "It holds what the record held then: purge takes nothing out of it."
        yield Check(name="copies", state="look", found=str(copy), advice=advice)


def _record(path: Place, *, thorough: bool) -> Iterator[Check]:
    try:
        with open_record(path, create=False, read_only=not may_write(path)) as record:
            yield from _opened(record, thorough=thorough)
    except StoreError as error:
        yield Check(name="record", state="bad", found=str(error))


def _opened(record: Record, *, thorough: bool) -> Iterator[Check]:
    amounts = record.amounts()
    yield Check(name="schema", state="well", found=str(record.schema))
    stopped = [run for run in record.runs() if run.finished is None]
    if stopped:
        found = f"{len(stopped)} did not come to an end, the last of {stopped[-1].started[:16]}: {stopped[-1].command}"
        yield Check(name="runs", state="look", found=found, advice="Unless it is still at work: run the same command again.")
    waiting = sum(judgement.state == "waiting" for judgement in record.judgements())
    if waiting:
        yield Check(name="judgements", state="look", found=f"{waiting} wait", advice="onrecord judgements --state waiting")
    problems = record.verify() if thorough else record.quick_check()
    for problem in problems[:_SHOWN]:
        advice = "Put a backup in its place, or: onrecord recover NEW --record " + str(record.path)
        yield Check(name="record", state="bad", found=f"{problem.where}: {problem.why}", advice=advice)
    if not problems:
        how = "whole" if thorough else "its structure is whole (not read through)"
        yield Check(name="record", state="well", found=f"{how}: {amounts.reports} reports, {amounts.judgements} judgements")


def _file_system(path: Path) -> str:
    """The kind of the file system that the path lies on; empty where that cannot be told."""
    try:
        mounts = [line.split()[1:3] for line in _MOUNTS.read_text(encoding="utf8", errors="replace").splitlines()]
    except OSError:
        return ""
    holding = [(len(point), kind) for point, kind in mounts if path.is_relative_to(point.replace("\\040", " "))]
    return max(holding, default=(0, ""))[1]


def _mb(size: int) -> str:
    return f"{size / 1024**2:.1f} MiB"
