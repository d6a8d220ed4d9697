"""Who is who, worked out from all names at once by the plainest way: what keeping it up to date is held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations

from onrecord.ids import make_id
from onrecord.link import LocalEntity, block_keys, fitting, link_story, same_name, settle_names, spelled
from onrecord.model import EntityLink, Name, Standing

MOST = 200  # names in a block that is looked at


def worth_comparing(keys: Mapping[Name, Iterable[str]], most: int = MOST) -> set[frozenset[Name]]:
    """Pairs that share a key, of which at most one is only asked for it, and which no more than ``most`` names have."""
    blocks: dict[str, dict[Name, bool]] = defaultdict(dict)
    for name, borne in keys.items():
        for key in {k.removeprefix("?") for k in borne}:
            blocks[key][name] = key not in borne
    small = [block for block in blocks.values() if len(block) <= most]
    return {frozenset((a, b)) for block in small for a, b in combinations(block, 2) if not (block[a] and block[b])}


class AllAtOnce:
    """Every name, none of which was ever settled."""

    def __init__(self, names: Collection[Name], most: int = MOST) -> None:
        self._fits: dict[Name, dict[Name, float]] = {name: {} for name in names}
        for kind in {name.type for name in names}:
            for pair in worth_comparing({n: block_keys(n.name, n.type) for n in names if n.type == kind}, most):
                a, b = sorted(pair)
                for other, score in fitting(a, [b]).items():
                    self._fits[a][other] = self._fits[other][a] = score

    def fits(self, names: Collection[Name]) -> dict[Name, dict[Name, float]]:
        return {name: self._fits[name] for name in names}

    def standings(self, names: Collection[Name]) -> dict[Name, Standing]:
        return {}

    def plainly(self) -> dict[Name, Standing]:
        """By the definition: pairs best first over the whole record, each step looking at everything."""
        open_ = {n: near for n, found in self._fits.items() if (near := _rivals(found))}
        groups = {name: (name,) for name in self._fits}
        why = {}
        pairs = [(-score, a, b) for a, found in self._fits.items() for b, score in found.items() if a < b]
        for _, a, b in sorted(p for p in pairs if p[1] not in open_ and p[2] not in open_):
            both = tuple(sorted({*groups[a], *groups[b]}))
            if groups[a] != groups[b] and all(_score(p, q) >= 0.75 for p, q in combinations(both, 2)):
                groups |= dict.fromkeys(both, both)
                for name in (a, b):
                    why.setdefault(name, same_name(a.name, b.name, a.type))
        leads = {n: min(group, key=lambda m: (m.type == "person" and " " not in m.folded, m)) for n, group in groups.items()}
        entity = {n: make_id("entity", lead.type, lead.folded) for n, lead in leads.items()}
        return {
            n: Standing(
                entity=entity[n],
                score=1.0 if lead == n else why[n].score,
                reasons=("the name itself",) if lead == n else why[n].reasons,
                rivals=frozenset(entity[r] for r in open_[n]) if n in open_ else None,
            )
            for n, lead in leads.items()
        }


def _rivals(found: Mapping[Name, float]) -> list[Name]:
    near = [n for n, score in found.items() if score >= max(found.values()) - 0.02]
    return near if any(_score(p, q) < 0.75 for p, q in combinations(near, 2)) else []


def _score(p: Name, q: Name) -> float:
    return same_name(p.name, q.name, p.type).score


def link_all(local: Collection[LocalEntity], stories: Mapping[str, Collection[LocalEntity]], most: int = MOST) -> list[EntityLink]:
    """The links of all stories, in the order of their keys."""
    names = spelled(local)
    standings = settle_names(names, AllAtOnce(names, most))
    return sorted(_links(stories, standings), key=lambda link: (link.report_key, link.local))


def _links(stories: Mapping[str, Collection[LocalEntity]], standings: Mapping[Name, Standing]) -> Iterator[EntityLink]:
    for held in stories.values():
        yield from link_story(sorted(held, key=lambda x: x.key), standings)
