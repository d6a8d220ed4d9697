"""Opening a file as a record: is it one, and has it the schema that this version knows?"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from onrecord.errors import StoreError
from onrecord.store.seals import seal_all
from onrecord.store.sqlite import Database

APPLICATION_ID = 0x4F6E5265  # "OnRe"; file(1) and others tell the format of a SQLite file by it
SEALED = 9  # the first schema with seals
_NAME = re.compile(r"(\d{4})_\w+\.sql")


def open_database(path: Path, *, create: bool, read_only: bool) -> Database:
    """A connection to the record at ``path`` with the newest schema.

    Raises StoreError when there is no file and none may be made, when the file is not a record, or when a newer onrecord
    wrote it.
    """
    path = path.resolve()
    if not path.exists() and (read_only or not create):
        raise StoreError(f"There is no record at {path}. Make one with: onrecord add FILE… --record {path}")
    if not path.parent.is_dir():
        raise StoreError(f"{path}: the folder {path.parent} does not exist. Make it first, or name another file with --record.")
    database = Database(path, read_only=read_only)
    try:
        _check_and_upgrade(database)
    except BaseException:
        database.close()
        raise
    return database


def scripts() -> list[tuple[int, str]]:
    """Every migration in order: the schema version it leads to, and its SQL."""
    folder = resources.files("onrecord.store") / "migrations"
    found = [(int(match[1]), entry) for entry in folder.iterdir() if (match := _NAME.fullmatch(entry.name))]
    return [(version, entry.read_text(encoding="utf-8")) for version, entry in sorted(found, key=lambda pair: pair[0])]


def _check_and_upgrade(database: Database) -> None:
    newest = scripts()[-1][0]
    version = _version(database)
    if version > newest:
        raise StoreError(
            f"{database.path} has schema {version}, this onrecord knows {newest}. Upgrade onrecord, or name another file with --record."
        )
    if version == newest:
        if not database.read_only and database.value("PRAGMA journal_mode") != "wal":  # a backup that is used again
            database.run("PRAGMA journal_mode = WAL")
        return
    if database.read_only:
        raise StoreError(f"{database.path} has schema {version}, this onrecord reads {newest}. Open it once for writing to upgrade it.")
    database.run("PRAGMA journal_mode = WAL")
    if version:
        _keep_copy(database, version)
    with database.write():
        # Another process may have upgraded the file while this one waited for the lock.
        version = _version(database)
        for target, script in scripts():
            if target > version:
                database.run(script)
                database.run(f"PRAGMA user_version = {target}")
        if version < SEALED <= newest:
            seal_all(database)
        database.run(f"PRAGMA application_id = {APPLICATION_ID}")


def _keep_copy(database: Database, version: int) -> None:
    """The record as it was, beside it, for whoever has to go back to the onrecord before this one."""
    path = database.path.with_name(f"{database.path.stem}.schema-{version}.db")
    if not path.exists():
        partial = path.with_name(f".{path.name}.partial")
        partial.unlink(missing_ok=True)
        try:
            database.copy_to(partial)
            partial.rename(path)
        finally:
            partial.unlink(missing_ok=True)


def _version(database: Database) -> int:
    """The schema version; 0 for an empty file. Raises StoreError when the file is a database of something else."""
    with database.snapshot():  # another process may be making the record at this moment
        application = int(database.value("PRAGMA application_id"))
        tables = int(database.value("SELECT count(*) FROM sqlite_schema"))
        version = int(database.value("PRAGMA user_version"))
    if application != APPLICATION_ID and (application or tables):
        raise StoreError(f"{database.path} is a SQLite database, but not a record of onrecord. Name another file with --record.")
    return version
