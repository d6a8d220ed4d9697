"""Who and what a report names: mentions by name, gathered into the entities of one report.

A person is known by the last word of the name; a lone surname belongs to the nearest earlier bearer of it. What a name
names (person, organisation, place) is decided once for all its mentions, in ``kinds``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.analyse.kinds import decide_kinds
from onrecord.analyse.name_spans import repair_names
from onrecord.engines.protocols import TaggedName
from onrecord.lexicon import read_pairs, read_words
from onrecord.model import EntityType, Span
from onrecord.text import fold

_POSSESSIVE = re.compile(r"(?:['’]s|s['’]|['’])$")
_GIVEN = re.compile(r"[a-z,] (?P<given>[A-Z][\w’'-]+) $")
_HONORIFIC = re.compile(r"^(\w+)\.?\s+")


@dataclass(slots=True)
class NamedEntity:
    """An entity under construction: its folded key, the spans that name it, and words standing for its fullest form."""

    type: EntityType
    name: str
    spans: list[Span] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    gender: str | None = None

    @property
    def surname(self) -> str:
        return fold(self.name).split()[-1]


def gather_names(text: str, tagged: Sequence[TaggedName]) -> list[NamedEntity]:
    """The entities that the text names, in the order of their first mention. Nationalities ("Russian") are left out."""
    tagged = repair_names(text, tagged)
    others = [t.span for t in tagged]
    tight = [(span, t) for t in tagged if t.type != "group" and (span := tighten(text, t.span))]
    kinds = decide_kinds(text, tight)
    entities: list[NamedEntity] = []
    for bare, _ in sorted(tight, key=lambda x: x[0]):
        kind = kinds[fold(bare.of(text))]
        if kind is None:
            continue
        span = _with_given_name(text, bare, others) if kind == "person" else bare
        name = span.of(text)
        home = _home(entities, name, kind)
        if home is None:
            home = NamedEntity(type=kind, name=name)
            entities.append(home)
        _enter(home, name, span)
    _add_missed_surnames(text, entities)
    for entity in entities:
        entity.spans.sort()
        entity.gender = _gender(text, entity)
    return entities


def tighten(text: str, span: Span) -> Span | None:
    """The span without an honorific, possessive ending or leading article; None when nothing is left."""
    start, end = span.start, span.end
    for article in ("the ", "The "):
        if text.startswith(article, start):
            start += len(article)
    ending = _POSSESSIVE.search(text[start:end])
    if ending and ending.group() not in ("s'", "s’"):
        end = start + ending.start()
    title = _HONORIFIC.match(text[start:end])
    if title and title.group(1).lower() in read_words("honorifics"):
        start += title.end()
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ").!"):
        end -= 1
    return Span(start, end) if start < end else None


def _with_given_name(text: str, span: Span, others: Sequence[Span]) -> Span:
    """A lone surname with the capitalised word before it, where that is no title and does not begin the sentence."""
    before = _GIVEN.search(text[max(0, span.start - 30) : span.start])
    if " " in span.of(text) or before is None:
        return span
    word = before.group("given")
    start = span.start - 1 - len(word)
    known = word.lower() in read_words("title-nouns") or word.lower() in read_words("honorifics") or word in read_words("countries")
    taken = any(o.overlaps(Span(start, start + len(word))) for o in others)
    return span if known or taken or not word[1:].islower() else Span(start, span.end)


def _home(entities: Sequence[NamedEntity], name: str, kind: EntityType) -> NamedEntity | None:
    key = fold(name)
    for entity in reversed(entities):
        if key in entity.aliases:
            return entity
    if kind != "person":
        return next((e for e in entities if e.type == kind and _is_acronym(key, e.name)), None)
    parts = key.split()
    for entity in reversed(entities):
        if entity.type != "person" or entity.surname != parts[-1]:
            continue
        theirs = fold(entity.name).split()
        if len(parts) == 1 or len(theirs) == 1 or _same_given(parts[0], theirs[0]):
            return entity
    return None


def _same_given(a: str, b: str) -> bool:
    return a == b or (a[0] == b[0] and (len(a.rstrip(".")) == 1 or len(b.rstrip(".")) == 1))


def _is_acronym(key: str, name: str) -> bool:
    """ "icc" for "International Criminal Court", either way round."""
    initials = "".join(w[0] for w in name.split() if w[0].isupper()).casefold()
    return len(initials) > 1 and key.replace(".", "") == initials


def _enter(entity: NamedEntity, name: str, span: Span) -> None:
    entity.spans.append(span)
    entity.aliases.add(fold(name))
    if entity.type == "person" and len(name.split()) > len(entity.name.split()):
        entity.name = name


def _add_missed_surnames(text: str, entities: Sequence[NamedEntity]) -> None:
    """Bare surnames of people that the tagger passed over, where only one bearer is in the report."""
    people = [e for e in entities if e.type == "person"]
    taken = sorted(s for e in entities for s in e.spans)
    by_surname: dict[str, list[NamedEntity]] = defaultdict(list)
    for person in people:
        by_surname[person.name.split()[-1]].append(person)
    unique = {surname: owners[0] for surname, owners in by_surname.items() if len(owners) == 1 and len(surname) > 3}
    if not unique:
        return
    pattern = re.compile(r"(?<![\w’'-])(?:" + "|".join(map(re.escape, unique)) + r")(?![\w-])")
    for match in pattern.finditer(text):
        span = Span(match.start(), match.end())
        if not any(t.overlaps(span) for t in taken):
            _enter(unique[match.group()], match.group(), span)


def _gender(text: str, entity: NamedEntity) -> str | None:
    """ "m", "f" or None, from an honorific before a mention or the first name (Faker's lists)."""
    if entity.type != "person":
        return None
    for span in entity.spans:
        before = text[max(0, span.start - 5) : span.start].lower()
        if re.search(r"\bmr\.?\s$", before):
            return "m"
        if re.search(r"\bm(?:r?s|iss)\.?\s$", before):
            return "f"
    given = fold(entity.name).split()
    return read_pairs("first-names").get(given[0]) if len(given) > 1 else None
