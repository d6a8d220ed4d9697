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
_NO_EVENT = "none"  # the family of phrases in which the words have another sense
# A form that is a noun's and a verb's ("attack", "strikes") is a verb behind these, and with -s between a name and an object.
_VERB_BEFORE = re.compile(
    r"\b(?:to|I|you|we|they|who|will|would|can|could|may|might|must|should|did|do|does|not|n['’]t|and)\s(?:[a-z]+ly\s)?$"
)
_NAME_BEFORE = re.compile(r"\b[A-Z][\w’'-]*(?:\salso)?\s$")
_OBJECT_BEHIND = re.compile(r"\s(?:the|an?|his|her|its|their|our|[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """A type of the scheme; ``rank``: its place in the file, the most special first."""

    name: str
    plover: str
    family: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Words that tell of an event. ``is_verb``: they are a verb's; ``is_weak``: an accident tells so too; ``is_again``: they tell of
    what was told of before in other words, and of nothing alone."""

    type: EventType
    span: Span
    is_verb: bool
    is_weak: bool
    is_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """``kind``: v, n, w or p as in the lexicon, b where the form is a noun's and a verb's; ``mark``: "?", "+" or nothing."""

    words: tuple[str, ...]
    type: EventType
    kind: str
    mark: str


def find_triggers(text: str) -> Iterator[Trigger]:
    """The trigger words in text order and disjoint; of two that begin together the longer, then the more special."""
    entries = _entries()
    folded = [w.removesuffix("'s") for w in _WORD.findall(text.lower().replace("’", "'"))]
    if text.isascii() and entries.keys().isdisjoint(folded):
        return
    words = list(_WORD.finditer(text))
    if len(folded) != len(words):  # a few letters have no small form of one character
        folded = [m.group().lower().replace("’", "'").removesuffix("'s") for m in words]
    taken = 0
    for k in [k for k, word in enumerate(folded) if word in entries]:
        for entry in entries[folded[k]] if k >= taken else ():
            end = k + len(entry.words)
            if tuple(folded[k:end]) == entry.words and "\n" not in text[words[k].start() : words[end - 1].end()]:
                if entry.type.family != _NO_EVENT:
                    yield _trigger(text, entry, Span(words[k].start(), words[end - 1].end()))
                taken = end
                break


def _trigger(text: str, entry: _Entry, span: Span) -> Trigger:
    is_verb = entry.kind in ("v", "p") or (entry.kind == "b" and _is_verb_here(text, span))
    return Trigger(type=entry.type, span=span, is_verb=is_verb, is_weak=entry.mark == "?", is_again=entry.mark == "+")


def _is_verb_here(text: str, span: Span) -> bool:
    lead = (text, max(0, span.start - 30), span.start)
    if _VERB_BEFORE.search(*lead):
        return True
    return text[span.end - 1] == "s" and _NAME_BEFORE.search(*lead) is not None and _OBJECT_BEHIND.match(text, span.end) is not None


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
        forms: dict[str, tuple[str, str]] = {}
        for words, kind in (entry.split("\t") for entry in entries):
            for form in _forms(words, kind[0]):
                both = {kind[0], forms.get(form, kind)[0]} & {"v", "n", "b"}
                forms[form] = ("b" if len(both) > 1 else kind[0], kind[1:])
        for form, (kind, mark) in forms.items():
            split = tuple(form.split())
            found.setdefault(split[0], []).append(_Entry(words=split, type=type_, kind=kind, mark=mark))
    return {word: tuple(sorted(entries, key=lambda e: (-len(e.words), e.type.rank))) for word, entries in found.items()}


def _forms(words: str, kind: str) -> set[str]:
    if kind in ("w", "p"):
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
