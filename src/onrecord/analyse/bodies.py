"""Which organisation "the company", "the ministry", "the chipmaker" goes on about.

A body that bears the noun in its name comes first; then what the text called by it before; then, for the nouns that fit any
organisation, the one that the text dwells on. Two that fit about as well leave it open.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from onrecord.analyse.cast import Cast, Resolution
from onrecord.analyse.drafts import Draft
from onrecord.analyse.kinds import is_nationality
from onrecord.analyse.media import is_news_body
from onrecord.analyse.name_spans import name_words
from onrecord.analyse.page import Page
from onrecord.analyse.phrases import Phrase, names_any, read_phrase
from onrecord.lexicon import read_words
from onrecord.model import Span
from onrecord.text import fold

_REACH = 12  # sentences
_SUBJECT_CHARS = 45
_LEAD_LINES, _LEAD_SENTENCES = 3, 2
_BRACKET = 60  # code points
_NUMBERED = re.compile(r"[A-Z]{1,3}[ -]?\d{1,4}")  # a flight, a road, a model: no body
_BROUGHT_IN = re.compile(r"\b(?P<of>[A-Z][a-z]+) (?:[a-z-]+ ){1,4}$")
_FIRST = 3  # mentions among which another name is given
_BEGINS_BRACKET = re.compile(r"\s\([^()]*")
_SPOKE, _SPOKE_OF_BODIES, _SPOKE_NEAR = 1.0, 0.6, 4  # last of all, last of the bodies; within sentences
_CLOSE = 0.3  # of rank: nearer than this, two candidates are not told apart
_OWN_NAME = frozenset(["union", "university", "party", "league", "club", "association", "institute", "network", "broadcaster"])
_FIRMS = frozenset(["company", "firm", "business", "corporation", "conglomerate", "giant", "startup", "retailer", "brand", "supplier"])
_REPORTERS = frozenset(["agency", "network", "broadcaster", "publisher", "newspaper", "channel", "paper", "magazine"])


def resolve_body(page: Page, cast: Cast, source: Span, done: Sequence[Draft]) -> Resolution | None:
    """The organisation that the source's words stand for, None in ``entity`` when two fit; None when they name no kind of body."""
    phrase = read_phrase(page.text, source)
    if phrase is None or phrase.plural or phrase.first not in ("the", "this", "that"):
        return None
    return find_body(page, cast, phrase, done)


def find_body(page: Page, cast: Cast, phrase: Phrase, done: Sequence[Draft]) -> Resolution | None:
    """As ``resolve_body``, for the head and the words of a phrase."""
    general = names_any(phrase, "body-nouns") or phrase.head.endswith("maker")
    if not general and not names_any(phrase, "institution-nouns"):
        return None
    found = _by_name(cast, phrase) or _called_before(cast, phrase)
    return found or (_dwelt_on(page, cast, phrase, done) if general and phrase.head not in _OWN_NAME else None)


def _by_name(cast: Cast, phrase: Phrase) -> Resolution | None:
    """The latest organisation before that bears the noun in its name, those that share a further word with the phrase first."""
    further = {w for w in phrase.words[:-1] if w != phrase.first}
    found = []
    for index in cast.mentions.with_word(phrase.head):
        entity = cast.entities[index]
        before = bisect_right(entity.spans, phrase.span.start, key=lambda s: s.end)
        if before:
            shared = len(further & set(fold(entity.name).split()))
            found.append((shared, entity.spans[before - 1].start, index))
    if not found:
        return None
    shared, _, index = max(found)
    if not shared and further and any(w[0].isupper() for w in phrase.span.of(cast.text).split()[1:]):
        return None  # "the Velmoran ministry" is not the Karthenian one
    return Resolution(entity=index, kind="title", reason=f"“{phrase.head}” is in the name of {cast.entities[index].name}")


def _called_before(cast: Cast, phrase: Phrase) -> Resolution | None:
    """ "Velmora's ministry of ports", and later "the ministry"; "the minister's office", and later "the office", but not another's."""
    bare = not cast.named_in(phrase.span.start, phrase.span.end)
    for _, (index, span, _) in reversed(cast.mentions.called(phrase.head)):
        entity = cast.entities[index]
        body = entity.type in ("organisation", "group", "state") or (entity.type == "office" and bare)
        if body and span.end <= phrase.span.start and fold(entity.name) != phrase.head:
            return Resolution(entity=index, kind="title", reason=f"the report spoke of “{span.of(cast.text)}”")
    return None


