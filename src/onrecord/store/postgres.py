"""A record in a PostgreSQL database, in the schema ``onrecord`` of it. Only this module knows psycopg."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any

import psycopg
from psycopg import errors
from psycopg.types.string import StrDumper

from onrecord.errors import StoreError
from onrecord.store.database import COLUMNS, Database, Phrase, Row, Searched
from onrecord.store.lexemes import query, vector
from onrecord.store.place import Server
from onrecord.store.translate import Schema, numbered, steps

WAIT_SECONDS = 30
_CONNECT_SECONDS = 10
_MAKING = 0x4F6E5265  # the key of the lock that whoever changes tables holds
_AT_ONCE = 500  # rows
_cursors = count(1)  # their names
_VECTORS = "unnest($1::integer[], $2::text[]) AS v (row, words)"
_OWN_TABLES = ("record", "report_words", "statement_words")
_TOO_LONG = "the question takes longer than one may. Ask for less: one story, one speaker, a shorter time."
_ADVICE: Sequence[tuple[tuple[type[Exception], ...], str]] = (
    (
        (errors.LockNotAvailable,),
        f"another process has been writing to the record for {WAIT_SECONDS} seconds. Try again when it has finished.",
    ),
    ((errors.QueryCanceled,), _TOO_LONG),
    ((errors.DiskFull,), "the server's disk is full. What was stored before is safe; make room and run the same command again."),
    (
        (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction),
        "your account may not write there. Ask for it, or name another record with --record.",
    ),
)


class PostgresDatabase(Database):
    """A connection to the server, taken up anew after it was lost; what was not committed then is undone."""

    _failure = psycopg.Error
    _advice = _ADVICE
    path: Server

    def __init__(self, path: Server, *, read_only: bool) -> None:
        super().__init__(path, read_only=read_only)
        self._closed = self._in_block = False
        self._own_writes = 0  # transactions
        self._stop: float | None = None
        self._read: list[str] = []  # cursors
        self._connection = self._connect()

    def _connect(self) -> psycopg.Connection[Row]:
        with self._errors():
            connection = psycopg.connect(
                self.path.url,
                autocommit=True,
                cursor_factory=psycopg.RawCursor,
                client_encoding="utf8",
                connect_timeout=_CONNECT_SECONDS,
                application_name="onrecord",
            )
            connection.adapters.register_dumper(str, StrDumper)  # as text, not as whatever fits: no query is read in two ways
            connection.execute("SET search_path = onrecord")
            connection.execute(f"SET lock_timeout = '{WAIT_SECONDS}s'")
            if self.read_only:
                connection.execute("SET default_transaction_read_only = on")
            return connection

    def be_patient(self, seconds: float) -> None:
        with self._errors():
            self._ready().execute(f"SET lock_timeout = '{int(seconds)}s'")

    def close(self) -> None:
        self._closed = True
        self._connection.close()

    def _ready(self) -> psycopg.Connection[Row]:
        """For the next command; a connection that was lost is made anew, but not in the middle of a transaction."""
        if self._connection.closed and not (self._closed or self._in_block):
            self._connection = self._connect()
            self._read.clear()
        while self._read and not self._in_block:
            self._connection.execute(f"CLOSE {self._read.pop()}")
        if self._stop is not None and time.monotonic() > self._stop:
            raise StoreError(f"{self.path}: {_TOO_LONG}")
        return self._connection

    def rows(self, sql: str, bindings: Sequence[Any] = ()) -> Iterator[Row]:
        with self._errors():
            yield from self._ready().execute(numbered(sql), tuple(bindings))

    def stream(self, sql: str, bindings: Sequence[Any] = ()) -> Iterator[Row]:
        name, held = f"stream{next(_cursors)}", not self._in_block  # held: the server keeps what it found when its transaction ends
        self.run(f"DECLARE {name} CURSOR {'WITH HOLD' if held else ''} FOR {sql}", bindings)
        try:
            while found := self.all(f"FETCH {_AT_ONCE} FROM {name}"):
                yield from found
        finally:
            if held:
                self._read.append(name)  # closed later: this may run in the middle of something else

    def run(self, sql: str, bindings: Sequence[Any] = ()) -> None:
        with self._errors():
            if bindings:
                self._ready().execute(numbered(sql), tuple(bindings))
            else:
                self._ready().execute(sql)

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._errors(), self._ready().cursor() as cursor:
            cursor.executemany(numbered(sql), rows)

    def rows_until(self, stop: float, sql: str, bindings: Sequence[Any]) -> tuple[list[Row], bool]:
        """All of them or none: PostgreSQL sorts before it gives the first."""
        left = max(1, round(1000 * (stop - time.monotonic())))
        try:
            with self._errors(passing=(errors.QueryCanceled,)), self._ready().transaction(force_rollback=True):
                self._connection.execute(f"SET LOCAL statement_timeout = {left}")
                return self._connection.execute(numbered(sql), tuple(bindings)).fetchall(), True
        except errors.QueryCanceled:
            return [], False

    @property
    def in_block(self) -> bool:
        return self._in_block

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time, as with SQLite: what reads before it writes needs no lock of its own, and nothing has to be tried again."""
        with self._block(), self._connection.pipeline():  # what gives nothing back is not waited for
            self.run("UPDATE record SET writes = writes + 1")
            self._own_writes += 1
            try:
                yield
            except BaseException:
                self._own_writes -= 1
                raise

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._block(undo=True):
            self.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield

    @contextmanager
    def migrating(self) -> Iterator[None]:
        with self._block():
            self.run(f"SELECT pg_advisory_xact_lock({_MAKING})")
            yield

    @contextmanager
    def _block(self, *, undo: bool = False) -> Iterator[None]:
        with self._errors(), self._ready().transaction(force_rollback=undo):
            self._in_block = True
            try:
                yield
            finally:
                self._in_block = False

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        self._stop = time.monotonic() + seconds
        self.run(f"SET statement_timeout = {max(1, round(1000 * seconds))}")
        try:
            yield
        finally:
            self._stop = None
            with suppress(StoreError):  # what went wrong before is what is told
                self.run("SET statement_timeout = 0")

    def matches(self, table: Searched) -> str:
        asked = "(SELECT CAST(? AS tsquery) AS q) asked"
        return f"SELECT w.row, -ts_rank(w.words, asked.q) AS rank FROM {table}_words w, {asked} WHERE w.words @@ asked.q"

    def expression(self, phrases: Sequence[Phrase]) -> str:
        return query(phrases, COLUMNS["report" if any(p.column in COLUMNS["report"] for p in phrases) else "statement"])

    def index(self, table: Searched, ids: Collection[str]) -> None:
        self._index(table, "t.id = ANY($1)", list(ids))

    def _index(self, table: Searched, where: str, wanted: Any) -> None:
        sql = f"INSERT INTO {table}_words SELECT v.row, v.words::tsvector FROM {_VECTORS}"
        with self._errors():
            for batch in self._vectors(table, where, wanted):
                self._connection.execute(f"{sql} ON CONFLICT (row) DO UPDATE SET words = excluded.words", batch)

    def _vectors(self, table: Searched, where: str, wanted: Any) -> Iterator[tuple[list[int], list[str]]]:
        """The row numbers and words of some rows of a table, as two lists, a few hundred at a time."""
        sql = f"SELECT t.row, {', '.join(COLUMNS[table])} FROM {table} t WHERE t.row > $2 AND {where} ORDER BY t.row LIMIT {_AT_ONCE}"
        last = 0
        with self._errors():
            while found := self._ready().execute(sql, (wanted, last)).fetchall():
                last = found[-1][0]
                yield [row for row, *_ in found], [vector(texts) for _, *texts in found]

    def version(self) -> int:
        if self.value("SELECT to_regclass('onrecord.record') IS NOT NULL"):
            return int(self.value("SELECT schema FROM record") or 0)
        if self.value("SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('onrecord')"):
            raise StoreError(f"{self.path}: the schema onrecord of this database is not a record. Name another database with --record.")
        return 0

    def migrate(self, scripts: Sequence[tuple[int, str]], version: int) -> None:
        if self.value("SHOW server_encoding") != "UTF8":
            raise StoreError(f"{self.path}: the database does not keep text as UTF-8. Make one that does: createdb --encoding=UTF8 NAME")
        schema = Schema(script for _, script in scripts)
        if not version:
            self.run("CREATE SCHEMA IF NOT EXISTS onrecord")
            changes = [*schema.tables, *schema.indexes]
        else:
            changes = [step for target, script in scripts if target > version for step in steps(script)]
            changes = [*(f"DROP VIEW IF EXISTS {name}" for name in reversed(schema.views)), *changes]
        for statement in (*changes, *schema.what_hangs_on_them()):
            self.run(statement)
        sql = "INSERT INTO record (schema) VALUES (?) ON CONFLICT (one) DO UPDATE SET schema = excluded.schema"
        self.run(sql, (scripts[-1][0],))

    def data_version(self) -> int:
        return int(self.value("SELECT writes FROM record")) - self._own_writes

    def made_with(self) -> str:
        return f"PostgreSQL {self.value('SHOW server_version').split()[0]}"

    def size(self) -> int:
        return int(self.value("SELECT pg_database_size(current_database())"))

    @contextmanager
    def unlocked(self) -> Iterator[None]:
        for how in ("DISABLE", "ENABLE"):
            for lock in ("judgement_is_kept", "judgement_is_fixed"):
                self.run(f"ALTER TABLE judgement {how} TRIGGER {lock}")
            if how == "DISABLE":
                yield

    def scrub(self) -> bool:
        """Tables and indexes only: the server's log and its backups are in the hands of whoever looks after it."""
        for searched in COLUMNS:
            with self.write():
                self._index(searched, "$1", True)
        try:
            for table in (*self.tables(), *_OWN_TABLES):
                with self._errors(passing=(errors.LockNotAvailable,)):
                    self._ready().execute(f"VACUUM FULL {table}")
        except errors.LockNotAvailable:
            return False
        reading = "SELECT count(*) FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid()"
        return not self.value(f"{reading} AND datname = current_database()")

    def faults(self, *, quick: bool = False) -> Iterator[tuple[str, str]]:
        """Its pages the server checks by itself. Here: are all words indexed, and by what they are now?"""
        for table in () if quick else COLUMNS:
            odd = (
                f"SELECT t.id FROM {_VECTORS} JOIN {table} t ON t.row = v.row LEFT JOIN {table}_words w ON w.row = v.row"
                " WHERE w.words IS DISTINCT FROM v.words::tsvector"
            )
            for batch in self._vectors(table, "$1", True):
                with self._errors():
                    found = self._connection.execute(odd, batch).fetchall()
                for (unfit,) in found:
                    yield f"{table}_words", f"the search index does not fit {unfit}. Build it anew with: onrecord doctor --reclaim"

    def _columns(self) -> Iterable[tuple[str, str]]:
        return self.all(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relnamespace = to_regnamespace('onrecord') AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
            f" AND c.relname NOT IN {_OWN_TABLES} ORDER BY c.oid, a.attnum"
        )

    def _references(self) -> Iterable[tuple[str, str]]:
        return self.all(
            "SELECT c.relname, p.relname FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid"
            " WHERE f.contype = 'f' AND f.connamespace = to_regnamespace('onrecord')"
        )

    def filled(self) -> None:
        for table, number in (("report", "row"), ("statement", "row"), ("story_change", "seq"), ("known_name", "row")):
            self.run(f"SELECT setval(pg_get_serial_sequence('{table}', '{number}'), max({number})) FROM {table}")

    def _told(self, error: Exception) -> str:
        said = " ".join(str(error).split()) or type(error).__name__
        if isinstance(error, psycopg.OperationalError):
            said = f"the server does not answer, or lets nobody in: {said}"
            return f"{said}. Is the address right? A database is made with: createdb --encoding=UTF8 NAME"
        return f"PostgreSQL says: {said}."
