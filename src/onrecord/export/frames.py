"""Tables in Arrow's memory, handed to whoever reads it without a copy: Parquet and Arrow files, pandas, Polars, DuckDB.

The only module that touches arro3, which an extra brings: ``pip install onrecord[tables]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from onrecord.errors import EngineError
from onrecord.export.columns import Column
from onrecord.export.sink import File
from onrecord.export.wire import Wire

if TYPE_CHECKING:
    from arro3.core import Array, DataType, RecordBatchReader

ROWS_AT_ONCE = 10_000  # rows of a batch: about 10 MB of statements


def stream_of(columns: Sequence[Column], lines: Iterable[Wire]) -> RecordBatchReader:
    """The lines as a stream of batches, read as it is read. Raises EngineError when the extra is not installed."""
    core = _arro3("core")
    types = {column.name: _type(core, column) for column in columns}
    fields = [core.Field(c.name, types[c.name], nullable=c.shape not in ("texts", "spans")) for c in columns]
    schema = core.Schema(fields)

    def batches() -> Iterator[Any]:
        rest = iter(lines)
        while batch := list(islice(rest, ROWS_AT_ONCE)):
            yield core.RecordBatch([_array(core, types[c.name], c, batch) for c in columns], schema=schema)

    return core.RecordBatchReader.from_batches(schema, batches())  # type: ignore[no-any-return]


def write_parquet(columns: Sequence[Column], lines: Iterable[Wire], file: File) -> None:
    """Snappy-compressed, so that every reader of Parquet opens it."""
    stream = stream_of(columns, _counted(lines, file))
    _arro3("io").write_parquet(stream, _Writer(file), compression="snappy", created_by="onrecord")


def write_arrow(columns: Sequence[Column], lines: Iterable[Wire], file: File) -> None:
    """An Arrow IPC file (Feather V2), uncompressed: it can be mapped into memory as it is."""
    stream = stream_of(columns, _counted(lines, file))
    _arro3("io").write_ipc(stream, _Writer(file), compression=None)


def _counted(lines: Iterable[Wire], file: File) -> Iterator[Wire]:
    file.entries = 0
    for line in lines:
        file.entries += 1
        yield line


def _type(core: Any, column: Column) -> DataType:
    plain = {"text": core.DataType.string, "json": core.DataType.string, "integer": core.DataType.int64, "number": core.DataType.float64}
    if column.shape == "texts":
        return core.DataType.list(core.Field("item", core.DataType.string(), nullable=False))  # type: ignore[no-any-return]
    if column.shape == "spans":
        return core.DataType.list(core.Field("item", core.DataType.struct(_ends(core)), nullable=False))  # type: ignore[no-any-return]
    return plain[column.shape]()  # type: ignore[no-any-return]


def _ends(core: Any) -> list[Any]:
    return [core.Field(name, core.DataType.int64(), nullable=False) for name in ("start", "end")]


def _array(core: Any, kind: DataType, column: Column, batch: Sequence[Wire]) -> Array:
    values = [column.of(line) for line in batch]
    if column.shape not in ("texts", "spans"):
        convert: Callable[[Any], Any] = {"integer": int, "number": float}.get(column.shape, str)
        return core.Array([None if v is None else convert(v) for v in values], type=kind)  # type: ignore[no-any-return]
    items = list(chain.from_iterable(values))
    ends = [0]
    for value in values:
        ends.append(ends[-1] + len(value))
    offsets = core.Array(ends, type=core.DataType.int32())
    if column.shape == "texts":
        return core.list_array(offsets, core.Array(list(map(str, items)), type=core.DataType.string()), type=kind)  # type: ignore[no-any-return]
    sides = [core.Array([span[at] for span in items], type=core.DataType.int64()) for at in (0, 1)]
    return core.list_array(offsets, core.struct_array(sides, fields=_ends(core)), type=kind)  # type: ignore[no-any-return]


class _Writer:
    """What arro3 writes to; it never goes back."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._position = 0

    def write(self, content: bytes) -> int:
        self._file.write_bytes(bytes(content))
        self._position += len(content)
        return len(content)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def seek(self, offset: int, whence: int = 0) -> int:
        if (offset, whence) not in ((0, 1), (self._position, 0)):
            raise OSError("an export is written from beginning to end")
        return self._position

    def tell(self) -> int:
        return self._position


def _arro3(part: str) -> Any:
    try:  # loaded when it is needed: it is an extra, and 30 MB that nobody else should wait for
        return import_module(f"arro3.{part}")
    except ModuleNotFoundError:
        raise EngineError("Arrow and Parquet need the extra 'tables'. Install it with: pip install 'onrecord[tables]'") from None
