"""One connection to one record file: opened safely, written in whole transactions, with errors that say what to do."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw

from onrecord.errors import StoreError
from onrecord.text import fold

BUSY_MILLISECONDS = 5000
_READERS_CACHE_KIB = 24 * 1024  # of pages; with the usual 2 MiB one page of the desk read the same ones again and again
CACHE_KIB = 65_536  # what grouping a report looks up lies all over the file; with the usual 2 MiB most of it is read again each time
LOG_BYTES = 64 * 1024 * 1024  # what the write-ahead log is cut to, once nobody reads what a long reader held in it
_STEPS_BETWEEN_LOOKS = 100  # instructions of SQLite's machine between two looks at the clock; ranking a long text is one of them

_STEPS_OF_A_QUESTION = 50_000  # the same where a millisecond more does no harm

Row = tuple[Any, ...]


class Database:
    """A connection. Every apsw error leaves it as a StoreError that names the file."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        self.path = path
        self.read_only = read_only
        self._stop: float | None = None
        if not read_only:
            check_sqlite(sqlite_version())
        with self._errors():
            self._connection = apsw.Connection(str(path), flags=flags | apsw.SQLITE_OPEN_NOFOLLOW)
            try:
                self._set_up()
            except BaseException:
                self._connection.close(True)
                raise

    def _set_up(self) -> None:
        self._connection.set_busy_timeout(BUSY_MILLISECONDS)
        self._connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
        self._connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        self._connection.create_scalar_function("fold", _fold, 1, deterministic=True)
        for pragma in ("foreign_keys = ON", "trusted_schema = OFF", "synchronous = FULL", f"cache_size = -{CACHE_KIB}"):
            self._connection.execute(f"PRAGMA {pragma}")
        if self.read_only:
            self._connection.execute("PRAGMA query_only = ON")
            self._connection.execute(f"PRAGMA cache_size = -{_READERS_CACHE_KIB}")
        else:
            self._connection.execute(f"PRAGMA journal_size_limit = {LOG_BYTES}")

    def close(self) -> None:
        """Safe to call twice."""
        with self._errors():
            self._connection.close(True)

    def rows(self, sql: str, bindings: Sequence[Any] = ()) -> Iterator[Row]:
        """Rows as SQLite finds them; an iterator that is not read to its end holds a read transaction open."""
        with self._errors():
            if self._stop is not None and time.monotonic() > self._stop:  # many short ones take long, too
                raise apsw.InterruptError("the time is over")
            yield from self._connection.execute(sql, tuple(bindings))

    def all(self, sql: str, bindings: Sequence[Any] = ()) -> list[Row]:
        return list(self.rows(sql, bindings))

    def value(self, sql: str, bindings: Sequence[Any] = ()) -> Any:
        """The first column of the first row; None when there is none."""
        found = self.all(sql, bindings)
        return found[0][0] if found else None

    def run(self, sql: str, bindings: Sequence[Any] = ()) -> None:
        with self._errors():
            self._connection.execute(sql, tuple(bindings)).fetchall()

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._errors():
            self._connection.executemany(sql, (tuple(row) for row in rows)).fetchall()

    @contextmanager
    def write(self) -> Iterator[None]:
        """All or nothing: committed and synced to disk when the block ends, undone when it raises. Blocks may nest."""
        if self._writing():
            yield
            return
        if self.read_only:
            raise StoreError(f"{self.path} is open for reading only. Open it again without read_only.")
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            self._undo()
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read inside the block is of one moment, whatever others write meanwhile."""
        if self._writing():
            yield
            return
        self.run("BEGIN")
        try:
            yield
        finally:
            self._undo()

    def copy_to(self, path: Path) -> None:
        """Everything as it is at this moment, into a new file."""
        with self._errors():
            other = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_NOFOLLOW)
            try:
                with other.backup("main", self._connection, "main") as backup:
                    backup.step()
            finally:
                other.close(True)

    def rows_until(self, stop: float, sql: str, bindings: Sequence[Any]) -> tuple[list[Row], bool]:
        """The rows found until that moment of ``time.monotonic``, and whether these are all."""
        found: list[Row] = []
        outer = self._stop
        self._look_at_the_clock(stop if outer is None else min(stop, outer), _STEPS_BETWEEN_LOOKS)
        try:
            with self._errors(passing=(apsw.InterruptError,)):
                for row in self._connection.execute(sql, tuple(bindings)):
                    found.append(row)
        except apsw.InterruptError:
            return found, False
        finally:
            self._look_at_the_clock(outer)
        return found, True

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """What is asked inside the block may take so long together; then StoreError. Blocks do not nest."""
        self._look_at_the_clock(time.monotonic() + seconds)
        try:
            yield
        finally:
            self._look_at_the_clock(None)

    def _look_at_the_clock(self, stop: float | None, steps: int = _STEPS_OF_A_QUESTION) -> None:
        self._stop = stop
        self._connection.set_progress_handler(None if stop is None else lambda: time.monotonic() > stop, steps)

    def _undo(self) -> None:
        with suppress(apsw.Error):  # SQLite has often undone it by itself, and what went wrong first is what is told
            if self._writing():
                self._connection.execute("ROLLBACK")

    def _writing(self) -> bool:
        return self._connection.in_transaction

    @contextmanager
    def _errors(self, passing: tuple[type[apsw.Error], ...] = ()) -> Iterator[None]:
        try:
            yield
        except passing:
            raise
        except apsw.Error as error:
            raise StoreError(f"{self.path}: {_advice(error)}") from error
        except UnicodeEncodeError as error:
            bad = ascii(error.object[error.start : error.end])
            raise StoreError(f"{self.path}: the lone surrogate {bad} is no text. Replace it first.") from error


def sqlite_version() -> str:
    """Of the library that reads and writes records."""
    return apsw.sqlite_lib_version()


def check_sqlite(version: str) -> None:
    """Raises StoreError for a SQLite that may damage a file in write-ahead mode when a log is begun anew (sqlite.org/changes.html:
    mended in 3.51.3 and 3.53.0; 3.52.0 was withdrawn)."""
    number = tuple(int(part) for part in version.split(".")[:3])
    if number < (3, 51, 3) or (3, 52) <= number < (3, 53):
        advice = "Install apsw as a wheel, which brings its own: pip install --only-binary apsw apsw"
        raise StoreError(f"SQLite {version} may damage records (a defect of its write-ahead log), so nothing is written. {advice}")


def _fold(*values: Any) -> str | None:
    return None if values[0] is None else fold(str(values[0]))


def _advice(error: apsw.Error) -> str:
    for kinds, advice in _ADVICE:
        if isinstance(error, kinds):
            return advice
    return f"SQLite says: {error}."


_ADVICE: tuple[tuple[tuple[type[apsw.Error], ...], str], ...] = (
    (
        (apsw.BusyError, apsw.LockedError),
        f"another process has been writing to the record for {BUSY_MILLISECONDS // 1000} seconds. Try again when it has finished.",
    ),
    (
        (apsw.FullError,),
        "the disk is full. What was stored before is safe; make room (onrecord doctor --reclaim gives back what"
        " was put aside for this) and run the same command again.",
    ),
    ((apsw.NotADBError,), "this is not a record: the file is not a SQLite database. Name another file with --record."),
    ((apsw.ReadOnlyError, apsw.PermissionsError), "the record or its folder may not be written to. Copy it to a place where you may."),
    ((apsw.CantOpenError,), "the record cannot be opened. Is it a file (not a folder) in a folder that exists and that you may read?"),
    ((apsw.InterruptError,), "the question takes longer than one may. Ask for less: one story, one speaker, a shorter time."),
    ((apsw.CorruptError,), "the file is damaged. Put a backup in its place, or save what can be read: onrecord recover NEW --record FILE."),
)
