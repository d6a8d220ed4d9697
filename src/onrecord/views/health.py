"""Whether the record is whole, how large it is, and what it is read with."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib import metadata

from onrecord.export.wire import Wire, wire
from onrecord.model import Problem
from onrecord.store import Amounts, Place, Record, Server
from onrecord.store.copies import log_bytes
from onrecord.views.sheet import Sheet, sheet_of


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthView:
    """``checked`` False: the whole record was not read through this time. Sizes are bytes; ``free`` is of the disk it lies on (None: a
    server's). ``keeper``: what keeps the record, and its version."""

    path: Place
    size: int
    wal: int
    free: int | None
    schema: int
    keeper: str
    onrecord: str
    python: str
    checked: bool
    problems: tuple[Problem, ...]
    amounts: Amounts

    @property
    def whole(self) -> bool:
        return not self.problems

    def wire(self) -> Wire:
        return {
            "status": "ok" if self.whole else "damaged",
            "checked": self.checked,
            "problems": wire(self.problems),
            "record": {"bytes": self.size, "wal_bytes": self.wal, "schema": self.schema},
            "versions": {"onrecord": self.onrecord, "keeper": self.keeper, "python": self.python},
            "amounts": wire(self.amounts),
        }

    def sheet(self) -> Sheet:
        return sheet_of(("where", "why"), map(wire, self.problems))


def health_view(record: Record, *, check: bool) -> HealthView:
    """``check``: reads the whole file through, which takes time by its size."""
    path = record.path
    versions = record.made_with()
    return HealthView(
        path=path,
        size=record.size(),
        wal=log_bytes(path),
        free=None if isinstance(path, Server) else shutil.disk_usage(path.parent).free,
        schema=int(versions["schema"]),
        keeper=versions["keeper"],
        onrecord=_version(),
        python=".".join(map(str, sys.version_info[:3])),
        checked=check,
        problems=tuple(record.verify()) if check else (),
        amounts=record.amounts(),
    )


def _version() -> str:
    try:
        return metadata.version("onrecord")
    except metadata.PackageNotFoundError:
        return "unknown"
