"""What stands around a figure: the place, the time, the words that narrow it and those that say it replaces another."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.analyse.figures.readings import Reading
from onrecord.analyse.page import Page
from onrecord.lexicon import read_words
from onrecord.model import Entity, EntityRef, Span, Time
from onrecord.text import phrases_of

_NEAR = 110  # characters between a figure and a place or time that stands with it
_AT_PLACE = re.compile(r"\b(?:in|near|at|outside|around|across|inside|throughout)\s(?:the\s)?(?:[\w-]+\s)?$", re.IGNORECASE)
_NOT_WHEN = re.compile(r"\b(?:since|until|till|before|by|after)\s$", re.IGNORECASE)
_ENDING = r"(?!(?:and|but|were|was|are|have|has|had|is|while|when|said|will|would|who|which|that|after|as|in\sthe\s(?:past|last))\b)"
_SCOPE = re.compile(
    r"\s(?P<words>(?:on\sboard|aboard|inside|in|at|from|on|of|under|over|among|with|without|aged|for|per|including)[ \u00a0]"
    rf"(?:{_ENDING}[^\s.,;:()“”\"]+(?:[ \u00a0]|(?=[.,;:()“”\"]|$))){{1,8}})"
)
_ASIDE = re.compile(
    r",\s(?P<words>(?:including|among\sthem|mostly|most\sof\sthem|all\sof\sthem|excluding|not\sincluding)\s[^.;:()\n]{2,70}?)(?=,|\.|;|:|\n|\sand\s|$)"
)
_HANGING = re.compile(r"(?:\s(?:on|in|at|for|from|of|the|this|that|last|next|early|late|since|a))+\s*$")
_UP_FROM = re.compile(r"[^.;:]{0,30}?,?\s(?P<words>(?:up|down|revised|raised|lowered)\sfrom)\s")
_TO = re.compile(r"\sto\s(?:the\s)?$", re.IGNORECASE)
_IS_OLD = re.compile(r"\b(?:up|down|initial\s\w+\sof|previous\s\w+\sof)\sfrom\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The places and times of a page in text order, for questions about what is near."""

    page: Page
    places: tuple[tuple[Span, EntityRef], ...]
    times: tuple[Time, ...]


def look_around(page: Page, entities: Sequence[Entity], times: Sequence[Time]) -> Surroundings:
    places = sorted(
        (
            (m.span, EntityRef(entity=e.id, name=e.name))
            for e in entities
            if e.type in ("place", "state")
            for m in e.mentions
            if m.kind == "name"
        ),
        key=lambda x: x[0],
    )
    dated = tuple(t for t in times if t.span is not None and t.precision != "duration")
    return Surroundings(page=page, places=tuple(places), times=dated)


def place_of(around: Surroundings, number: int, at: Span) -> EntityRef | None:
    """The place named with a preposition in the sentence of that number: the next one after the words at ``at``, else the last
    one before them."""
    page = around.page
    sentence = page.sentences[number]
    text, after = page.text, bisect_left(around.places, at.end, key=lambda x: x[0].start)
    for span, ref in around.places[after : after + 3]:
        if span.start > min(sentence.end, at.end + _NEAR):
            break
        if _AT_PLACE.search(text, max(at.end, span.start - 24), span.start):
            return ref
    for span, ref in reversed(around.places[max(0, after - 3) : after]):
        if span.start < max(sentence.start, at.start - _NEAR):
            break
        if _AT_PLACE.search(text, max(sentence.start, span.start - 24), span.start):
            return ref
    return None


def time_of(around: Surroundings, number: int, at: Span) -> Time | None:
    """The stretch of time named nearest in the sentence, unless the text only says since, until, before or after it."""
    page = around.page
    sentence = page.sentences[number]
    after = bisect_left(around.times, at.end, key=lambda t: t.span.start if t.span else 0)
    best: tuple[int, Time] | None = None
    for time in around.times[max(0, after - 2) : after + 2]:
        if time.span is None or time.span.start < sentence.start or time.span.end > sentence.end:
            continue
        gap = time.span.start - at.end if time.span.start >= at.end else at.start - time.span.end
        if (
            gap <= _NEAR
            and not _NOT_WHEN.search(page.text, max(0, time.span.start - 8), time.span.start)
            and (best is None or gap < best[0])
        ):
            best = gap, time
    return best[1] if best else None


def scope_of(around: Surroundings, reading: Reading) -> str | None:
    """The words that narrow what is counted: those before the noun, and the phrase right after it, up to when it was."""
    text, words = around.page.text, []
    if reading.counted.modifiers is not None:
        words.append(reading.counted.modifiers.of(text))
    elif (
        grave := _GRAVE.match(text, reading.end) or _ANY_GRAVE.search(text, max(0, reading.end - 1), reading.end + _GRAVE_CHARS)
    ) is not None:
        words.append(grave["words"])
    after = _ASIDE.match(text, reading.end) or _SCOPE.match(text, reading.end)
    if after is not None and (narrowing := _before_time(around, Span(*after.span("words")))):
        words.append(narrowing)
    return ", ".join(" ".join(w.split()) for w in words) or None


def _before_time(around: Surroundings, words: Span) -> str:
    """The words up to the first time among them: "in the harbour" of "in the harbour this month", nothing of "on Friday"."""
    k = bisect_left(around.times, words.start, key=lambda t: t.span.start if t.span else 0)
    time = around.times[k].span if k < len(around.times) else None
    end = words.end if time is None else min(words.end, time.start)
    stretch = around.page.text[words.start : end]
    return stretch.strip() if end == words.end else _HANGING.sub("", f" {stretch} ").strip()


# "Eight had serious or life-threatening injuries", "four are critically hurt": a part of the injured, not all of them.
_GRAVELY = (
    r"\b(?P<words>(?:serious|critical|life-threatening|minor|slight|severe|light|grave)(?:ly)?)(?=[\s,])[^.;:\n]{0,40}"
    r"\b(?:injur|wound|hurt|condition|harm|ill)"
)
_GRAVE = re.compile(rf"[^.;:,\n]{{0,40}}?{_GRAVELY}", re.IGNORECASE)
_ANY_GRAVE = re.compile(_GRAVELY, re.IGNORECASE)  # to search with: what _GRAVE may begin with would be tried from every character again
_GRAVE_CHARS = 60


@cache
def _becoming() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<words>(?:{phrases_of(read_words('figure-changes'))})(?:\s[^\s.,;:]+){{0,5}}?\sto)\s(?:the\s)?$", re.IGNORECASE
    )


def revises_of(text: str, reading: Reading) -> str | None:
    """The words that say the figure replaces another: "rose to", "raised its offer to", ", up from"; None without them."""
    at = reading.span.start
    # Looked for only before "to": fifty characters, with each of the verbs tried from each, are half of what a price costs.
    before = _becoming().search(text, max(0, at - 56), at) if _TO.search(text, max(0, at - 8), at) else None
    if before is not None and reading.counted.sort not in ("time", "distance"):
        return before["words"]
    if _IS_OLD.search(text, max(0, at - 28), at):
        return None
    after = _UP_FROM.match(text, reading.end)
    return after["words"] if after else None
