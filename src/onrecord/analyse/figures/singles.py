"""Ones and noughts without a number word: "a policeman", "an X missile and 40 drones", "no passengers", "nobody"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from onrecord.analyse.figures.counted import Counted, singular
from onrecord.analyse.figures.numbers import Number
from onrecord.lexicon import read_pairs, read_sections, read_words, section_words
from onrecord.model import Span

_SINGLE = re.compile(r"(?<![\w’'-])(?P<word>[Aa]n?|[Nn]o)(?P<phrase>(?:\s[\w’'-]+){1,6})")
_NOBODY = re.compile(r"\b(?:[Nn]o\sone|[Nn]o-one|[Nn]obody)\b")
_NEXT = re.compile(r"\s[a-z][\w’'-]*")
_WORD = re.compile(r"[\w’'-]+")
_MOST_MODIFIERS = 3


def find_singles(text: str) -> Iterator[tuple[Number, Counted]]:
    """In text order, apart from "nobody" and "no one", which come last. Whether they are figures is for their measure to say."""
    for m in _SINGLE.finditer(text):
        counted = _counted(m)
        if counted is not None:
            yield _number(m.start("word"), m.end("word"), none=m["word"].lower() == "no"), counted
    for m in _NOBODY.finditer(text):
        yield _number(m.start(), m.end(), none=True), Counted(unit="person", sort="noun", end=m.end())


def _number(start: int, end: int, *, none: bool) -> Number:
    span, value = Span(start, end), 0.0 if none else 1.0
    return Number(span=span, core=span, low=value, high=value, is_article=True)


def _counted(m: re.Match[str]) -> Counted | None:
    """People or a weapon, and after "no" what a toll counts: the first such noun before the phrase ends; None when there is none."""
    none = m["word"].lower() == "no"
    things = _tolled() if none else section_words("figure-objects", "weapon")
    for k, word in enumerate(_WORD.finditer(m.string, m.start("phrase"), m.end("phrase"))):
        low = word.group().lower()
        if k > _MOST_MODIFIERS or low.isdigit() or low in read_words("counted-ends") or low in read_pairs("number-words"):
            return None
        noun = singular(low) if none and low.endswith(("s", "people", "men")) else low
        is_people = noun in read_words("people-nouns")
        if (not is_people and noun not in things) or _goes_on(m.string, word.end()):
            continue
        start = m.start("phrase") + 1
        modifiers = Span(start, word.start() - 1) if start < word.start() - 1 else None
        unit = noun if is_people else " ".join([*m.string[start : word.start()].split(), noun])
        return Counted(unit=unit, sort="noun", end=word.end(), modifiers=modifiers if is_people else None)
    return None


def _goes_on(text: str, at: int) -> bool:
    """Whether another noun follows, so that the word only narrows it: "a police officer", "no criminal record"."""
    m = _NEXT.match(text, at)
    if m is None:
        return False
    word = m.group().strip().lower()
    return not (word in read_words("counted-ends") or word in read_pairs("number-words") or word.endswith(("ed", "ing", "ly")))


@cache
def _tolled() -> frozenset[str]:
    return frozenset(noun for name, nouns in read_sections("figure-cues").items() if name.endswith(" noun") for noun in nouns)
