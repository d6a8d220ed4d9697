"""How well two ways of gathering mentions into entities agree: MUC, B³ and CEAFe, and their mean, the CoNLL score.

After Vilain et al. (1995), Bagga and Baldwin (1998) and Luo (2005), with mentions that are missing or too many treated as in
Pradhan et al., Scoring Coreference Partitions of Predicted Mentions (ACL 2014): they are never put in or taken out, and
every measure just divides by what is there. A cluster is a set of mentions; equal mentions are the same value.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

Cluster = frozenset[Hashable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """The numerator and denominator of a recall and a precision; those of several documents add up."""

    recall: tuple[float, float] = (0.0, 0.0)
    precision: tuple[float, float] = (0.0, 0.0)

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(
            recall=(self.recall[0] + other.recall[0], self.recall[1] + other.recall[1]),
            precision=(self.precision[0] + other.precision[0], self.precision[1] + other.precision[1]),
        )

    @property
    def f1(self) -> float:
        """In [0, 1]; 0 where nothing was asked or answered."""
        r, p = (a / b if b else 0.0 for a, b in (self.recall, self.precision))
        return 2 * r * p / (r + p) if r + p else 0.0


def muc(key: Sequence[Cluster], response: Sequence[Cluster]) -> Ratio:
    """Links kept: for each cluster its size less the number of parts that the other side cuts it into."""
    return Ratio(recall=_links(key, response), precision=_links(response, key))


def b_cubed(key: Sequence[Cluster], response: Sequence[Cluster]) -> Ratio:
    """For each mention the share of its cluster that stands with it on the other side too."""
    return Ratio(recall=_shares(key, response), precision=_shares(response, key))


def ceaf_e(key: Sequence[Cluster], response: Sequence[Cluster]) -> Ratio:
    """The best one-to-one pairing of clusters, each pair counting 2|K∩R| / (|K|+|R|)."""
    if not key or not response:
        return Ratio(recall=(0.0, len(key)), precision=(0.0, len(response)))
    worth = [[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key]
    best = _best_pairing(worth)
    return Ratio(recall=(best, len(key)), precision=(best, len(response)))


MEASURES = {"MUC": muc, "B3": b_cubed, "CEAFe": ceaf_e}


def conll(ratios: Sequence[Ratio]) -> float:
    """The mean of the F1s."""
    return sum(r.f1 for r in ratios) / len(ratios)


def _links(these: Sequence[Cluster], others: Sequence[Cluster]) -> tuple[float, float]:
    home = {m: k for k, cluster in enumerate(others) for m in cluster}
    kept = total = 0
    for cluster in these:
        held = [home[m] for m in cluster if m in home]
        parts = len(set(held)) + len(cluster) - len(held)
        kept += len(cluster) - parts
        total += len(cluster) - 1
    return kept, total


def _shares(these: Sequence[Cluster], others: Sequence[Cluster]) -> tuple[float, float]:
    found = sum(len(a & b) ** 2 / len(a) for a in these for b in others)
    return found, sum(len(c) for c in these)


def _best_pairing(worth: Sequence[Sequence[float]]) -> float:
    """The greatest sum of entries, no two in one row or column (Kuhn 1955, by shortest augmenting paths)."""
    if len(worth) > len(worth[0]):
        worth = [list(column) for column in zip(*worth, strict=True)]
    rows, columns = len(worth), len(worth[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)  # the row that has each column, from 1; 0 is nobody
    for row in range(1, rows + 1):
        _augment(worth, row, (row_price, column_price), owner)
    return sum(worth[owner[c] - 1][c - 1] for c in range(1, columns + 1) if owner[c])


def _augment(worth: Sequence[Sequence[float]], row: int, prices: tuple[list[float], list[float]], owner: list[int]) -> None:
    row_price, column_price = prices
    columns = len(owner) - 1
    slack, way, seen = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
    owner[0], at = row, 0
    while True:
        seen[at] = True
        for c in range(1, columns + 1):
            if not seen[c]:
                cost = -worth[owner[at] - 1][c - 1] - row_price[owner[at]] - column_price[c]
                if cost < slack[c]:
                    slack[c], way[c] = cost, at
        nearest = min((c for c in range(1, columns + 1) if not seen[c]), key=lambda c: slack[c])
        step = slack[nearest]
        for c in range(columns + 1):
            if seen[c]:
                row_price[owner[c]] += step
                column_price[c] -= step
            else:
                slack[c] -= step
        at = nearest
        if not owner[at]:
            break
    while at:
        owner[at], at = owner[way[at]], way[at]
