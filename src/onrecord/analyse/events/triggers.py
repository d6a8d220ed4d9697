"""The words that tell of an event, and the type they tell of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord.lexicon import read_pairs, read_sections
from onrecord.model import Span

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """A type of the scheme; ``rank``: its place in the file, the most special first."""

    name: str
    plover: str
    family: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Words that tell of an event. ``is_verb``: they are a verb's; ``is_weak``: an accident tells so too."""

    type: EventType
    span: Span
    is_verb: bool
    is_weak: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    words: tuple[str, ...]
    type: EventType
    is_verb: bool
    is_weak: bool


def find_triggers(text: str) -> Iterator[Trigger]:
    """The trigger words in text order and disjoint; of two that begin together the longer, then the more special."""
    words = list(_WORD.finditer(text))
    folded = [m.group().lower().replace("’", "'").removesuffix("'s") for m in words]
    taken = 0
    for k, word in enumerate(folded):
        if k < taken:
            continue
        for entry in _entries().get(word, ()):
            end = k + len(entry.words)
            if tuple(folded[k:end]) == entry.words and "\n" not in text[words[k].start() : words[end - 1].end()]:
                yield Trigger(
                    type=entry.type, span=Span(words[k].start(), words[end - 1].end()), is_verb=entry.is_verb, is_weak=entry.is_weak
                )
                taken = end
                break


@cache
def event_types() -> dict[str, EventType]:
    """The scheme by name, the most special type first."""
    found = {}
    for rank, section in enumerate(read_sections("event-types")):
        name, plover, family = (part.strip() for part in section.split("|"))
        found[name] = EventType(name=name, plover=plover, family=family, rank=rank)
    return found


@cache
def _entries() -> dict[str, tuple[_Entry, ...]]:
    """Entries by their first word, the longer and the more special first."""
    found: dict[str, list[_Entry]] = {}
    for type_, entries in zip(event_types().values(), read_sections("event-types").values(), strict=True):
        for entry in entries:
            words, _, kind = entry.partition("\t")
            for form in _forms(words, kind[0]):
                split = tuple(form.split())
                found.setdefault(split[0], []).append(_Entry(words=split, type=type_, is_verb=kind[0] == "v", is_weak=kind.endswith("?")))
    return {word: tuple(sorted(entries, key=lambda e: (-len(e.words), e.type.rank))) for word, entries in found.items()}


def _forms(words: str, kind: str) -> set[str]:
    if kind == "w":
        return {words}
    first, _, rest = words.partition(" ")
    if kind == "v":
        return {f"{form} {rest}".strip() for form in {first, *_verb_forms(first)}}
    head = words[: -len(words.split()[-1])]
    return {words, head + _plural(words.split()[-1])}


def _plural(noun: str) -> str:
    if noun.endswith(("s", "sh", "ch", "x", "z")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in _VOWELS else noun + "s"


def _verb_forms(verb: str) -> list[str]:
    known = read_pairs("irregular-verbs").get(verb)
    if known is not None:
        return known.split()
    if verb.endswith("e"):
        return [verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    return [_plural(verb), verb + "ed", verb + "ing"]
