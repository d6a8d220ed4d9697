"""Which tellings are of one event: those of one family that place, day and words do not hold apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from onrecord.analyse.calendar import end_of, parse_date
from onrecord.analyse.events.mentions import Telling, is_chain
from onrecord.analyse.figures.context import Surroundings
from onrecord.model import EntityRef, Time

_REMEMBERED = 40  # events that a telling is held against, the latest first: bounds the cost on a hostile page
_NEWS = timedelta(days=45)  # what is longer ago is history in a report on something else
_OF_ONE = frozenset(["detention", "court"])  # families in which somebody else is another event

Within = frozenset[tuple[str, str]]


@dataclass(slots=True)
class Group:
    """The tellings of one event, with the place and time that they give together."""

    tellings: list[Telling] = field(default_factory=list)
    place: EntityRef | None = None
    when: Time | None = None
    target: EntityRef | None = None
    is_apart: bool = False
    is_wide: bool = False
    is_old: bool = False

    def take(self, telling: Telling, within: Within) -> None:
        self.tellings.append(telling)
        if self.place is None or (telling.place and (telling.place.entity, self.place.entity) in within):
            self.place = telling.place
        self.when = self.when or telling.when
        self.target = self.target or telling.target


def merge_tellings(tellings: Sequence[Telling], within: Within, published: date | None) -> list[Group]:
    """The events in the order of their first telling. ``within``: pairs of entities of which the first place lies in the second.

    What is dated long before the day of publication is told as history, and what has no date is not.
    """
    families: dict[str, list[Group]] = {}
    ordered: list[Group] = []
    last: Group | None = None
    for telling in tellings:
        family = families.setdefault(telling.trigger.type.family, [])
        is_old = _is_old(telling, published)
        if telling.goes_on and last is not None and last.tellings[-1].sentence == telling.sentence:
            home: Group | None = last
        else:
            fitting = [g for g in family[-_REMEMBERED:] if g.is_old == is_old or _stands_by(g, telling, is_old=is_old)]
            home = _home(fitting, telling, within)
        if home is None:
            home = Group(is_apart=telling.is_apart, is_wide=telling.is_wide, is_old=is_old)
            family.append(home)
            ordered.append(home)
        home.take(telling, within)
        last = home
    return ordered


def places_within(text: str, around: Surroundings) -> Within:
    """The places that the text names within others: "Olmo, Karthenia", where no list goes on with "and"."""
    places = around.places
    found = set()
    for k, ((_, inner), (_, outer)) in enumerate(zip(places, places[1:], strict=False)):
        if is_chain(text, around, k, 2):
            found.add((inner.entity, outer.entity))
    return frozenset(found)


def bounds(value: str) -> tuple[date, date] | None:
    """The first and the last day of a stretch of time; None where the value has no days."""
    first, _, last = value.partition("/")
    start, until = _first_day(first), (last or first).partition("T")[0].removesuffix("-WE")
    end = end_of(until) or parse_date(until)
    return (start, end) if start is not None and end is not None else None


def _first_day(value: str) -> date | None:
    value = value.partition("T")[0]
    year, _, week = value.partition("-W")
    if week:
        return date.fromisocalendar(int(year), int(week[:2]), 6 if week.endswith("WE") else 1) if week[:2].isdigit() else None
    return parse_date((value + "-01-01")[:10]) if value[:4].isdigit() else None


def _is_old(telling: Telling, published: date | None) -> bool:
    days = bounds(telling.when.value) if telling.when is not None else None
    return published is not None and days is not None and days[1] < published - _NEWS


def _stands_by(group: Group, telling: Telling, *, is_old: bool) -> bool:
    """Whether a telling without a date stands beside what is told as history ("In 2019 a bomb went off. The attack ...")."""
    return not is_old and telling.when is None and 0 <= telling.sentence - group.tellings[-1].sentence <= 1


def _home(groups: Sequence[Group], telling: Telling, within: Within) -> Group | None:
    """Of the events that may be it the one with its place, then with its time, then the latest."""
    fitting = [g for g in groups if _may_be_one(g, telling, within)]
    return max(reversed(fitting), key=lambda g: _agreement(g, telling), default=None)


def _agreement(group: Group, telling: Telling) -> tuple[bool, bool]:
    same_day = group.when is not None and telling.when is not None and group.when.value == telling.when.value
    return group.place is not None and group.place == telling.place, same_day


def _may_be_one(group: Group, telling: Telling, within: Within) -> bool:
    if telling.is_new or telling.is_apart or group.is_apart or _names_another(group, telling):
        return False
    if telling.trigger.type.family == "property" and not (telling.refers or (group.place and group.place == telling.place)):
        return False  # one damage is not the next
    return _places_fit(group, telling, within) and _days_fit(group.when, telling.when)


def _names_another(group: Group, telling: Telling) -> bool:
    of_one = telling.trigger.type.family in _OF_ONE
    return of_one and group.target is not None and telling.target is not None and group.target != telling.target


def _places_fit(group: Group, telling: Telling, within: Within) -> bool:
    if group.place is None and telling.place is not None:
        # A wave of strikes is no strike on one place; and a toll of the dead stays where it was told of.
        return not group.is_wide and not any(f.measure == "killed" for t in group.tellings for f in t.figures)
    if group.place is None or telling.place is None or group.place == telling.place:
        return True
    pair = group.place.entity, telling.place.entity
    return pair in within or pair[::-1] in within


def _days_fit(a: Time | None, b: Time | None) -> bool:
    if a is None or b is None or a.value == b.value:
        return True
    one, other = bounds(a.value), bounds(b.value)
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]
