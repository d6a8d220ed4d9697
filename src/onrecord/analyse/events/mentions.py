"""One telling of an event with its arguments: who did it, to whom, where, when, with what."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from onrecord.analyse.events.parties import Named, find_parties, instrument_of, states_of
from onrecord.analyse.events.reality import is_told
from onrecord.analyse.events.triggers import EventType, Trigger, event_types, find_triggers
from onrecord.analyse.figures.context import Surroundings, place_of, time_of
from onrecord.analyse.page import Page
from onrecord.model import EntityRef, Figure, Measure, Span, Statement, Time

_CLAUSE = 30
_MOST_PLACES = 12
_REMEMBERED = 40  # tellings of a sentence that a figure is held against: bounds the cost on a hostile page
_BREAK = re.compile(r"[.;:!?()\n]|,\s(?!\w+\s(?:and|or)\b)|\b(?:that|which|who|where|while|but|after|when|before|because)\b")
_NEW = re.compile(r"\b(?:another|second|similar|separate|new|fresh)\s(?:[\w-]+\s){0,2}$", re.IGNORECASE)
_APART = re.compile(r"\b(?:earlier|previous|past|other|last\s(?:year|month|week)['’]s|years\sof)\s(?:[\w-]+\s){0,2}$", re.IGNORECASE)
_WIDE = re.compile(r"\b(?:waves?|series|barrages?|strings?|spates?|rounds?|campaigns?|swarms?)\sof\s(?:[\w-]+\s){0,4}$", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those)\s(?:[\w-]+\s){0,2}$", re.IGNORECASE)
_HITS = re.compile(r"\s(?:(?:also\s)?(?:hit|struck|rocked|shook|targeted|on|in|at|near|against|across|around)\s)?(?:the\s)?")
_COMMA = re.compile(r",\s(?:and\s)?|\sand\s(?:in\s|near\s|on\s)?")
_AND_MORE = re.compile(r",?\s(?:and|or)\s(?:in\s|near\s)?[A-Z]|,\s[A-Z][\w’-]+\sand\s[A-Z]")
_AGENTLESS = re.compile(r"\b(?:is|are|was|were|been|being)\s(?:[a-z]+ly\s)?$")
_STRIKE = "air or drone strike"
_HARMS = frozenset(["violence", "disaster", "nature", "unrest"])
_TOLLS = frozenset(["launched", "killed", "injured"])
_TAKES: dict[str, frozenset[Measure]] = {
    "violence": frozenset(["killed", "injured", "missing", "launched", "downed", "hit", "displaced"]),
    "disaster": frozenset(["killed", "injured", "missing", "hit", "evacuated", "displaced"]),
    "nature": frozenset(["killed", "injured", "missing", "hit", "evacuated", "displaced"]),
    "unrest": frozenset(["killed", "injured", "arrested"]),
    "detention": frozenset(["arrested", "missing"]),
    "property": frozenset(["hit"]),
    "ground": frozenset(["killed", "injured", "displaced", "evacuated"]),
}


@dataclass(slots=True, kw_only=True)
class Telling:
    """``goes_on``: its clause is that of the telling before it; ``is_new``: the words make it another than those told before
    ("another attack"); ``is_apart``: than all others of the report ("an earlier attack"); ``is_wide``: many at several places
    ("a wave of strikes"); ``refers``: to what was told ("the attack")."""

    trigger: Trigger
    sentence: int
    place: EntityRef | None
    when: Time | None
    actor: EntityRef | None = None
    target: EntityRef | None = None
    instrument: str | None = None
    statement: Statement | None = None
    goes_on: bool = False
    is_new: bool = False
    is_apart: bool = False
    is_wide: bool = False
    refers: bool = False
    figures: list[Figure] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What all tellings of a report are made from."""

    page: Page
    around: Surroundings
    named: Sequence[Named]
    states: dict[str, EntityRef]


