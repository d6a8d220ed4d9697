"""Which names are taken for one, kept up to date in what a new name touches.

Pairs are joined best first, and only while no two names of the group contradict each other, so that no chain of small
differences joins two people. A name that fits two who contradict each other equally well ("E. Prill": Edda, Erik) joins
neither. What names become depends on the set of names alone, in whatever order they came: joining never goes from one part of the graph
of names that fit to another, so only the parts in which some name fits another than before are joined anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Protocol

from onrecord.ids import make_id
from onrecord.link.score import SAME, PairScore, same_name
from onrecord.model import Name, Standing

_AGREE = 0.75  # below, two names of one group would contradict each other: a slip of the pen may be another name
_AS_GOOD = 0.02  # scores that are no nearer to 1 than this are no reason to prefer one
_ITSELF = PairScore(score=1.0, reasons=("the name itself",))

Fits = Mapping[Name, float]


class KnownNames(Protocol):
    """The names of a record, as they were settled last."""

    def fits(self, names: Collection[Name]) -> Mapping[Name, Fits]:
        """Of each the names that may be taken for it, as ``fitting`` found, with the scores."""

    def standings(self, names: Collection[Name]) -> Mapping[Name, Standing]:
        """What each stood for; a new one is left out."""


def fitting(name: Name, others: Collection[Name]) -> dict[Name, float]:
    """Those of the others that may be taken for the name, with the scores."""
    scores = {other: same_name(name.name, other.name, name.type).score for other in others}
    return {other: score for other, score in scores.items() if score >= SAME}


def settle_names(touched: Collection[Name], known: KnownNames) -> dict[Name, Standing]:
    """What every name stands for now that stood for something else, or for nothing, before. ``touched``: the new ones, and those that
    fit others than before."""
    return _Region(known).settle(touched)


class _Region:
    """What is read around the names that were touched."""

    def __init__(self, known: KnownNames) -> None:
        self._known = known
        self._fits: dict[Name, Fits] = {}
        self._was: dict[Name, Standing] = {}
        self._rivals: dict[Name, tuple[Name, ...]] = {}  # of those whose rivals were looked at anew
        self._scores: dict[tuple[Name, Name], float] = {}

    def settle(self, touched: Collection[Name]) -> dict[Name, Standing]:
        self._read(touched)
        self._rivals = {name: self._contradictory(name) for name in touched}
        turned = [name for name in touched if bool(self._rivals[name]) != self._was_open(name)]
        now = {name: standing for group in self._parts({*touched, *self._around(turned)}) for name, standing in self._joined(group)}
        now |= {name: _standing(name, _ITSELF) for name, rivals in self._rivals.items() if rivals}
        moved = [name for name, standing in now.items() if name not in self._was or self._was[name].entity != standing.entity]
        for name in [n for n in {*touched, *self._around(moved)} if self._is_open(n)]:
            now[name] = self._open(name, now)
        return {name: standing for name, standing in now.items() if self._was.get(name) != standing}

    def _read(self, names: Collection[Name]) -> None:
        fresh = [name for name in names if name not in self._fits]
        self._fits |= self._known.fits(fresh)
        around = {other for name in fresh for other in (name, *self._fits[name])} - self._was.keys()
        self._was |= self._known.standings(around)

    def _around(self, names: Collection[Name]) -> set[Name]:
        self._read(names)
        return {other for name in names for other in self._fits[name]}

    def _was_open(self, name: Name) -> bool:
        return name in self._was and self._was[name].rivals is not None

    def _is_open(self, name: Name) -> bool:
        return bool(self._rivals[name]) if name in self._rivals else self._was_open(name)

    def _contradictory(self, name: Name) -> tuple[Name, ...]:
        """Those that fit about as well as the best, when two of them cannot be one; else none."""
        found = self._fits[name]
        best = max(found.values(), default=0.0)
        near = sorted(n for n, score in found.items() if score >= best - _AS_GOOD)
        return tuple(near) if any(self._between(p, q) < _AGREE for p, q in combinations(near, 2)) else ()

    def _between(self, p: Name, q: Name) -> float:
        pair = (min(p, q), max(p, q))
        if pair not in self._scores:
            self._scores[pair] = same_name(p.name, q.name, p.type).score
        return self._scores[pair]

    def _parts(self, seeds: Collection[Name]) -> Iterator[list[Name]]:
        """The parts of the graph, without the names that join nobody, which hold the seeds."""
        seen: set[Name] = set()
        for seed in sorted(seeds):
            part, edge = set[Name](), {seed}
            while edge := {name for name in edge if name not in seen and not self._is_open(name)}:
                seen |= edge
                part |= edge
                edge = self._around(edge)
            if part:
                yield sorted(part)

    def _joined(self, part: Sequence[Name]) -> Iterator[tuple[Name, Standing]]:
        home = {name: [name] for name in part}
        why: dict[Name, PairScore] = {}
        pairs = ((-score, a, b) for a in part for b, score in self._fits[a].items() if a < b and b in home)
        for _, a, b in sorted(pairs):
            left, right = home[a], home[b]
            if left is not right and not any(self._between(p, q) < _AGREE for p in left for q in right):
                for name in (a, b):
                    if name not in why:
                        why[name] = same_name(a.name, b.name, a.type)
                left += right
                home |= dict.fromkeys(right, left)
        for group in {id(members): members for members in home.values()}.values():
            lead = min(group, key=_rank)
            yield from ((name, _standing(lead, _ITSELF if name == lead else why[name])) for name in group)

    def _open(self, name: Name, now: Mapping[Name, Standing]) -> Standing:
        self._read([name])
        rivals = self._rivals.get(name) or self._contradictory(name)
        entities = frozenset((now[n] if n in now else self._was[n]).entity for n in rivals)
        alone = _standing(name, _ITSELF)
        return Standing(entity=alone.entity, score=alone.score, reasons=alone.reasons, rivals=entities)


def _rank(name: Name) -> tuple[bool, Name]:
    """Full names before bare ones, then the alphabet."""
    return name.type == "person" and " " not in name.folded, name


def _standing(lead: Name, why: PairScore) -> Standing:
    """For the entity that is called by its smallest full name in the alphabet of folded names."""
    return Standing(entity=make_id("entity", lead.type, lead.folded), score=why.score, reasons=why.reasons)
