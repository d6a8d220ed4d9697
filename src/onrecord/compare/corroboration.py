"""Findings of type ``corroborates``: two sources who do not speak for one another give the same fact, through independent origins.

One act of saying that nine outlets carry repeats itself; it corroborates nothing. Precision comes first: only named sources count,
an outlet's own voice is no source (it may have read what it tells), and what cannot be told apart is taken for one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from onrecord.compare.drift import find_drift
from onrecord.compare.keyed import keyed, once
from onrecord.compare.origins import Origin, independent
from onrecord.compare.paired import longest_run, word_weights
from onrecord.compare.renderings import Rendering, Said, read_rendering, slot_of
from onrecord.compare.series import OF_THE_AFFAIR, Given, Series, same_place
from onrecord.compare.sides import Voice, bodies_of, side_of
from onrecord.compare.stems import content_stems
from onrecord.compare.utterances import candidate_pairs
from onrecord.model import EntityRef, Finding
from onrecord.text import fold

_NAMED = frozenset({"person", "office", "organisation", "state"})
_ALIKE = 5  # letters: "Velmora" and "Velmoran" speak for one side
_LEAST = 2  # of a value: "one killed" in two accounts need not be the same one
_NARROW = 0.1  # of the value: how wide a range may be to say the same as a number in it
_COVER, _COVER_BOTH = 0.9, 0.6  # of the rarer words of the shorter, and of the longer content
_WORDS = 5  # that carry meaning, which two contents share
_SPOKES = re.compile(r"\bspokes", re.IGNORECASE)
_VERBATIM = 10  # words in a row: then one report names the wrong speaker
# About whom it is said changes with who speaks, so two who say it do not say the same.
_OF_THE_SPEAKER = re.compile(r"\b(?:I|[Ww]e|[Mm]e|[Uu]s|[Mm]y|[Oo]ur|[Yy]ou|[Yy]our|[Hh]e|[Ss]he|[Tt]hey|[Hh]is|[Hh]er|[Tt]heir)\b|\?")


_Given = tuple[EntityRef | None, str]  # who gives it; the id of the entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Who the story's sources are by entity, ``media`` those that pass on what others say, ``bodies`` whom one may speak for by
    folded name; and where each entry comes from, by id of statement or figure: asked only of what is the same in two."""

    voices: Mapping[str, Voice]
    media: frozenset[str]
    bodies: Mapping[str, EntityRef]
    origin_of: Callable[[str], Origin]


def gather_sources(voices: Mapping[str, Voice], media: Iterable[str], origin_of: Callable[[str], Origin]) -> Sources:
    """``media``: the entities that are agencies or outlets."""
    return Sources(voices=voices, media=frozenset(media), bodies=bodies_of(voices.values()), origin_of=origin_of)


def find_corroboration(story: str, said: Iterable[Said], series: Iterable[Series], sources: Sources) -> list[Finding]:
    """Sorted by id. ``a`` is the earliest entry, ``b`` those of other sources from other origins."""
    found = [*_figures(story, series, sources), *_statements(story, said, sources)]
    return once(found)


# Figures


def _figures(story: str, series: Iterable[Series], sources: Sources) -> Iterator[Finding]:
    for s in series:
        if s.measure not in OF_THE_AFFAIR or s.scope is not None:
            continue
        given = [g for g in s.given if g.who is not None and _narrow(g) and _witness(sources, g.who)]
        for n, first in enumerate(given):
            others = [g for g in given[n + 1 :] if _same_fact(first, g) and _apart(sources, _entry(first), _entry(g))]
            if others:
                why = f"{s.measure}: {_by(first)}; {'; '.join(_by(g) for g in others)}"
                yield _finding(story, s.measure, [[first.figure.id], [g.figure.id for g in others]], why)
                break


def _entry(given: Given) -> _Given:
    return given.who, given.figure.id


def _narrow(given: Given) -> bool:
    low, high = given.figure.low, given.figure.high
    return low is not None and high is not None and low >= _LEAST and high - low <= _NARROW * low


def _same_fact(a: Given, b: Given) -> bool:
    x, y = a.figure, b.figure
    assert x.low is not None and y.low is not None and x.high is not None and y.high is not None
    return a.report != b.report and same_place(x, y) and max(x.low, y.low) <= min(x.high, y.high)


