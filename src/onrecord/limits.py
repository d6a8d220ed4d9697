"""Limits set otherwise than they ship: ``read.page_seconds=30``, on the command line or in the environment."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace

from onrecord.errors import InputError
from onrecord.settings import FetchLimits, ReadLimits, ServeLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """All limits that can be set, by group."""

    read: ReadLimits = field(default_factory=ReadLimits)
    fetch: FetchLimits = field(default_factory=FetchLimits)
    serve: ServeLimits = field(default_factory=ServeLimits)


def names_of_limits() -> list[str]:
    """Every limit, as it is set: its group and its name."""
    return [f"{group.name}.{limit.name}" for group in fields(Limits) for limit in fields(getattr(Limits(), group.name))]


def limits_from(*sources: str | Iterable[str]) -> Limits:
    """The limits as set by words like ``read.page_seconds=30``; a string may hold several, apart by spaces or commas. The last counts.

    Raises InputError for a limit that does not exist, and for a value that is no positive number.

    >>> limits_from("read.page_seconds=30, fetch.tries=1", ["fetch.tries=2"]).fetch.tries
    2
    """
    limits = Limits()
    for source in sources:
        for word in re.split(r"[\s,]+", source) if isinstance(source, str) else source:
            if word:
                limits = _set(limits, word)
    return limits


def _set(limits: Limits, word: str) -> Limits:
    name, equals, written = word.partition("=")
    if not equals or name not in names_of_limits():
        raise InputError(f"There is no limit {name!r}. Write NAME=NUMBER with one of: {', '.join(names_of_limits())}.")
    group, _, limit = name.partition(".")
    before = getattr(limits, group)
    return replace(limits, **{group: replace(before, **{limit: _number(name, written, like=getattr(before, limit))})})


def _number(name: str, written: str, *, like: int | float) -> int | float:
    try:
        value: int | float = int(written.replace("_", "")) if isinstance(like, int) else float(written)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        kind = "a whole number" if isinstance(like, int) else "a number"
        raise InputError(f"{name} is {kind} above 0, not {written!r}.")
    return value