def _dwelt_on(page: Page, cast: Cast, phrase: Phrase, done: Sequence[Draft]) -> Resolution | None:
    ranked = sorted(
        ((rank, index) for index in _near(page, cast, phrase) if (rank := _rank(page, cast, phrase, done, index)) > 0), reverse=True
    )
    if not ranked:
        return _comes_next(page, cast, phrase)
    ranked = [ranked[0], *(r for r in ranked[1:] if not _also_called(cast, ranked[0][1], r[1]))]
    best = cast.entities[ranked[0][1]].name
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLOSE:
        other = cast.entities[ranked[1][1]].name
        words = phrase.span.of(cast.text)
        return Resolution(entity=None, kind="title", reason=f"two bodies fit “{words}”: {best} and {other}")
    return Resolution(entity=ranked[0][1], kind="title", reason=f"the text has just spoken of {best}")


def heading_body(cast: Cast, stretch: Span) -> int | None:
    """The organisation whose name begins the stretch, but for an article."""
    for index, span in cast.named_in(stretch.start, stretch.end)[:1]:
        if cast.entities[index].type == "organisation" and span.start - stretch.start <= len("The "):
            return index
    return None


def _comes_next(page: Page, cast: Cast, phrase: Phrase) -> Resolution | None:
    """ "The country's largest brewer has said …" opens the report, and the name comes with the next sentence, as its subject."""
    here = page.sentence_at(phrase.span.start)
    if page.line_at(phrase.span.start) >= _LEAD_LINES or _near(page, cast, phrase):
        return None
    for sentence in page.sentences[here + 1 : here + 1 + _LEAD_SENTENCES]:
        index = heading_body(cast, Span(sentence.start, min(sentence.end, sentence.start + _SUBJECT_CHARS)))
        if index is not None and not _is_other_kind(cast.entities[index].name, phrase.head):
            name = cast.entities[index].name
            return Resolution(entity=index, kind="title", reason=f"the report goes on with {name}, whom it has not named before")
    return None


def _near(page: Page, cast: Cast, phrase: Phrase) -> set[int]:
    """Who is spoken of in the sentences before."""
    first = page.sentences[max(0, page.sentence_at(phrase.span.start) - _REACH)]
    return {k for _, k in cast.mentions.seen(first.start, phrase.span.start)}


def _also_called(cast: Cast, body: int, other: int) -> bool:
    """ "The Harbour Front (HF, formerly the Quay League)": one body under several names."""
    pairs = (
        (a, b) for x, y in ((body, other), (other, body)) for a in cast.entities[x].spans[:_FIRST] for b in cast.entities[y].spans[:_FIRST]
    )
    return any(0 < b.start - a.end <= _BRACKET and _BEGINS_BRACKET.fullmatch(cast.text[a.end : b.start]) for a, b in pairs)


def _rank(page: Page, cast: Cast, phrase: Phrase, done: Sequence[Draft], index: int) -> float:
    entity = cast.entities[index]
    if entity.type != "organisation" or _NUMBERED.fullmatch(entity.name) or _is_other_kind(entity.name, phrase.head):
        return 0.0
    if _is_of_another_country(cast, phrase, entity.spans[:_FIRST]):
        return 0.0
    nearest, times = cast.mentions.last_before(index, phrase.span.start)
    if nearest is None:
        return 0.0
    here = page.sentence_at(phrase.span.start)
    apart = here - page.sentence_at(nearest.start)
    if apart > _REACH:
        return 0.0
    sentence = page.sentences[page.sentence_at(nearest.start)]
    heads = cast.mentions.begin_in(index, sentence.start, min(sentence.start + _SUBJECT_CHARS, nearest.start))
    rank = 1.0 / (1 + apart) + 0.1 * min(times, 10)
    rank += 0.8 if apart <= 1 and heads else 0.0
    rank += 0.5 if phrase.head in _FIRMS and not name_words("company").isdisjoint(entity.name.replace(".", "").split()) else 0.0
    spoken = [d for d in done if d.speaker is not None and d.parent is None and d.anchor < phrase.span.start]
    bodies = [d for d in spoken if cast.entities[d.speaker or 0].type == "organisation"]
    for last, worth in ((spoken, _SPOKE), (bodies, _SPOKE_OF_BODIES)):
        if last and last[-1].speaker == index and here - page.sentence_at(last[-1].anchor) <= _SPOKE_NEAR:
            return rank + worth
    return rank


def _is_of_another_country(cast: Cast, phrase: Phrase, first: Sequence[Span]) -> bool:
    """ "The Karthenian group" is not "Velmoran brewer Halden", as it was brought in."""
    asked = {w for w in phrase.words[1:-1] if is_nationality(w)}
    told = (_BROUGHT_IN.search(cast.text, max(0, s.start - _BRACKET), s.start) for s in first) if asked else ()
    return any(t is not None and is_nationality(fold(t["of"])) and fold(t["of"]) not in asked for t in told)


def _is_other_kind(name: str, head: str) -> bool:
    """A public body is no "company"; nor is who relays the story."""
    words = set(fold(name).split())
    public = words & (read_words("institution-nouns") | {"police", "university", "party", "union"})
    return (bool(public) and (head in _FIRMS or head.endswith("maker"))) or (is_news_body(name) and head not in _REPORTERS)
