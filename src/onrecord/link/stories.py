"""Which reports tell one story: average-link groups, kept up to date by looking at what a new report touches.

The stories are those that grouping the whole record at once would give. A new report is grouped with the stories near it;
then every group that this made is held against the stories around: would one of them have been joined on the way? If so
they are grouped with the rest, and so on until none would.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from onrecord.ids import make_id
from onrecord.link.likeness import WHOLE, Matrix, Packed, Packer, likeness_packed
from onrecord.link.tree import Branch, Tree, grow, rivals
from onrecord.model import Profile

_APART = -1e15  # outweighs every likeness that a group can gather
_READ_AT_ONCE = 256  # profiles, of some 15 kB each before they are packed
_COLUMNS_AT_ONCE = 256  # reports of stories around that branches are held against together
_ROWS_AT_ONCE = 16  # reports whose neighbours are looked at together: each has others
Group = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryOptions:
    """threshold: the mean likeness at which two groups are one story; 0.23 lies in the middle of the plateau 0.21 to 0.25
    (docs/decisions/0011-stories-in-what-a-report-touches.md). steps: how often stories around are drawn in, each time
    those that the last ones would have joined: real reports needed four at most, and what lies further off is left as it is
    (docs/decisions/0028-a-bound-to-regrouping.md). most: reports that are grouped together; stories around are drawn in as long as
    there are no more."""

    threshold: float = 0.23
    steps: int = 6
    most: int = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryJudgements:
    """What people decided about pairs of reports: that they are of one story, or of two. What keeps apart is stronger: a
    pair that would bring such two together is left out of ``together``, the last in the order of ids."""

    together: Collection[tuple[str, str]] = ()
    apart: Collection[tuple[str, str]] = ()


class Known(Protocol):
    """What the grouping asks of a record."""

    def profiles(self, reports: Collection[str]) -> Mapping[str, Profile]:
        """By report id; those without one are left out."""

    def near(self, report: str) -> Collection[str]:
        """Reports that share two keys with this one, among those nearest to it in time of each key's bearers."""

    def fellows(self, reports: Collection[str]) -> Iterable[Collection[str]]:
        """The whole stories that hold these reports."""


def regroup(
    reports: Collection[str], known: Known, *, judged: StoryJudgements = StoryJudgements(), options: StoryOptions = StoryOptions()
) -> list[list[str]]:
    """The stories that change when these reports are new, or differently judged: each whole and sorted, by first report.

    Every story that held one of the reports, or now does, is among them, and every story that lost a report to those.
    Reports without a profile are left out. The result does not depend on the order of the reports, nor on the order in
    which the record grew, as long as ``near`` leaves out nobody who is alike.
    """
    return _Regrouping(known, judged, options).run(reports) if reports else []


