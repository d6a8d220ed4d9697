"""Average-link grouping, with the whole tree of what was joined on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
_ROUNDING = 1e-12
_AT_ONCE = 64  # branches


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Reports that were one group for a while: until the mean likeness of the pair to be joined next fell to ``until``. ``first``: the
    first of them in the order of the tree."""

    reports: frozenset[str]
    until: float
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """``groups``: what is left when no two groups are alike enough. ``branches``: everything that was a group on the way,
    the groups included. ``order``: all reports, so that those of every branch stand side by side."""

    groups: tuple[frozenset[str], ...]
    branches: tuple[Branch, ...]
    order: tuple[str, ...]


def grow(blocks: Sequence[frozenset[str]], reports: Sequence[str], alike: Matrix, threshold: float) -> Tree:
    """Joins, again and again, the two groups whose pairs are most alike in the mean, as long as that reaches the threshold.

    blocks: the groups to begin with; each report is in one. reports: the rows and columns of ``alike``, sorted, which is used up. Equal
    means are taken in the order of the groups' first reports, so the result depends on what is given and not on its order.
    """
    place = {report: n for n, report in enumerate(reports)}
    starts = sorted(sorted(place[r] for r in block) for block in blocks)
    members = {n: frozenset(reports[r] for r in s) for n, s in enumerate(starts)}
    order = {n: [reports[r] for r in s] for n, s in enumerate(starts)}
    sizes = np.array([len(s) for s in starts], dtype=np.float64)
    branches = []
    for i, j, height in _joins(_sums(starts, alike), sizes, threshold):
        branches += [Branch(reports=members[n], until=height, first=order[n][0]) for n in (i, j)]
        members[i] |= members.pop(j)
        order[i] += order.pop(j)
    branches += [Branch(reports=group, until=threshold, first=order[n][0]) for n, group in members.items()]
    return Tree(groups=tuple(members.values()), branches=tuple(branches), order=tuple(chain.from_iterable(order.values())))


def _joins(sums: Matrix, sizes: Matrix, threshold: float) -> Iterator[tuple[int, int, float]]:
    """(kept, joined to it, mean), best first. ``sums`` of whole numbers stay exact; both arguments are used up."""
    means = np.outer(sizes, sizes)
    np.divide(sums, means, out=means)
    np.fill_diagonal(means, -np.inf)
    alive = np.arange(len(means))
    best = means.argmax(axis=1) if len(means) else alive
    while len(alive) > 1:
        i = int(alive[means[alive, best[alive]].argmax()])
        j = int(best[i])
        height = float(means[i, j])
        if height < threshold:
            return
        yield i, j, height
        alive = alive[alive != j]
        sums[i] += sums[j]
        sums[:, i] += sums[:, j]
        sizes[i] += sizes[j]
        merged = np.full(len(means), -np.inf)
        merged[alive] = sums[i, alive] / (sizes[i] * sizes[alive])
        merged[i] = -np.inf
        means[i], means[:, i] = merged, merged
        means[j], means[:, j] = -np.inf, -np.inf
        _choose_again(means, best, alive, (i, j))


def _choose_again(means: Matrix, best: NDArray[np.int64], alive: NDArray[np.int64], joined: tuple[int, int]) -> None:
    """Brings the nearest group of every group up to date; of equally near ones it is the first."""
    i, j = joined
    stale = alive[(best[alive] == i) | (best[alive] == j) | (alive == i)]
    best[stale] = means[stale].argmax(axis=1)
    held = means[alive, best[alive]]
    nearer = (means[alive, i] > held) | ((means[alive, i] == held) & (i < best[alive]))
    best[alive[nearer & (alive != i)]] = i


def rivals(
    branches: Sequence[Branch], others: Sequence[Branch], reports: tuple[Sequence[str], Sequence[str]], alike: Matrix
) -> list[tuple[int, float] | None]:
    """Of each of ``branches`` the nearest of ``others`` that would have been joined to it while both were groups, by its place, and the
    mean likeness.

    reports: the rows of ``alike``, which hold every branch, and its columns, which hold every other; both in the order of their trees.
    """
    rows, columns = ({r: n for n, r in enumerate(side)} for side in reports)
    sizes, until = np.array([len(b.reports) for b in others], dtype=np.float64), np.array([b.until for b in others])
    beside = _runs([(columns[b.first], len(b.reports)) for b in others], alike.T).T
    found: list[tuple[int, float] | None] = []
    for start in range(0, len(branches), _AT_ONCE):
        some = branches[start : start + _AT_ONCE]
        means = _runs([(rows[b.first], len(b.reports)) for b in some], beside) / np.outer([len(b.reports) for b in some], sizes)
        means[means < np.maximum.outer([b.until for b in some], until) * (1 - _ROUNDING)] = -np.inf
        best = [(int(n), float(means[row, n])) for row, n in enumerate(means.argmax(axis=1))]
        found += [(n, mean) if mean > -np.inf else None for n, mean in best]
    return found


def _runs(runs: Sequence[tuple[int, int]], alike: Matrix) -> Matrix:
    """Sums of rows that stand side by side: from the first, so many."""
    ends = [end for first, length in runs for end in (first, first + length)]
    padded = np.vstack([alike, np.zeros((1, alike.shape[1]))])  # so that what ends with the last row ends somewhere
    found: Matrix = np.add.reduceat(padded, ends, axis=0)[::2]
    return found


def _sums(groups: Sequence[Sequence[int]], alike: Matrix) -> Matrix:
    """Over all pairs of two groups' members."""
    if len(groups) == len(alike):
        return alike
    ordered = [place for group in groups for place in group]
    ends = np.cumsum([0, *map(len, groups[:-1])])
    found: Matrix = np.add.reduceat(np.add.reduceat(alike[np.ix_(ordered, ordered)], ends, axis=0), ends, axis=1)
    return found
