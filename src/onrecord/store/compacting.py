"""What a record needs after years of adding, replacing and taking out: its search index merged, its pages in order, its log emptied.

Entries are neither read nor changed. Nothing has to be dropped: a report has one analysis, and what an analysis replaces, or a group of
names or reports no longer holds, is deleted when that happens. What such deleting leaves is empty room, and rows far from their kin.
"""

from __future__ import annotations

import math
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import StoreError
from onrecord.progress import OnProgress, Progress, unseen
from onrecord.store.copies import log_bytes
from onrecord.store.database import COLUMNS, Database
from onrecord.store.place import Server

_PATIENCE_SECONDS = 5.0
_WATCHED_SECONDS = 2.0  # whoever adds reports writes several times in it
_MERGED_PAGES = 500  # of the search index in one transaction: some milliseconds
_ROOM = 1.1
_TEMPORARY = ("SQLITE_TMPDIR", "TMPDIR"), ("/var/tmp", "/usr/tmp", "/tmp")  # where SQLite looks, in this order


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """Bytes on disk before and after, with the log; ``clean`` False: somebody reads, so the log could not be emptied."""

    before: int
    after: int
    clean: bool


def compact(database: Database, told: OnProgress = unseen) -> Compacted:
    """Merges the search index, writes the file in order without empty room, and empties the log; of a server's tables it vacuums each and
    counts their rows anew for its planner. May be stopped at any time: what is done stays, the rest is as before.

    Raises StoreError, with nothing done, where another process is writing, the disk has no room for a second copy, the file is damaged, or
    the tables belong to somebody else.
    """
    if isinstance(database.path, Server):
        return _vacuum_tables(database, told)
    path = database.path
    before = database.size() + log_bytes(path)
    database.be_patient(_PATIENCE_SECONDS)
    _look_for_writers(database)
    for where, why in database.faults(quick=True):
        raise StoreError(f"{path}: {where}: {why}. A damaged record is left as it is. See: onrecord verify")
    _check_room(path, before)
    with database.within(math.inf):  # looks at the clock every so often, and so lets an interrupt through
        for table in COLUMNS:
            told(Progress(done=0, total=None, what="merging the search index"))
            _merge_words(database, f"{table}_fts")
        told(Progress(done=0, total=None, what="writing the file anew"))
        database.run("VACUUM")
        clean = database.value("PRAGMA wal_checkpoint(TRUNCATE)") == 0
    return Compacted(before=before, after=database.size() + log_bytes(path), clean=clean)


def _look_for_writers(database: Database) -> None:
    """Somebody who adds holds no lock between two reports, and gives up after a minute: a large file takes longer."""
    with database.write():  # raises when another one does not let go
        pass
    if database.value("SELECT 1 FROM run WHERE finished IS NULL LIMIT 1"):  # or it was killed long ago
        version, stop = database.data_version(), time.monotonic() + _WATCHED_SECONDS
        while time.monotonic() < stop:
            time.sleep(_WATCHED_SECONDS / 20)
            if database.data_version() != version:
                raise StoreError(f"{database.path}: another process is writing to the record. Compact it when that has finished.")


def _check_room(path: Path, size: int) -> None:
    """SQLite writes a second copy where temporary files go, and a third into the log."""
    folders = [path.resolve().parent, _temporary_folder()]
    for device in {os.stat(folder).st_dev for folder in folders}:
        there = [folder for folder in folders if os.stat(folder).st_dev == device]
        needed, free = math.ceil(size * _ROOM) * len(there), shutil.disk_usage(there[0]).free
        if free < needed:
            advice = "Make room, or let SQLITE_TMPDIR name a folder on another disk."
            raise StoreError(f"{path}: {there[0]} has {free} bytes free, and compacting takes {needed} for a while. {advice}")


def _temporary_folder() -> Path:
    variables, usual = _TEMPORARY
    named = [*(os.environ.get(name, "") for name in variables), *usual]
    return next((Path(name) for name in named if name and os.path.isdir(name) and os.access(name, os.W_OK | os.X_OK)), Path.cwd())


def _merge_words(database: Database, index: str) -> None:
    """All parts of an index of words become one, step by step. Each step is a transaction, so others can write in between."""
    pages = -_MERGED_PAGES  # less than nothing: begin anew with every part there is
    while True:
        changes = database.value("SELECT total_changes()")
        database.run(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', {pages})")
        if database.value("SELECT total_changes()") - changes < 2:  # sqlite.org/fts5.html: then nothing was left to merge
            return
        pages = _MERGED_PAGES


def _vacuum_tables(database: Database, told: OnProgress) -> Compacted:
    """While others read and write, as PostgreSQL does by itself from time to time."""
    before = database.size()
    strange = database.value(
        "SELECT min(relname) FROM pg_class WHERE relnamespace = to_regnamespace('onrecord') AND relkind = 'r'"
        " AND NOT pg_has_role(relowner, 'USAGE')"
    )
    if strange is not None:
        raise StoreError(f"{database.path}: the table {strange} belongs to another account. Ask whoever made the record to compact it.")
    tables = database.all(
        "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('onrecord') AND relkind = 'r' ORDER BY relname"
    )
    for done, (table,) in enumerate(tables):
        told(Progress(done=done, total=len(tables), what=table))
        database.run(f"VACUUM (ANALYZE) {table}")
    return Compacted(before=before, after=database.size(), clean=True)
