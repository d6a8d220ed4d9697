"""How references, times and spans lie in columns, there and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sized
from functools import lru_cache
from typing import Any

from onrecord.model import EntityRef, Published, Span, Time

LISTED = "IN (SELECT value FROM json_each(?))"  # behind a column: bound to a JSON array


def columns_of(table: str, columns: str) -> str:
    """The columns, each of the table by this name."""
    return ", ".join(f"{table}.{column.strip()}" for column in columns.split(","))


def pair(reference: EntityRef | None) -> tuple[str | None, str | None]:
    """Id and name; two NULL for nobody."""
    return (reference.entity, reference.name) if reference else (None, None)


def reference(entity: str | None, name: str | None) -> EntityRef | None:
    return None if entity is None or name is None else EntityRef(entity=entity, name=name)


def bounds(span: Span | None) -> tuple[int | None, int | None]:
    return (span.start, span.end) if span else (None, None)


def span_or_none(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def moment(time: Time | None) -> tuple[Any, ...]:
    """Value, precision, start, end."""
    return (time.value, time.precision, *bounds(time.span)) if time else (None,) * 4


def time_or_none(value: str | None, precision: Any, start: int | None, end: int | None) -> Time | None:
    return None if value is None else Time(value=value, precision=precision, span=span_or_none(start, end))


def published(value: str | None, precision: Any, basis: Any) -> Published | None:
    return None if value is None else Published(value=value, precision=precision, basis=basis)


def strings(texts: Iterable[str]) -> str:
    """Texts as one JSON array, letters as they are."""
    return json.dumps(list(texts), ensure_ascii=False)


@lru_cache(maxsize=1 << 12)  # reasons are the same ones again and again
def strings_of(column: str) -> tuple[str, ...]:
    return tuple(json.loads(column))


def quoted(columns: Iterable[str]) -> str:
    """Columns by names that may be words of SQL."""
    return ", ".join(f'"{column}"' for column in columns)


def marks(row: Sized) -> str:
    """As many question marks as the row has columns."""
    return ", ".join("?" * len(row))


def marks_for(columns: str) -> str:
    """As many question marks as columns are named."""
    return marks(columns.split(","))
