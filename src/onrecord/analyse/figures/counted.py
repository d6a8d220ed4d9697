"""What a number counts: the unit of measurement or the noun after it, in the singular."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.analyse.figures.numbers import Number
from onrecord.lexicon import read_pairs, read_sections, read_words
from onrecord.model import Span
from onrecord.text import phrases_of

_WINDOW = 90
_OLDEST = 120
_LONG_UNIT = 4  # letters; shorter ones mean something else in capitals
_MOST_WORDS = 7
_TOKEN = re.compile(r"(?P<gap>[\s\u00a0]|,\s(?=[a-z-]+\s[a-z]))?(?P<word>[^\W_][\w’'.&/-]*[\w]|[^\W_])")
_PARTITIVE = re.compile(
    r"\sof\s(?:(?P<pronoun>them|whom|which|us|you|those|these)\b|(?:(?:all|the|its|their|his|her|our|those|these|such|my|your)\s)+)"
)
_OLD = re.compile(r"[\s-](?P<unit>year|month|week|day)s?[\s-]old\b", re.IGNORECASE)
_OF_AGE = re.compile(r"\syears?\sof\sage\b")
_AGED = re.compile(r"\b(?:aged?|ages|turned|turning|turns)(?:\sbetween)?\s$", re.IGNORECASE)
_PER = re.compile(
    r"\s?(?:(?:per|each)\s(?!(?:in|of|for|on|at|to|from|by|with|and|or|as|over|under|after|before|when|if)\b)"
    r"(?:[A-Z][\w’'-]*\s)?(?P<per>[a-z]+)|an?\s(?:[A-Z][\w’'-]*\s)?(?P<a>[a-z]+)|(?P<each>apiece|each)\b)|/(?P<slash>[a-z]+)\b"
)
_OF_PEOPLE = frozenset(["rescued", "saved", "hospitalised", "hospitalized", "unaccounted"])  # "129 rescued": nobody but people are
_SPANS = frozenset(["hour", "day", "week", "month", "year", "annum"])
_STRONG = re.compile(r"-(?P<what>strong|member|person|man|people|seat|page|storey|story|bed|room|car|vehicle|unit)\b")
_OF_STRONG = {"strong": "person", "people": "person", "man": "person", "story": "storey"}
_AND_NOUN = re.compile(r"\s[a-z]+\s[a-z]+s\b")  # "nine search and salvage teams"
_BRACKET = re.compile(r"\s?\((?:about\s|around\s|roughly\s|some\s)?[\d.,]+\s?[a-zA-Z/]+(?:\sper\shour|\san\shour)?\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """``unit`` in the singular, None when no noun follows; ``sort`` is the section of ``units.txt`` it belongs to, "money",
    "age", "noun" or "" ; ``end`` is where its words end; ``modifiers`` are the words before the noun that narrow it.
    ``per``: the currency is for one of something. ``partitive``: "of them", "of the ...": a part of what was named before.
    ``is_attached``: the unit belongs to the number's own words ("12 mph")."""

    unit: str | None
    sort: str
    end: int
    modifiers: Span | None = None
    per: str | None = None
    partitive: bool = False
    is_attached: bool = False

    @property
    def is_people(self) -> bool:
        return self.sort == "noun" and (self.unit in read_words("people-nouns") or self.unit == "person")


@cache
def _units() -> dict[str, tuple[str, str]]:
    """Unit words to the unit in the singular and its section."""
    found = {}
    for section, entries in read_sections("units").items():
        for entry in entries:
            form, _, unit = entry.partition("\t")
            found[form] = unit, section
            if len(form) >= _LONG_UNIT:
                found[form.title()] = found[form.upper()] = unit, section
    return found


