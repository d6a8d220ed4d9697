"""Who bears an office that a report names without its holder, by what the other reports of the story say.

Only an office that one person holds at a time, only where country and department agree word for word, and only when exactly one
person of the story fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.lexicon import read_pairs, read_sections
from onrecord.lexicon.titles import same_stem, title_words

_PAST = frozenset({"former", "ex", "then", "late", "outgoing", "departing", "exiled", "one-time", "onetime"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office as a report words it: the noun, the words of its department and rank, and the countries or bodies it names."""

    head: str
    department: frozenset[str]
    countries: frozenset[str]


def read_office(title: str) -> Office | None:
    """The office that a title names; None when several may hold it at once, when it is a former one, or when it does not say
    of which country.

    >>> read_office("Karthenian Foreign Minister")
    Office(head='minister', department=frozenset({'foreign'}), countries=frozenset({'karthenian'}))
    >>> read_office("American president") == read_office("president of the U.S.")
    True
    >>> read_office("a Karthenian lawmaker")
    """
    words = title_words(title)
    if words is None or not words.proper or words.modifiers & _PAST:
        return None
    sole = read_sections("sole-offices")
    department = words.modifiers - words.proper
    if words.head in sole["country"] or (department and words.head in sole["department"]):
        return Office(head=words.head, department=department, countries=_countries(words.proper))
    return None


def _countries(proper: Iterable[str]) -> frozenset[str]:
    """The words of the states' usual names: "american" and "u.s" are "united" and "states"."""
    demonyms, variants = read_pairs("demonyms"), read_pairs("place-variants")
    return frozenset(w for p in proper for w in variants.get(demonyms.get(p, p), demonyms.get(p, p)).split())


def one_office(a: Office, b: Office) -> bool:
    """Whether both are one office: the noun and the department's words are equal, and every country here stands there."""
    return a.head == b.head and a.department == b.department and _covers(a, b) and _covers(b, a)


def _covers(a: Office, b: Office) -> bool:
    return all(any(same_stem(x, y) for y in b.countries) for x in a.countries)


def find_holder(title: str, roles: Mapping[str, Iterable[str]]) -> tuple[str, str] | None:
    """The only person who bears the office of a title, and the words in which a report says so; ``roles`` are the titles of
    the story's people. None when the title names no office that one person holds, or none or several fit.
    """
    asked = read_office(title)
    if asked is None:
        return None
    found: dict[str, str] = {}
    for person, titles in roles.items():
        for words in sorted(titles):
            office = read_office(words)
            if office is not None and one_office(asked, office):
                found.setdefault(person, words)
    return next(iter(found.items())) if len(found) == 1 else None
