"""A record, whole, from one keeper into another: every row as it is, so that what is asked of either gives the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from onrecord.errors import StoreError
from onrecord.progress import OnProgress, Progress, unseen
from onrecord.store.columns import marks, quoted
from onrecord.store.database import COLUMNS, Database, Row
from onrecord.store.migrate import open_database
from onrecord.store.sqlite import SqliteDatabase

_AT_ONCE = 1000  # rows
_DERIVED = "unplaced"  # kept by triggers


def copy_record(source: Database, target: Database, told: OnProgress = unseen) -> int:
    """How many rows were copied. All or nothing. Raises StoreError when the target already holds something, or has another schema."""
    if source.version() != target.version():
        raise StoreError(f"{source.path} has schema {source.version()}, {target.path} {target.version()}. Open both once for writing.")
    with source.snapshot(), target.write():
        tables = _copied(target)
        held = next((table for table in tables if target.value(f"SELECT 1 FROM {table} LIMIT 1")), None)
        if held is not None:
            raise StoreError(f"{target.path} already holds something (a {held}). Copy into a record that is not there yet.")
        copied = 0
        for table, columns in tables.items():
            for number in _copy_table(source, target, table, columns):
                copied += number
                told(Progress(done=copied, total=None, what=table))
        target.filled()
    return copied


def rows_in(database: Database) -> int:
    """How many a copy of it has."""
    return sum(database.value(f"SELECT count(*) FROM {table}") for table in _copied(database))


def _copied(database: Database) -> dict[str, list[str]]:
    return {table: columns for table, columns in database.tables().items() if table != _DERIVED}


def copied(database: Database, path: Path, told: OnProgress = unseen, *, lasting: bool = True) -> Database:
    """Everything as it is at this moment, as a record in a new file, open for writing. ``lasting`` False: it is soon thrown away, so
    nothing waits for the disk."""
    if isinstance(database, SqliteDatabase):
        database.copy_to(path, told)  # page by page, and not row by row
    copy = open_database(path, create=True, read_only=False)
    if not lasting:
        copy.run("PRAGMA synchronous = OFF")
    if not isinstance(database, SqliteDatabase):
        copy_record(database, copy, told)
    return copy


def _copy_table(source: Database, target: Database, table: str, columns: Sequence[str]) -> Iterator[int]:
    """How many rows at a time."""
    names = quoted(columns)
    rows = source.stream(f"SELECT {names} FROM {table} ORDER BY 1")
    for batch in _batches(rows):
        target.run_many(f"INSERT INTO {table} ({names}) VALUES ({marks(batch[0])})", batch)
        if table in COLUMNS:
            place = columns.index("id")
            target.index(table, [row[place] for row in batch])
        yield len(batch)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _AT_ONCE)):
        yield batch
