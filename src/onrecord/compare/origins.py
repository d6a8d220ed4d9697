"""Where reports and what they tell come from: nine outlets that print one agency's text are one origin.

Three layers, in this order: the agency that a report credits, and text that it shares with others; the publisher; and for one
statement the medium to which it was made or that reported it. What is left over is unknown, and corroborates nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.compare.passages import Passage
from onrecord.compare.unions import Unions
from onrecord.ids import make_id
from onrecord.model import Span

OriginKind = Literal["agency", "publisher", "report", "unknown"]

_SHARE = 0.2  # of the shorter report's own words: then the one is made from the other's text, or both from a third's
_LEAST = 24  # words: a very short report shares one sentence easily
_INSIDE = 0.5  # of a statement's characters lie in the passage that it is said to come from


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What a report says of where it comes from. ``house``: the publisher; ``agency``: credited, or itself the outlet; ``cited``:
    agencies that its statements name as their way to the page. ``narrated``: how many words it tells in its own voice. ``tier``: the
    user's word for the outlet."""

    report: str
    day: str
    outlet: str | None
    house: str | None
    agency: str | None
    cited: tuple[str, ...] = ()
    narrated: int = 0
    tier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """An independent source of information within a story.

    ``agency``: a news agency's text, whoever prints it. ``publisher``: what one house tells in its own words. ``report``: one text
    that several houses print and nobody is credited for; ``name`` is who printed it first. ``unknown``: nothing says who tells it;
    ``name`` is None. ``reports`` are ids in order of date; empty when only statements come from there. ``tiers``: the user's words
    for the outlets, with how many reports each has.
    """

    id: str
    kind: OriginKind
    name: str | None
    reports: tuple[str, ...]
    houses: frozenset[str] = frozenset()
    tiers: tuple[tuple[str, int], ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """The origins of one story, those of most reports first; every report is in exactly one of them."""

    story: str
    every: tuple[Origin, ...]
    by_report: Mapping[str, Origin]
    passages: tuple[Passage, ...]
    places: Mapping[str, tuple[tuple[Span, Origin], ...]]


def find_origins(story: str, imprints: Iterable[Imprint], passages: Sequence[Passage]) -> Origins:
    """The order of the reports does not matter. ``passages``: what they have word for word in common."""
    ordered = sorted(imprints, key=lambda i: (i.day == "", i.day, i.report))
    groups = _groups(ordered, passages)
    every = tuple(sorted((_origin(story, g) for g in groups), key=lambda o: (-len(o.reports), o.kind, o.name or "", o.id)))
    by_report = {report: origin for origin in every for report in origin.reports}
    order = {i.report: n for n, i in enumerate(ordered)}
    return Origins(story=story, every=every, by_report=by_report, passages=tuple(passages), places=_places(passages, by_report, order))


def origin_at(origins: Origins, report: str, spans: Sequence[Span], media: Sequence[tuple[OriginKind, str]] = ()) -> Origin:
    """Where something that the report tells at these places comes from. ``media`` are the agencies and publishers through which
    it reached the page, nearest the speaker first; without one it is what the passage around it, then the report comes from."""
    if media:
        kind, name = media[0]
        key = _key(origins.story, kind, name)
        home = next((o for o in origins.every if o.id == key), None)
        reasons = (f"reached the page through {name}",)
        return home or Origin(id=key, kind=kind, name=name, reports=(), houses=frozenset({name}), reasons=reasons)
    around = origins.places.get(report, ())
    size = sum(s.end - s.start for s in spans)
    for place, origin in around:
        inside = sum(max(0, min(place.end, s.end) - max(place.start, s.start)) for s in spans)
        if size and inside >= _INSIDE * size:
            return origin
    return origins.by_report[report]


def independent(found: Iterable[Origin]) -> list[Origin]:
    """The known ones among them, each once. A text that several print does not count beside what one of these houses tells."""
    known = {o.id: o for o in found if o.kind != "unknown"}
    ordered = sorted(known.values(), key=lambda o: (o.kind == "report", o.id))
    taken: list[Origin] = []
    for origin in ordered:
        if origin.kind != "report" or not any(origin.houses & t.houses for t in taken if t.kind != "agency"):
            taken.append(origin)
    return taken


# Which reports go together


class _Groups:
    """Reports that have one origin. Two groups that credit different agencies are never joined: a report may be made from both."""

    def __init__(self, ordered: Sequence[Imprint]) -> None:
        self.imprints = {i.report: i for i in ordered}
        self._union = Unions(i.report for i in ordered)
        self._agency = {i.report: i.agency for i in ordered}
        self.reasons: dict[str, list[str]] = defaultdict(list)

    def join(self, a: str, b: str, why: str) -> None:
        x, y = sorted((self._union.leader(a), self._union.leader(b)))
        if x == y or len({self._agency[x], self._agency[y]} - {None}) > 1:
            return
        self._union.join(x, y)
        self._agency[x] = self._agency[x] or self._agency[y]
        self.reasons[x] += [why, *self.reasons.pop(y, [])]

    def name(self, leader: str, agency: str, why: str) -> None:
        self._agency[leader] = agency
        self.reasons[leader].append(why)

    def agency(self, leader: str) -> str | None:
        return self._agency[leader]

    def members(self) -> dict[str, list[Imprint]]:
        """By leader, in order of date."""
        found: dict[str, list[Imprint]] = defaultdict(list)
        for report, imprint in self.imprints.items():
            found[self._union.leader(report)].append(imprint)
        return found


_Group = tuple[str | None, list[Imprint], list[str]]  # agency, members, reasons


def _groups(ordered: Sequence[Imprint], passages: Iterable[Passage]) -> list[_Group]:
    groups = _Groups(ordered)
    for a, b, narrated in _ties(groups.imprints, passages):
        groups.join(a, b, f"{narrated} words of one text in {_shown(groups.imprints[a])} and {_shown(groups.imprints[b])}")
    _name_by_citation(groups)
    merged: dict[tuple[str, str], _Group] = {}
    for leader, members in groups.members().items():
        agency, houses = groups.agency(leader), {i.house for i in members}
        key = ("agency", agency) if agency else ("house", min(h or "" for h in houses)) if len(houses) == 1 else ("text", leader)
        if key == ("house", ""):
            key = ("text", leader)
        _, found, reasons = merged.setdefault(key, (agency, [], []))
        found += members
        reasons += groups.reasons[leader]
    return list(merged.values())


def _ties(imprints: Mapping[str, Imprint], passages: Iterable[Passage]) -> list[tuple[str, str, int]]:
    """Pairs of reports that share so much of their own words that one origin stands behind both; the closest first."""
    shared: Counter[tuple[str, str]] = Counter()
    for p in passages:
        shared[p.a, p.b] += p.narrated
    strength = {pair: n / max(1, min(imprints[r].narrated for r in pair)) for pair, n in shared.items()}
    tied = [(a, b, n) for (a, b), n in shared.items() if n >= _LEAST and strength[a, b] >= _SHARE]
    return sorted(tied, key=lambda t: (-strength[t[0], t[1]], t[0], t[1]))


def _name_by_citation(groups: _Groups) -> None:
    """A text that several houses print and that tells what was said to an agency is the agency's."""
    for leader, members in groups.members().items():
        if groups.agency(leader) is None and len({i.house for i in members}) > 1:
            cited = Counter(agency for i in members for agency in i.cited)
            best = [a for a, n in cited.items() if n == max(cited.values())]
            if len(best) == 1:
                groups.name(leader, best[0], f"several print it, and it tells what was said to {best[0]}")


def _origin(story: str, group: _Group) -> Origin:
    agency, found, reasons = group
    members = sorted(found, key=lambda i: (i.day == "", i.day, i.report))
    houses = frozenset(i.house for i in members if i.house)
    first = min(i.report for i in members)
    kind: OriginKind
    if agency:
        kind, name, key = "agency", agency, agency
        reasons = [*(f"{_shown(i)} credits {agency}" for i in members if i.agency == agency), *reasons]
    elif len(houses) == 1 and all(i.house for i in members):
        (house,) = houses
        kind, name, key = "publisher", house, house
        reasons = [*reasons, "in its own words, as far as the story's other reports show"]
    elif houses:
        kind, name, key = "report", _shown(members[0]), first
    else:
        return _made(_key(story, "unknown", first), ("unknown", None), members, [*reasons, "nothing says which outlet printed it"])
    return _made(_key(story, kind, key), (kind, name), members, reasons)


def _made(key: str, named: tuple[OriginKind, str | None], members: Sequence[Imprint], reasons: Iterable[str]) -> Origin:
    return Origin(
        id=key,
        kind=named[0],
        name=named[1],
        reports=tuple(i.report for i in members),
        houses=frozenset(i.house for i in members if i.house),
        tiers=tuple(sorted(Counter(i.tier for i in members if i.tier).items())),
        reasons=tuple(dict.fromkeys(reasons)),
    )


def _key(story: str, kind: OriginKind, name: str) -> str:
    return make_id("origin", story, kind, name)


def _shown(imprint: Imprint) -> str:
    return imprint.outlet or imprint.report


# Which places go together


def _places(
    passages: Sequence[Passage], by_report: Mapping[str, Origin], order: Mapping[str, int]
) -> dict[str, tuple[tuple[Span, Origin], ...]]:
    """For each report the stretches that others have too, with the origin of all that print them: an agency's before others',
    then that of the earliest report."""
    stretches = _stretches(passages)
    union = Unions((report, n) for report, spans in stretches.items() for n in range(len(spans)))
    for p in passages:
        union.join((p.a, _index(stretches[p.a], p.a_span)), (p.b, _index(stretches[p.b], p.b_span)))
    together: dict[tuple[str, int], list[str]] = defaultdict(list)
    for report, spans in stretches.items():
        for n in range(len(spans)):
            together[union.leader((report, n))].append(report)
    best = {node: by_report[min(reports, key=lambda r: (by_report[r].kind != "agency", order[r]))] for node, reports in together.items()}
    return {report: tuple((span, best[union.leader((report, n))]) for n, span in enumerate(spans)) for report, spans in stretches.items()}


def _stretches(passages: Iterable[Passage]) -> dict[str, list[Span]]:
    """By report the spans of its passages, those that meet made one."""
    spans: dict[str, list[Span]] = defaultdict(list)
    for p in passages:
        spans[p.a].append(p.a_span)
        spans[p.b].append(p.b_span)
    return {report: _joined(found) for report, found in spans.items()}


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _index(spans: Sequence[Span], span: Span) -> int:
    return bisect_right(spans, span.start, key=lambda s: s.start) - 1
