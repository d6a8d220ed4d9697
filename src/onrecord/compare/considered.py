"""What was held side by side and is not compared: another scope, another place, another time, another thing counted.

Two figures of one measure and unit that exclude one another look like a dispute. Where the texts say that they count something else,
that is said here, so that a reader sees that they were not overlooked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.compare.series import OF_THE_AFFAIR, Given, Series, agree, is_of_now, same_place
from onrecord.ids import make_id
from onrecord.model import Measure
from onrecord.text import fold

_DAY = len("2026-03-11")


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """Two figures (their ids) that are not comparable, and why. ``slot``: scope, place or time."""

    id: str
    story: str
    measure: Measure
    slot: str
    a: str
    b: str
    because: str


def find_considered(story: str, series: Iterable[Series]) -> list[Considered]:
    """Of every two series of one measure and unit, and of every two places or times in one of them, the earliest two figures that
    exclude one another; sorted by id."""
    tolls: dict[tuple[Measure, str], list[Given]] = {}
    for s in series:
        if s.measure in OF_THE_AFFAIR:
            tolls.setdefault((s.measure, s.unit or ""), []).extend(s.given)
    found: dict[tuple[str, ...], Considered] = {}
    for (measure, _), given in tolls.items():
        for a, b, slot, because in _apart(given):
            key = (measure, slot, because)
            found.setdefault(key, _considered(story, measure, slot, (a, b), because))
    return sorted(found.values(), key=lambda c: c.id)


def _considered(story: str, measure: Measure, slot: str, pair: tuple[Given, Given], because: str) -> Considered:
    a, b = (g.figure.id for g in pair)
    return Considered(id=make_id("considered", measure, a, b), story=story, measure=measure, slot=slot, a=a, b=b, because=because)


def _apart(given: Sequence[Given]) -> Iterator[tuple[Given, Given, str, str]]:
    ordered = sorted(given, key=lambda g: (g.day == "", g.day, g.report, g.figure.span))
    for a, b in combinations(ordered, 2):
        if agree(a.figure, b.figure):
            continue
        why = _other_scope(a, b) or _other_place(a, b) or _other_time(a, b)
        if why is not None:
            yield a, b, *why


def _other_scope(a: Given, b: Given) -> tuple[str, str] | None:
    x, y = (" ".join((g.figure.scope or "").split()) for g in (a, b))
    if fold(x) == fold(y):
        return None
    return "scope", f"another scope: {_shown(x)} and {_shown(y)}"


def _shown(scope: str) -> str:
    return f"“{scope}”" if scope else "no narrower one"


def _other_place(a: Given, b: Given) -> tuple[str, str] | None:
    x, y = a.figure.place, b.figure.place
    if x is None or y is None or same_place(a.figure, b.figure):
        return None
    return "place", f"another place: {x.name} and {y.name}"


def _other_time(a: Given, b: Given) -> tuple[str, str] | None:
    """The text dates one to another year than now, or to another day than that of the other."""
    if not (a.day and b.day):
        return None
    dated = next((g.figure.as_of.value for g in (a, b) if is_of_now(a) != is_of_now(b) and not is_of_now(g) and g.figure.as_of), None)
    if dated is None and _day(a) != _day(b):
        dated = next((_day(g) for g in (a, b) if _day(g) != g.day[:_DAY]), None)
    return None if dated is None else ("time", f"another time: the text dates one to {dated}")


def _day(given: Given) -> str:
    """The day that the text dates the figure to, else that of its report."""
    as_of = given.figure.as_of
    return as_of.value[:_DAY] if as_of is not None and as_of.precision in ("day", "minute") else given.day[:_DAY]
