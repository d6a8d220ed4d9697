"""The people and bodies of one report while it is analysed, and what a source's words say about which of them speaks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field

from onrecord.analyse.mentions import Mentions, Resolved
from onrecord.analyse.names import NamedEntity
from onrecord.analyse.phrases import core_of, names_any, proper_part, read_phrase, stem_of
from onrecord.analyse.roles import Title, read_title, same_office, shares_country
from onrecord.analyse.unnamed import is_unnamed, left_unnamed
from onrecord.lexicon import read_sections, read_words
from onrecord.lexicon.titles import head_of
from onrecord.model import EntityType, MentionKind, Span
from onrecord.text import fold

_ENDS_NAME = re.compile(r"(?:['’]s)?[\s.,\"'”’)]*(?:(?:himself|herself|itself|alone|too|Jr|Sr|II|III)\.?)?[\s\"'”’]*")
_KIND_BEHIND = re.compile(
    r"\s(?:news\s)?(?:agency|service|newspaper|daily|magazine|website|broadcaster|channel|network|television|radio|TV)\W*"
)
_OF_OFFICE = re.compile(r"\s(?:of|for|in)\s+(?:the\s+)?(?P<what>(?!(?:the|an?|his|her|their|its)\b)[a-z]+)\s+$")
_SAME_BREATH = 60
_TITLE_WORDS = 4
_MOST_TITLES = 100  # on either side
_EXAMPLE = ("including", "like", "such as", "with", "among")
_BEHIND = 40  # code points behind a source that may tell that it is some of its kind
_BODIES = frozenset(["police", "services", "forces", "airlines", "airways", "railways", "industries", "motors", "holdings"])
_PROPER = re.compile(r"[A-Z][\w.&-]*(?:\s(?:[A-Z][\w.&-]*|of|and|for|the))*\s[A-Z][\w.&-]*")
_BODY_NAME = re.compile(r"(?:[a-z][\w-]*\s){1,3}(?P<name>(?:[A-Z][\w.&-]*\s){1,4}[A-Z][\w.&-]*)")  # "the opposition Quay League"
_LEAST_INITIALS = 3
_DETERMINER = re.compile(r"^(?:the|a|an|some|several|many|other|his|her|their|its|two|three|four|five|both)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Whom a source stands for (index into the cast, None when open), by which kind of words, and why we think so.

    ``stands_for``: the words are a mention of the entity; not so for a document of its author's."""

    entity: int | None
    kind: MentionKind
    reason: str
    stands_for: bool = True


@dataclass(slots=True)
class Cast:
    """Entities in the order they were met; titles that the text ties to one of them; folded names that it shows to be news
    organisations."""

    text: str
    entities: list[NamedEntity]
    titles: list[Title]
    resolved: list[Resolved] = field(default_factory=list)
    media: frozenset[str] = frozenset()
    shows: Callable[[int], bool] | None = None  # None: everybody
    mentions: Mentions = field(init=False, repr=False)
    _held: dict[int | None, list[Title]] = field(init=False, repr=False)
    _keys: dict[tuple[EntityType, str], int] = field(init=False, repr=False)  # the first entity of a kind and name
    _aliases: dict[str, int] = field(init=False, repr=False)  # the first body, state or place that is called so

    def __post_init__(self) -> None:
        """Builds what is looked up; the spans of names, and titles, are settled by now."""
        self.mentions = Mentions(self.text, self.entities, self.resolved)
        self._held, self._keys, self._aliases = {}, {}, {}
        for title in self.titles:
            self._held.setdefault(title.holder, []).append(title)
        for k in range(len(self.entities)):
            self._enter(k)

    def _enter(self, index: int) -> None:
        entity = self.entities[index]
        self._keys.setdefault((entity.type, fold(entity.name)), index)
        if entity.type in ("organisation", "state", "place"):
            for alias in entity.aliases:
                self._aliases.setdefault(alias, index)

    def named_in(self, start: int, end: int) -> list[tuple[int, Span]]:
        """(entity, span) of the names that lie within ``[start, end)``, in text order."""
        return [(k, s) for s, k in self.mentions.named(start, end) if self.shows is None or self.shows(k)]

    def seen_in(self, start: int, end: int) -> list[tuple[Span, int]]:
        """Names, and words that mean somebody, that begin in ``[start, end)``, by where they begin."""
        return [seen for seen in self.mentions.seen(start, end) if self.shows is None or self.shows(seen[1])]

    def going_by(self, name: str) -> int | None:
        """The organisation, state or place with this very name."""
        return self._aliases.get(fold(name))

    def showing(self, shows: Callable[[int], bool]) -> Cast:
        """The cast as if only those for whom ``shows`` holds had been mentioned, indices kept."""
        view = copy(self)
        view.shows = shows
        return view

    def titles_near(self, offset: int) -> Sequence[Title]:
        """The titles around the offset: all of them but on a page that holds hundreds."""
        at = bisect_left(self.titles, offset, key=lambda t: t.span.start)
        return self.titles[max(0, at - _MOST_TITLES) : at + _MOST_TITLES]

    def unnamed(self, name: str, kind: EntityType) -> int:
        """The entity without a proper name that goes by these words; made when it is new."""
        key = fold(name)
        known = self._keys.get((kind, key))
        if known is None:
            known = len(self.entities)
            self.entities.append(NamedEntity(type=kind, name=name, aliases={key}))
            self._enter(known)
        return known


