"""Figures of one story that count the same thing, in order of date: which value follows which, and which ones exclude one another.

Two figures are compared when measure, unit and scope are the same and neither speaks of another place. Values whose ranges meet
are compatible. A higher value that comes on a later day is an update; two in one report, given by two who are named, are in
dispute; anything else is not compared, since another time or scope is another measure.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from onrecord.compare.keyed import keyed
from onrecord.compare.stems import content_stems
from onrecord.model import EntityRef, Figure, Finding, FindingType, Measure
from onrecord.text import fold

# A count of things or a price belongs to whatever the sentence is about; only these speak of the affair as a whole.
OF_THE_AFFAIR: frozenset[Measure] = frozenset(
    {"killed", "injured", "missing", "arrested", "evacuated", "displaced", "launched", "downed", "hit"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A figure as a story gives it: in which report, printed when ("" unknown), by whose account. ``words`` are its characters,
    ``outlet`` prints them."""

    figure: Figure
    report: str
    outlet: str | None
    day: str
    words: str
    who: EntityRef | None


# Times: what grows more from one day to the next counts something else; thousands do not double.
_MOST_GROWTH, _MOST_GROWTH_OF_MANY, _MANY = 4, 2, 1000
_LEAST_TOLL = 5
_APART = 1.1  # times: two tolls that are nearer may be an hour apart
_NO_WITNESS = re.compile(r"\b(?:figures?|numbers?|data|statistics|count|tally|reports?)$", re.IGNORECASE)

