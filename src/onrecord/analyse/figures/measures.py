"""The measure of each figure: by its own words, else by its neighbours in the sentence, else by what is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby, pairwise

from onrecord.analyse.figures.cues import find_cue, is_default_person, is_thing
from onrecord.analyse.figures.readings import Reading
from onrecord.analyse.page import Page
from onrecord.lexicon import read_sections, read_words
from onrecord.model import Measure, Span
from onrecord.text import phrases_of

_BY_SORT: dict[str, Measure] = {
    "speed": "speed",
    "distance": "distance",
    "time": "other",
    "weight": "other",
    "age": "other",
    "other": "other",
}
_EVENTS = frozenset(["killed", "injured", "missing", "arrested", "evacuated", "displaced", "launched", "downed", "hit"])
_LIST = re.compile(r"(?:,?\s(?:and|or|as\swell\sas|plus)(?:\sthe)?|,)\s(?:the\s)?$")
_GAPPED = re.compile(r"\s(?:in|at|from|to|on|near|of)\b")
_AMONG = re.compile(r"\s(?:was|were|are|is)\samong\s(?:the|those|at\sleast|some|more\sthan|,)*\s?$")
_INCLUDING = re.compile(r"(?:\b(?:including|among\sthem|of\swhich|of\swhom|of\sthem|comprising|namely)|\(|:)\s(?:the\s|at\sleast\s)?$")
_OF_THEM = re.compile(r"\sof\s(?:[\w’'-]+\s){0,3}")
_GOES_ON = re.compile(r"\s(?:others?|more|were|are|have|had|who|still|also|later|remain(?:ed|s)?|in|seriously|critically)\b")
_OWN_CLAUSE = re.compile(r"\s(?:have|has|had|were|was|are|is|remain|will)\s")  # "…, and 40 people have been warned"
_OTHERS = re.compile(r"\sothers\b")
_LISTED = re.compile(r"(?:,|,?\sand)\s$")
_WHO = re.compile(r"\s(?:who|others?)\b")
_BACK, _FAR = 48, 120
_NEAR_PRICE, _FAR_PRICE = 30, 70  # characters; the farther where "to", "at" or "was" leads from the word to the sum


def find_measures(page: Page, readings: Sequence[Reading]) -> list[Reading]:
    """The readings that are figures, with their measure and, where no noun stands beside the number, the unit it shares."""
    for _, group in groupby(readings, key=lambda r: r.sentence):
        _read_sentence(page, list(group))
    return [r for r in readings if r.measure is not None]


def _read_sentence(page: Page, row: list[Reading]) -> None:
    text = page.text
    sentence = page.sentences[row[0].sentence]
    for k, reading in enumerate(row):
        floor = row[k - 1].span.end if k else sentence.start
        ceiling = row[k + 1].span.start if k + 1 < len(row) else sentence.end
        if floor < ceiling:
            reading.cue = find_cue(text, reading.number, reading.counted, Span(min(floor, reading.span.start), max(ceiling, reading.end)))
        _by_own_words(reading)
    for previous, reading in pairwise(row):
        _from_previous(text, previous, reading)
    for reading, following in reversed(list(pairwise(row))):
        _from_following(text, reading, following)
    for reading in row:
        if reading.measure is None:
            _by_unit(text, reading)


def _by_own_words(reading: Reading) -> None:
    cue = reading.cue
    if cue is None:
        return
    reading.measure = cue.measure
    reading.reasons.append(f"“{cue.words}” stands {_WHERE[cue.side]}")
    if cue.side == "noun" or (reading.unit is None and is_default_person(cue)):
        reading.unit = "person"


_WHERE = {"before": "before it", "after": "after it", "noun": "with it as what is counted", "total": "earlier as what it is the value of"}


def _from_previous(text: str, previous: Reading, reading: Reading) -> None:
    """What a list or a part takes over: "killed two soldiers and three guards", "30 people, six of whom"."""
    gap = text[previous.end : reading.span.start] if reading.span.start - previous.end <= _BACK else ""
    part = reading.counted.partitive or _INCLUDING.search(gap) is not None
    listed = _LIST.fullmatch(gap.rstrip() + " ") is not None if gap else False
    if part and previous.measure is not None:
        reading.part_of = previous
    if _OTHERS.match(text, reading.span.end) and previous.counted.sort == "noun" and previous.unit is not None and is_thing(previous.unit):
        reading.unit, reading.measure = previous.unit, previous.measure
        reading.reasons = ["others of what the figure before it counts"]
    if reading.unit is None and (part or listed or _GOES_ON.match(text, reading.counted.end)):
        reading.unit = _shared_unit(reading, previous)
    if reading.measure is not None or previous.measure not in _EVENTS or not _alike(previous, reading):
        return
    gapped = (
        reading.counted.unit is None
        and _GAPPED.match(text, reading.counted.end) is not None
        and _LISTED.search(text, max(0, reading.span.start - 5), reading.span.start) is not None
        and reading.span.start - previous.end <= _FAR
    )
    listed = listed and _OWN_CLAUSE.match(text, reading.end) is None
    if part or gapped or (listed and previous.cue is not None and previous.cue.side == "before") or (listed and previous.cue is None):
        reading.measure = previous.measure
        reading.unit = reading.unit or previous.unit
        reading.reasons.append("it is part of or stands in a list with the figure before it")


def _shared_unit(reading: Reading, previous: Reading) -> str | None:
    return previous.unit if previous.counted.sort in ("noun", "") and reading.counted.sort == "" else reading.unit


def _from_following(text: str, reading: Reading, following: Reading) -> None:
    """ "Two women and a man were killed", "two were among the 61 killed", "two of his three brothers"."""
    if reading.unit is None and reading.counted.sort == "" and following.counted.sort == "noun":
        between = text[reading.span.end : following.span.start] if following.span.start - reading.span.end <= _BACK else ""
        reading.unit = following.unit if _OF_THEM.fullmatch(between) else None
    if reading.measure is not None or following.measure not in _EVENTS or not _alike(reading, following):
        return
    gap = text[reading.end : following.span.start] if following.span.start - reading.end <= _BACK else ""
    joined = gap and (_LIST.fullmatch(gap.rstrip() + " ") or _AMONG.search(gap))
    if joined and (following.cue is None or following.cue.side == "after"):
        reading.measure = following.measure
        reading.unit = reading.unit or following.unit
        reading.reasons.append("it stands in a list with, or among, the figure after it")


def _alike(a: Reading, b: Reading) -> bool:
    """Whether both may be counts of things of one sort."""
    if any(r.counted.sort not in ("noun", "") or r.number.is_part for r in (a, b)):
        return False
    return a.unit is None or b.unit is None or is_thing(a.unit) == is_thing(b.unit)


def _by_unit(text: str, reading: Reading) -> None:
    counted, number = reading.counted, reading.number
    if (number.is_article and number.low) or (number.low == 1 and counted.partitive):
        return  # "a man", "one of the reasons": no figure unless an event counts it
    if number.is_part:
        reading.measure, reading.unit = "share", "percent"
        reading.reasons.append("a part of a whole, given in percent")
    elif counted.sort == "money":
        reading.measure = _of_money(text, reading)
    elif counted.sort == "percent":
        reading.measure = _of_percent(text, reading)
    elif counted.sort in _BY_SORT:
        reading.measure = _BY_SORT[counted.sort]
    elif counted.sort == "noun" or number.is_scaled or (number.low != 1 and (reading.unit is not None or counted.partitive)):
        reading.measure = "count"
    elif _WHO.match(text, counted.end):
        reading.measure, reading.unit = "count", "person"
    if reading.measure is not None and not reading.reasons:
        reading.reasons.append(f"counted in {reading.unit}" if reading.unit else "what is counted is not said beside it")


@cache
def _words(section: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{phrases_of(read_sections('figure-money')[section])})\b(?:[^,.;:]|\.(?=\d))*", re.IGNORECASE)


@cache
def _changes() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{phrases_of(read_words('figure-changes'))})\b[^.;:]*$", re.IGNORECASE)


_RATE = re.compile(r"\b(?:rates?|yields?|tax|tariffs?)\s(?:of|at|to|is|was)\s$", re.IGNORECASE)
_SET_AT = re.compile(r"\b(?:to|at|around|about|of|was|is|from)\s$")


def _of_money(text: str, reading: Reading) -> Measure:
    at = reading.span.start
    if reading.counted.per is not None or _ends_at(
        _words("price"), text, at, _FAR_PRICE if _SET_AT.search(text, max(0, at - 8), at) else _NEAR_PRICE
    ):
        return "price"
    if _SET_AT.search(text, max(0, at - 8), at) and _ends_at(_words("traded"), text, at, 60):
        value = reading.number.low or reading.number.high or 0
        return "price" if value < _MOST_PRICE else "amount"
    return "amount"


def _ends_at(pattern: re.Pattern[str], text: str, at: int, back: int) -> bool:
    m = pattern.search(text, max(0, at - back), at)
    while m is not None and m.end() < at:
        m = pattern.search(text, m.end(), at)
    return m is not None


_MOST_PRICE = 1e6  # of a share, a barrel, an ounce: what is worth more is a sum


def _of_percent(text: str, reading: Reading) -> Measure:
    after = _words("rate").search(text, reading.end, reading.end + 14)
    at = reading.span.start
    changed = _changes().search(text, max(0, at - 28), at)
    of = text.startswith(" of ", reading.end)
    changed = changed or _RATE.search(text, max(0, at - 12), at)
    return "other" if (changed or after) and not of else "share"