def find_tellings(page: Page, around: Surroundings, named: Sequence[Named], figures: Sequence[Figure]) -> list[Telling]:
    """The tellings of what happened, in text order, each with its figures. Acts with words (family "words") are moves, and not
    told here; neither is what the text says did not happen, may or will.

    A toll of the dead or hurt, or what was launched, that no telling of its sentence takes is a telling too.
    """
    ground = _Ground(page=page, around=around, named=named, states=states_of(named))
    triggers = _triggers(page)
    tellings = list(_told(ground, triggers))
    left = _share(page, tellings, figures)
    harms = [t for t in triggers if t.type.family in _HARMS and not t.is_again]
    return sorted([*tellings, *_counted(ground, harms, left)], key=lambda t: t.trigger.span)


def _triggers(page: Page) -> list[Trigger]:
    found = [t for t in find_triggers(page.text) if t.type.family != "words" and not page.is_furniture(t.span)]
    names = {t.span for t in found if _in_name(page, t)}
    return [t for t in _settled(found, names) if t.span not in names]


def _told(ground: _Ground, triggers: Sequence[Trigger]) -> Iterator[Telling]:
    page = ground.page
    accidents = {page.sentence_at(t.span.start) for t in triggers if t.type.family in ("disaster", "nature")}
    last: Trigger | None = None
    for trigger in triggers:
        if (trigger.is_weak and page.sentence_at(trigger.span.start) in accidents) or not is_told(page, trigger):
            continue
        telling = _telling(ground, trigger)
        telling.goes_on = last is not None and _is_one_clause(page, last, trigger)
        if trigger.is_again and (telling.goes_on or not _tells_again(page, telling)):
            continue  # "the strikes hit Olmo" is one telling
        last = trigger
        yield from _in_each_place(page.text, ground.around, telling)


def _tells_again(page: Page, telling: Telling) -> bool:
    """Words as general as "hit" tell of an attack where a place is told, in the passive, or where they refer back to it."""
    start = telling.trigger.span.start
    passive = telling.trigger.is_verb and _AGENTLESS.search(page.text, max(0, start - 24), start) is not None
    return passive or telling.place is not None or (telling.refers and not telling.trigger.is_verb)


def _in_each_place(text: str, around: Surroundings, telling: Telling) -> Iterator[Telling]:
    """The telling, once for each place of a list right after it: "strikes hit Olmo, Prill and Vara"."""
    at = bisect_left(around.places, telling.trigger.span.end, key=lambda x: x[0].start)
    end, places = telling.trigger.span.end, list[EntityRef]()
    for span, ref in around.places[at : at + _MOST_PLACES]:
        if not (_COMMA if places else _HITS).fullmatch(text, end, span.start):
            break
        if not (places and text[span.end - 1] == "."):  # "in Olmo, Karth., and Prill": the short form of a province
            places.append(ref)
        end = span.end
    if not places or (len(places) == 1 and telling.trigger.is_verb):  # "attacked Olmo in Prill": the target is not the place
        yield telling
        return
    if is_chain(text, around, at, len(places)):  # "in Olmo, Karthenia": the smaller place first
        yield replace(telling, place=places[0])
        return
    for ref in places:
        yield replace(telling, place=ref, figures=[])


def is_chain(text: str, around: Surroundings, at: int, count: int) -> bool:
    """Whether so many places from the index on are each within the next ("Olmo, Karthenia") and no list with "and"."""
    spans = [span for span, _ in around.places[at : at + count]]
    if not 1 < count <= 3 or _AND_MORE.match(text, spans[-1].end):
        return False
    return all(text[a.end : b.start] == ", " for a, b in zip(spans, spans[1:], strict=False))


def _is_one_clause(page: Page, last: Trigger, trigger: Trigger) -> bool:
    """Whether the telling goes on in the clause of the last: "the attack killed three"."""
    start, end = last.span.end, trigger.span.start
    return last.type.family == trigger.type.family and end - start <= _CLAUSE and not _BREAK.search(page.text, start, end)


def _settled(triggers: Sequence[Trigger], names: set[Span]) -> Iterator[Trigger]:
    """Weak words ("killed") tell of an accident where that is the only harm that the report has a word of its own for; words that
    tell again ("hit") tell of the attack or accident told of last, be it in a name ("Hurricane Ossa"), and are left out where none was."""
    strong = {t.type.family for t in triggers if t.type.family in _HARMS and not t.is_weak and not t.is_again and t.span not in names}
    only = general_of(strong) if "unrest" not in strong else None
    last: EventType | None = None
    for trigger in triggers:
        if trigger.is_again:
            if last is not None:
                yield replace(trigger, type=last)
            continue
        if trigger.is_weak and only is not None:
            trigger = replace(trigger, type=only, is_weak=False)
        if trigger.type.family in ("violence", "disaster", "nature"):
            last = trigger.type
        yield trigger


