"""Who and what a report names: mentions by name, gathered into the entities of one report.

A person is known by the last word of the name; a lone surname belongs to the nearest earlier bearer of it, a lone first word to
the only person whose name begins with it (given names; surnames where they come first). What a name names (person,
organisation, place) is decided once for all its mentions, in ``kinds``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from os.path import commonprefix

from onrecord.analyse.kinds import decide_kinds
from onrecord.analyse.listed import listed_places
from onrecord.analyse.name_spans import PARTICLES, lower_words, name_words, repair_names
from onrecord.analyse.spans import by_place
from onrecord.engines.protocols import TaggedName
from onrecord.lexicon import read_pairs, read_words
from onrecord.model import EntityType, Span
from onrecord.text import fold

_POSSESSIVE = re.compile(r"(?:['’]s|s['’]|['’])$")
_GIVEN = re.compile(r"[a-z,] (?P<given>[A-Z][\w’'-]+) $")
_HONORIFIC = re.compile(r"^(\w+)\.?\s+")
_CAPITALISED = re.compile(r"(?<![\w’'-])[^\W\d_a-z][\w.’'-]*")
_SHORT_BODY = re.compile(r"\b[Tt]he (?P<body>[A-Z][a-z]+)\b(?!-)(?! (?:of [A-Z]|for [A-Z]|[A-Z]))")
_SUFFIX = re.compile(r",? (?:Jr|Sr)\b\.?|,? (?:I{2,3}|IV)$")
_BETWEEN_WORDS = re.compile(r"[\s-]")
_MOST_PARTS = 12
_NEAR_BODIES = 40  # mentions of bodies looked back over for "the Court"
_MOST_BEARERS = 300  # of a surname, or of surnames that begin alike, looked at for whom another name may mean
_LONGEST_INITIALS = 3
_NEAR_SPELLING = 6  # letters: surnames from this length on may be misspelt by one


@dataclass(slots=True)
class NamedEntity:
    """An entity under construction: its folded key, the spans that name it, and words standing for its fullest form."""

    type: EntityType
    name: str
    spans: list[Span] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    gender: str | None = None
    pronoun: str | None = None  # "m" or "f", by the pronouns that stand around the name

    @property
    def surname(self) -> str:
        return _surname(fold(self.name))


_Bearers = dict[int, NamedEntity]  # by identity, the nearest last


@dataclass(slots=True)
class _Roster:
    """The entities met so far, found by their names."""

    entities: list[NamedEntity] = field(default_factory=list)
    by_alias: dict[str, NamedEntity] = field(default_factory=dict)
    by_surname: dict[str, _Bearers] = field(default_factory=lambda: defaultdict(dict))
    by_first: dict[str, _Bearers] = field(default_factory=lambda: defaultdict(dict))
    by_start: dict[str, _Bearers] = field(default_factory=lambda: defaultdict(dict))  # of the surname, two letters
    by_initials: dict[str, NamedEntity] = field(default_factory=dict)
    by_part: dict[str, NamedEntity] = field(default_factory=dict)
    bodies_by_first: dict[str, _Bearers] = field(default_factory=lambda: defaultdict(dict))

    def enter(self, name: str, kind: EntityType, span: Span) -> None:
        key = fold(name)
        home = self._home(key, name, kind)
        if home is None:
            home = NamedEntity(type=kind, name=name)
            self.entities.append(home)
        _enter(home, name, span)
        self.by_alias[key] = self.by_alias[key.replace("-", " ")] = home
        if home.type == "person":
            self._index_person(home, key)
        elif home.type != "place":
            self._index_body(home, key, name)

    def _index_body(self, body: NamedEntity, key: str, name: str) -> None:
        self.by_initials.setdefault(_initials(name), body)
        self.by_initials.setdefault(key.replace(".", ""), body)
        if body.type == "organisation":
            for part in _parts(key):
                self.by_part[part] = body
            if " " in key:
                self.bodies_by_first[key.split()[0]][id(body)] = body

    def _index_person(self, person: NamedEntity, key: str) -> None:
        surname = _surname(key)
        for register, word in ((self.by_surname, surname), (self.by_first, key.split()[0]), (self.by_start, surname[:2])):
            register[word].pop(id(person), None)
            register[word][id(person)] = person  # the nearest bearer is last

    def _home(self, key: str, name: str, kind: EntityType) -> NamedEntity | None:
        known = self.by_alias.get(key) or self.by_alias.get(key.replace("-", " "))
        if known is not None:
            return known
        if kind == "person":
            return self._bearer(key)
        if kind == "place":
            return None
        acronym = self.by_initials.get(key.replace(".", "")) or self.by_initials.get(_initials(name))
        return acronym or (self._fuller(key) if kind == "organisation" else None)

    def _bearer(self, key: str) -> NamedEntity | None:
        parts = key.split()
        for entity in islice(reversed(self.by_surname[_surname(key)].values()), _MOST_BEARERS):
            theirs = fold(entity.name).split()
            if PARTICLES.issuperset(parts[:-1]) or len(theirs) == 1 or _same_given(parts[0], theirs[0]):
                return entity
        if len(parts) > 1:
            return _only(e for e in self.by_first[parts[0]].values() if fold(e.name).startswith(f"{key} "))
        begun = _only(e for e in self.by_first[key].values() if " " in e.name)
        if begun is not None:
            return begun
        nearest = islice(reversed(self.by_start[key[:2]].values()), _MOST_BEARERS)
        return _only(e for e in nearest if " " in e.name and _is_near(key, e.surname))

    def _fuller(self, key: str) -> NamedEntity | None:
        """The body whose name goes on where this one ends, or has more words before it: "Quay Office" of "Lisnow Quay Office"; a lone
        word means the only body whose name begins with it."""
        longer = self.by_part.get(key)
        shorter = (self.by_alias[part] for part in _parts(key) if part in self.by_alias)
        return (
            longer
            or next((e for e in shorter if e.type == "organisation"), None)
            or _only(iter(self.bodies_by_first.get(key, {}).values()))
        )


def gather_names(text: str, tagged: Sequence[TaggedName], *, skip: Sequence[Span] = ()) -> list[NamedEntity]:
    """The entities that the text names, in the order of their first mention. Nationalities ("Russian") are left out.

    What the tagger passed over is looked for outside ``skip``.
    """
    tagged = repair_names(text, tagged)
    others = [t.span for t in tagged]
    tight = [(span, t) for t in tagged if t.type != "group" and (span := tighten(text, t.span))]
    kinds = decide_kinds(text, tight)
    spans = sorted((span for span, _ in tight), key=by_place)
    listed = frozenset(s for s in listed_places(text, spans, kinds) if not any(s.overlaps(o) for o in skip))
    roster = _Roster()
    for bare in sorted({*spans, *listed}, key=by_place):
        kind = "place" if bare in listed else kinds[fold(bare.of(text))]
        if kind is not None:
            span = _with_given_name(text, bare, others) if kind == "person" else bare
            roster.enter(span.of(text), kind, span)
    entities = roster.entities
    for entity, span in [*_passed_over(text, entities, others, skip)]:
        _enter(entity, span.of(text), span)
    for entity in entities:
        entity.spans = _apart(entity.spans)
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
    start += _honorifics(text[start:end])
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ").!"):
        end -= 1
    return Span(start, end) if start < end else None


def _honorifics(name: str) -> int:
    """How many code points of the name are "Mr ", "Rear Adm. ": up to the last honorific that only words of rank precede."""
    at = length = 0
    while (word := _HONORIFIC.match(name[at:])) is not None:
        at += word.end()
        shortened = word.group(1).lower()
        if shortened in read_words("honorifics"):
            length = at
        elif shortened not in read_words("role-modifiers"):
            break
    return length


def _with_given_name(text: str, span: Span, others: Sequence[Span]) -> Span:
    """A lone surname with the capitalised word before it, where that is no title and does not begin the sentence."""
    before = _GIVEN.search(text[max(0, span.start - 30) : span.start])
    if before is None or (" " in span.of(text) and span.of(text).split()[0] not in PARTICLES):
        return span
    word = before.group("given")
    start = span.start - 1 - len(word)
    known = word.lower() in read_words("title-nouns") or word.lower() in read_words("honorifics") or word in read_words("countries")
    taken = _is_taken(others, Span(start, start + len(word)))
    return span if known or taken or not word[1:].islower() else Span(start, span.end)


def _only(found: Iterator[NamedEntity]) -> NamedEntity | None:
    """The one that there is; None for none or several."""
    first = next(found, None)
    return first if next(found, None) is None else None


def _surname(key: str) -> str:
    """The last word of a folded name, without "Jr."."""
    bare = _SUFFIX.sub("", key.replace(" jr", " Jr").replace(" sr", " Sr"))
    return (bare.split() or key.split())[-1]


def _same_given(a: str, b: str) -> bool:
    """Equal, one the other's initial, or a letter apart."""
    return a == b or (a[0] == b[0] and (len(a.rstrip(".")) == 1 or len(b.rstrip(".")) == 1)) or (a[:3] == b[:3] and _is_near(a, b))