_UNIT = re.compile(rf"(?:[\s\u00a0]?-?|[\s-])(?P<unit>{phrases_of(_units())})(?![\w’']|-old)")
_COINS = {"dollar": "dollar", "dollars": "dollar", "pound": "pound", "pounds": "pound"}
_MONEY = {form: unit for form, unit in read_pairs("currencies").items() if form[-1:].islower() and not form.endswith("Rs")}
_MONEY_WORD = re.compile(
    rf"(?:[\s-]|\sof\s)(?:(?P<unit>{phrases_of(_MONEY)})|(?P<land>[A-Z][a-z]+)\s(?P<coin>dollars?|pounds?|{phrases_of(_MONEY)}))(?!\w)"
)


def read_counted(text: str, number: Number) -> Counted:
    """The thing after the number. Never fails: where nothing can be told, the unit is None."""
    end = number.span.end
    for reader in (_money, _old, _measured, _strong, _aged):
        counted = reader(text, number, end)
        if counted is not None:
            return counted
    if number.low == number.high == 1 and not _PARTITIVE.match(text, end):
        return _one(text, end) or Counted(unit=None, sort="", end=end)
    return _noun(text, end)


def _money(text: str, number: Number, end: int) -> Counted | None:
    unit = number.currency
    if unit is None:
        m = _MONEY_WORD.match(text, end)
        if m is None:
            return None
        coin = m["coin"]
        unit = f"{m['land']} {_COINS.get(coin) or _MONEY[coin]}" if coin else _MONEY[" ".join(m["unit"].split())]
        end = m.end()
    per = _PER.match(text, end)
    each = per and (per["per"] or per["a"] or per["slash"] or ("unit" if per["each"] else None))
    if per is None or each is None or (per["a"] and each not in read_sections("figure-money")["per"]):
        return Counted(unit=unit, sort="money", end=end, is_attached=True)
    return Counted(unit=f"{unit} per {each}", sort="money", end=per.end(), per=None if each in _SPANS else each, is_attached=True)


def _old(text: str, number: Number, end: int) -> Counted | None:
    old = _OLD.match(text, end) or _OF_AGE.match(text, end)
    if old is not None:
        unit = old["unit"].lower() if "unit" in old.re.groupindex else "year"
        return Counted(unit=f"{unit} of age", sort="age", end=old.end(), is_attached=True)
    return None


def _aged(text: str, number: Number, end: int) -> Counted | None:
    value = number.high or number.low or 0
    if value <= _OLDEST and _AGED.search(text, max(0, number.span.start - 16), number.span.start):
        return Counted(unit="year of age", sort="age", end=end)
    return None


def _measured(text: str, number: Number, end: int) -> Counted | None:
    m = _UNIT.match(text, end)
    if m is None:
        return None
    unit, sort = _units()[" ".join(m["unit"].split())]
    if len(m["unit"]) == 1 and text[end] == "-":
        return None
    bracket = _BRACKET.match(text, m.end()) if sort in ("speed", "distance", "weight") else None
    return Counted(unit=unit, sort=sort, end=bracket.end() if bracket else m.end(), is_attached=True)


def _strong(text: str, number: Number, end: int) -> Counted | None:
    m = _STRONG.match(text, end)
    return Counted(unit=_OF_STRONG.get(m["what"], m["what"]), sort="noun", end=m.end(), is_attached=True) if m else None


def _noun(text: str, end: int) -> Counted:
    """The head of the noun phrase: the last plural in a row, before the phrase ends."""
    partitive = _PARTITIVE.match(text, end)
    if partitive is not None and partitive["pronoun"]:
        people = partitive["pronoun"] in ("us", "you")
        return Counted(unit="person" if people else None, sort="noun" if people else "", end=partitive.end(), partitive=True)
    of = re.compile(r"\sof\s").match(text, end)
    start = partitive.end() if partitive else of.end() if of else end
    head: re.Match[str] | None = None
    first: re.Match[str] | None = None
    for m in _phrase(text, start, free=start != end):
        first = first or m
        if _is_plural(m["word"]):
            if head is not None and head["word"].islower() and not m["word"].islower():
                break
            head = m
        elif head is not None and (head["word"].islower() or m["word"].endswith(("ed", "ing"))):
            break
    if head is None and first is not None and first["word"] in _OF_PEOPLE:
        return Counted(unit="person", sort="noun", end=first.end(), partitive=partitive is not None)
    if head is None or first is None:
        return Counted(unit=None, sort="", end=end, partitive=partitive is not None)
    return _headed(text, first, head, partitive=partitive is not None)


