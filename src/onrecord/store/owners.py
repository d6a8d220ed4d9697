"""Which process is at a run: a number, when it began, and since when the machine runs, as numbers of processes are given out again."""

from __future__ import annotations

import os
from pathlib import Path

_PROCESSES = Path("/proc")


def this_process() -> str | None:
    """What tells this process from every other; None on a system that does not say."""
    return _named(os.getpid())


def is_another(owner: str | None) -> bool:
    """Whether that is a process other than this one and runs, as far as this machine can know: False for one of another machine."""
    process = (owner or "").partition(" ")[0]
    return process.isdecimal() and owner != this_process() and owner == _named(int(process))


def _named(process: int) -> str | None:
    try:
        machine = (_PROCESSES / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        state, *values = (_PROCESSES / str(process) / "stat").read_text(encoding="utf8", errors="replace").rpartition(")")[2].split()
    except (OSError, ValueError):
        return None
    return None if state in "ZX" else f"{process} {values[18]} {machine}"  # one that has ended and was not waited for does nothing
