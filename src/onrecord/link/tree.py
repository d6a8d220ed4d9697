"""Average-link grouping, with the whole tree of what was joined on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Reports that were one group for a while: until the mean likeness of the pair to be joined next fell to ``until``."""

    reports: frozenset[str]
    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """``groups``: what is left when no two groups are alike enough. ``branches``: everything that was a group on the way,
    the groups included."""

    groups: tuple[frozenset[str], ...]
    branches: tuple[Branch, ...]


def grow(blocks: Sequence[frozenset[str]], reports: Sequence[str], alike: Matrix, threshold: float) -> Tree:
    """Joins, again and again, the two groups whose pairs are most alike in the mean, as long as that reaches the threshold.

    blocks: the groups to begin with; each report is in one. reports: the rows and columns of ``alike``, sorted. Equal means
    are taken in the order of the groups' first reports, so the result depends on what is given and not on its order.
    """
    place = {report: n for n, report in enumerate(reports)}
    starts = sorted(sorted(place[r] for r in block) for block in blocks)
    members = {n: frozenset(reports[r] for r in s) for n, s in enumerate(starts)}
    sizes = np.array([len(s) for s in starts], dtype=np.float64)
    branches = []
    for i, j, height in _joins(_between(starts, starts, alike), sizes, threshold):
        branches += [Branch(reports=members[i], until=height), Branch(reports=members[j], until=height)]
        members[i] |= members.pop(j)
    branches += [Branch(reports=group, until=threshold) for group in members.values()]
    return Tree(groups=tuple(members.values()), branches=tuple(branches))


def _joins(sums: Matrix, sizes: Matrix, threshold: float) -> Iterator[tuple[int, int, float]]:
    """(kept, joined to it, mean), best first. ``sums`` of whole numbers stay exact; both arguments are used up."""
    means = sums / np.outer(sizes, sizes)
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


def rivals(branches: Sequence[Branch], others: Sequence[Branch], reports: tuple[Sequence[str], Sequence[str]], alike: Matrix) -> list[int]:
    """Which of ``others`` would have been joined to one of ``branches`` while both were groups: of each branch the nearest.

    reports: the rows of ``alike``, which hold every branch, and its columns, which hold every other.
    """
    rows, columns = ({r: n for n, r in enumerate(side)} for side in reports)
    ours, theirs = [[rows[r] for r in b.reports] for b in branches], [[columns[r] for r in b.reports] for b in others]
    means = _between(ours, theirs, alike) / np.outer([len(b) for b in ours], [len(b) for b in theirs])
    until = np.maximum.outer([b.until for b in branches], [b.until for b in others])
    means[means < until * (1 - _ROUNDING)] = -np.inf
    nearest = means.argmax(axis=1)
    return sorted({int(n) for row, n in enumerate(nearest) if means[row, n] > -np.inf})


def _between(rows: Sequence[Sequence[int]], columns: Sequence[Sequence[int]], alike: Matrix) -> Matrix:
    """Sums over all pairs of a row's members and a column's."""
    left, right = _members(rows, alike.shape[0]), _members(columns, alike.shape[1])
    return left @ alike @ right.T


def _members(groups: Sequence[Sequence[int]], size: int) -> Matrix:
    out = np.zeros((len(groups), size))
    for n, group in enumerate(groups):
        out[n, list(group)] = 1.0
    return out