def general_of(families: set[str]) -> EventType | None:
    """The most general type of the only family; None of several."""
    (family,) = families if len(families) == 1 else ("",)
    return next((t for t in reversed(event_types().values()) if t.family == family), None)


def _in_name(page: Page, trigger: Trigger) -> bool:
    """Whether a capital within the sentence makes it part of a name or title: "Women's March"."""
    start = trigger.span.start
    return page.text[start].isupper() and start != page.sentences[page.sentence_at(start)].start


def _share(page: Page, tellings: Sequence[Telling], figures: Sequence[Figure]) -> list[Figure]:
    """Each figure to the nearest telling in its sentence that may have such a figure; those that none takes are returned."""
    left: list[Figure] = []
    by_sentence: dict[int, list[Telling]] = {}
    for telling in tellings:
        by_sentence.setdefault(telling.sentence, []).append(telling)
    for figure in figures:
        there = by_sentence.get(page.sentence_at(figure.span.start), ())[:_REMEMBERED]
        fitting = [t for t in there if _takes(t, figure) and (not t.is_apart or _stand_together(page, t, figure.span))]
        if fitting:
            min(fitting, key=lambda t: abs(t.trigger.span.start - figure.span.start)).figures.append(figure)
        else:
            left.append(figure)
    return left


def _takes(telling: Telling, figure: Figure) -> bool:
    return figure.measure in _TAKES.get(telling.trigger.type.family, frozenset())


def _stand_together(page: Page, telling: Telling, span: Span) -> bool:
    """Whether no break of the clause lies between the telling and the span."""
    own = telling.trigger.span
    start, end = (own.end, span.start) if own.start < span.start else (span.end, own.start)
    return start >= end or not _BREAK.search(page.text, start, end)


def _counted(ground: _Ground, harms: Sequence[Trigger], figures: Sequence[Figure]) -> list[Telling]:
    """Tellings by figures alone: of a strike where something was launched, else of the harm told of last, or, where the report
    begins with the toll, of the only harm that it tells of."""
    starts = [t.span.start for t in harms]
    only = general_of({t.type.family for t in harms})
    found: dict[int, Telling] = {}
    for figure in figures:
        number = ground.page.sentence_at(figure.span.start)
        if figure.measure not in _TOLLS:
            continue
        at = bisect_left(starts, figure.span.start)
        type_ = event_types()[_STRIKE] if figure.measure == "launched" else harms[at - 1].type if at else only
        if number in found and _takes(found[number], figure):
            found[number].figures.append(figure)
        elif number not in found and type_ is not None:
            trigger = Trigger(type=type_, span=figure.span, is_verb=False, is_weak=False)
            if is_told(ground.page, trigger):
                found[number] = replace(_telling(ground, trigger), figures=[figure])
    for figure in figures:  # what comes down was sent up: figures of another measure beside those that told
        home = found.get(ground.page.sentence_at(figure.span.start))
        if home is not None and figure not in home.figures and _takes(home, figure):
            home.figures.append(figure)
    return list(found.values())


def _telling(ground: _Ground, trigger: Trigger) -> Telling:
    page, start = ground.page, trigger.span.start
    number = page.sentence_at(start)
    lead = (page.text, max(page.sentences[number].start, start - 50), start)
    parties = find_parties(page, ground.named, ground.states, trigger)
    when = time_of(ground.around, number, trigger.span)
    return Telling(
        trigger=trigger,
        sentence=number,
        place=place_of(ground.around, number, trigger.span) or parties.struck,
        when=None if when is not None and when.value.startswith("R") else when,  # what recurs has no day
        actor=parties.actor,
        target=parties.target,
        instrument=instrument_of(page, trigger),
        is_new=_NEW.search(*lead) is not None,
        is_apart=_APART.search(*lead) is not None,
        is_wide=_WIDE.search(*lead) is not None,
        refers=_DEFINITE.search(*lead) is not None,
    )
