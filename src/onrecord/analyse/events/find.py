"""The events of a report: every telling found, and those of one event put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from onrecord.analyse.events.mentions import Named, Telling, find_tellings, stand_together
from onrecord.analyse.figures.context import look_around
from onrecord.analyse.page import Page
from onrecord.analyse.spans import innermost
from onrecord.ids import make_id, span_key
from onrecord.model import Entity, EntityRef, Event, Figure, Measure, Statement, Time

_TAKES: dict[str, frozenset[Measure]] = {
    "violence": frozenset(["killed", "injured", "missing", "launched", "downed", "hit", "displaced"]),
    "disaster": frozenset(["killed", "injured", "missing", "hit", "evacuated", "displaced"]),
    "nature": frozenset(["killed", "injured", "missing", "hit", "evacuated", "displaced"]),
    "unrest": frozenset(["killed", "injured", "arrested"]),
    "detention": frozenset(["arrested", "missing"]),
    "property": frozenset(["hit"]),
    "ground": frozenset(["killed", "injured", "displaced", "evacuated"]),
}
_REMEMBERED = 40  # events that a telling is held against, the latest first: bounds the cost on a hostile page
_SINGLE, _MANY = 0.5, 0.7


@dataclass(slots=True)
class _Group:
    tellings: list[Telling] = field(default_factory=list)
    place: EntityRef | None = None
    when: Time | None = None
    is_apart: bool = False


def find_events(
    page: Page, statements: Sequence[Statement], entities: Sequence[Entity], times: Sequence[Time], figures: Sequence[Figure]
) -> tuple[list[Event], list[Figure]]:
    """What happened by this report, in the order of the first telling, and the figures with the id of their event.

    Tellings of one family are one event when neither place nor day speaks against it and the words do not set it apart
    ("an earlier attack"). ``according_to`` is the speaker of the first telling that stands in a statement. Never raises.
    """
    around = look_around(page, entities, times)
    named: list[Named] = sorted(
        ((m.span, EntityRef(entity=e.id, name=e.name), e.type) for e in entities for m in e.mentions), key=lambda x: x[0]
    )
    tellings = list(find_tellings(page, around, named, figures))
    for telling, statement in zip(tellings, innermost(statements, [t.trigger.span for t in tellings]), strict=True):
        telling.statement = statement
    _share_figures(tellings, page, figures)
    groups = _merge(tellings)
    events = [_event(page, group) for group in groups]
    owner = {f: event.id for event in events for f in event.figures}
    return events, [replace(f, event=owner.get(f.id)) for f in figures]


def _share_figures(tellings: Sequence[Telling], page: Page, figures: Sequence[Figure]) -> None:
    """Each figure to the nearest telling in its sentence that may have such a figure."""
    by_sentence: dict[int, list[Telling]] = {}
    for telling in tellings:
        by_sentence.setdefault(telling.sentence, []).append(telling)
    for figure in figures:
        fitting = [
            t
            for t in by_sentence.get(page.sentence_at(figure.span.start), ())[:_REMEMBERED]
            if figure.measure in _TAKES.get(t.trigger.type.family, frozenset()) and (not t.is_apart or stand_together(page, t, figure.span))
        ]
        if fitting:
            min(fitting, key=lambda t: abs(t.trigger.span.start - figure.span.start)).figures.append(figure)


def _merge(tellings: Sequence[Telling]) -> list[_Group]:
    groups: dict[str, list[_Group]] = {}
    ordered: list[_Group] = []
    last: _Group | None = None
    for telling in tellings:
        family = groups.setdefault(telling.trigger.type.family, [])
        if telling.goes_on and last is not None:
            home: _Group | None = last
        else:
            home = next((g for g in reversed(family[-_REMEMBERED:]) if _may_be_one(g, telling)), None)
        if home is None:
            home = _Group(is_apart=telling.is_apart)
            family.append(home)
            ordered.append(home)
        home.tellings.append(telling)
        last = home
        home.place = home.place or telling.place
        home.when = home.when or telling.when
    return ordered


def _may_be_one(group: _Group, telling: Telling) -> bool:
    if telling.is_new or telling.is_apart or group.is_apart:
        return False
    same_place = group.place is None or telling.place is None or group.place == telling.place
    same_day = group.when is None or telling.when is None or group.when.value == telling.when.value
    return same_place and same_day and not _tolls_differ(group, telling)


def _tolls_differ(group: _Group, telling: Telling) -> bool:
    """Whether both places name a toll of the dead at places apart; a toll that grew is one event still."""
    return group.place is None and telling.place is not None and any(f.measure == "killed" for t in group.tellings for f in t.figures)


def _event(page: Page, group: _Group) -> Event:
    tellings = group.tellings
    first = min(tellings, key=lambda t: t.trigger.type.rank)
    span = tellings[0].trigger.span
    holder = next((t.statement.speaker for t in tellings if t.statement is not None and t.statement.speaker is not None), None)
    names = sorted({t.trigger.span.of(page.text).lower() for t in tellings})
    return Event(
        id=make_id(
            "event",
            page.report.id,
            page.report.text_sha256,
            first.trigger.type.name,
            span_key([span]),
            group.place.entity if group.place else "",
        ),
        type=first.trigger.type.name,
        span=span,
        mentions=tuple(t.trigger.span for t in tellings),
        actor=next((t.actor for t in tellings if t.actor is not None), None),
        target=next((t.target for t in tellings if t.target is not None), None),
        place=group.place,
        when=group.when,
        instrument=next((t.instrument for t in tellings if t.instrument is not None), None),
        according_to=holder,
        figures=tuple(f.id for t in tellings for f in t.figures),
        score=_MANY if len(tellings) > 1 or tellings[0].figures else _SINGLE,
        reasons=(f"told by {', '.join(f'“{n}”' for n in names[:5])}", f"{first.trigger.type.plover} in PLOVER's scheme"),
    )
