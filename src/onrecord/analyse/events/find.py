"""The events of a report: every telling found, and those of one event put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from onrecord.analyse.calendar import days_of
from onrecord.analyse.events.mentions import Telling, find_tellings
from onrecord.analyse.events.merge import Group, bounds, merge_tellings, places_within
from onrecord.analyse.events.parties import Named
from onrecord.analyse.events.triggers import EventType
from onrecord.analyse.figures.context import look_around
from onrecord.analyse.page import Page
from onrecord.analyse.spans import innermost
from onrecord.ids import make_id, span_key
from onrecord.model import Entity, EntityRef, Event, Figure, Statement, Time

_SINGLE, _MANY = 0.5, 0.7
_FAIR = 4  # a type is an event's that every fourth telling gives


def find_events(
    page: Page, statements: Sequence[Statement], entities: Sequence[Entity], times: Sequence[Time], figures: Sequence[Figure]
) -> tuple[list[Event], list[Figure]]:
    """What happened by this report, in the order of the first telling, and the figures with the id of their event.

    Tellings of one family are one event when neither place nor day speaks against it and the words do not set it apart
    ("an earlier attack"). ``according_to`` is the speaker of the innermost statement around the first telling; None where the
    report tells it itself, or nobody can be named. Never raises.
    """
    around = look_around(page, entities, times)
    named: list[Named] = sorted(
        ((m.span, ref, e.type) for e in entities for ref in (EntityRef(entity=e.id, name=e.name),) for m in e.mentions), key=lambda x: x[0]
    )
    published = max(days_of(page.report.published), default=None)
    tellings = [t for t in find_tellings(page, around, named, figures) if not _is_ahead(t, published)]
    for telling, statement in zip(tellings, innermost(statements, [t.trigger.span for t in tellings]), strict=True):
        telling.statement = statement
    events = [_event(page, group) for group in merge_tellings(tellings, places_within(page.text, around), published)]
    owner = {f: event.id for event in events for f in event.figures}
    return events, [replace(f, event=owner.get(f.id)) for f in figures]


def _is_ahead(telling: Telling, published: date | None) -> bool:
    """Whether its time begins after the day of publication."""
    days = bounds(telling.when.value) if telling.when is not None else None
    return published is not None and days is not None and days[0] > published


def _type_of(tellings: Sequence[Telling]) -> EventType:
    """The most special type that a fair part of the tellings give: one word of shots does not make an attack told of ten times a clash."""
    counts = Counter(t.trigger.type.name for t in tellings)
    return min((t.trigger.type for t in tellings if counts[t.trigger.type.name] * _FAIR >= len(tellings)), key=lambda type_: type_.rank)


def _event(page: Page, group: Group) -> Event:
    tellings = group.tellings
    kind = _type_of(tellings)
    first = tellings[0]
    names = sorted({t.trigger.span.of(page.text).lower() for t in tellings})
    return Event(
        id=make_id(
            "event",
            page.report.id,
            page.report.text_sha256,
            kind.name,
            span_key([first.trigger.span]),
            group.place.entity if group.place else "",
        ),
        type=kind.name,
        span=first.trigger.span,
        mentions=tuple(t.trigger.span for t in tellings),
        actor=next((t.actor for t in tellings if t.actor is not None), None),
        target=next((t.target for t in tellings if t.target is not None), None),
        place=group.place,
        when=group.when,
        instrument=next((t.instrument for t in tellings if t.instrument is not None), None),
        according_to=first.statement.speaker if first.statement is not None else None,
        figures=tuple(f.id for t in tellings for f in t.figures),
        score=_MANY if len(tellings) > 1 or first.figures else _SINGLE,
        reasons=(f"told by {', '.join(f'“{n}”' for n in names[:5])}", f"{kind.plover} in PLOVER's scheme"),
    )
