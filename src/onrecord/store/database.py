"""A connection to a record, whatever keeps it: one SQL for SQLite and PostgreSQL, written in whole transactions.

The SQL of this package is what both understand. Bindings are ``?``, or ``?1`` where one stands twice; a list is bound as JSON and read
with ``json_each(?)``; a truth is 0 or 1; NULL is compared with ``IS NOT DISTINCT FROM``, and where it may be first or last the order
says so; a query in FROM has a name; text is ordered by code points. What the two say in words of their own are methods here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any, Literal

from onrecord.errors import StoreError
from onrecord.store.place import Place

Row = tuple[Any, ...]
Searched = Literal["report", "statement"]  # tables whose words are found by an index
COLUMNS: dict[Searched, tuple[str, ...]] = {
    "report": ("title", "text"),
    "statement": ("content_text", "source_text", "speaker_name"),
}
WORD_INDEXES = frozenset(f"{table}_{kind}" for table in COLUMNS for kind in ("fts", "words"))  # of SQLite, of PostgreSQL


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words in a row, in one column of a searched table (None: in any); ``prefix``: the last one is the beginning of a word."""

    words: str
    column: str | None = None
    prefix: bool = False


class Database(ABC):
    """A connection. Every error of the library below leaves it as a StoreError that says where and what to do. One thread at a time."""

    _failure: type[Exception]  # whatever the library below raises
    _advice: Sequence[tuple[tuple[type[Exception], ...], str]]  # what to do about it, by kind

    def __init__(self, path: Place, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only

    @abstractmethod
    def _told(self, error: Exception) -> str:
        """What the library says of an error, where there is no advice."""

    @contextmanager
    def _errors(self, passing: tuple[type[Exception], ...] = ()) -> Iterator[None]:
        try:
            yield
        except passing:
            raise
        except self._failure as error:
            advice = next((advice for kinds, advice in self._advice if isinstance(error, kinds)), None)
            raise StoreError(f"{self.path}: {advice or self._told(error)}") from error
        except UnicodeEncodeError as error:
            bad = ascii(error.object[error.start : error.end])
            raise StoreError(f"{self.path}: the lone surrogate {bad} is no text. Replace it first.") from error

    @abstractmethod
    def close(self) -> None:
        """Safe to call twice."""

    @abstractmethod
    def be_patient(self, seconds: float) -> None:
        """Waits so long for another writer from now on, and not the few seconds that somebody in front of a screen waits."""

    # Asking and telling

    @abstractmethod
    def rows(self, sql: str, bindings: Sequence[Any] = ()) -> Iterator[Row]:
        """Rows, as they are found where that is possible: read them to their end, or in one go before writing."""

    def stream(self, sql: str, bindings: Sequence[Any] = ()) -> Iterator[Row]:
        """As ``rows``, of so many that they are not to be held in memory together."""
        return self.rows(sql, bindings)

    def all(self, sql: str, bindings: Sequence[Any] = ()) -> list[Row]:
        return list(self.rows(sql, bindings))

    def value(self, sql: str, bindings: Sequence[Any] = ()) -> Any:
        """The first column of the first row; None when there is none."""
        found = self.all(sql, bindings)
        return found[0][0] if found else None

    @abstractmethod
    def rows_until(self, stop: float, sql: str, bindings: Sequence[Any]) -> tuple[list[Row], bool]:
        """The rows found until that moment of ``time.monotonic``, and whether these are all."""

    @abstractmethod
    def run(self, sql: str, bindings: Sequence[Any] = ()) -> None:
        """One command; without bindings also a script."""

    @abstractmethod
    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None: ...

    # Transactions

    @contextmanager
    def write(self) -> Iterator[None]:
        """All or nothing: durable when the block ends, undone when it raises. Nobody else writes meanwhile, so what is read in the block
        still holds when it is written. Blocks may nest."""
        if self.in_block:
            yield
            return
        if self.read_only:
            raise StoreError(f"{self.path} is open for reading only. Open it again without read_only.")
        with self._writing():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read inside the block is of one moment, whatever others write meanwhile."""
        if self.in_block:
            yield
            return
        with self._reading():
            yield

    @property
    @abstractmethod
    def in_block(self) -> bool:
        """Whether a transaction is open."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[None]: ...

    @abstractmethod
    def _reading(self) -> AbstractContextManager[None]: ...

    @abstractmethod
    def within(self, seconds: float) -> AbstractContextManager[None]:
        """What is asked inside the block may take so long together; then StoreError. Blocks do not nest."""

    # Words

    @abstractmethod
    def matches(self, table: Searched) -> str:
        """A query for ``row`` and ``rank`` (the less, the better) of the rows that match what is bound: an ``expression``."""

    @abstractmethod
    def expression(self, phrases: Sequence[Phrase]) -> str:
        """What finds every phrase; empty: nothing can be searched for. Cannot raise and cannot take long when it is matched."""

    def index(self, table: Searched, ids: Collection[str]) -> None:  # noqa: B027  # nothing to do where triggers do it
        """Brings the index of words up to date after rows with these ids were inserted, or words in them changed."""

    # The record as a whole

    @abstractmethod
    def version(self) -> int:
        """Of the tables; 0: there are none yet. Raises StoreError when what is there is no record."""

    def ready(self) -> None:  # noqa: B027  # nothing to do where a server sees to it
        """To be called when the tables are those of today."""

    @abstractmethod
    def migrating(self) -> AbstractContextManager[None]:
        """A transaction in which tables may be changed, by one process at a time."""

    @abstractmethod
    def migrate(self, scripts: Sequence[tuple[int, str]], version: int) -> None:
        """From this version of the tables to that of the last script; ``scripts``: all there are, in order, each with the version that it
        leads to."""

    @abstractmethod
    def data_version(self) -> int:
        """Another number as soon as somebody else has written; only the numbers of one connection compare."""

    @abstractmethod
    def made_with(self) -> str:
        """Name and version of what keeps the record."""

    @abstractmethod
    def size(self) -> int:
        """Bytes on disk."""

    @abstractmethod
    def faults(self, *, quick: bool = False) -> Iterator[tuple[str, str]]:
        """What is wrong below the tables, each with where (an index of words by its name); ``quick``: without reading what stands in
        them."""

    @abstractmethod
    def unlocked(self) -> AbstractContextManager[None]:
        """Judgements may be removed and changed in the block, and nowhere else."""

    @abstractmethod
    def scrub(self) -> bool:
        """Writes everything anew without a trace of what was deleted. False: somebody reads, so the log still has it."""

    def tables(self) -> dict[str, list[str]]:
        """The columns of every table that holds what was put in, each table after those that its rows point at; indexes of words are
        none."""
        found: dict[str, list[str]] = {}
        for table, column in self._columns():
            found.setdefault(table, []).append(column)
        order = TopologicalSorter({table: {to for of, to in self._references() if of == table != to} for table in found})
        return {table: found[table] for table in order.static_order()}

    @abstractmethod
    def _columns(self) -> Iterable[tuple[str, str]]:
        """Table and column."""

    @abstractmethod
    def _references(self) -> Iterable[tuple[str, str]]:
        """Table, and the table that its rows point at."""

    def count_rows(self) -> None:  # noqa: B027  # nothing to do where a server sees to it
        """To be called when much was put in: brings what the planner of questions knows of the tables up to date, where it is far off."""

    def filled(self) -> None:  # noqa: B027  # as above
        """To be called when rows were put in with numbers of their own."""
