"""Which names of many reports name one entity.

Full names are compared within blocks (same type, same first letters of the romanised last word). A bare surname belongs to
the one bearer of it that its own report or its story names; where there are none or several it stays by itself, and the
reason says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.ids import make_id
from onrecord.link.forms import romanised
from onrecord.link.score import same_name
from onrecord.link.spelling import spelling
from onrecord.model import Entity, EntityLink, EntityType
from onrecord.text import fold

_LINKED: frozenset[EntityType] = frozenset({"person", "organisation", "state", "place"})
_SAME = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalEntity:
    """An entity of one report: the report's key, the story it is in (None: in none), and the entity as the report has it."""

    report_key: str
    story: str | None
    entity: Entity


def link_entities(local: Sequence[LocalEntity]) -> tuple[list[EntityLink], list[Entity]]:
    """A link for each local entity, and the entities of the record (without mentions), by id.

    The result depends on the set of entities given, not on their order. The record's id of an entity comes from its
    smallest full name in the alphabet of folded names; its name is the form that most reports use.
    """
    ordered = sorted(local, key=lambda x: (x.report_key, x.entity.id))
    homes = _group_names({(x.entity.type, fold(x.entity.name)): x.entity.name for x in ordered})
    bearers = _bearers(ordered, homes)
    placed = [(x, *_place(x, homes, bearers)) for x in ordered]
    names: dict[str, list[LocalEntity]] = defaultdict(list)
    for x, entity, _, _ in placed:
        names[entity].append(x)
    links = [EntityLink(report_key=x.report_key, local=x.entity.id, entity=e, score=s, reasons=r) for x, e, s, r in placed]
    return links, [_entity(e, members) for e, members in sorted(names.items())]


Node = tuple[EntityType, str]
Home = tuple[str, float, tuple[str, ...]]  # the record's entity, how sure, and why


def _group_names(names: dict[Node, str]) -> dict[Node, Home]:
    """Record entity, score and reasons for every full name."""
    blocks: dict[tuple[EntityType, str], list[Node]] = defaultdict(list)
    for node in sorted(names):
        blocks[node[0], romanised(node[1].split()[-1])[:3] if node[0] == "person" else node[1][:1]].append(node)
    homes: dict[Node, Home] = {}
    leaders: dict[tuple[EntityType, str], list[Node]] = defaultdict(list)
    for block, nodes in blocks.items():
        for node in nodes:
            best = max(
                ((same_name(names[node], names[other], node[0]), other) for other in leaders[block]), key=lambda x: x[0].score, default=None
            )
            if best is not None and best[0].score >= _SAME and node[0] in _LINKED:
                homes[node] = (homes[best[1]][0], best[0].score, best[0].reasons)
            else:
                leaders[block].append(node)
                homes[node] = (make_id("entity", *node), 1.0, ("the name itself",))
    return homes


def _bearers(local: Iterable[LocalEntity], homes: dict[Node, Home]) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """By (story, first letters of the romanised surname): (surname, record entity) of the people with full names there."""
    out: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for x in local:
        parts = fold(x.entity.name).split()
        if x.entity.type == "person" and len(parts) > 1 and x.story is not None:
            out[x.story, romanised(parts[-1])[:3]].add((parts[-1], homes["person", " ".join(parts)][0]))
    return out


def _place(x: LocalEntity, homes: dict[Node, Home], bearers: dict[tuple[str, str], set[tuple[str, str]]]) -> Home:
    name = fold(x.entity.name)
    own = homes[x.entity.type, name]
    if x.entity.type != "person" or " " in name or x.story is None:
        return own
    fitting = {e for surname, e in bearers[x.story, romanised(name)[:3]] if spelling(surname, name) >= _SAME}
    if len(fitting) == 1:
        return fitting.pop(), 0.85, ("the only bearer of the surname in the story",)
    if fitting:
        return own[0], own[1], (f"{len(fitting)} people in the story bear this surname",)
    return own


def _entity(entity: str, members: Sequence[LocalEntity]) -> Entity:
    """Named by the form that most reports use, the longest of equals."""
    counts: dict[str, int] = defaultdict(int)
    for x in members:
        counts[x.entity.name] += 1
    name = max(counts, key=lambda n: (len(n.split()) > 1, counts[n], len(n), n))
    return Entity(id=entity, name=name, type=members[0].entity.type, mentions=())
