"""Frozen values as plain JSON values and back, without loss: for pipes between processes and columns of tables.

Unlike the wire format nothing is rounded, renamed or left out, so what comes back equals what went in.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def pack(value: object) -> bytes:
    """The value as JSON in ASCII: half characters, which names of files may hold, come back too.

    >>> from onrecord.model import Span
    >>> pack((Span(1, 2), None)), unpack(Span, b'{"start":1,"end":2}')
    (b'[{"start":1,"end":2},null]', Span(start=1, end=2))
    """
    return json.dumps(to_plain(value), separators=(",", ":")).encode("ascii")


def unpack(kind: type[T], packed: bytes | str) -> T:
    """The value of this class that ``pack`` was given. Raises ValueError, KeyError or TypeError when it is none."""
    return from_plain(kind, json.loads(packed))


def to_plain(value: object) -> Any:
    """Dataclasses, tuples, mappings, bytes and moments as objects, arrays and strings."""
    if isinstance(value, (str, int, float, NoneType)):
        return value
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    return {name: to_plain(getattr(value, name)) for name in names_of(cast(Any, type(value)))}


def from_plain(kind: type[T], plain: Any) -> T:
    """The value of this class."""
    return cast(T, _reader(cast(Any, kind))(plain))


@cache
def fields_of(kind: Any) -> tuple[tuple[str, ...], Callable[[object], Iterable[object]]]:
    """The names of the fields, and what gets them all at once."""
    names = names_of(kind)
    return names, attrgetter(*names) if len(names) > 1 else lambda value: [getattr(value, name) for name in names]


@cache
def names_of(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass, as declared."""
    return tuple(field.name for field in fields(kind))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of an annotated type from its plain form."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        [other] = [_reader(part) for part in inner if part is not NoneType]
        return lambda plain: None if plain is None else other(plain)
    if origin is tuple:
        item = _reader(inner[0])
        return lambda plain: tuple(map(item, plain))
    if kind is bytes:
        return b64decode
    if kind is datetime:
        return datetime.fromisoformat
    if not is_dataclass(kind):  # strings, numbers, literals, and mappings of these
        return lambda plain: plain
    hints = get_type_hints(kind)
    readers = {name: _reader(hints[name]) for name in names_of(cast(Any, kind))}
    return lambda plain: cast(type, kind)(**{name: read(plain[name]) for name, read in readers.items()})
