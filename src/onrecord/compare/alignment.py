"""Two accounts side by side: which statement of the one renders which of the other, and which figures of the same thing differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.compare.drift import Difference, find_drift
from onrecord.compare.matching import LEAST_WORDS, Match, match_renderings
from onrecord.compare.paired import word_weights
from onrecord.compare.renderings import Rendering, Said, read_rendering
from onrecord.compare.series import OF_THE_AFFAIR, Counted, Given, counted, same_place, value_of
from onrecord.compare.utterances import candidate_pairs
from onrecord.text import fold

_AROUND = 2  # content words beside both: then a count of things is of the same thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A statement of either account that render one act of saying: how sure, why, and where they differ in a slot."""

    a: Rendering
    b: Rendering
    match: Match
    drift: tuple[Difference, ...]


def align(left: Iterable[Said], right: Iterable[Said]) -> list[Aligned]:
    """Which statements of the two render one act, each in one pair at most, in the order of the left ones.

    The same words by the same name come first, then the surest match, then the order. Who is in no pair is in one account only.
    """
    sides = [read_rendering(s) for s in left], [read_rendering(s) for s in right]
    found: list[Aligned] = []
    free = set(range(len(sides[1])))
    for m, n, match in _ranked(*sides):
        if n in free and not any(p.a is sides[0][m] for p in found):
            free.discard(n)
            drift = tuple(find_drift(sides[0][m], sides[1][n]))
            found.append(Aligned(a=sides[0][m], b=sides[1][n], match=match, drift=drift))
    order = {id(rendering): place for place, rendering in enumerate(sides[0])}
    return sorted(found, key=lambda p: order[id(p.a)])


def _ranked(left: Sequence[Rendering], right: Sequence[Rendering]) -> Iterator[tuple[int, int, Match]]:
    yield from _same(left, right)
    every = [*left, *right]
    long = [r for r in every if len(r.words) >= LEAST_WORDS and r.content]
    place = {id(r): n for n, r in enumerate(every)}
    weights = word_weights(long)
    found: list[tuple[float, int, int, Match]] = []
    for i, j in candidate_pairs(long):
        m, n = place[id(long[i])], place[id(long[j])]
        if m < len(left) <= n:
            match = match_renderings(long[i], long[j], weights)
            if match is not None:
                found.append((-match.score, m, n - len(left), match))
    yield from ((m, n, match) for _, m, n, match in sorted(found, key=lambda f: f[:3]))


def _same(left: Sequence[Rendering], right: Sequence[Rendering]) -> Iterator[tuple[int, int, Match]]:
    """The same words by the same name, however short."""
    waiting: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for n, r in enumerate(right):
        waiting[_name(r.said), r.keys].append(n)
    for m, r in enumerate(left):
        places = waiting[_name(r.said), r.keys]
        if places:
            yield m, places.pop(0), Match(score=1.0, reasons=("the same words by the same name",))


def _name(said: Said) -> str:
    return fold(said.speaker.name) if said.speaker else ""


def differing_figures(left: Sequence[Given], right: Sequence[Given], beside: Mapping[str, frozenset[str]]) -> list[tuple[Given, Given]]:
    """Figures that count the same thing (measure, unit, scope, no other place) and have other values, in the order of the left ones.

    ``beside``: the content words around each figure, by id. A count of things, a price or a share belongs to whatever its sentence is
    about, so two of them are only taken for one when words beside them are the same. A figure that the other account has too, and one
    that stands in a pair already, are in no other pair.
    """
    groups: dict[Counted, tuple[list[Given], list[Given]]] = defaultdict(lambda: ([], []))
    for side, given in enumerate((left, right)):
        for g in given:
            groups[counted(g.figure)][side].append(g)
    return sorted((pair for sides in groups.values() for pair in _differing(*sides, beside)), key=lambda p: p[0].figure.span)


def _differing(left: list[Given], right: list[Given], beside: Mapping[str, frozenset[str]]) -> Iterator[tuple[Given, Given]]:
    free = [b for b in right if not any(value_of(a) == value_of(b) for a in left)]
    for a in left:
        if any(value_of(a) == value_of(b) for b in right):
            continue
        ranked = sorted((b for b in free if same_place(a.figure, b.figure)), key=lambda b: -len(beside[a.figure.id] & beside[b.figure.id]))
        enough = 0 if a.figure.measure in OF_THE_AFFAIR else _AROUND
        if ranked and len(beside[a.figure.id] & beside[ranked[0].figure.id]) >= enough:
            free.remove(ranked[0])
            yield a, ranked[0]
