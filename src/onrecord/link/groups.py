"""Groups of names that are taken for one, under what people have judged.

Pairs are joined best first, and only while no two names of the group contradict each other, so that no chain of small
differences joins two people. A name that fits two who contradict each other equally well ("E. Prill": Edda, Erik) joins
neither. Judgements come before every score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations

from onrecord.link.blocks import block_keys, candidate_pairs
from onrecord.link.score import SAME, PairScore, same_name
from onrecord.model import EntityType

_AGREE = 0.75  # below, two names of one group would contradict each other: a slip of the pen may be another name
_AS_GOOD = 0.02  # scores that are no nearer to 1 than this are no reason to prefer one
_SCORED: frozenset[EntityType] = frozenset({"person", "organisation", "state", "place"})
_JUDGED = PairScore(score=1.0, reasons=("a person's judgement",))
_ITSELF = PairScore(score=1.0, reasons=("the name itself",))
_PARTED = PairScore(score=0.0, reasons=("parted by a person's judgement",))


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Node:
    """A name that is grouped: its kind, the name folded, and for one that people have judged its report's key and local id."""

    type: EntityType
    folded: str
    judged: tuple[str, ...] = ()
    name: str = field(compare=False)


Pair = tuple[Node, Node]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Names taken for one, in order, and why each of them was; the first of a machine's group is "the name itself"."""

    nodes: tuple[Node, ...]
    why: Mapping[Node, PairScore]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """The groups by their first nodes; ``open``: the nodes that fit several who contradict each other, and these."""

    groups: tuple[Group, ...]
    open: Mapping[Node, tuple[Node, ...]]


def group_names(nodes: Collection[Node], *, together: Iterable[Pair] = (), apart: Iterable[Pair] = ()) -> Grouping:
    """Every node in exactly one group. The same nodes and judgements give the same groups, in whatever order they come.

    ``together`` and ``apart`` hold against every score. Where they contradict one another ``apart`` holds, and of ``together``
    the pairs that come first in the order of nodes.
    """
    clusters = _Clusters(sorted(nodes), {frozenset(pair) for pair in apart})
    for a, b in sorted((min(pair), max(pair)) for pair in together):
        clusters.join(a, b, _JUDGED)
    scores = _Scores(clusters)
    fits = scores.fits(sorted(nodes))
    doubtful = {node: others for node, found in sorted(fits.items()) if (others := scores.contradictory(found))}
    for _, a, b in sorted((-score.score, a, b) for a, found in fits.items() for b, score in found.items() if a < b):
        if not (a in doubtful or b in doubtful or scores.clash(clusters.members(a), clusters.members(b))):
            clusters.join(a, b, fits[a][b])
    groups = tuple(Group(nodes=tuple(m), why={n: clusters.why.get(n, _ITSELF) for n in m}) for m in clusters.all())
    return Grouping(groups=groups, open={n: others for core, others in doubtful.items() for n in scores.core(core)})


class _Clusters:
    """A growing partition of the nodes, which never brings two together that people have parted."""

    def __init__(self, nodes: Sequence[Node], parted: Collection[frozenset[Node]]) -> None:
        self._home = {n: n for n in nodes}
        self._members = {n: [n] for n in nodes}
        self.parted = parted
        self.why: dict[Node, PairScore] = {}

    def members(self, node: Node) -> list[Node]:
        return self._members[self._home[node]]

    def all(self) -> list[list[Node]]:
        return [sorted(m) for _, m in sorted(self._members.items())]

    def may_join(self, home: Node, other: Node) -> bool:
        return not any(frozenset((p, q)) in self.parted for p in self._members[home] for q in self._members[other])

    def join(self, a: Node, b: Node, why: PairScore) -> None:
        home, other = sorted((self._home[a], self._home[b]))
        if home == other or not self.may_join(home, other):
            return
        for node in (a, b):
            self.why.setdefault(node, why)
        for node in self._members.pop(other):
            self._home[node] = home
            self._members[home].append(node)


class _Scores:
    """Scores between cores: the clusters as judgements left them, each called by its first node. A core is as near to
    another as the nearest of its names; a bare surname that was judged is no evidence for others who bear it."""

    def __init__(self, clusters: _Clusters) -> None:
        members = clusters.all()
        self._first = {n: m[0] for m in members for n in m}
        self._core = {m[0]: tuple(m) for m in members}
        self._parted = {frozenset(self._first[n] for n in pair) for pair in clusters.parted}
        self._known: dict[frozenset[Node], PairScore] = {}

    def core(self, node: Node) -> tuple[Node, ...]:
        return self._core[self._first[node]]

    def fits(self, nodes: Sequence[Node]) -> dict[Node, dict[Node, PairScore]]:
        """By core: the cores that may be taken for it, with the scores."""
        keys = {n: _keys(n) for n in nodes}
        out: dict[Node, dict[Node, PairScore]] = defaultdict(dict)
        by_type = (candidate_pairs({n: k for n, k in keys.items() if n.type == kind}) for kind in sorted({n.type for n in nodes}))
        for p, q in chain.from_iterable(by_type):
            a, b = self._first[p], self._first[q]
            if a != b and b not in out[a] and not _bare_and_judged(p, q):
                score = self.between(a, b)
                if score.score >= SAME:
                    out[a][b] = out[b][a] = score
        return dict(out)

    def between(self, a: Node, b: Node) -> PairScore:
        pair = frozenset((a, b))
        if pair not in self._known:
            pairs = [(p, q) for p in self._core[a] for q in self._core[b] if p.type == q.type]
            parted = pair in self._parted or not pairs
            self._known[pair] = _PARTED if parted else max((_score(p, q) for p, q in pairs), key=lambda s: s.score)
        return self._known[pair]

    def contradictory(self, found: Mapping[Node, PairScore]) -> tuple[Node, ...]:
        """Those that fit about as well as the best, when two of them cannot be one; else none."""
        best = max((s.score for s in found.values()), default=0.0)
        near = sorted(n for n, s in found.items() if s.score >= best - _AS_GOOD)
        return tuple(near) if any(self.between(p, q).score < _AGREE for p, q in combinations(near, 2)) else ()

    def clash(self, left: Sequence[Node], right: Sequence[Node]) -> bool:
        cores, others = {self._first[n] for n in left}, {self._first[n] for n in right}
        return any(self.between(p, q).score < _AGREE for p in cores for q in others)


def _keys(node: Node) -> frozenset[str]:
    return block_keys(node.name, node.type) if node.type in _SCORED else frozenset({node.folded})


def _score(p: Node, q: Node) -> PairScore:
    if p.folded == q.folded:
        return PairScore(score=1.0, reasons=(f"{p.name} = {q.name}",))
    return same_name(p.name, q.name, p.type) if p.type in _SCORED else PairScore(score=0.0, reasons=("other words",))


def _bare_and_judged(p: Node, q: Node) -> bool:
    return p.type == "person" and bool(p.judged or q.judged) and not (" " in p.folded and " " in q.folded)
