"""The file that holds accounts, sessions and log: where it lies, and opening it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from onrecord.errors import StoreError
from onrecord.store import Place
from onrecord.store.sqlite import SqliteDatabase

APPLICATION_ID = 0x4F6E4163  # "OnAc"
VERSION = 1


def accounts_path(record: Place) -> Path:
    """The file beside the record, unless another is named.

    >>> accounts_path(Path("desk/story.db")).name
    'story.db.accounts'
    """
    return record.with_name(f"{record.name}.accounts")


class HouseFile:
    """A connection that several threads may use, each in its turn."""

    def __init__(self, path: Path, *, create: bool) -> None:
        """Raises StoreError when there is no such file and none may be made, or when it is something else, or of a newer onrecord."""
        if create:
            _make_private(path)
        elif not path.exists():
            raise StoreError(f"There is no file of accounts at {path}. Make the first account with: onrecord user add NAME --role admin")
        self.path = path
        self._lock = threading.RLock()
        self._database = SqliteDatabase(path.resolve(), read_only=False)
        try:
            self._check_and_make()
        except BaseException:
            self._database.close()
            raise

    @contextmanager
    def read(self) -> Iterator[SqliteDatabase]:
        with self._lock:
            yield self._database

    @contextmanager
    def write(self) -> Iterator[SqliteDatabase]:
        """All or nothing."""
        with self._lock, self._database.write():
            yield self._database

    def copy_to(self, path: Path) -> None:
        _make_private(path)
        with self.read() as database:
            database.copy_to(path.resolve())

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def _check_and_make(self) -> None:
        with self.write() as database:
            application = database.value("PRAGMA application_id")
            version = database.value("PRAGMA user_version")
            if not application and not database.value("SELECT count(*) FROM sqlite_schema"):
                database.run(resources.files("onrecord.accounts").joinpath("schema.sql").read_text(encoding="utf-8"))
                database.run(f"PRAGMA application_id = {APPLICATION_ID}")
                database.run(f"PRAGMA user_version = {VERSION}")
            elif application != APPLICATION_ID:
                raise StoreError(f"{self.path} is a database, but holds no accounts of onrecord. Name another file with --accounts.")
            elif version != VERSION:
                raise StoreError(f"{self.path} has version {version}, this onrecord knows {VERSION}. Upgrade onrecord to use it.")


def _make_private(path: Path) -> None:
    """An empty file that only its owner may read; one that is there stays as it is."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise StoreError(f"{path} cannot be made ({error.strerror}).") from None
