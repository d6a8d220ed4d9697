"""Values as wire values: one rule for each type of value, whatever it stands in."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import NoneType
from typing import Any, TypeVar

from onrecord.model import Span
from onrecord.plain import names_of

F = TypeVar("F", bound=Callable[[Any], Any])
Wire = dict[str, Any]

_DIGITS = 4  # the last digits of a score differ between kinds of processor
_AS_THEY_ARE = frozenset((NoneType, str, int, bool))


def wire(value: Any) -> Any:
    """A value as it stands on the wire: None stays, a span is ``[start, end]``, a tuple a list, and any other value of ours an object with
    its fields as they are declared, unless its type has a ``rule`` of its own.

    >>> wire((Span(1, 3), None, 2.0))
    [[1, 3], None, 2]
    """
    kind: Any = type(value)
    if kind in _AS_THEY_ARE:
        return value
    made = _RULES.get(kind)
    return _object(value, names_of(kind), {}) if made is None else made(value)


def rule(kind: type) -> Callable[[F], F]:
    """What a value of this type is on the wire."""

    def keep(made: F) -> F:
        _RULES[kind] = made
        return made

    return keep


def entry(value: Any, keys: str, **made: Any) -> Wire:
    """These fields of a value, in this order. ``made``: what stands under a key instead of a field.

    >>> from onrecord.model import EntityRef
    >>> entry(EntityRef(entity="e1", name="Ana"), "name known", known=True)
    {'name': 'Ana', 'known': True}
    """
    return _object(value, _parted(keys), made)


def _object(value: Any, names: tuple[str, ...], made: Wire) -> Wire:
    found = {name: made[name] if name in made else wire(getattr(value, name)) for name in names}
    if "score" in found:
        found["score"] = score_of(value.score)
    return found


@lru_cache(maxsize=256)
def _parted(keys: str) -> tuple[str, ...]:
    return tuple(keys.split())


def score_of(score: float) -> float:
    """As far as every processor agrees on it."""
    return round(score, _DIGITS)


def _number(value: float) -> float | int:
    """A whole number without a decimal point."""
    return int(value) if value == int(value) else value


def _list(values: tuple[Any, ...] | list[Any]) -> list[Any]:
    return [wire(value) for value in values]


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


_RULES: dict[type, Callable[[Any], Any]] = {float: _number, tuple: _list, list: _list, frozenset: sorted, Span: _span}
