"""Numbers with what stands around them: ranges, and the words that leave one side open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from onrecord.analyse.figures.numbers import Atom, Number, read_atom, read_number, starts
from onrecord.lexicon import read_sections, read_words
from onrecord.model import Span
from onrecord.text import phrases_of

_BEFORE = 32  # characters; the longest bounding word has 20
_WITH_ABOUT = ("low", "high", "about")
_BOUND = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(rf"(?P<{k}>{phrases_of(read_sections('number-bounds')[k])})" for k in _WITH_ABOUT)
    + r")(?:\s(?:an?|the))?\s$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?:(?P<plus>\+|-plus\b)|\s(?:(?P<low>{phrases_of(read_sections('number-bounds')['low after'])})"
    rf"|(?P<high>{phrases_of(read_sections('number-bounds')['high after'])}))\b)"
)
_AFTER_NOUN = re.compile(r"\s[\w-]+\sor\s(?P<which>more|fewer|less)\b")
_TO = re.compile(r"(?P<dash>\s?[–—]\s?|-)|\sto\s|\sor\s|\sand\s")
_BETWEEN = re.compile(r"\b(?P<word>between|from)\s$", re.IGNORECASE)
_STACKED = 2
_BACK = 60  # characters before "from" in which a verb of change makes of two numbers an old and a new value
_PHRASAL = re.compile(r"\b(?:hand|turn|tak|took|sign|carr|giv|gave|pass|roll|spill)\w*\s$", re.IGNORECASE)  # "handed over 26 boats"


@cache
def _changes() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{phrases_of(read_words('figure-changes'))})\b[^.;:]*$", re.IGNORECASE)


_UNIT_BETWEEN = re.compile(
    r"(?:%|\spercent|\sper\scent|\smiles?|\skm|\smetres|\smeters|\sfeet|\syears|\sdays|\sweeks|\smonths|\sminutes|\shours)(?=\sto\s|\sand\s)"
)


def find_numbers(text: str) -> list[Number]:
    """The numbers in text order and disjoint, with their bounds: "at least 60" is 60 to None, "20 to 30" is 20 to 30."""
    return list(_numbers(text))


def _numbers(text: str) -> Iterator[Number]:
    taken = 0
    for at in starts(text):
        if at < taken:
            continue
        number = read_number(text, at)
        if number is None:
            continue
        bounded = _bounded(text, _ranged(text, number), taken)
        taken = bounded.span.end
        yield bounded


def _ranged(text: str, number: Number) -> Number:
    """The number with its fellow: "between 3 and 5", "20-30", "two or three", "$5 million to $10 million"."""
    if number.is_part or number.high is None:
        return number
    before = _BETWEEN.search(text, max(0, number.core.start - 9), number.core.start)
    opening = before["word"].lower() if before else ""
    unit = _UNIT_BETWEEN.match(text, number.core.end)
    join = _TO.match(text, unit.end() if unit else number.core.end)
    second = read_atom(text, join.end()) if join else None
    if unit is not None and second is not None and not text.startswith(unit.group(), second.end):
        return number
    if join is None or second is None or not _joins(text, join, opening, number, second):
        return number
    first = _scaled(number, second)
    if not first < second.value:
        return number
    start = before.start() if before and opening == "between" else number.core.start
    core = Span(number.core.start, second.end)
    return replace(
        number, span=Span(start, second.end), core=core, low=first, high=second.value, is_plain=bool(join["dash"]) and number.is_plain
    )


def _joins(text: str, join: re.Match[str], opening: str, number: Number, second: Atom) -> bool:
    """Whether the two are one range. "From 3 to 5" tells a change as often, and is left as two."""
    word = join.group().strip().lower()
    if second.is_open or second.currency not in (None, number.currency):
        return False
    if word == "and":
        return opening == "between"
    if word == "or":
        return second.value <= 2 * (number.high or 0) and second.is_digits == text[number.core.start].isdigit()
    return opening != "from" or word != "to" or not _changes().search(text, max(0, number.core.start - _BACK), number.core.start)


def _scaled(number: Number, second: Atom) -> float:
    """The lower end, with the scale that stands only after the upper: "2 to 3 million"."""
    low = number.low or 0.0
    return low * second.scale if second.scale > 1 and low < second.value / second.scale else low


def _bounded(text: str, number: Number, floor: int) -> Number:
    start, words, low, high = number.span.start, [], False, False
    for _ in range(_STACKED):
        m = _BOUND.search(text, max(floor, start - _BEFORE), start)
        if m is None or (m.group().lower().startswith("over") and _PHRASAL.search(text, max(floor, m.start() - 12), m.start())):
            break
        words.append(m.group().strip().lower())
        start, low, high = m.start(), low or m["low"] is not None, high or m["high"] is not None
    end, after_low, after_high = _closing(text, number)
    low, high = low or after_low, high or after_high
    span = Span(start, max(end, number.span.end))
    if number.high is None:  # a vague plural keeps its own least
        return replace(number, span=span, bound=" ".join(words))
    return replace(
        number,
        span=span,
        low=None if high and not low else number.low,
        high=None if low and not high else number.high,
        bound=" ".join(reversed(words)),
        is_plain=number.is_plain and not words,
    )


def _closing(text: str, number: Number) -> tuple[int, bool, bool]:
    m = _AFTER.match(text, number.core.end)
    if m is not None:
        return m.end(), m["high"] is None, m["high"] is not None
    later = _AFTER_NOUN.match(text, number.core.end)
    if later is not None:
        return number.core.end, later["which"] == "more", later["which"] != "more"
    return number.core.end, False, False