Value = tuple[float | None, float | None]
Counted = tuple[Measure, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Figures of one measure, unit and scope, in order of day and place in the report."""

    measure: Measure
    unit: str | None
    scope: str | None
    given: tuple[Given, ...]


def counted(figure: Figure) -> Counted:
    """What the figure counts: measure, unit and the stems of its scope. Only figures that count the same thing can be compared."""
    return figure.measure, figure.unit or "", tuple(sorted(set(content_stems(figure.scope or ""))))


def agree(a: Figure, b: Figure) -> bool:
    """Whether the ranges have a number in common; an open end reaches as far as one likes."""
    return _meet((a.low, a.high), (b.low, b.high))


def gather_series(given: Iterable[Given]) -> list[Series]:
    """Every figure in one series; those of most reports first."""
    groups: dict[Counted, list[Given]] = defaultdict(list)
    for g in sorted(given, key=lambda g: (g.day == "", g.day, g.report, g.figure.span)):
        groups[counted(g.figure)].append(g)
    series = [Series(measure=m, unit=u or None, scope=found[0].figure.scope, given=tuple(found)) for (m, u, _), found in groups.items()]
    return sorted(series, key=lambda s: (-len({g.report for g in s.given}), s.measure, s.unit or "", s.scope or ""))


def find_figure_changes(story: str, series: Iterable[Series]) -> list[Finding]:
    """``updates`` (a: the figures with the highest value of one day, b: those with the higher one of the next day that has one)
    and ``disputes``; ids of figures on both sides."""
    tolls = [s for s in series if s.measure in OF_THE_AFFAIR and s.scope is None]
    return sorted((f for s in tolls for f in (*_updates(story, s), *_disputes(story, s))), key=lambda f: f.id)


def _updates(story: str, series: Series) -> Iterator[Finding]:
    """A toll only grows: of each day the highest value counts, and a later lower one is another measure. So is one many times
    as high, or one that the text dates to another time."""
    before: list[Given] = []
    main = _main_place(series)
    told = (g for g in series.given if is_dated_now(g) and (g.figure.place is None or (main is not None and same_place(g.figure, main))))
    for _, found in groupby(told, key=lambda g: g.day):
        after = _highest(list(found))
        if before and after and outgrows(after[0].figure, before[0].figure):
            why = f"{series.measure}: {_shown(before)}, then {_shown(after)}"
            yield _finding("updates", story, (before, after), (series.measure, why))
        if after and (not before or _low(after[0]) > _low(before[0])):
            before = after


def _main_place(series: Series) -> Figure | None:
    """A figure of the place that most reports give the toll for; None where none names one, or two are named as often."""
    named = [g.figure for g in series.given if g.figure.place is not None]
    counts = Counter(fold(f.place.name) for f in named if f.place is not None).most_common(2)
    if not counts or (len(counts) > 1 and counts[0][1] == counts[1][1]):
        return None
    return next(f for f in named if f.place is not None and fold(f.place.name) == counts[0][0])


def is_of_now(given: Given) -> bool:
    """Printed on a known day, of no named place, and not dated to another year by the text."""
    return given.figure.place is None and is_dated_now(given)


def is_dated_now(given: Given) -> bool:
    """Printed on a known day, and not dated to another year by the text."""
    as_of = given.figure.as_of
    return bool(given.day) and (as_of is None or as_of.value[:4] in (given.day[:4], "PT"))


def outgrows(after: Figure, before: Figure) -> bool:
    """Whether a toll may have grown from the one to the other: it is higher, and not many times as high."""
    low = before.low or 0.0
    most = _MOST_GROWTH_OF_MANY if low >= _MANY else _MOST_GROWTH
    return low < (after.low or 0.0) <= most * max(low, _LEAST_TOLL)


def _low(given: Given) -> float:
    return given.figure.low or 0.0


def _highest(given: Sequence[Given]) -> list[Given]:
    most = max((_low(g) for g in given), default=0.0)
    return [g for g in given if _low(g) == most and most > 0]


def _disputes(story: str, series: Series) -> Iterator[Finding]:
    """Two named sources in one report, with values that exclude one another: the report sets them side by side. Of two reports
    of one day, one may be hours older."""
    pairs: dict[tuple[str, str], tuple[list[Given], list[Given]]] = {}
    for n, a in enumerate(series.given):
        for b in series.given[n + 1 :]:
            if a.who is None or b.who is None or a.who.entity == b.who.entity or a.report != b.report:
                continue
            apart = _far(a, b) and not (a.figure.revises or b.figure.revises)
            if _NO_WITNESS.search(a.who.name) or _NO_WITNESS.search(b.who.name):
                continue
            if apart and same_place(a.figure, b.figure) and is_of_now(a) == is_of_now(b):
                one, other = pairs.setdefault((a.who.entity, b.who.entity), ([], []))
                one.append(a)
                other.append(b)
    for one, other in pairs.values():
        why = f"{series.measure}: {_shown(one)} against {_shown(other)}"
        yield _finding("disputes", story, (one, other), (series.measure, why))


def _far(a: Given, b: Given) -> bool:
    """Whether the values exclude one another, and not only by what an hour may add."""
    known = [v for v in (*value_of(a), *value_of(b)) if v]
    return not _meet(value_of(a), value_of(b)) and bool(known) and max(known) >= _APART * min(known)


def same_place(a: Figure, b: Figure) -> bool:
    """Whether nothing says that they are of two places. Two reports on their own name one place by two ids."""
    x, y = a.place, b.place
    return x is None or y is None or x.entity == y.entity or fold(x.name) == fold(y.name)


def value_of(given: Given) -> Value:
    """Both ends of what it gives."""
    return given.figure.low, given.figure.high


def _meet(a: Value, b: Value) -> bool:
    """Whether two ranges have a number in common; an open end reaches as far as one likes."""
    least = [x for x in (a[0], b[0]) if x is not None]
    most = [x for x in (a[1], b[1]) if x is not None]
    return not least or not most or max(least) <= min(most)


def _shown(given: Sequence[Given]) -> str:
    first = given[0]
    source = f", according to {first.who.name}" if first.who else ""
    return f"“{' '.join(first.words.split())}” ({first.day or 'undated'}, {first.outlet or 'unknown outlet'}{source})"


def _finding(kind: FindingType, story: str, sides: tuple[Sequence[Given], Sequence[Given]], said: tuple[str, str]) -> Finding:
    a, b = ([g.figure.id for g in side] for side in sides)
    slot, why = said
    reasons = ("same measure, unit and scope", "a later day, a higher value" if kind == "updates" else "one report, two named sources")
    return Finding(**keyed(kind, a, b), slot=slot, story=story, why=why, score=0.6, reasons=reasons)
