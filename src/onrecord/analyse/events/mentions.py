"""One telling of an event with its arguments: who did it, to whom, where, when, with what."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from onrecord.analyse.events.triggers import Trigger, event_types, find_triggers
from onrecord.analyse.figures.context import Surroundings, place_of, time_of
from onrecord.analyse.figures.numbers import alternation
from onrecord.analyse.page import Page
from onrecord.analyse.spans import Cover
from onrecord.lexicon import read_words
from onrecord.model import EntityRef, Figure, Span, Statement, Time

Named = tuple[Span, EntityRef, str]

_CLAUSE = 30
_MOST_PLACES = 12
_REACH = 60  # characters between a trigger and its arguments
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|got)(?:\s\w+ly)?\s$")
_BREAK = re.compile(r"[.;:!?()\n]|,\s(?!\w+\s(?:and|or)\b)|\b(?:that|which|who|where|while|but|after|when|before|because)\b")
_BY = re.compile(r"\bby\s(?:the\s|an?\s)?$")
_ON = re.compile(r"\b(?:on|against|of|at|in)\s(?:the\s)?$")
_DONE = re.compile(r"\b(?:launch|carr|conduct|stag|perpetrat|mount|wag|start|issu|commit|held|hold)\w*\s[^.;:]{0,60}$")
_NEW = re.compile(r"\b(?:another|second|similar|separate|new|fresh)\s(?:[\w-]+\s){0,2}$", re.IGNORECASE)
_APART = re.compile(r"\b(?:earlier|previous|past|other|last\syear['’]s|years\sof)\s(?:[\w-]+\s){0,2}$", re.IGNORECASE)
_UNREAL = re.compile(
    r"\b(?:no|not|never|without|if|could|would|may|might|should|fear|fears|risk|threat|plan|plans|planned|plotting)\s(?:[\w-]+\s){0,2}$"
)
_HITS = re.compile(r"\s(?:(?:also\s)?(?:hit|struck|rocked|shook|targeted|on|in|at|near|against|across|around)\s)?(?:the\s)?")
_COMMA = re.compile(r",\s(?:and\s)?|\sand\s(?:in\s|near\s|on\s)?")
_MAY_BE = re.compile(r"\s(?:could|would|might|may)\b")
_TOOL = alternation(read_words("instruments"))
_WITH = re.compile(rf"\s(?:with|using|by)\s(?P<what>(?:an?\s|the\s)?(?:[\w-]+\s)?(?:{_TOOL}))\b")
_BEFORE_WITH = re.compile(rf"\b(?P<what>(?:(?:{_TOOL})\sand\s)?(?:{_TOOL}))\s$", re.IGNORECASE)
_STRIKE = "air or drone strike"
_HARMS = frozenset(["violence", "disaster", "nature", "unrest"])
_ACTORS = frozenset(["person", "organisation", "state", "group", "office"])


@dataclass(slots=True, kw_only=True)
class Telling:
    """``goes_on``: its clause is that of the telling before it; ``is_new``: the words make it another than those told before
    ("another attack"); ``is_apart``: than all others of the report ("an earlier attack")."""

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
    figures: list[Figure] = field(default_factory=list)


def find_tellings(page: Page, around: Surroundings, named: Sequence[Named], figures: Sequence[Figure]) -> Iterator[Telling]:
    """The tellings of what happened, in text order. Acts with words (family "words") are moves, and not told here; neither
    is what the text says did not happen or may."""
    furniture = Cover(f.span for f in page.report.furniture)
    triggers = [t for t in find_triggers(page.text) if t.type.family != "words" and not furniture.meets(t.span) and not _in_name(page, t)]
    triggers = list(_settled(triggers))
    triggers = sorted([*triggers, *_counted(page, triggers, figures)], key=lambda t: t.span)
    accidents = {page.sentence_at(t.span.start) for t in triggers if t.type.family in ("disaster", "nature")}
    last: Trigger | None = None
    for trigger in triggers:
        if not (trigger.is_weak and page.sentence_at(trigger.span.start) in accidents) and not _is_unreal(page, trigger):
            telling = _telling(page, around, named, trigger)
            telling.goes_on = last is not None and _is_one_clause(page, last, trigger)
            last = trigger
            yield from _in_each_place(page.text, around, telling)


def _in_each_place(text: str, around: Surroundings, telling: Telling) -> Iterator[Telling]:
    """The telling, once for each place of a list right after it: "strikes hit Olmo, Prill and Vara"."""
    at = bisect_left(around.places, telling.trigger.span.end, key=lambda x: x[0].start)
    end, places = telling.trigger.span.end, list[EntityRef]()
    for span, ref in around.places[at : at + _MOST_PLACES]:
        if not (_COMMA if places else _HITS).fullmatch(text, end, span.start):
            break
        places.append(ref)
        end = span.end
    if not places or (len(places) == 1 and telling.trigger.is_verb):  # "attacked Olmo in Prill": the target is not the place
        yield telling
        return
    for ref in places:
        yield replace(telling, place=ref, figures=[])


def _is_one_clause(page: Page, last: Trigger, trigger: Trigger) -> bool:
    """Whether the telling goes on in the clause of the last: "the attack killed three"."""
    start, end = last.span.end, trigger.span.start
    return last.type.family == trigger.type.family and end - start <= _CLAUSE and not _BREAK.search(page.text, start, end)


def stand_together(page: Page, telling: Telling, span: Span) -> bool:
    """Whether no break of the clause lies between the telling and the span."""
    own = telling.trigger.span
    start, end = (own.end, span.start) if own.start < span.start else (span.end, own.start)
    return start >= end or not _BREAK.search(page.text, start, end)


def _is_unreal(page: Page, trigger: Trigger) -> bool:
    start = page.sentences[page.sentence_at(trigger.span.start)].start
    before = _UNREAL.search(page.text, max(start, trigger.span.start - 40), trigger.span.start)
    return before is not None or _MAY_BE.match(page.text, trigger.span.end) is not None


def _settled(triggers: Sequence[Trigger]) -> Iterator[Trigger]:
    """Weak words ("killed") tell of an accident where that is the only harm that the report has a word of its own for."""
    strong = {t.type.family for t in triggers if t.type.family in _HARMS and not t.is_weak}
    only = [t for t in event_types().values() if t.family in strong] if len(strong) == 1 and "unrest" not in strong else []
    for trigger in triggers:
        yield replace(trigger, type=only[-1], is_weak=False) if only and trigger.is_weak else trigger


def _in_name(page: Page, trigger: Trigger) -> bool:
    """Whether a capital within the sentence makes it part of a name or title: "Women's March"."""
    start = trigger.span.start
    return page.text[start].isupper() and start != page.sentences[page.sentence_at(start)].start


def _counted(page: Page, triggers: Sequence[Trigger], figures: Sequence[Figure]) -> Iterator[Trigger]:
    """Figures that tell of an event without a word for it: what was launched tells of a strike, and the dead and hurt tell of
    harm, where the report tells of one kind of harm only."""
    told = {page.sentence_at(t.span.start) for t in triggers if t.type.family in _HARMS}
    harms = {t.type.family for t in triggers if t.type.family in _HARMS}
    general = [t for t in event_types().values() if t.family in harms]
    for figure in figures:
        number = page.sentence_at(figure.span.start)
        if number in told or figure.measure not in ("launched", "killed", "injured"):
            continue
        type_ = event_types()[_STRIKE] if figure.measure == "launched" else general[-1] if len(harms) == 1 else None
        if type_ is not None:
            told.add(number)
            yield Trigger(type=type_, span=figure.span, is_verb=False, is_weak=False)


def _telling(page: Page, around: Surroundings, named: Sequence[Named], trigger: Trigger) -> Telling:
    number = page.sentence_at(trigger.span.start)
    sentence = page.sentences[number]
    lead = (page.text, max(sentence.start, trigger.span.start - 40), trigger.span.start)
    telling = Telling(
        trigger=trigger,
        sentence=number,
        place=place_of(around, number, trigger.span),
        when=time_of(around, number, trigger.span),
        is_new=_NEW.search(*lead) is not None,
        is_apart=_APART.search(*lead) is not None,
    )
    telling.actor, telling.target = _parties(page, named, trigger, sentence)
    tool = _WITH.match(page.text, trigger.span.end) or _BEFORE_WITH.search(
        page.text, max(sentence.start, trigger.span.start - 24), trigger.span.start
    )
    telling.instrument = tool["what"] if tool else None
    return telling


def _parties(page: Page, named: Sequence[Named], trigger: Trigger, sentence: Span) -> tuple[EntityRef | None, EntityRef | None]:
    """Actor and target, by what stands before and after the trigger in its clause."""
    text, span = page.text, trigger.span
    before, after = _near(text, named, span, sentence)
    by = next((ref for s, ref in after if _BY.search(text, span.end, s.start)), None)
    on = next((ref for s, ref in after if _ON.search(text, span.end, s.start)), None)
    if not trigger.is_verb:
        owner = next((ref for s, ref in before if text[s.end : span.start] in ("'s ", "’s ")), None)
        doer = before[0][1] if before and _DONE.search(text, before[0][0].end, span.start) else None
        return by or owner or doer, on
    if _PASSIVE.search(text, max(sentence.start, span.start - 24), span.start):
        return by, before[0][1] if before else None
    direct = next((ref for s, ref in after if ref is not by and text[span.end : s.start].strip() in ("", "the")), None)
    return by or (before[0][1] if before else None), direct or on


def _near(
    text: str, named: Sequence[Named], span: Span, sentence: Span
) -> tuple[list[tuple[Span, EntityRef]], list[tuple[Span, EntityRef]]]:
    """Actors before the trigger, the nearest first, and after it, with no break of the clause between."""
    at = bisect_left(named, span.start, key=lambda n: n[0].start)
    start, end = max(sentence.start, span.start - _REACH), min(sentence.end, span.end + _REACH)
    before = [
        (s, ref)
        for s, ref, kind in reversed(named[max(0, at - 3) : at])
        if s.start >= start and kind in _ACTORS and s.end <= span.start and not _BREAK.search(text, s.end, span.start)
    ]
    after = [
        (s, ref) for s, ref, _ in named[at : at + 4] if span.end <= s.start and s.end <= end and not _BREAK.search(text, span.end, s.start)
    ]
    return before, after
