"""What a figure measures, by the words around it: "killed 61", "61 people were killed", "the death toll rose to 61"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from onrecord.analyse.figures.counted import Counted
from onrecord.analyse.figures.numbers import Number
from onrecord.lexicon import read_sections, read_words
from onrecord.model import Measure, Span
from onrecord.text import lowered, phrases_of

_BEFORE, _AFTER, _TOTAL = 48, 90, 160  # characters looked at on either side, and for the noun of a toll
_OF_PEOPLE = frozenset(["killed", "injured", "missing", "arrested", "evacuated", "displaced"])
_FILLER = r"(?:the|his|her|its|their|those|these|other|also|all|both|further|another|more|of|up|a|total|over)"
_NEUTRAL = r"(?P<open>\s(?:of|at|to|was|is|stands|stood|were|are|reached|hit|passed|topped|exceeded|past|from|now|as|,)\s*)$"
_BOUNDARY = (
    r"[;:?!()\n]|\.(?=\s|$)|,(?!\s(?:including|among|who|most|mostly|many|some|all|both|aged|two\sof|one\sof|three\sof))|\s[–—-]+\s"
    r"|\b(?:and|but|while|when|as|after|before|because|that|which|said|says|than|if|where|since|following|until|against|over|despite)\b"
)
_ASIDE = re.compile(
    r",\s(?:including|among\sthem)\b[^.;:\n]{1,100}?,(?=\s(?:died|perished|were|was|have|had)\s)"  # a list, before the verb
    r"|\sand\s(?:the|his|her|their|an?)\s[\w-]+(?=\s)"
    r"|,\s(?:including|among\sthem|who|most|mostly|many|some|all|both|aged|two\sof|one\sof|three\sof)\b[^,.;:\n]{1,80},"
)
_BLANK = re.compile(r"\s")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|get|got|gets|reported|reportedly|confirmed|feared)(?:\s(?:also|\w+ly|reported|feared|believed|confirmed|to\sbe|to\shave\sbeen))?\s$"
)
_REDUCED = re.compile(
    r"\s*(?:$|[.,;:)\n–—-]|(?:in|on|at|by|near|during|after|when|as|and|or|while|over|since|there|this|last|with|so|inside|outside|across|from|"
    r"yesterday|today|overnight|earlier|early|monday|tuesday|wednesday|thursday|friday|saturday|sunday|under|for|if|following|around|outright)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """The measure and the words that told it; ``side``: "before", "after", "noun" or "total"."""

    measure: Measure
    side: str
    words: str


@cache
def _listed(side: str) -> dict[str, tuple[Measure, ...]]:
    """Folded words of one side to the measures that list them, in the order of the file."""
    found: dict[str, tuple[Measure, ...]] = {}
    for section, entries in read_sections("figure-cues").items():
        measure, _, where = section.rpartition(" ")
        if where == side:
            for entry in entries:
                found[entry] = (*found.get(entry, ()), cast(Measure, measure))
    return found


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?P<cue>{phrases_of(_listed('before'))})(?P<filler>(?:\s{_FILLER}){{0,2}})\s$", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    after, passive = phrases_of(_listed("after")), phrases_of(_listed("passive"))
    return re.compile(rf"(?<![\w-])(?:(?P<after>{after})|(?P<passive>{passive}))(?![\w-])|(?P<end>{_BOUNDARY})", re.IGNORECASE)


@cache
def _total() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{phrases_of(_listed('total'))}|toll)(?![\w-])", re.IGNORECASE)


_OPEN = re.compile(_NEUTRAL, re.IGNORECASE)


def find_cue(text: str, number: Number, counted: Counted, within: Span) -> Cue | None:
    """The words that tell the measure of an event; None when there are none. ``within``: where the neighbours leave room."""
    if counted.sort in ("money", "speed", "distance", "time", "weight", "percent", "age", "other") or number.is_part:
        return None
    asked = (
        _by_noun(text, number, counted),
        _by_modifier(text, number, counted),
        _by_before(text, number, within),
        _by_after(text, counted, within),
    )
    for cue in (cue for found in asked for cue in found):
        if _fits(cue, counted):
            return cue
    return _by_total(text, number, counted, within)


def _fits(cue: Cue, counted: Counted) -> bool:
    """Whether the cue suits what is counted: missiles are launched and downed, buildings hit, and neither is killed."""
    thing = _last_word(counted.unit)
    objects = read_sections("figure-objects")
    is_weapon = thing in objects["weapon"] or thing in objects["volley"]
    if cue.side == "noun" or counted.unit is None:
        return cue.side == "noun" or cue.measure != "hit"
    if cue.measure in ("launched", "downed"):
        return is_weapon
    is_struck = thing in objects["struck"]
    if cue.measure == "hit":
        return is_struck
    return counted.is_people or cue.measure == "evacuated" or not (is_weapon or is_struck)


def _last_word(unit: str | None) -> str:
    return unit.split()[-1].lower() if unit else ""


def _by_noun(text: str, number: Number, counted: Counted) -> list[Cue]:
    noun = _last_word(counted.unit)
    measures = _listed("noun").get((counted.unit or "").lower()) or _listed("noun").get(noun, ())
    if noun == "life" and _LIVES.search(text, max(0, number.span.start - _BEFORE), number.span.start):
        measures = ("killed",)
    return [Cue(measure=measure, side="noun", words=noun) for measure in measures]


def _by_modifier(text: str, number: Number, counted: Counted) -> list[Cue]:
    """ "81 missing persons", "three wounded sailors"; one of them is somebody in a picture, and "four detained men were freed" counts
    other than the detained."""
    several = number.low is None or number.low > 1
    words = lowered(counted.modifiers.of(text)).split() if several and counted.modifiers is not None and counted.is_people else []
    told = ((w, m) for w in words for m in _listed("passive").get(w) or _listed("after").get(w, ()))
    return [Cue(measure=m, side="after", words=w) for w, m in told if m in ("killed", "injured", "missing")]


_LIVES = re.compile(r"\b(?:claim(?:s|ed|ing)?|cost(?:s|ing)?|tak(?:e|es|en|ing)|took|los[st]|lose|losing|loss of)(?:\sthe)?\s$")


def _by_before(text: str, number: Number, within: Span) -> list[Cue]:
    start = max(within.start, number.span.start - _BEFORE)
    m = _before().search(text, start, number.span.start)
    if m is None:
        return []
    words = " ".join(lowered(m["cue"]).split())
    return [Cue(measure=measure, side="before", words=words) for measure in _listed("before")[words]]


def _by_after(text: str, counted: Counted, within: Span) -> list[Cue]:
    at = counted.end
    aside = _ASIDE.match(text, at)
    start = aside.end() if aside is not None else at
    limit = start + _AFTER if aside is not None else min(within.end, at + _AFTER)
    m = _after().search(text, start, limit)
    if m is None or m["end"] is not None or _BLANK.fullmatch(text, m.end(), max(m.end(), within.end)) is not None:
        return []  # "shoots dead nine people": the words belong to the next number
    words = " ".join(lowered(m.group()).split())
    if m["after"] is not None:
        return [Cue(measure=measure, side="after", words=words) for measure in _listed("after")[words]]
    if _PASSIVE.search(text, max(at, m.start() - 24), m.start()) or _REDUCED.match(text, m.end()):
        return [Cue(measure=measure, side="after", words=words) for measure in _listed("passive")[words]]
    return []


def _by_total(text: str, number: Number, counted: Counted, within: Span) -> Cue | None:
    """ "The death toll in the north rose to 91": a number that stands as the value of a toll named before."""
    changed = not read_words("figure-changes").isdisjoint(number.bound.split())  # "rose past" is a part of the number
    open_to = changed or _OPEN.search(text, max(0, number.span.start - 12), number.span.start)
    if not (counted.unit is None or counted.is_people) or not open_to:
        return None
    last = None
    for m in _total().finditer(text, max(within.start, number.span.start - _TOTAL), number.span.start):
        last = m
    if last is None:
        return None
    words = " ".join(lowered(last.group()).split())
    return Cue(measure=_listed("total").get(words, ("killed",))[0], side="total", words=words)


def is_thing(unit: str) -> bool:
    """Whether the unit is one that verbs of launching or hitting are said of, and not of killing."""
    objects = read_sections("figure-objects")
    return any(_last_word(unit) in objects[section] for section in objects)


def is_default_person(cue: Cue | None) -> bool:
    """Whether what is counted without a noun must be people."""
    return cue is not None and cue.measure in _OF_PEOPLE
