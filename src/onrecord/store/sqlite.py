"""A record in one SQLite file: opened safely, written in whole transactions, with errors that say what to do."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw

from onrecord.errors import StoreError
from onrecord.progress import OnProgress, Progress, unseen
from onrecord.store.advice import ADVICE
from onrecord.store.database import COLUMNS, Database, Phrase, Row, Searched
from onrecord.text import fold

APPLICATION_ID = 0x4F6E5265  # "OnRe"; file(1) and others tell the format of a SQLite file by it
BUSY_MILLISECONDS = 30_000
_READERS_CACHE_KIB = 24 * 1024  # of pages; with the usual 2 MiB one page of the desk read the same ones again and again
_WRITERS_CACHE_KIB = 16 * 1024  # more saved no time at 10,000 reports: what SQLite does not keep, the system does
LOG_BYTES = 64 * 1024 * 1024  # what the write-ahead log is cut to, once nobody reads what a long reader held in it
_LOG_CUT = 16 * 1024 * 1024  # from here a writer cuts it: SQLite does only when nobody reads, and with a few readers somebody always does
_LOG_TRIES, _LOG_MILLISECONDS = 20, 100  # at that, waiting for those who read; a page of the desk reads for less than all of these
_STEPS_BETWEEN_LOOKS = 100  # instructions of SQLite's machine between two looks at the clock; ranking a long text is one of them
_STEPS_OF_A_QUESTION = 50_000  # the same where a millisecond more does no harm
_PAGES_OF_A_STEP = 2_000  # of a copy: 8 MB, between two of which it can be stopped


class SqliteDatabase(Database):
    """A connection to the file at ``path``, which is made when it is not there."""

    _failure = apsw.Error
    _advice = ADVICE
    path: Path

    def __init__(self, path: Path, *, read_only: bool) -> None:
        super().__init__(path, read_only=read_only)
        flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        self._stop: float | None = None
        self._log = path.with_name(f"{path.name}-wal")
        self._log_cut = _LOG_CUT
        self._patience = BUSY_MILLISECONDS
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
        for pragma in ("foreign_keys = ON", "trusted_schema = OFF", "synchronous = FULL", f"cache_size = -{_WRITERS_CACHE_KIB}"):
            self._connection.execute(f"PRAGMA {pragma}")
        if self.read_only:
            self._connection.execute("PRAGMA query_only = ON")
            self._connection.execute(f"PRAGMA cache_size = -{_READERS_CACHE_KIB}")
        else:
            self._connection.execute(f"PRAGMA journal_size_limit = {LOG_BYTES}")

    def be_patient(self, seconds: float) -> None:
        self._patience = int(seconds * 1000)
        with self._errors():
            self._connection.set_busy_timeout(self._patience)

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

    def run(self, sql: str, bindings: Sequence[Any] = ()) -> None:
        with self._errors():
            self._connection.execute(sql, tuple(bindings)).fetchall()

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._errors():
            self._connection.executemany(sql, (tuple(row) for row in rows)).fetchall()

    @property
    def in_block(self) -> bool:
        return self._connection.in_transaction

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            self._undo()
            raise
        self._cut_log()

    def _cut_log(self) -> None:
        """Puts a log that has grown long into the file: waits for who reads what is in the log, while new readers find all in the file.
        When somebody reads for longer it is tried again when as much has been added. In several tries, as one would wait for the mark
        of a reader that others, who are no hindrance, have taken over and pass on from one to the next."""
        with suppress(OSError, StoreError):  # what was written is durable in the log; what is wrong the next write tells
            size = self._log.stat().st_size
            if size > self._log_cut:
                self._connection.set_busy_timeout(_LOG_MILLISECONDS)
                self._log_cut = _LOG_CUT if any(self.empty_log() for _ in range(_LOG_TRIES)) else size + _LOG_CUT
                self._connection.set_busy_timeout(self._patience)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        self.run("BEGIN")
        try:
            yield
        finally:
            self._undo()

    def copy_to(self, path: Path, told: OnProgress = unseen) -> None:
        """Everything as it is at this moment, into a new file."""
        with self._errors():
            other = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_NOFOLLOW)
            try:
                with self.snapshot(), other.backup("main", self._connection, "main") as backup:
                    self.value("SELECT count(*) FROM sqlite_schema")  # from here on it is one moment, however many steps there are
                    while not backup.done:
                        backup.step(_PAGES_OF_A_STEP)
                        told(Progress(done=backup.page_count - backup.remaining, total=backup.page_count, what="pages"))
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
        outer = self._stop
        self._look_at_the_clock(min(time.monotonic() + seconds, math.inf if outer is None else outer))
        try:
            yield
        finally:
            self._look_at_the_clock(outer)

    def _look_at_the_clock(self, stop: float | None, steps: int = _STEPS_OF_A_QUESTION) -> None:
        self._stop = stop
        self._connection.set_progress_handler(None if stop is None else lambda: time.monotonic() > stop, steps)

    def matches(self, table: Searched) -> str:
        return f"SELECT rowid AS row, rank FROM {table}_fts WHERE {table}_fts MATCH ?"

    def expression(self, phrases: Sequence[Phrase]) -> str:
        return " AND ".join(map(_quoted, phrases))

    def version(self) -> int:
        with self.snapshot():  # another process may be making the record at this moment
            application = int(self.value("PRAGMA application_id"))
            tables = int(self.value("SELECT count(*) FROM sqlite_schema"))
            version = int(self.value("PRAGMA user_version"))
        if application != APPLICATION_ID and (application or tables):
            raise StoreError(f"{self.path} is a SQLite database, but not a record of onrecord. Name another file with --record.")
        return version

    def migrating(self) -> AbstractContextManager[None]:
        self.run("PRAGMA journal_mode = WAL")
        return self.write()

    def migrate(self, scripts: Sequence[tuple[int, str]], version: int) -> None:
        for target, script in scripts:
            if target > version:
                self.run(script)
                self.run(f"PRAGMA user_version = {target}")
        self.run(f"PRAGMA application_id = {APPLICATION_ID}")

    def data_version(self) -> int:
        return int(self.value("PRAGMA data_version"))

    def made_with(self) -> str:
        return f"SQLite {apsw.sqlite_lib_version()}"

    def size(self) -> int:
        return self.path.stat().st_size

    def ready(self) -> None:
        if not self.read_only and self.value("PRAGMA journal_mode") != "wal":  # a backup that is used again
            self.run("PRAGMA journal_mode = WAL")

    @contextmanager
    def unlocked(self) -> Iterator[None]:
        locks = self.all(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name IN ('judgement_is_kept', 'judgement_is_fixed')"
        )
        for name, _ in locks:
            self.run(f"DROP TRIGGER {name}")
        yield
        for _, sql in locks:
            self.run(sql)

    def count_rows(self) -> None:
        """Of every table that has no statistics, or ten times the rows of when they were made. At a million statements a page of the newest
        took 170 times as long without (measured). Bounded (0x10): then no words are kept as samples, which a purge would have to find."""
        if not self.in_block:
            with suppress(StoreError):  # somebody writes, or the disk is full: next time, then
                self.run("PRAGMA optimize = 0x10012")

    filled = count_rows

    def scrub(self) -> bool:
        """Takes as much room again as the record has."""
        self.run("PRAGMA secure_delete = ON")
        for table in COLUMNS:  # built anew, since a deleted word stays in its segments
            with self.write():
                self.run(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")
        self.run("VACUUM")
        return self.empty_log()

    def empty_log(self) -> bool:
        """Whether all of the write-ahead log could be put into the file, and the log cut to nothing."""
        return bool(self.all("PRAGMA wal_checkpoint(TRUNCATE)")[0][0] == 0)

    def faults(self, *, quick: bool = False) -> Iterator[tuple[str, str]]:
        """SQLite's own checks. FTS5's against the texts needs a connection that may write; read-only: the first did a part of it."""
        check = "quick" if quick else "integrity"
        with self.within(math.inf):  # a look at the clock lets an interrupt through: by itself SQLite goes on to its end
            for (said,) in self.all(f"PRAGMA {check}_check(20)"):
                if said != "ok":
                    yield "file", f"SQLite's {check} check says: {said}"
            if quick:
                return
            for table, row, parent, _ in self.all("PRAGMA foreign_key_check"):
                yield f"{table} row {row}", f"points at a row of {parent} that is not there"
            for index in () if self.read_only else (f"{table}_fts" for table in COLUMNS):
                try:
                    self.run(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
                except StoreError:
                    yield index, "the search index does not fit the texts. Build it anew with: onrecord doctor --reclaim"

    def _columns(self) -> Iterator[tuple[str, str]]:
        yield from self.all(
            "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
            " AND t.name NOT GLOB 'sqlite_*' AND t.name NOT GLOB '*_fts*' ORDER BY t.rowid, c.cid"
        )

    def _references(self) -> Iterator[tuple[str, str]]:
        yield from self.all("SELECT t.name, f.\"table\" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'")

    def _undo(self) -> None:
        with suppress(apsw.Error):  # SQLite has often undone it by itself, and what went wrong first is what is told
            if self.in_block:
                self._connection.execute("ROLLBACK")

    def _told(self, error: Exception) -> str:
        return f"SQLite says: {error}."


def sqlite_version() -> str:
    """Of the library that reads and writes records."""
    return apsw.sqlite_lib_version()


def check_sqlite(version: str) -> None:
    """Raises StoreError for a SQLite that may damage a file in write-ahead mode when a log is begun anew (sqlite.org/changes.html:
    mended in 3.51.3 and 3.53.0; 3.52.0 was withdrawn)."""
    number = tuple(int(part) for part in version.split(".")[:3])
    if number < (3, 51, 3) or (3, 52) <= number < (3, 53):
        how = "Install apsw as a wheel, which brings its own: pip install --only-binary apsw apsw"
        raise StoreError(f"SQLite {version} may damage records (a defect of its write-ahead log), so nothing is written. {how}")


def _quoted(phrase: Phrase) -> str:
    quoted = '"' + phrase.words.replace('"', '""') + '"'
    return f"{f'{phrase.column} : ' if phrase.column else ''}{quoted}{' *' if phrase.prefix else ''}"


def _fold(*values: Any) -> str | None:
    return None if values[0] is None else fold(str(values[0]))
