"""What a name names, decided once for all its mentions in a report.

The tagger's scores are summed by kind; a small model's errors are mostly confusions of kind, on bare surnames and on places and
bodies it has never seen. So the form of the name and the text around its mentions have a say: nobody lives "in" a person, no
place is 45 years old, and a "Ministry" is a body whoever it belongs to.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.analyse.name_spans import last_word, name_words
from onrecord.analyse.spans import by_place
from onrecord.engines.protocols import TaggedName
from onrecord.lexicon import read_pairs, read_sections, read_words
from onrecord.model import EntityType, Span
from onrecord.text import fold

_WORD = re.compile(r"\w[\w’'-]*\w")
_LOCATIVE = re.compile(
    r"(?P<before>[\w’'-]*)\s?\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round|[Oo]ff) (?:the |(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est|[Cc]entr)\w* )?$"
)
# What stands right before such a place ends in one of these, or has one of those in it.
_WHERE = ("in", "near", "outside", "around", "off", "the")
_SIDES = ("north", "south", "east", "west", "centr")
_TITLE = re.compile(r"(?:(?P<first>[A-Z][a-z]+)\.? )?(?P<last>[A-Z][\w’'-]+)\.? $")
_AGE = re.compile(r", (?:aged )?\d{1,2}(?:,| years)|, who\b")
_SAYS = re.compile(r"(?:,[^,.]{3,60},)? (?:said|says|told|tells|added|wrote|tweeted)\b")
_OF_PLACE = re.compile(r"\b(?P<noun>[a-z]+) of $", re.IGNORECASE)
_IN_STATE = re.compile(r", (?P<state>[A-Z][\w.-]+(?: [A-Z][\w.-]+)?)")
_OWNER = re.compile(r"(?:'s|’s|s’|s') (?=[A-Z][a-z’'-]+ [A-Z])")
_MEMBER = re.compile(r"(?P<name>[A-Z][\w’'-]+ [A-Z][\w’'-]+) (?:of|from) (?:the )?$")
_NOUN_BEFORE = re.compile(r"\b(?P<noun>[a-z]+) $")
_APPOSED = re.compile(r", (?:the|an?) (?P<nouns>(?:[\w’'-]+ ){0,4}[\w’'-]+)")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]{1,5}|(?:[A-Z]\.){2,5}")
_GLUED = re.compile(r"[A-Z]\w*(?:news|bank|corp|soft|tube|gram|air|petrol|gas|tech|net|com|media|press)")
_DATELINE = re.compile(r"(?:, [A-Z][\w. ]{1,20})?(?:(?: \([A-Z][^()\n]{1,20}\))? ?(?:—|--|–)| ?-? ?\([A-Z][^()\n]{1,20}\) ?-) ?[A-Z]")
_FROM = re.compile(r"\b(?:from|at|via|across|next to|close to) $")
_TOWARDS = re.compile(
    r"\b(?:head|sail|fly|travel|return|march|ferr|evacuat|flee|bound|rout|trip|flight|voyage|crossing|journey)(?:l?ed|ing|s|e|ied|y)?"
    r" (?:back )?(?:to|for|towards?) $|\b(?:flew|fled|drove|went|on (?:its|their|the) way) (?:back )?(?:to|towards?) $"
)
_BELIEF = frozenset(["faith", "trust", "confidence", "believe", "believes", "believed", "interest", "disappointed"])
_NATION_ENDINGS = ("n", "an", "nian", "ian", "ese", "ish", "i", "ic")
_STEM_ENDINGS = ("", "a", "e", "y", "o", "ia")
_OFFICE = re.compile(r"['’]s (?P<nouns>(?:[\w-]+ ?){1,3})")
_HAS = re.compile(r"(?:['’]s)? (?P<noun>[a-z]+)\b")
_SHIP = re.compile(r"(?:uss|hms|hmas|hmcs|ins|rfa|mv|mt|ss|fv) \w")
_FIRM = re.compile(  # what nobody has but a firm
    r" (?:CEO|CFO|[Cc]hief [Ee]xecutive)\b|(?:['’]s)? (?:shareholders|share price|supervisory board|board of directors)\b"
)
_MOST = 1 / 3  # share of mentions after "in" or "near" that tells a place; of a person it is near none

_IN_LIST = re.compile(r",? and |, ")
_LEAST_LISTED, _LEAST_PLACES = 3, 2  # names in a list, and places among them, that tell what the others are
_OFTEN = 4
_LOCATED = 1.2
_WORTH: dict[str, tuple[EntityType, float]] = {
    "a body's word in it": ("organisation", 2.5),
    "a body's word at the end of its word": ("organisation", 1.2),
    "initials": ("organisation", 1.2),
    "owns a person": ("organisation", 1.1),
    "what only a body has": ("organisation", 1.5),
    "has a member": ("organisation", 1.1),
    "an article before it": ("organisation", 0.7),
    "a body's noun beside it": ("organisation", 1.3),
    "never by one word of it": ("organisation", 1.1),
    "a place's word in it": ("place", 1.5),
    "begins as places do": ("place", 0.7),
    "a place's noun behind it": ("place", 1.1),
    "listed": ("place", 0.7),
    "where somebody comes from": ("place", 0.4),
    "where somebody goes": ("place", 1.1),
    "a dateline": ("place", 1.5),
    "town of": ("place", 1.7),
    "a state behind it": ("place", 0.8),
    "offices of its own": ("place", 2.0),
    "its adjective in the text": ("place", 1.5),
    "a first name": ("person", 0.6),
    "a trade behind it": ("person", 0.8),
    "a title": ("person", 1.3),
    "an age": ("person", 1.1),
    "says": ("person", 0.2),
}

_OF_PEOPLE = frozenset(("a title", "an age", "a trade behind it", "a first name"))

Votes = dict[EntityType, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """The folded whole names tagged as people's, and how often each word stands in the text."""

    people: set[str]
    counts: Counter[str]