def _phrase(text: str, start: int, *, free: bool) -> list[re.Match[str]]:
    """The words from ``start`` that may still belong to one noun phrase. ``free``: a preposition was read already, so no
    gap stands before the first word."""
    found: list[re.Match[str]] = []
    at, limit = start, start + _WINDOW
    while len(found) < _MOST_WORDS:
        m = _TOKEN.match(text, at, limit)
        opens = len(found) == 1 and not _is_plural(found[0]["word"])  # "ten ships and seen hundreds" goes on with a verb
        joins = m is not None and m["word"] in ("and", "or") and opens and _AND_NOUN.match(text, m.end()) is not None
        if m is None or (m["gap"] is None and not (free and not found)) or (_ends(m["word"]) and not joins) or m["word"][0].isdigit():
            break
        if found and m["gap"] != " " and (m["gap"] or "").startswith(",") and found[-1]["word"].endswith("ed"):
            break  # "129 rescued, figures that conflict"
        found.append(m)
        at = m.end()
    return found


def _ends(word: str) -> bool:
    """Whether the word cannot belong to the noun phrase; "US" is no pronoun."""
    if word.isupper() and len(word) > 1:
        return False
    return word.lower() in read_words("counted-ends") or word.lower() in read_pairs("number-words")


def _one(text: str, end: int) -> Counted | None:
    """ "One person", "one MTA worker": people in the singular, else None."""
    for m in _phrase(text, end, free=False):
        if m["word"].lower() in read_words("people-nouns"):
            start = end + 1
            modifiers = Span(start, m.start("word") - 1) if start < m.start("word") - 1 else None
            return Counted(unit=m["word"].lower(), sort="noun", end=m.end(), modifiers=modifiers)
    return None


def _is_plural(word: str) -> bool:
    low = word.lower().removesuffix("'s").removesuffix("’s")
    if low in read_pairs("plurals"):
        return True
    if low in read_words("not-plurals") or not low.endswith("s") or len(low) < 4:
        return False
    return not low.endswith(("ss", "us", "is", "’s", "'s"))


def _headed(text: str, first: re.Match[str], head: re.Match[str], *, partitive: bool) -> Counted:
    noun = singular(head["word"].removesuffix("'s").removesuffix("’s"))
    start = first.start("word")
    while start < head.start("word"):
        word = text[start : head.start("word")].split()[0]
        if word not in read_words("loose-modifiers"):
            break
        start += len(word) + 1
    modifiers = Span(start, head.start("word") - 1) if start < head.start("word") - 1 else None
    if noun.lower() in read_words("people-nouns"):
        unit = "person" if noun.lower() in ("other", "individual") else noun.lower()
        return Counted(unit=unit, sort="noun", end=head.end(), modifiers=modifiers, partitive=partitive)
    owned = _OWNED.match(text, modifiers.start, modifiers.end + 1) if modifiers is not None else None
    if modifiers is not None and owned is not None:
        modifiers = Span(owned.end(), modifiers.end) if owned.end() < modifiers.end else None
    if modifiers is not None:
        noun = f"{' '.join(text[modifiers.start : modifiers.end].split())} {noun}"
    return Counted(unit=noun, sort="noun", end=head.end(), partitive=partitive)


_OWNED = re.compile(r"(?:[^\s]+\s){0,4}[^\s]+(?:['’]s|s['’])\s")


def singular(word: str) -> str:
    """The singular of an English plural, by a list of irregular ones and the endings.

    >>> [singular(w) for w in ("people", "bodies", "buses", "crashes", "drones")]
    ['person', 'body', 'bus', 'crash', 'drone']
    """
    known = read_pairs("plurals").get(word.lower())
    if known is not None:
        return known
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes", "oes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word
