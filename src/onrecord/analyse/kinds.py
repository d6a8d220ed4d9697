"""What a name names, decided once for all its mentions in a report.

The tagger's scores are summed by kind; a small model's errors are mostly confusions of kind, on bare surnames and on places it
has never seen. So the text around the mentions has a say: nobody lives "in" a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from onrecord.engines.protocols import TaggedName
from onrecord.lexicon import read_sections, read_words
from onrecord.model import EntityType, Span
from onrecord.text import fold

_LOCATIVE = re.compile(r"(?P<before>[\w’'-]*)\s?\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round) $")
_TITLE = re.compile(r"(?P<title>[A-Z][a-z]+)\.? (?:[A-Z][\w’'-]+ )?$")
_BELIEF = frozenset(["faith", "trust", "confidence", "believe", "believes", "believed", "interest", "disappointed"])
_NATION_ENDINGS = ("n", "an", "ian", "ese", "ish", "i")
_MOST = 1 / 3  # share of mentions after "in" or "near" that tells a place; of a person it is near none


def decide_kinds(text: str, tagged: Sequence[tuple[Span, TaggedName]]) -> dict[str, EntityType | None]:
    """The kind of each folded name; None for the adjective of a place that is named too ("Velmoran" beside
    "Velmora"), which names nobody."""
    votes: dict[str, dict[EntityType, float]] = defaultdict(lambda: defaultdict(float))
    spans: dict[str, list[Span]] = defaultdict(list)
    for span, t in tagged:
        kind: EntityType = "person" if t.type == "person" else "organisation" if t.type == "organisation" else "place"
        votes[fold(span.of(text))][kind] += t.score
        spans[fold(span.of(text))].append(span)
    voted = {key: max(v, key=lambda k: v[k]) for key, v in votes.items()}
    surnames = {key.split()[-1] for key, kind in voted.items() if kind == "person" and " " in key}
    nations = {f"{name}{ending}" for name in voted for ending in _NATION_ENDINGS}
    kinds: dict[str, EntityType | None] = {}
    for key, kind in voted.items():
        if key in nations and all(_before_noun(text, s) for s in spans[key]):
            kinds[key] = None
        else:
            kinds[key] = _listed().get(key) or ("person" if key in surnames else _by_text(text, kind, spans[key]))
    return kinds


@cache
def _listed() -> dict[str, EntityType]:
    """Folded names whose kind is known beforehand."""
    bodies = read_sections("agencies")
    listed: dict[str, EntityType] = {fold(a): "organisation" for a in (*bodies["names"], *bodies["broadcasters"])}
    return listed | {fold(c): "state" for c in read_words("countries")}


def _by_text(text: str, kind: EntityType, spans: Sequence[Span]) -> EntityType:
    located = sum(_stands_in_place(text, s) for s in spans)
    listed = any(s.of(text) in read_words("places") for s in spans)
    if kind == "person":
        return "place" if located and (listed or located >= _MOST * len(spans)) else kind
    titled = any(_bears_title(text, s) for s in spans)
    return "person" if titled and not located and not listed else kind


def _bears_title(text: str, span: Span) -> bool:
    """ "President X", "Mr X", "President Ana X": only people do."""
    match = _TITLE.search(text[max(0, span.start - 40) : span.start])
    word = match.group("title").lower() if match else ""
    return " " not in span.of(text) and (word in read_words("title-nouns") or word in read_words("honorifics"))


def _stands_in_place(text: str, span: Span) -> bool:
    match = _LOCATIVE.search(text[max(0, span.start - 24) : span.start])
    return match is not None and match.group("before").lower() not in _BELIEF


def _before_noun(text: str, span: Span) -> bool:
    """Right before a word in lower case: "Velmoran officials"."""
    following = text[span.end : span.end + 2]
    return len(following) == 2 and following[0] == " " and following[1].islower()