@dataclass(slots=True)
class _Regrouping:
    known: Known
    judged: StoryJudgements
    options: StoryOptions
    pack: Packer = field(default_factory=Packer)
    profiles: dict[str, Packed] = field(default_factory=dict)
    alike: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of a report, the reports around that are alike enough
    homes: dict[str, Group] = field(default_factory=dict)
    trees: dict[Group, Tree] = field(default_factory=dict)

    def run(self, reports: Collection[str]) -> list[list[str]]:
        touched = _with_partners(reports, self.judged)
        pool = frozenset(self._fetch(touched)).union(*self._stories(touched))
        settled: dict[Group, float] = {}  # branches that would be joined to none outside, until then: they need no second look
        was: set[Group] = set()
        for _ in range(self.options.steps):
            fresh = [b for b in self._grow(pool).branches if settled.get(b.reports, np.inf) > b.until]
            found = self._rivals(fresh, pool) if fresh else []
            settled |= {b.reports: b.until for b, story in zip(fresh, found, strict=True) if story is None}
            drawn = {story for story in found if story is not None}
            if not drawn or len(pool.union(*drawn)) > self.options.most:
                break
            was |= drawn
            settled |= {b.reports: b.until for story in drawn for b in self._grow(story).branches}
            pool = pool.union(*drawn)
        return sorted(sorted(g) for g in self._grow(pool).groups if g not in was)

    def _rivals(self, fresh: Sequence[Branch], pool: Group) -> list[Group | None]:
        """Of each of the fresh ones the story outside the pool with the nearest group that would have been joined to it: where that is
        drawn in, others may not be joined any more."""
        rows = sorted(frozenset().union(*(b.reports for b in fresh)))
        self._look_around([r for r in rows if r not in self.alike])
        stories = sorted(self._stories({other for r in rows for other in self.alike[r]} - pool), key=min)
        held = frozenset(rows)
        rows = [r for r in self._grow(pool).order if r in held]
        nearest: list[tuple[float, Group | None]] = [(-np.inf, None)] * len(fresh)
        for some in _sharing(stories, _COLUMNS_AT_ONCE):
            others = [(b, story) for story in some for b in self._grow(story).branches]
            columns = [r for story in some for r in self._grow(story).order]
            found = rivals(fresh, [b for b, _ in others], (rows, columns), self._likeness(rows, columns))
            for n, hit in enumerate(found):
                if hit is not None and hit[1] > nearest[n][0]:
                    nearest[n] = hit[1], others[hit[0]][1]
        return [story for _, story in nearest]

    @property
    def _threshold(self) -> float:
        return self.options.threshold * WHOLE

    def _grow(self, reports: Group) -> Tree:
        if reports not in self.trees:
            ordered = sorted(reports)
            blocks = blocks_of(ordered, self.judged)
            self.trees[reports] = grow(blocks, ordered, self._likeness(ordered, ordered), self._threshold)
        return self.trees[reports]

    def _look_around(self, reports: Sequence[str]) -> None:
        for start in range(0, len(reports), _ROWS_AT_ONCE):
            rows = reports[start : start + _ROWS_AT_ONCE]
            beyond = sorted(self._fetch(frozenset().union(*map(self.known.near, rows))))
            enough = self._packed_likeness(rows, beyond) >= self._threshold
            self.alike |= {r: tuple(beyond[n] for n in np.flatnonzero(row)) for r, row in zip(rows, enough, strict=True)}

    def _packed_likeness(self, rows: Sequence[str], columns: Sequence[str]) -> Matrix:
        return likeness_packed([self.profiles[r] for r in rows], [self.profiles[r] for r in columns])

    def _likeness(self, rows: Sequence[str], columns: Sequence[str]) -> Matrix:
        if len(rows) == 1 and rows == columns:
            return np.zeros((1, 1))
        alike = self._packed_likeness(rows, columns)
        row, column = {r: n for n, r in enumerate(rows)}, {r: n for n, r in enumerate(columns)}
        for a, b in self.judged.apart:
            for one, other in ((a, b), (b, a)):
                if one in row and other in column:
                    alike[row[one], column[other]] = _APART
        return alike

    def _stories(self, reports: Collection[str]) -> set[Group]:
        """The stories that hold these reports, as far as they have profiles."""
        for story in self.known.fellows([r for r in reports if r not in self.homes]):
            self.homes |= dict.fromkeys(story, frozenset(self._fetch(story)))
        return {self.homes[r] for r in reports if r in self.homes}

    def _fetch(self, reports: Collection[str]) -> list[str]:
        """Those of the reports that have a profile, which is at hand from now on."""
        missing = [r for r in reports if r not in self.profiles]
        for start in range(0, len(missing), _READ_AT_ONCE):
            read = self.known.profiles(missing[start : start + _READ_AT_ONCE])
            self.profiles |= {report: self.pack(profile) for report, profile in read.items()}
        return [r for r in reports if r in self.profiles]


def _sharing(stories: Sequence[Group], most: int) -> Iterator[list[Group]]:
    """The stories in order, as many at a time as have so many reports together, but one at least."""
    some: list[Group] = []
    for story in stories:
        if some and sum(map(len, some)) + len(story) > most:
            yield some
            some = []
        some.append(story)
    if some:
        yield some


def _with_partners(reports: Collection[str], judged: StoryJudgements) -> Group:
    """The reports, and all that people put together with them, however indirectly."""
    found, last = frozenset(reports), frozenset[str]()
    while found != last:
        last, found = found, found.union(*(pair for pair in judged.together if found & set(pair)))
    return found


def blocks_of(reports: Sequence[str], judged: StoryJudgements) -> list[Group]:
    """What people put together among these reports, and every other report by itself.

    >>> blocks = blocks_of(["a", "b", "c"], StoryJudgements(together=[("b", "a"), ("b", "c")], apart=[("a", "c")]))
    >>> [sorted(block) for block in blocks]
    [['a', 'b'], ['c']]
    """
    block = {r: frozenset({r}) for r in reports}
    apart = {frozenset(pair) for pair in judged.apart}
    for a, b in sorted(tuple(sorted(pair)) for pair in judged.together):
        if a in block and b in block:
            both = block[a] | block[b]
            if not any(pair <= both for pair in apart):
                block.update(dict.fromkeys(both, both))
    return sorted(set(block.values()), key=sorted)


def story_id(reports: Sequence[tuple[str | None, str]]) -> str:
    """From (published, report id): the id of the story's earliest report makes the story's; undated reports come last."""
    _, first = min(reports, key=lambda r: (r[0] is None, r[0] or "", r[1]))
    return make_id("story", first)