def decide_kinds(text: str, tagged: Sequence[tuple[Span, TaggedName]]) -> dict[str, EntityType | None]:
    """The kind of each folded name; None for the adjective of a place that is named too ("Velmoran" beside
    "Velmora") or is on the list of countries, which names nobody."""
    votes: dict[str, Votes] = defaultdict(lambda: defaultdict(float))
    spans: dict[str, list[Span]] = defaultdict(list)
    for span, t in tagged:
        kind: EntityType = "person" if t.type == "person" else "organisation" if t.type == "organisation" else "place"
        votes[fold(span.of(text))][kind] += t.score
        spans[fold(span.of(text))].append(span)
    _leave_no_person(text, votes, spans)
    voted = {key: max(v, key=lambda k: v[k]) for key, v in votes.items()}
    people = {key for key, kind in voted.items() if kind == "person" and " " in key}
    known = _Known(people=people, counts=Counter(_WORD.findall(text)))
    surnames = {key.split()[-1] for key in people}
    firsts = {key.split()[0] for key in people}
    nations = {f"{name}{ending}" for name in voted for ending in _NATION_ENDINGS}
    kinds: dict[str, EntityType | None] = {}
    for key, kind in voted.items():
        if _is_adjective(key, kind, nations) and all(_before_noun(text, s) for s in spans[key]):
            kinds[key] = None
        elif key in _listed():
            kinds[key] = _listed()[key]
        elif key in surnames:
            kinds[key] = "person"
        else:
            weighed = _weigh(text, votes[key], spans[key], known)
            kinds[key] = "person" if weighed == "organisation" and key in firsts else weighed
    for run in _runs(text, sorted((span for found in spans.values() for span in found), key=by_place)):
        keys = [fold(s.of(text)) for s in run]
        if sum(kinds[k] in ("place", "state") for k in keys) >= _LEAST_PLACES and surnames.isdisjoint(keys) and firsts.isdisjoint(keys):
            kinds.update((k, "place") for k in keys if kinds[k] == "person" and k not in read_pairs("first-names"))
    return kinds


def _leave_no_person(text: str, votes: dict[str, Votes], spans: Mapping[str, Sequence[Span]]) -> None:
    """Firms and ships are no people, whatever they are taken for."""
    firms = {key for key, found in spans.items() if any(_FIRM.match(text, s.end) for s in found)}
    for key in votes:
        if key in firms or key.split()[0] in firms or _SHIP.match(key):
            votes[key] = defaultdict(float, {"organisation": 1.0})


