"""What a wire object looks like as one row of a table: named columns with plain types, found in the object by a path."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.export.tables import Cell
from onrecord.export.wire import Wire

Shape = Literal["text", "integer", "number", "texts", "spans", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. ``path``: the keys that lead to its value, parted by dots; ``*`` goes into every item of a list, a number into one.

    shape: text, integer and number may be None; texts and spans are lists, [] when there is nothing; json is text that holds JSON.
    """

    name: str
    shape: Shape
    path: tuple[str, ...]

    def of(self, line: Wire) -> Any:
        """The value in the wire object: a plain one, or a list of texts or of ``[start, end]`` pairs."""
        found = _follow(line, self.path)
        if self.shape in ("texts", "spans"):
            return found or []
        return _dumped(found) if self.shape == "json" and found is not None else found


def columns_of(**paths: str) -> tuple[Column, ...]:
    """Columns by name; each is said as ``shape path``, the path being the name when it is left out.

    >>> [(c.name, c.shape, c.path) for c in columns_of(id="text", speaker="text speaker.name")]
    [('id', 'text', ('id',)), ('speaker', 'text', ('speaker', 'name'))]
    """
    found = []
    for name, said in paths.items():
        shape, _, path = said.partition(" ")
        found.append(Column(name=name, shape=shape, path=tuple((path or name).split("."))))  # type: ignore[arg-type]
    return tuple(found)


def cells_of(columns: Iterable[Column], line: Wire) -> tuple[Cell, ...]:
    """The row as cells of a table that knows no lists: texts parted by ``; ``, spans as ``[0:12] [20:31]``.

    >>> cells_of(columns_of(a="texts", content="spans"), {"a": ["x", "y"], "content": [[0, 12], [20, 31]]})
    ('x; y', '[0:12] [20:31]')
    """
    return tuple(_cell(column, column.of(line)) for column in columns)


def _cell(column: Column, value: Any) -> Cell:
    if column.shape == "texts":
        return "; ".join(map(str, value))
    if column.shape == "spans":
        return " ".join(f"[{start}:{end}]" for start, end in value)
    plain: Cell = value
    return plain


def _follow(value: Any, path: Sequence[str]) -> Any:
    for at, key in enumerate(path):
        if value is None:
            return None
        if key == "*":
            return [found for item in value if (found := _follow(item, path[at + 1 :])) is not None]
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
