"""Which reports tell one story.

Two reports are as alike as the mean of two cosines: of the directions of title and lead (what it is about) and of the
names they hold (whom and where). A story is a group of average-link clustering above one threshold. Groups never reach
across parts of the graph of pairs above the threshold, so adding a report touches only its own part of that graph, and
the stories are the same in whatever order the reports came.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.ids import make_id
from onrecord.lexicon import read_words

_NAME = re.compile(r"(?<![.!?\n“\"„«] )(?<![\n“\"„«])\b[^\W\d_a-z][\w’'-]{2,}")
LEAD_CHARS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryOptions:
    """threshold: 0.33 lies in the middle of the plateau 0.30 to 0.35, where B³ F1 on the development clusters is within half
    a point of its best, alone and with 924 unrelated articles mixed in. least_lead: pairs whose leads are farther apart are
    not compared, which bounds the work."""

    threshold: float = 0.33
    least_lead: float = 0.2


def name_profile(title: str | None, text: str) -> dict[str, float]:
    """Weights of the capitalised words that do not begin a sentence: 1 + log of their count, at unit length.

    >>> sorted(name_profile(None, "Talks in Velmora between Ruiz and Bell. Then Ruiz left."))
    ['Bell', 'Ruiz', 'Velmora']
    """
    counts = Counter(m.group() for m in _NAME.finditer(f"{title or ''}\n{text}"))
    weights = {w: 1 + math.log(n) for w, n in counts.items() if w not in read_words("calendar-words")}
    norm = math.sqrt(sum(x * x for x in weights.values()))
    return {w: x / norm for w, x in weights.items()} if norm else {}


class ProfileIndex:
    """Profiles side by side, to ask one against all. ``names_of`` gives a report's name profile when it is needed."""

    def __init__(
        self, vectors: Mapping[str, Sequence[float]], names_of: Callable[[str], Mapping[str, float]], options: StoryOptions = StoryOptions()
    ) -> None:
        self.reports = sorted(vectors)
        self._rows = {r: n for n, r in enumerate(self.reports)}
        self._leads = np.array([vectors[r] for r in self.reports], dtype=np.float32)
        self._names_of = names_of
        self._options = options

    def alike(self, report: str) -> dict[str, float]:
        """Similarity to every other report whose lead is near enough to compare."""
        leads = self._leads @ self._leads[self._rows[report]]
        near = np.flatnonzero(leads >= self._options.least_lead)
        own = self._names_of(report)
        return {r: mix(float(leads[n]), own, self._names_of(r)) for n in near if (r := self.reports[n]) != report}

    def neighbourhood(self, reports: Iterable[str]) -> dict[str, dict[str, float]]:
        """Everything that is joined to the reports by pairs above the threshold, however indirectly: ``alike`` of each."""
        found: dict[str, dict[str, float]] = {}
        waiting = sorted(set(reports))
        while waiting:
            report = waiting.pop()
            if report not in found:
                found[report] = self.alike(report)
                waiting += [r for r, s in found[report].items() if s >= self._options.threshold and r not in found]
        return found


def mix(lead: float, a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """The mean of the leads' cosine and the names' cosine."""
    small, large = (a, b) if len(a) < len(b) else (b, a)
    return 0.5 * lead + 0.5 * sum(x * large.get(w, 0.0) for w, x in sorted(small.items()))


def group_stories(alike: Mapping[str, Mapping[str, float]], options: StoryOptions = StoryOptions()) -> list[list[str]]:
    """Average-link groups of the reports that are the keys of ``alike``, each sorted, the groups by their first report.

    A pair that is missing counts as 0. The result does not depend on the order of the keys.
    """
    reports = sorted(alike)
    rows = {r: n for n, r in enumerate(reports)}
    sums = np.zeros((len(reports), len(reports)))
    for a, others in alike.items():
        for b, score in others.items():
            if b in rows:
                sums[rows[a], rows[b]] = score
    np.fill_diagonal(sums, -np.inf)
    groups = _average_link((sums + sums.T) / 2, options.threshold)
    return sorted([reports[n] for n in sorted(g)] for g in groups)


def _average_link(means: NDArray[np.float64], threshold: float) -> list[list[int]]:
    """Greedy merging of the pair with the highest mean similarity, until none reaches the threshold. ``means`` is consumed."""
    members = {n: [n] for n in range(len(means))}
    best = means.argmax(axis=1) if len(means) else np.zeros(0, dtype=np.int64)
    while len(members) > 1:
        alive = np.fromiter(members, dtype=np.int64)
        i = int(alive[means[alive, best[alive]].argmax()])
        j = int(best[i])
        if means[i, j] < threshold:
            break
        n, m = len(members[i]), len(members[j])
        merged = (means[i] * n + means[j] * m) / (n + m)
        merged[[i, j]] = -np.inf
        means[i], means[:, i] = merged, merged
        means[j], means[:, j] = -np.inf, -np.inf
        members[i] += members.pop(j)
        for k in members:
            if k == i or best[k] in (i, j) or means[k, i] > means[k, best[k]]:
                best[k] = means[k].argmax()
    return list(members.values())


def story_id(reports: Sequence[tuple[str | None, str]]) -> str:
    """From (published, report id): the id of the story's earliest report makes the story's; undated reports come last."""
    _, first = min(reports, key=lambda r: (r[0] is None, r[0] or "", r[1]))
    return make_id("story", first)