def resolve_by_words(cast: Cast, source: Span) -> Resolution | None:
    """Whom the source names by itself; None when its words alone do not say (a pronoun, a title without a holder)."""
    text = cast.text
    core = core_of(text, source)
    stem = stem_of(core.of(text))
    stem_end = core.start + len(stem)
    named = [(k, span) for k, span in cast.named_in(core.start, core.end) if span.start < stem_end]
    at_head = [(k, span) for k, span in named if _ENDS_NAME.fullmatch(text[span.end : max(span.end, stem_end)])]
    joint = next((s for s in (source, core) if cast.mentions.several(s)), None)
    if joint is not None:
        name = _DETERMINER.sub("", joint.of(text)).strip(" ,")
        return Resolution(entity=cast.unnamed(name, "group"), kind="title", reason=f"several speak as one: “{name}”")
    for entity, _ in at_head:
        if cast.entities[entity].type == "person":
            return Resolution(entity=entity, kind="name", reason="the source names the person")
    beside = None if at_head else _named_beside(cast, source, core) or _nicknamed(cast, source) or _closing_title(cast, core, stem)
    if beside is not None:
        return beside
    if head_of(stem) is not None:
        return _name_behind(cast, core) or (_held_title(cast, core) if _means_somebody(stem) else None)
    bodies = ((k, s) for k, s in named if cast.entities[k].type == "organisation")
    for entity, _ in at_head or (b for b in bodies if _KIND_BEHIND.fullmatch(text[b[1].end : max(b[1].end, stem_end)])):
        return Resolution(entity=entity, kind="name", reason=f"the source names the {cast.entities[entity].type}")
    return None


def _closing_title(cast: Cast, core: Span, stem: str) -> Resolution | None:
    """ "Chairman of the Board and Chief Executive Ana Ruiz": the only person in it, right behind an office, at its end. Not of "the office
    of Prime Minister Ana Ruiz", which is no person's title."""
    people = [(k, s) for k, s in cast.named_in(core.start, core.end) if cast.entities[k].type == "person"]
    if len(people) != 1 or people[0][1].end < core.end or head_of(stem) is None:
        return None
    before = cast.text[core.start : people[0][1].start].split()
    if not before or before[-1].lower() not in read_words("title-nouns"):
        return None
    return Resolution(entity=people[0][0], kind="name", reason="the name closes the title")