def _is_near(a: str, b: str) -> bool:
    """Whether two long words are one letter, or two that changed places, apart: a misspelling."""
    if a == b or min(len(a), len(b)) < _NEAR_SPELLING - (a[:3] == b[:3]) or abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    k = len(commonprefix((a, b)))
    return (
        a[k + 1 :] == b[k:]
        or a[k:] == b[k + 1 :]
        or a[k + 1 :] == b[k + 1 :]
        or (a[k + 2 :] == b[k + 2 :] and a[k : k + 2] == b[k : k + 2][::-1])
    )


def _initials(name: str) -> str:
    """ "icc" of "International Criminal Court"; of one word nothing that an acronym could be."""
    initials = "".join(w[0] for w in _BETWEEN_WORDS.split(name.removeprefix("The ")) if w[:1].isupper()).casefold()
    return initials if len(initials) > 1 else name


def _parts(key: str) -> list[str]:
    """The runs of two words or more that begin or end a folded name, longest first, without the whole."""
    words = key.split()
    return [" ".join(run) for n in range(len(words) - 1, 1, -1) for run in (words[:n], words[-n:])][:_MOST_PARTS]


def _enter(entity: NamedEntity, name: str, span: Span) -> None:
    entity.spans.append(span)
    entity.aliases.add(fold(name))
    fuller = entity.type == "person" and len(name.split()) > len(entity.name.split())
    if fuller or (_shouts(entity.name) and not _shouts(name) and fold(name) == fold(entity.name)):
        entity.name = name