def _runs(text: str, spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Names of one word each that stand in a list: "Orvane, Merid, Halden and Prill"."""
    run: list[Span] = []
    for span in spans:
        if run and not (" " not in span.of(text) and _IN_LIST.fullmatch(text, run[-1].end, max(span.start, run[-1].end))):
            if len(run) >= _LEAST_LISTED:
                yield run
            run = []
        if " " not in span.of(text):
            run.append(span)
        else:
            run = []
    if len(run) >= _LEAST_LISTED:
        yield run


def _weigh(text: str, votes: Mapping[EntityType, float], spans: Sequence[Span], known: _Known) -> EntityType:
    """The kind with most evidence. The tagger's votes are shares that add up to 1; a piece of evidence is worth as much as
    all of them when hardly anything else can be meant, half as much when something else may."""
    total = sum(votes.values())
    sums: Votes = defaultdict(float, {kind: vote / total for kind, vote in votes.items()})
    evidence = set(_of_form(spans[0].of(text)))
    for span in spans:
        evidence.update(_of_context(text, span, known.people))
    if evidence & _OF_PEOPLE:
        evidence.discard("offices of its own")  # "Prime Minister Ruiz's government"
    if _is_always_whole(known.counts, spans[0].of(text), len(spans)):
        evidence.add("never by one word of it")
    if _adjectives_of(spans[0].of(text)) & known.counts.keys():
        evidence.add("its adjective in the text")
    for why in sorted(evidence):  # in one order, so that a draw always ends the same
        kind, worth = _WORTH[why]
        sums[kind] += worth
    located = sum(_stands_in_place(text, s) for s in spans)
    if located >= _MOST * len(spans):
        sums["place"] += _LOCATED
    return max(sums, key=lambda k: sums[k])


def _is_always_whole(counts: Mapping[str, int], name: str, times: int) -> bool:
    """Whether a name of several words stands often, and never by its first or last alone, as a person's would: then both
    words stand equally often."""
    words = name.split()
    if times < _OFTEN or len(words) < 2 or fold(words[0]) in read_pairs("first-names"):
        return False
    return counts.get(words[0], 0) == counts.get(words[-1], 0)


def _of_form(name: str) -> Iterator[str]:
    words = name.split()
    bodies = name_words("organisation")
    if last_word(name) in bodies or " ".join(words[-2:]) in bodies or (" of " in name and words[0] in bodies):
        yield "a body's word in it"
    elif last_word(name) in name_words("place"):
        yield "a place's word in it"
    if len(words) > 1 and words[0] in name_words("place first"):
        yield "begins as places do"
    if _ACRONYM.fullmatch(name):
        yield "initials"
    if _GLUED.fullmatch(name):
        yield "a body's word at the end of its word"
    if len(words) > 1 and fold(words[0]) in read_pairs("first-names"):
        yield "a first name"
    plain = name.title() if name.isupper() and len(name) > 3 else name
    if plain in read_words("places") and fold(name) not in read_pairs("first-names"):
        yield "listed"


def _of_context(text: str, span: Span, people: set[str]) -> Iterator[str]:
    """What the words around one mention tell; each kind of evidence counts once for a name."""
    if _bears_title(text, span):
        yield "a title"
    if _AGE.match(text, span.end):
        yield "an age"
    if _SAYS.match(text, span.end):
        yield "says"
    if _OWNER.match(text, span.end):
        yield "owns a person"
    had = _HAS.match(text, span.end)
    if had and had.group("noun") in name_words("of company"):
        yield "what only a body has"
    member = _MEMBER.search(text, max(0, span.start - 60), span.start)
    if member and fold(member.group("name")) in people:
        yield "has a member"
    if " " not in span.of(text) and text[max(0, span.start - 5) : span.start].lower().endswith(" the ") and not _owns_noun(text, span):
        yield "an article before it"
    yield from _of_nouns(text, span)
    yield from _of_where(text, span)


def _owns_noun(text: str, span: Span) -> bool:
    """ "The X government": the article is the noun's."""
    noun = _HAS.match(text, span.end)
    return noun is not None and noun.group("noun") in read_words("body-nouns") | read_words("institution-nouns")


def _of_nouns(text: str, span: Span) -> Iterator[str]:
    """ "The militant group X", "X, a village in the hills," and "X, the coach,"."""
    before = _NOUN_BEFORE.search(text, max(0, span.start - 24), span.start)
    if before and before.group("noun") in read_words("body-nouns") | name_words("of body"):
        yield "a body's noun beside it"
    behind = _APPOSED.match(text, span.end)
    told = None
    for noun in behind.group("nouns").lower().split() if behind else ():
        if noun in _links():
            break
        told = _told_by(noun) or told  # the last counts: "the team captain"
    if told is not None:
        yield told


def _told_by(noun: str) -> str | None:
    if noun in read_words("body-nouns") | name_words("of body"):
        return "a body's noun beside it"
    if noun in name_words("of place"):
        return "a place's noun behind it"
    return "a trade behind it" if noun in read_words("title-nouns") else None


@cache
def _links() -> frozenset[str]:
    """Words behind which another noun phrase begins."""
    words = read_sections("clause-words")
    return frozenset((*words["prepositions"], *words["openers"], *words["auxiliaries"]))


def _adjectives_of(name: str) -> set[str]:
    """What a people could be called after a place of this name: "Velmoran" of "Velmora"."""
    if " " in name or len(name) < 5 or name[-1] not in "aeo":
        return set()
    stem = name.title() if name.isupper() else name
    return {f"{stem}n", f"{stem[:-1]}an", f"{stem[:-1]}ese"} - {stem}


def _of_where(text: str, span: Span) -> Iterator[str]:
    noun = _OF_PLACE.search(text, max(0, span.start - 24), span.start)
    if noun and noun.group("noun").lower() in name_words("of place"):
        yield "town of"
    if text[max(0, span.start - 1) : span.start] in ("", "\n") and _DATELINE.match(text, span.end):
        yield "a dateline"
    if _FROM.search(text, max(0, span.start - 12), span.start):
        yield "where somebody comes from"
    if _TOWARDS.search(text, max(0, span.start - 24), span.start):
        yield "where somebody goes"
    office = _OFFICE.match(text, span.end)
    if office and any(noun in name_words("of state") for noun in office.group("nouns").split()):
        yield "offices of its own"
    state = _IN_STATE.match(text, span.end)
    if state and (fold(state.group("state")) in _states() or state.group("state") in read_words("places")):
        yield "a state behind it"


@cache
def _listed() -> dict[str, EntityType]:
    """Folded names whose kind is known beforehand."""
    agencies = read_sections("agencies")
    listed: dict[str, EntityType] = {
        fold(a): "organisation" for a in (*agencies["names"], *agencies["broadcasters"], *name_words("bodies"))
    }
    for continent in name_words("continents"):
        listed[fold(continent)] = "place"
    for state in _states():
        listed.setdefault(state, "state")
    return listed


@cache
def _states() -> frozenset[str]:
    return frozenset(fold(c) for c in read_words("countries"))


def _is_adjective(key: str, kind: EntityType, nations: set[str]) -> bool:
    """ "Velmoran" beside "Velmora"; "Gabonese" wherever it stands, unless it is a person's name."""
    return key in nations or (kind != "person" and is_nationality(key))


def is_nationality(word: str) -> bool:
    """Whether the folded word is the adjective of a country or continent."""
    return word in _nationals() or word in read_pairs("demonyms")


@cache
def _nationals() -> frozenset[str]:
    """Adjectives that can be made of the countries and continents; most of them do not exist and do no harm."""
    places = {*_states(), *(fold(c) for c in name_words("continents"))}
    places |= {p.split()[-1] for p in places if p.startswith(("north ", "south "))}
    stems = {p.removesuffix(ending) for p in places for ending in _STEM_ENDINGS if p.endswith(ending) and len(p) - len(ending) > 2}
    return frozenset(f"{stem}{ending}" for stem in stems for ending in _NATION_ENDINGS) - places


def _bears_title(text: str, span: Span) -> bool:
    """ "President X", "Mr X", "President Ana X": only people do."""
    match = _TITLE.search(text[max(0, span.start - 40) : span.start])
    titles = read_words("title-nouns") | read_words("honorifics")
    told = match is not None and any((word or "").lower() in titles for word in match.groups())
    return told and not any(w in name_words("organisation") | name_words("place") for w in span.of(text).split())


def _stands_in_place(text: str, span: Span) -> bool:
    before = text[max(0, span.start - 32) : span.start]
    word = before[:-1].rpartition(" ")[2].lower()
    if not word.endswith(_WHERE) and not any(side in word for side in _SIDES):
        return False
    match = _LOCATIVE.search(before)
    return match is not None and match.group("before").lower() not in _BELIEF


def _before_noun(text: str, span: Span) -> bool:
    """Right before a word in lower case: "Velmoran officials"."""
    following = text[span.end : span.end + 2]
    return len(following) == 2 and following[0] == " " and following[1].islower()