def _name_behind(cast: Cast, core: Span) -> Resolution | None:
    """ "Spokesman of presidency Ana Ruiz": the name that closes it belongs to the title, not to the presidency."""
    for entity, span in cast.named_in(core.start, core.end):
        match = _OF_OFFICE.search(cast.text, core.start, span.start)
        closes = cast.entities[entity].type == "person" and not stem_of(cast.text[span.end : core.end])
        if match and closes and match["what"] not in read_words("title-nouns") | read_words("honorifics"):
            return Resolution(entity=entity, kind="name", reason="the name closes the title")
    return None


def _means_somebody(stem: str) -> bool:
    """Not "a minister", "some officials": they may be anybody."""
    words = stem.split()
    return bool(words) and words[0].lower() not in read_sections("unnamed-words")["determiners"]


def _named_beside(cast: Cast, source: Span, core: Span) -> Resolution | None:
    """ "The Kremlin's spokesman, Ana Ruiz," — the name follows the words for who it is, not for some of many."""
    phrase = read_phrase(cast.text, core)
    if phrase is None or (phrase.plural and phrase.first != "one"):
        return None
    for entity, span in cast.named_in(core.end, max(core.end, source.end)):
        gap = cast.text[core.end : span.start].strip(" ,\t–—-(")
        if cast.entities[entity].type == "person" and (not gap or _is_title(gap)):
            return Resolution(entity=entity, kind="name", reason="the name stands beside the title")
    return None


def _nicknamed(cast: Cast, source: Span) -> Resolution | None:
    """ "Ana “The Hammer” Ruiz", of which the tagger gave the source up to the closing mark."""
    if cast.text[source.end - 1] in "\"'”’»":
        for entity, span in cast.named_in(source.end, source.end + _BEHIND):
            if cast.entities[entity].type == "person" and cast.text[source.end : span.start] == " ":
                return Resolution(entity=entity, kind="name", reason="the source names the person, with a nickname")
    return None


def _is_title(words: str) -> bool:
    if len(words.split()) > _TITLE_WORDS or "," in words or words.lower().startswith(_EXAMPLE):
        return False
    return words.lower().rstrip(".") in read_words("honorifics") or head_of(words) is not None


def _held_title(cast: Cast, core: Span) -> Resolution | None:
    """The holder of the office: country and department agreeing, who holds it now before who held it, the one spoken of last.

    Where the source says of which country and no title does, the office is open as soon as two people hold one like it; so it
    is when two holders come up in one sentence.
    """
    asked = read_title(cast.text, core)
    if asked is None:
        return None
    held = (t for t in cast.titles_near(core.start) if t.holder is not None and _may_be(asked, t))
    fitting = [t for t in held if same_office(asked.head, t.head) or asked.head in t.rank]  # "the deputy" is any deputy
    if cast.text.startswith(("its ", "Its "), core.start):  # of some body: "its leader" is no prime minister
        fitting = [t for t in fitting if t.head == asked.head]
    if asked.head in read_sections("unnamed-words")["common"]:  # "the official" is no secretary who comes up later
        fitting = [t for t in fitting if t.head == asked.head or _last_place(cast, t, core.start) >= 0]
    fitting = [t for t in fitting if t.past == asked.past] or ([] if asked.past else fitting)
    fitting = [t for t in fitting if t.rank == asked.rank] or fitting
    holders = {t.holder for t in fitting}
    if not fitting or (asked.proper and not any(shares_country(asked, t) for t in fitting) and len(holders) > 1):
        return None

    def rank(title: Title) -> tuple[int, bool, int]:
        shared = len(asked.modifiers & title.modifiers) + shares_country(asked, title)
        return shared, asked.head == title.head, _last_place(cast, title, core.start)

    best = max(fitting, key=rank)
    rival = max((t for t in fitting if t.holder != best.holder and rank(t)[:2] == rank(best)[:2]), key=rank, default=None)
    if rival is not None and _side_by_side(cast.text, *(_last_place(cast, t, core.start) for t in (best, rival))):
        first, second = (cast.entities[t.holder or 0].name for t in (best, rival))
        return Resolution(entity=None, kind="title", reason=f"two people fit “{core.of(cast.text)}”: {first} and {second}")
    words = best.span.of(cast.text)
    return Resolution(entity=best.holder, kind="title", reason=f"the report gives this office as “{words}”")


