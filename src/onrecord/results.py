"""What a question to the record finds: to go through, to look at in a notebook, to hand to a data frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from onrecord.errors import InputError
from onrecord.export import Kind, dump
from onrecord.export.columns import Column, cells_of
from onrecord.export.frames import stream_of
from onrecord.export.wire import Wire
from onrecord.safe import cut, printable

T = TypeVar("T")

SHOWN_ROWS = 20
COUNTED_ROWS = 1000  # a notebook counts no further: the record may hold a million
_CELL_CHARS = 200
# What of each kind's columns a notebook shows; the table has all.
_SHOWN = {
    "stories": ("title", "first", "last", "id"),
    "reports": ("published", "outlet", "title", "language", "id"),
    "statements": ("published", "outlet", "speaker", "manner", "content", "report"),
    "findings": ("type", "slot", "a_speakers", "a_texts", "b_speakers", "b_texts", "why", "origins"),
    "positions": ("issue", "actor", "option", "stance", "since", "until", "voices"),
    "offers": ("issue", "option", "terms", "actors", "acts"),
    "figures": ("measure", "unit", "scope", "text", "published", "outlet", "according_to", "origins"),
    "events": ("type", "actor", "target", "place", "when", "according_to", "figure_texts", "report"),
    "entities": ("name", "type", "spellings", "roles", "reports", "statements", "id"),
}


class Results(Iterator[T], Generic[T]):
    """Entries of a record, read when they are gone through and again each time; nothing is held.

    A loop begins at the first entry, unless ``next`` has been asked for one: then it goes on behind that. ``to_jsonl``, ``to_arrow`` and
    the capsule always give all. Raises StoreError when the record has been closed.
    """

    def __init__(self, kind: Kind, entries: Callable[[], Iterator[T]], lines: Callable[[], Iterator[Wire]]) -> None:
        self._kind = kind
        self._entries = entries
        self._lines = lines
        self._begun: Iterator[T] | None = None

    def __iter__(self) -> Iterator[T]:
        return self._entries() if self._begun is None else self._begun

    def __next__(self) -> T:
        if self._begun is None:
            self._begun = self._entries()
        return next(self._begun)

    def __repr__(self) -> str:
        return f"<{self._kind.name}: {self._kind.about}>"

    def count(self) -> int:
        """How many there are, by going through them."""
        return sum(1 for _ in self._entries())

    # Wire objects

    def to_jsonl(self, path: str | Path | None = None) -> str:
        """One wire object a line, as ``--format jsonl`` prints them; written to the file as well when there is a ``path``."""
        text = "".join(dump(line) + "\n" for line in self._lines())
        if path is not None:
            Path(path).write_text(text, encoding="utf-8", newline="\n")
        return text

    # Data frames

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The Arrow PyCapsule: ``polars.DataFrame(results)``, ``pandas.DataFrame.from_arrow(results)``, ``pyarrow.table(results)``, and in
        DuckDB ``FROM results``. Raises EngineError when the extra ``tables`` is not installed."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> Any:
        """A stream of Arrow batches (``arro3.core.RecordBatchReader``), read as it is read."""
        return stream_of(self._kind.columns, self._lines())

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``. Raises InputError when pandas is not installed."""
        return _library("pandas").DataFrame.from_arrow(self)

    def to_polars(self) -> Any:
        """A ``polars.DataFrame``. Raises InputError when Polars is not installed."""
        return _library("polars").DataFrame(self)

    # Notebooks

    def _repr_html_(self) -> str:
        """The first rows as a table, and of how many. What reports say is text in it, whatever it says."""
        columns = [column for column in self._kind.columns if column.name in _SHOWN[self._kind.name]]
        columns.sort(key=lambda column: _SHOWN[self._kind.name].index(column.name))
        lines = list(islice(self._lines(), SHOWN_ROWS))
        head = "".join(f'<th scope="col" style="text-align:start">{escape(column.name)}</th>' for column in columns)
        rows = "".join(f"<tr>{_cells(columns, line)}</tr>" for line in lines)
        caption = f'<caption style="caption-side:bottom;text-align:start">{self._shown(len(lines))}</caption>'
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    def _shown(self, shown: int) -> str:
        found = sum(1 for _ in islice(self._entries(), COUNTED_ROWS + 1))
        many = f"more than {COUNTED_ROWS}" if found > COUNTED_ROWS else str(found)
        return f"{escape(self._kind.name)}: {shown} of {many}" if found > shown else f"{escape(self._kind.name)}: {found}"


def _cells(columns: list[Column], line: Wire) -> str:
    cells = ("" if cell is None else cut(printable(str(cell)), _CELL_CHARS) for cell in cells_of(columns, line))
    return "".join(f'<td dir="auto" style="text-align:start">{escape(cell)}</td>' for cell in cells)


def _library(name: str) -> Any:
    try:  # theirs, and loaded only when it is asked for
        return import_module(name)
    except ModuleNotFoundError:
        raise InputError(f"{name} is not installed. Install it with: pip install {name}") from None
