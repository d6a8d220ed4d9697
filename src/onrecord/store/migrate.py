"""Opening a record: is it one, and has it the tables that this version knows?"""

from __future__ import annotations

import re
from importlib import import_module, resources
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import StoreError
from onrecord.store.database import Database
from onrecord.store.place import Place, Server, place_of
from onrecord.store.seals import seal_all
from onrecord.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from onrecord.store.postgres import PostgresDatabase

SEALED = 9  # the first schema with seals
_NAME = re.compile(r"(\d{4})_\w+\.sql")


def open_database(path: str | Place, *, create: bool, read_only: bool) -> Database:
    """A connection to the record at ``path`` with the newest schema.

    Raises StoreError when there is no record and none may be made, when what is there is not a record, or when a newer onrecord
    wrote it.
    """
    place = place_of(path)
    database = _on_server(place, read_only) if isinstance(place, Server) else _in_file(place.resolve(), create, read_only)
    try:
        if isinstance(place, Server) and (read_only or not create) and not database.version():
            raise _missing(place)
        _check_and_upgrade(database)
    except BaseException:
        database.close()
        raise
    return database


def record_exists(path: str | Place) -> bool:
    """Whether a record is there. Raises StoreError when the server cannot be asked."""
    place = place_of(path)
    if not isinstance(place, Server):
        return place.exists()
    database = _on_server(place, read_only=True)
    try:
        return database.version() > 0
    finally:
        database.close()


def _in_file(path: Path, create: bool, read_only: bool) -> SqliteDatabase:
    if not path.exists() and (read_only or not create):
        raise _missing(path)
    if not path.parent.is_dir():
        raise StoreError(f"{path}: the folder {path.parent} does not exist. Make it first, or name another file with --record.")
    return SqliteDatabase(path, read_only=read_only)


def _on_server(place: Server, read_only: bool) -> PostgresDatabase:
    try:  # loaded when it is needed: an extra
        made: type[PostgresDatabase] = import_module("onrecord.store.postgres").PostgresDatabase
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise StoreError(f"{place}: PostgreSQL needs the extra 'postgres'. Install it with: pip install 'onrecord[postgres]'") from None
    return made(place, read_only=read_only)


def _missing(place: Place) -> StoreError:
    return StoreError(f"There is no record at {place}. Make one with: onrecord add FILE… --record {place}")


def scripts() -> list[tuple[int, str]]:
    """Every migration in order: the schema version it leads to, and its SQL."""
    entries = (resources.files("onrecord.store") / "migrations").iterdir()
    found = [(int(match[1]), entry) for entry in entries if (match := _NAME.fullmatch(entry.name))]
    return [(version, entry.read_text(encoding="utf-8")) for version, entry in sorted(found, key=lambda pair: pair[0])]


def _check_and_upgrade(database: Database) -> None:
    newest = scripts()[-1][0]
    version = database.version()
    if version > newest:
        raise StoreError(
            f"{database.path} has schema {version}, this onrecord knows {newest}. Upgrade onrecord, or name another file with --record."
        )
    if version == newest:
        database.ready()
        return
    if database.read_only and not version:
        raise StoreError(f"{database.path}: this is not a record: it holds nothing of one. Make one with: onrecord add FILE…")
    if database.read_only:
        raise StoreError(
            f"{database.path} has schema {version}, this onrecord reads {newest}. Open it once for writing to upgrade it: onrecord doctor"
        )
    if version and isinstance(database, SqliteDatabase):
        _keep_copy(database, version)
    with database.migrating():
        version = database.version()  # another process may have upgraded it while this one waited
        database.migrate(scripts(), version)
        if version < SEALED <= newest:
            seal_all(database)


def _keep_copy(database: SqliteDatabase, version: int) -> None:
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