def _last_place(cast: Cast, title: Title, before: int) -> int:
    """Where the holder is named last before the offset, else how far after it the title stands, as a negative number."""
    spans = cast.entities[title.holder or 0].spans
    at = bisect_left(spans, before, key=lambda s: s.start)
    starts = [s.start for s in (*spans[max(0, at - 1) : at], title.span) if s.start < before]
    return max(starts, default=-title.span.start)


def _side_by_side(text: str, a: int, b: int) -> bool:
    between = text[min(a, b) : max(a, b)] if min(a, b) >= 0 else "."
    return len(between) < _SAME_BREATH and not any(c in between for c in ".!?\n")


def _may_be(asked: Title, title: Title) -> bool:
    """Not of different countries; and where both say more than the bare office, with a word in common."""
    if asked.proper and title.proper:
        return shares_country(asked, title)
    own, theirs = (t.modifiers - t.proper - t.rank - t.times for t in (asked, title))
    return not own or not theirs or bool(own & theirs)


def describe(cast: Cast, source: Span) -> Resolution:
    """An entity without a proper name, called by the source's own words; nobody where they leave it unnamed."""
    phrase = read_phrase(cast.text, source)
    words = proper_part(cast.text, core_of(cast.text, source)).of(cast.text)
    if phrase is None or all(w in read_sections("unnamed-words")["bare"] for w in phrase.words):
        return Resolution(entity=None, kind="title", reason=f"“{words}” names nobody by itself")
    if is_unnamed(phrase, source.of(cast.text), cast.text[source.end : source.end + _BEHIND]):
        return Resolution(entity=None, kind="title", reason=left_unnamed(words))
    name = _DETERMINER.sub("", words).strip(" \t\r\n\"'“”‘’") or words
    known = cast.going_by(name)
    if known is not None:
        return Resolution(entity=known, kind="name", reason=f"the source names the {cast.entities[known].type}")
    if names_any(phrase, "sent-documents"):
        return Resolution(entity=None, kind="title", reason=f"the report does not tie “{words}” to anybody")
    body = _BODY_NAME.fullmatch(name)
    if body is not None and not phrase.plural and not names_any(phrase, "voice-nouns"):
        name = body["name"]
    kind: EntityType = "organisation" if _PROPER.fullmatch(name) and (not phrase.plural or phrase.head in _BODIES) else "group"
    if names_any(phrase, "document-nouns"):
        kind = "document"
    elif phrase.head == "office" or names_any(phrase, "voice-nouns") or (not phrase.plural and head_of(stem_of(words)) is not None):
        kind = "office"
    if phrase.head == "office":
        name = _office_of(cast, source) or name
    short = _abbreviated(cast, name) if kind == "organisation" else None
    if short is not None:
        return Resolution(entity=short, kind="name", reason=f"the source names the body whose initials the report also uses: {name}")
    return Resolution(entity=cast.unnamed(name, kind), kind="title", reason=f"the report gives no name, only “{words}”")


def _office_of(cast: Cast, source: Span) -> str | None:
    """ "Ruiz's office" and "the office of Prime Minister Ana Ruiz" are one."""
    held = [cast.entities[k].name for k, s in cast.named_in(source.start, source.end) if cast.entities[k].type == "person"]
    return f"{held[0]}'s office" if len(held) == 1 else None


def _abbreviated(cast: Cast, name: str) -> int | None:
    """The body that the report names by the initials of this name; it goes by the whole name from here on."""
    initials = "".join(w[0] for w in name.split() if w[0].isupper()).casefold()
    fitting = [k for k, e in enumerate(cast.entities) if e.type == "organisation" and fold(e.name) == initials]
    if len(initials) < _LEAST_INITIALS or len(fitting) != 1:
        return None
    cast.entities[fitting[0]].name = name
    return fitting[0]


def titles_of(cast: Cast, entity: int) -> Sequence[Title]:
    return cast._held.get(entity, ())
