"""The two clocks of a record: when a report was published, and when the record learnt of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.store.when import as_of_moment

Condition = tuple[str, list[Any]]


def clock_conditions(as_of: str | None, known_at: str | None) -> Iterator[Condition]:
    """What SQL asks of a report ``r`` for it to have been published by ``as_of`` and recorded by ``known_at``; None asks nothing.

    A report without a date of publication meets no ``as_of``. Raises InputError when either is no date.
    """
    for column, value in (("r.published_last", as_of), ("r.recorded_at", known_at)):
        if value is not None:
            moment = as_of_moment(value)
            yield f"{column} < ? || '~'", [moment]  # after all that begins with the moment, and found by index


def all_of(conditions: Iterable[Condition]) -> Condition:
    """The conditions as one, ``true`` when there is none, with its bindings."""
    found: list[Condition] = [("true", []), *conditions]
    return " AND ".join(sql for sql, _ in found), [value for _, values in found for value in values]
