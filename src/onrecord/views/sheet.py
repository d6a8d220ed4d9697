"""What every view has in common: the two clocks it was asked with, and its two other shapes."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from onrecord.errors import InputError
from onrecord.export.tables import Cell, csv_text
from onrecord.export.wire import Wire
from onrecord.store import Clocks


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """The two clocks: what was published by ``as_of`` and recorded by ``known_at``; None: whatever there is."""

    as_of: str | None = None
    known_at: str | None = None

    @property
    def clocks(self) -> Clocks:
        return {"as_of": self.as_of, "known_at": self.known_at}

    @property
    def is_now(self) -> bool:
        return self.as_of is None and self.known_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: names of columns, and cells in their order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def csv(self) -> str:
        """As CSV that a spreadsheet opens without running what is in it."""
        return csv_text([self.columns, *self.rows])


class View(Protocol):
    """One screen."""

    def wire(self) -> Wire:
        """As one JSON object."""

    def sheet(self) -> Sheet:
        """As a table, a row an entry."""


def sheet_of(columns: Sequence[str], entries: Iterable[Wire]) -> Sheet:
    """Of wire objects the named keys, in words. A dot leads into an object: ``speaker.name``.

    >>> sheet_of(["id", "who.name", "tags"], [{"id": 1, "who": {"name": "Ana"}, "tags": ["a", "b"]}, {"id": 2, "who": None, "tags": []}])
    Sheet(columns=('id', 'who.name', 'tags'), rows=((1, 'Ana', 'a; b'), (2, None, None)))
    """
    return Sheet(columns=tuple(columns), rows=tuple(tuple(_cell(_at(entry, name)) for name in columns) for entry in entries))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """Which page of a listing: ``after`` is the token that the page before gave, ``size`` how many entries."""

    after: str | None = None
    size: int = 50
    newest: bool = True


def start_of(after: str | None) -> int:
    """The place in a listing that a token stands for. Raises InputError when it is none."""
    start = unpack(after, 1)[0] if after else 0
    if not isinstance(start, int) or not 0 <= start < 10_000_000:
        raise InputError("The token for the next page is of another listing. Start from the first page.")
    return start


def _at(entry: Any, name: str) -> Any:
    for key in name.split("."):
        entry = entry.get(key) if isinstance(entry, dict) else None
    return entry


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list):
        return "; ".join(str(_cell(item)) for item in value) or None
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def pack(*parts: str | int | None) -> str:
    """An opaque token for a page: what it holds may change from one version to the next."""
    return base64.urlsafe_b64encode(json.dumps(parts, ensure_ascii=False).encode()).rstrip(b"=").decode()


def unpack(token: str, size: int) -> list[Any]:
    """What was packed. Raises InputError when the token is none of ours.

    >>> unpack(pack("statement-1f", 3), 2)
    ['statement-1f', 3]
    """
    try:
        found = json.loads(base64.urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        found = None
    if not isinstance(found, list) or len(found) != size or not all(x is None or isinstance(x, str | int) for x in found):
        raise InputError("The token for the next page is damaged or of another listing. Start from the first page.")
    return found
