"""Numbers that exclude one another and are no dispute: another scope, place or time."""

from __future__ import annotations

import pytest

from onrecord.compare import Considered, Given, find_considered, gather_series
from onrecord.model import EntityRef, Figure, Span, Time


def given(
    name: str, low: float, *, scope: str | None = None, place: str | None = None, of: str | None = None, day: str = "2031-03-11"
) -> Given:
    figure = Figure(
        id=name,
        span=Span(0, 2),
        low=low,
        high=low,
        unit="person",
        measure="killed",
        scope=scope,
        place=EntityRef(entity=place, name=place) if place else None,
        as_of=Time(value=of, precision="day" if of[4:] else "year", span=None) if of else None,
    )
    return Given(figure=figure, report=f"report-{name}", outlet="Bell", day=day, words=str(low), who=None)


def considered(*found: Given) -> list[Considered]:
    return find_considered("story", gather_series(found))


@pytest.mark.parametrize(
    ("slot", "other"),
    [
        ("scope", given("b", 9, scope="among the crew")),
        ("place", given("b", 9, place="Ormond")),
        ("time", given("b", 9, of="2019")),
        ("time", given("b", 9, of="2031-03-10")),
    ],
)
def test_what_is_not_comparable_is_said(slot: str, other: Given) -> None:
    (found,) = considered(given("a", 21, place="Prill" if slot == "place" else None), other)
    assert (found.slot, found.measure, {found.a, found.b}) == (slot, "killed", {"a", "b"})
    assert found.because.startswith(f"another {slot}: ")


def test_what_agrees_or_differs_in_the_same_thing_is_not_among_them() -> None:
    assert considered(given("a", 21), given("b", 21, scope="among the crew")) == []
    assert considered(given("a", 21), given("b", 24)) == []


def test_each_reason_is_told_once_and_the_order_does_not_matter() -> None:
    every = [given("a", 21), given("b", 9, scope="among the crew"), given("c", 10, scope="among the crew", day="2031-03-12")]
    assert considered(*every) == considered(*every[::-1])
    assert len(considered(*every)) == 1
