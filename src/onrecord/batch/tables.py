"""Parquet in and out. Columns that people ask about stand beside ``value``, which holds all of it as JSON, without loss."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from onrecord.batch.plan import write_whole
from onrecord.errors import EngineError
from onrecord.model import Refusal
from onrecord.read import Given, Piece, ReadOptions, Unreadable

_KEYS = ("id", "text", "title", "published", "outlet", "url")
_ROWS_AT_ONCE = 64

REPORTS = {
    "chunk": "string", "seq": "int32", "kind": "string", "id": "string", "text_sha256": "string", "language": "string", "url": "string",
    "outlet": "string", "title": "string", "published": "string", "chars": "int32", "value": "string",
}  # fmt: skip
ANALYSES = {
    "chunk": "string",
    "seq": "int32",
    "kind": "string",
    "id": "string",
    "statements": "int32",
    "engine": "string",
    "value": "string",
}


def write_table(path: Path, columns: Mapping[str, str], rows: Sequence[Mapping[str, object]]) -> None:
    """Whole or not at all. What is no text (the name of a file that is not UTF-8) has its odd bytes written out."""
    arrow = pyarrow()
    fields = [arrow.field(name, getattr(arrow, kind)()) for name, kind in columns.items()]
    arrays = [arrow.array([_storable(row.get(name)) for row in rows], type=field.type) for name, field in zip(columns, fields, strict=True)]
    content = io.BytesIO()
    pyarrow("parquet").write_table(arrow.Table.from_arrays(arrays, schema=arrow.schema(fields)), content, compression="zstd")
    write_whole(path, content.getvalue())


def read_table(path: Path, columns: Sequence[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pyarrow("parquet").ParquetFile(path).read(columns=list(columns)).to_pylist()
    return found


def cut_table(path: str, options: ReadOptions) -> Iterator[Piece | Refusal]:
    """The rows of a Parquet file as pieces: as lines of JSON lines with those of its columns that a line may have."""
    whole = Piece(where=path, stem=Path(path).stem, given=Given(published=options.published, outlet=options.outlet), format="jsonl")
    arrow = pyarrow()
    try:
        table = pyarrow("parquet").ParquetFile(path)
        columns = [name for name in _KEYS if name in table.schema_arrow.names]
        if "text" not in columns:
            raise Unreadable(f"it has no column 'text'; its columns are {', '.join(table.schema_arrow.names)[:300]}.")
        number = 0
        for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE, columns=columns):
            for row in batch.to_pylist():
                number += 1
                line = json.dumps({key: _written(value) for key, value in row.items() if value is not None})
                yield Piece(where=path, stem=whole.stem, given=whole.given, format="jsonl", place=f":{number}", body=line.encode("ascii"))
        if not number:
            raise Unreadable("the file is empty.")
    except Unreadable as error:
        yield whole.refusal(error)
    except (OSError, arrow.ArrowException) as error:
        why = " ".join(str(error).split())[:200]
        yield whole.refusal(Unreadable(f"it cannot be read as Parquet ({why}).", kind="failed"))


def pyarrow(part: str = "") -> Any:
    """Comes with the dataframe engine. Raises EngineError without it."""
    try:
        return import_module(f"pyarrow.{part}" if part else "pyarrow")
    except ModuleNotFoundError:
        raise missing_extra() from None


def missing_extra() -> EngineError:
    return EngineError("Archive runs need the extra 'archive'. Install it with: pip install 'onrecord[archive]'")


def is_table(path: str | os.PathLike[str]) -> bool:
    return os.fspath(path).lower().endswith((".parquet", ".pq"))


def _storable(value: object) -> object:
    return value.encode("utf-8", "backslashreplace").decode("utf-8") if isinstance(value, str) else value


def _written(value: object) -> object:
    """A date or a moment as it is written in JSON; what else is no JSON, as text."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool)) else str(value)
