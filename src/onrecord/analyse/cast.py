"""The people and bodies of one report while it is analysed, and what a source's words say about which of them speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.analyse.names import NamedEntity
from onrecord.analyse.roles import Title, read_title, same_office, shares_country
from onrecord.lexicon import read_words
from onrecord.lexicon.titles import head_of
from onrecord.model import EntityType, MentionKind, Span
from onrecord.text import fold

_CUT = re.compile(r"\s*(?:,|;|\(|\s[–—-]\s|\s(?:who|which|whose|whom|that|speaking|citing|quoting)\s)")
_OF_NAME = re.compile(r"^['’]s(?=\W|$)")
_PREPOSITION = re.compile(r"\s(?:of|for|at|in|to|on|from|with|by|near|inside|behind|under|after|during|close to)\s")
_DETERMINER = re.compile(r"^(?:the|a|an|some|several|many|other|his|her|their|its|two|three|four|five|both)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Whom a source stands for (index into the cast, None when open), by which kind of words, and why we think so."""

    entity: int | None
    kind: MentionKind
    reason: str


@dataclass(slots=True)
class Cast:
    """Entities in the order they were met; titles that the text ties to one of them."""

    text: str
    entities: list[NamedEntity]
    titles: list[Title]
    resolved: list[tuple[int, Span, MentionKind]] = field(default_factory=list)

    def named_in(self, start: int, end: int) -> list[tuple[int, Span]]:
        """(entity, span) of the names that lie within ``[start, end)``, in text order."""
        found = [(k, s) for k, e in enumerate(self.entities) for s in e.spans if start <= s.start and s.end <= end]
        return sorted(found, key=lambda x: x[1])

    def unnamed(self, name: str, kind: EntityType) -> int:
        """The entity without a proper name that goes by these words; made when it is new."""
        key = fold(name)
        for k, e in enumerate(self.entities):
            if e.type == kind and fold(e.name) == key:
                return k
        self.entities.append(NamedEntity(type=kind, name=name, aliases={key}))
        return len(self.entities) - 1


def core_of(text: str, source: Span) -> Span:
    """The noun phrase at the head of a source: up to the first comma, bracket or relative clause."""
    cut = _CUT.search(text, source.start + 1, source.end)
    return Span(source.start, cut.start()) if cut and cut.start() > source.start else source


def resolve_by_words(cast: Cast, source: Span) -> Resolution | None:
    """Whom the source names by itself; None when its words alone do not say (a pronoun, a title without a holder)."""
    text = cast.text
    core = core_of(text, source)
    named = cast.named_in(core.start, core.end)
    stem = _PREPOSITION.split(core.of(text), maxsplit=1)[0]
    stem_end = core.start + len(stem)
    at_head = [(k, span) for k, span in named if not _OF_NAME.sub("", text[span.end : stem_end]).strip(" .,\"'”’)")]
    for entity, _ in at_head:
        if cast.entities[entity].type == "person":
            return Resolution(entity=entity, kind="name", reason="the source names the person")
    if head_of(stem) is not None:
        return _named_beside(cast, source, core) or _held_title(cast, core)
    for entity, _ in at_head:
        return Resolution(entity=entity, kind="name", reason=f"the source names the {cast.entities[entity].type}")
    for entity, span in named:
        if cast.entities[entity].type == "person" and span.end <= stem_end and not _possessive(text, span, core.end):
            return Resolution(entity=entity, kind="name", reason="the source holds the person's name")
    return None


def _possessive(text: str, span: Span, end: int) -> bool:
    return span.end < end and text[span.end : span.end + 2] in ("'s", "’s")


def _named_beside(cast: Cast, source: Span, core: Span) -> Resolution | None:
    """ "The Kremlin's spokesman, Ana Ruiz," — the name follows the title."""
    for entity, span in cast.named_in(core.end, max(core.end, source.end)):
        gap = cast.text[core.end : span.start].strip(" ,\t–—-(")
        if cast.entities[entity].type == "person" and not gap:
            return Resolution(entity=entity, kind="name", reason="the name stands beside the title")
    return None


def _held_title(cast: Cast, core: Span) -> Resolution | None:
    """The holder of the office: country and department agreeing, the nearest earlier one first.

    Where the source says of which country and no title does, the office is open as soon as two people hold one like it.
    """
    asked = read_title(cast.text, core)
    if asked is None:
        return None
    fitting = [t for t in cast.titles if t.holder is not None and same_office(asked.head, t.head) and _may_be(asked, t)]
    if not fitting or (asked.proper and not any(shares_country(asked, t) for t in fitting) and len({t.holder for t in fitting}) > 1):
        return None

    def rank(title: Title) -> tuple[int, bool, int]:
        before = title.span.start < core.start
        shared = len(asked.modifiers & title.modifiers) + shares_country(asked, title)
        return shared, asked.head == title.head, title.span.start if before else -title.span.start

    best = max(fitting, key=rank)
    words = best.span.of(cast.text)
    return Resolution(entity=best.holder, kind="title", reason=f"the report gives this office as “{words}”")


def _may_be(asked: Title, title: Title) -> bool:
    """Not of different countries; and where both say more than the bare office, with a word in common."""
    if asked.proper and title.proper:
        return shares_country(asked, title)
    own, theirs = asked.modifiers - asked.proper, title.modifiers - title.proper
    return not own or not theirs or bool(own & theirs)


def describe(cast: Cast, source: Span) -> Resolution:
    """An entity without a proper name, called by the source's own words."""
    core = core_of(cast.text, source).of(cast.text)
    name = _DETERMINER.sub("", core).strip(" \t\r\n\"'“”‘’") or core
    stem = _PREPOSITION.split(name, maxsplit=1)[0]
    last = fold(stem).split()[-1] if fold(stem).split() else ""
    kind: EntityType
    if last in read_words("anonymous-sources"):
        kind = "anonymous"
    elif last in read_words("document-nouns"):
        kind = "document"
    elif head_of(stem) is not None:
        kind = "office"
    else:
        kind = "group"
    return Resolution(entity=cast.unnamed(name, kind), kind="title", reason=f"the report gives no name, only “{name}”")


def titles_of(cast: Cast, entity: int) -> Sequence[Title]:
    return [t for t in cast.titles if t.holder == entity]