def _by(given: Given) -> str:
    who = given.who.name if given.who else "nobody named"
    return f"“{' '.join(given.words.split())}”, according to {who} ({given.day or 'undated'}, {given.outlet or 'unknown outlet'})"


# Statements


def _statements(story: str, said: Iterable[Said], sources: Sources) -> Iterator[Finding]:
    told = [s for s in said if s.speaker is not None and _witness(sources, s.speaker) and not _OF_THE_SPEAKER.search(s.content)]
    ordered = sorted(told, key=lambda s: (s.day == "", s.day, s.report, s.statement))
    renderings = [r for r in map(read_rendering, ordered) if len(r.content) >= _WORDS]
    weights = word_weights(renderings)
    others: dict[int, list[int]] = defaultdict(list)
    for i, j in candidate_pairs(renderings):
        a, b = renderings[i].said, renderings[j].said
        if a.report == b.report or not _same_content(renderings[i], renderings[j], weights):
            continue
        if _apart(sources, (a.speaker, a.statement), (b.speaker, b.statement)):
            others[i].append(j)
    for i, found in sorted(others.items()):
        sides = [[renderings[i].said.statement], [renderings[j].said.statement for j in found]]
        names = [renderings[k].said.speaker for k in (i, *found)]
        why = f"{', '.join(dict.fromkeys(n.name for n in names if n))} say the same"
        yield _finding(story, None, sides, why)


def _same_content(a: Rendering, b: Rendering, weights: Mapping[str, float]) -> bool:
    both = a.content & b.content
    if len(both) < _WORDS:
        return False
    shared = sum(weights[k] for k in sorted(both))
    shorter, longer = sorted(sum(weights[k] for k in sorted(r.content)) for r in (a, b))
    if shared < _COVER * shorter or shared < _COVER_BOTH * longer:
        return False
    return _slots(a) == _slots(b) and longest_run(a, b) < _VERBATIM and not find_drift(a, b)


def _slots(rendering: Rendering) -> set[str]:
    """Numbers and words that fill a slot ("not", "may", "until"): in another order of words no alignment compares them."""
    return {w.key for w in rendering.words if w.kind == "number" or w.form in slot_of()}


# Sources


def _witness(sources: Sources, who: EntityRef) -> bool:
    """Whether somebody or some body in particular speaks: not "officials", and no medium, which only passes things on."""
    voice = sources.voices.get(who.entity)
    return voice is not None and voice.type in _NAMED and who.entity not in sources.media and any(c.isupper() for c in voice.ref.name)


def _apart(sources: Sources, a: _Given, b: _Given) -> bool:
    """Two who do not speak for one another, by their names and roles, and two origins that do not depend on one another."""
    if a[0] is None or b[0] is None or a[0].entity == b[0].entity:
        return False
    if _may_be_one(*(sources.voices[ref.entity] for ref in (a[0], b[0])), sources=sources):
        return False
    return len(independent([sources.origin_of(a[1]), sources.origin_of(b[1])])) > 1


def _may_be_one(a: Voice, b: Voice, *, sources: Sources) -> bool:
    """Whether one may speak for the other, or be the other under another name: they share a word, a side, or initials; or one
    is a spokesman of nobody knows whom."""
    if any(_SPOKES.search(title) for voice in (a, b) for title in (voice.ref.name, *voice.roles)):
        sides = [side_of(voice, sources.bodies) for voice in (a, b)]
        if sides[0].ref == sides[1].ref or any(side.role is None and side.ref == v.ref for side, v in zip(sides, (a, b), strict=True)):
            return True
    x, y = _words_for(a), _words_for(b)
    if any(u[:_ALIKE] == v[:_ALIKE] for u in x for v in y):
        return True
    return any(name.isupper() and name[:1] == other[:1] for name, other in permutations((a.ref.name, b.ref.name)))


def _words_for(voice: Voice) -> set[str]:
    words = {w for name in (voice.ref.name, *voice.roles) for w in fold(name).split()}
    return {stem for w in words for stem in content_stems(w)}


def _finding(story: str, slot: str | None, sides: Sequence[Sequence[str]], why: str) -> Finding:
    return Finding(
        **keyed("corroborates", *sides),
        slot=slot,
        story=story,
        why=why,
        score=0.6,
        reasons=("different sources by name and role", "independent origins"),
    )
