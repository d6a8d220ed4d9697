"""Who did it, to whom or what, and with what: the grammatical subject, object and agent of the words of an event."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.analyse.events.triggers import Trigger
from onrecord.analyse.page import Page
from onrecord.lexicon import read_pairs, read_sections, read_words
from onrecord.model import EntityRef, Span
from onrecord.text import phrases_of

Named = tuple[Span, EntityRef, str]

_REACH = 80  # characters between the words and who or what they are about
_BREAK = re.compile(r"[.;:!?()\n“”\"]|,\s|\b(?:that|which|who|where|while|but|after|when|before|because|and)\b")
_AUX = r"(?:has|have|had|is|are|was|were|be|been|being|got|also|then|again|now|once|both|twice|today|yesterday|on\s[A-Z][a-z]+day|[a-z]+ly)"
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|got)\s(?:[a-z]+ly\s)?$")
_PASSIVE_WORDS = re.compile(r"(?:was|were|been|being|came|come)\b")
_BY = re.compile(r"(?:\s[\w’'-]+){0,6}?\sby\s(?:the\s|an?\s)?(?:[a-z]+\s){0,2}")
_ON = re.compile(r"(?:\s[\w’'-]+){0,3}?\s(?:on|against)\s(?:the\s)?(?:[a-z]+\s){0,2}")
_OF = re.compile(r"\sof\s(?:the\s)?(?:[a-z]+\s){0,2}")
_FOR = re.compile(r"\s(?:out\s)?(?:for|against)\s(?:the\s(?:arrest|capture)\sof\s)?")
_BEHIND = re.compile(r"\b(?:from|in|at|near|with|to|on|by|for|around|against|about|outside)\s(?:the\s)?$")
_NO_OBJECT = r"(?:in|on|at|near|by|with|and|or|to|from|of|for|as|into|over|during|around|across|off)\b"
_OBJECT = re.compile(rf"\s(?:the\s|an?\s)?(?:(?!{_NO_OBJECT})[a-z-]+\s){{0,2}}")
_TOOL = phrases_of(read_words("instruments"))
_WITH = re.compile(rf"\s(?:[a-z]+\s)?(?:with|using|by)\s(?P<what>(?:an?\s|the\s)?(?:[\w-]+\s)?(?:{_TOOL}))\b")
_BEFORE_WITH = re.compile(rf"\b(?P<what>(?:(?:{_TOOL})\sand\s)?(?:{_TOOL}))\s$", re.IGNORECASE)
_ACTORS = frozenset(["person", "organisation", "state", "group", "office"])
_PLACES = frozenset(["place", "state"])
_NATURAL = frozenset(["disaster", "nature"])  # "an accident on the Vara": nobody did it to the Vara
_COURT = frozenset(["court", "detention"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """``struck``: a place that is itself the object ("attacked Olmo", "the port of Olmo was targeted")."""

    actor: EntityRef | None = None
    target: EntityRef | None = None
    struck: EntityRef | None = None


def find_parties(page: Page, named: Sequence[Named], states: dict[str, EntityRef], trigger: Trigger) -> Parties:
    """Actor and target of the trigger; None where no name stands in that place of the clause.

    ``named`` are the mentions in text order, ``states`` the states of the report, by their usual name: "Karthenian troops" are
    taken for their state.
    """
    text, span = page.text, trigger.span
    sentence = page.sentences[page.sentence_at(span.start)]
    at = bisect_left(named, span.start, key=lambda n: n[0].start)
    before = [n for n in reversed(named[max(0, at - 2) : at]) if sentence.start <= n[0].start and span.start - n[0].end <= _REACH]
    before = [n for n in before if n[0].end <= span.start and not _BEHIND.search(text, max(0, n[0].start - 12), n[0].start)]
    after = [n for n in named[at : at + 4] if n[0].start >= span.end and n[0].end <= min(sentence.end, span.end + _REACH)]
    by = _first(text, span, after, _BY, _ACTORS)
    if not trigger.is_verb and not _PASSIVE_WORDS.match(text, span.start):
        return _of_noun(text, trigger, (before, after), by or _adjective(text, states, span, _own()))
    if _PASSIVE.search(text, max(sentence.start, span.start - 24), span.start) or _PASSIVE_WORDS.match(text, span.start):
        what = next((n for n in before[:1] if _subject().fullmatch(text, n[0].end, span.start)), None)
        return _parties(by, what)
    subject = next((n[1] for n in before[:1] if n[2] in _ACTORS and _subject().fullmatch(text, n[0].end, span.start)), None)
    return _parties(by or subject or _adjective(text, states, span, _own_subject()), _first_of(text, span, after, _OBJECT))


def instrument_of(page: Page, trigger: Trigger) -> str | None:
    """The words of the weapon or vehicle: "with drones", "drone and missile strikes"; None without them."""
    start = page.sentences[page.sentence_at(trigger.span.start)].start
    tool = _WITH.match(page.text, trigger.span.end) or _BEFORE_WITH.search(
        page.text, max(start, trigger.span.start - 24), trigger.span.start
    )
    return tool["what"] if tool else None


def states_of(named: Sequence[Named]) -> dict[str, EntityRef]:
    """The states that the report names, by their usual name; a state named by its capital only is not among them."""
    usual = read_pairs("states")
    return {usual.get(ref.name, ref.name): ref for _, ref, kind in reversed(named) if kind in _PLACES and usual.get(ref.name)}


def _of_noun(text: str, trigger: Trigger, near: tuple[list[Named], list[Named]], by: EntityRef | None) -> Parties:
    before, after = near
    span = trigger.span
    owner = next((n[1] for n in before[:1] if n[2] in _ACTORS and _owner().fullmatch(text, n[0].end, span.start)), None)
    doer = next((n[1] for n in before[:1] if n[2] in _ACTORS and _doing().fullmatch(text, n[0].end, span.start)), None)
    on = None if trigger.type.family in _NATURAL else _first_of(text, span, after, _ON)
    on = on or (_first_of(text, span, after, _FOR) if trigger.type.family in _COURT else None)
    whom = _first_of(text, span, after, _OF)
    if owner is not None and span.of(text).lower() in read_sections("event-frames")["of its victim"]:
        return Parties(actor=by, target=owner)
    return _parties(by or owner or doer, on or (whom if whom is not None and whom[2] in _ACTORS else None))


def _parties(actor: EntityRef | None, what: Named | None) -> Parties:
    target = what[1] if what else None
    if target is not None and target == actor:
        actor = None
    return Parties(actor=actor, target=target, struck=target if what and what[2] == "place" else None)


def _first(text: str, span: Span, after: Sequence[Named], link: re.Pattern[str], kinds: frozenset[str]) -> EntityRef | None:
    found = _first_of(text, span, [n for n in after if n[2] in kinds], link)
    return found[1] if found else None


def _first_of(text: str, span: Span, after: Sequence[Named], link: re.Pattern[str]) -> Named | None:
    """The first name that the link leads to without a break of the clause; not one that only owns what is meant."""
    for named in after:
        if _BREAK.search(text, span.end, named[0].start):
            return None
        if link.fullmatch(text, span.end, named[0].start) and text[named[0].end : named[0].end + 2] not in ("'s", "’s"):
            return named
    return None


def _adjective(text: str, states: dict[str, EntityRef], span: Span, form: re.Pattern[str]) -> EntityRef | None:
    found = form.search(text, max(0, span.start - 50), span.start)
    return states.get(read_pairs("states").get(found["state"], "")) if found else None


@cache
def _groups() -> str:
    return phrases_of(read_sections("event-frames")["groups"])


@cache
def _subject() -> re.Pattern[str]:
    """What may stand between a name and its verb."""
    return re.compile(rf"(?:['’]s?)?(?:\s(?:{_groups()}))?(?:,\s(?:\d+|[^,.;\n]{{3,50}}),)?\s(?:{_AUX}\s){{0,3}}")


@cache
def _owner() -> re.Pattern[str]:
    return re.compile(rf"(?:['’]s|(?<=s)['’])\s(?:(?:{_groups()})['’]s?\s)?(?:[a-z-]+\s){{0,2}}")


@cache
def _doing() -> re.Pattern[str]:
    """ "Karthenia has carried out another wave of"."""
    did = phrases_of(read_sections("event-frames")["did"])
    return re.compile(rf"(?:['’]s?)?(?:\s(?:{_groups()}))?\s(?:{_AUX}\s){{0,2}}(?:{did})\s(?:[a-z-]+\s){{0,6}}")


@cache
def _own() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<state>[A-Z][\w’-]+)\s(?:(?:{_groups()}|{_TOOL})(?:['’]s?)?\s)?$")


@cache
def _own_subject() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<state>[A-Z][\w’-]+)\s(?:{_groups()})\s(?:{_AUX}\s){{0,3}}$")