def _shouts(name: str) -> bool:
    """ "ANA Ruiz", as leads are set."""
    return any(len(word) > _LONGEST_INITIALS and word.isupper() for word in name.split())


def _passed_over(
    text: str, entities: Sequence[NamedEntity], tagged: Sequence[Span], skip: Sequence[Span]
) -> Iterator[tuple[NamedEntity, Span]]:
    """Names that stand elsewhere too, where the tagger did not see them: whole names, surnames that one person bears, and "the
    Court" after "the Supreme Court"."""
    taken = sorted([*tagged, *skip, *(s for e in entities for s in e.spans)], key=by_place)
    by_first = _findable(text, entities)
    last = 0
    for match in _CAPITALISED.finditer(text):
        word = match.group().removesuffix("'s").removesuffix("’s")
        if match.start() < last or word not in by_first:
            continue
        lengths, names = by_first[word]
        for length in lengths:
            span = Span(match.start(), match.start() + length)
            entity = names.get(text[span.start : span.end])
            if entity is not None and _ends_word(text, span.end) and not _is_taken(taken, span):
                yield entity, span
                last = span.end
                break
    yield from _short_bodies(text, entities, taken)


def _findable(text: str, entities: Sequence[NamedEntity]) -> dict[str, tuple[list[int], dict[str, NamedEntity]]]:
    """The names worth looking for by their first word, with their lengths, longest first. A word that stands in lower case too is
    no name alone."""
    owners: dict[str, list[NamedEntity]] = defaultdict(list)
    for entity in entities:
        names = {s.of(text) for s in entity.spans}
        if entity.type == "person":
            names.add(entity.name.split()[-1])
        for name in names:
            owners[name].append(entity)
    lower = lower_words(text)
    by_first: dict[str, dict[str, NamedEntity]] = defaultdict(dict)
    for name, found in owners.items():
        if len(found) == 1 and len(name) > 3 - (name.isupper()) and (name.isupper() or name.lower() not in lower):
            by_first[name.split()[0].removesuffix("'s").removesuffix("’s")][name] = found[0]
    return {word: (sorted({len(n) for n in names}, reverse=True), names) for word, names in by_first.items()}


def _ends_word(text: str, at: int) -> bool:
    return not (text[at : at + 1].isalnum() or text[at : at + 1] == "_" or (text[at : at + 1] == "-" and text[at + 1 : at + 2].isalpha()))


def _short_bodies(text: str, entities: Sequence[NamedEntity], taken: Sequence[Span]) -> Iterator[tuple[NamedEntity, Span]]:
    """ "The Court", written large: the nearest body named before with that word in its name."""
    bodies = [e for e in entities if e.type == "organisation" and " " in e.name]
    named = sorted((s, k) for k, e in enumerate(bodies) for s in e.spans)
    for match in _SHORT_BODY.finditer(text):
        word, span = match.group("body"), Span(*match.span("body"))
        if word not in name_words("organisation") or _is_taken(taken, span):
            continue
        at = bisect_left(named, (span, 0))
        home = next((bodies[k] for _, k in reversed(named[max(0, at - _NEAR_BODIES) : at]) if word in bodies[k].name.split()), None)
        if home is not None:
            yield home, span


def _is_taken(taken: Sequence[Span], span: Span) -> bool:
    """Whether one of the spans, which are in order and hardly overlap, overlaps this one."""
    at = bisect_left(taken, span)
    return any(s.overlaps(span) for s in taken[max(0, at - 2) : at + 2])


def _apart(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=by_place):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return kept


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
