"""Which names of many reports name one entity.

Names are grouped over the whole record (``groups``); what a name does not say by itself, its story may say (``bearers``). Where
that leaves none or several, a name stays by itself, and the reason says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onrecord.ids import make_id
from onrecord.link.bearers import Placing, Settled, place_in_story
from onrecord.link.groups import Group, Grouping, Node, group_names
from onrecord.link.local import LocalEntity, LocalKey
from onrecord.model import Entity, EntityLink
from onrecord.text import fold

LocalPair = tuple[LocalKey, LocalKey]


def link_entities(
    local: Sequence[LocalEntity], *, together: Iterable[LocalPair] = (), apart: Iterable[LocalPair] = ()
) -> tuple[list[EntityLink], list[Entity]]:
    """A link for each local entity, and the entities of the record (without mentions), by id.

    ``together`` and ``apart`` are people's judgements on pairs of local entities (report key, local id). They hold against
    every score; those on entities that are not given count for nothing. The result depends on the sets of entities and
    judgements given, not on their order. The record's id of an entity comes from its smallest full name in the alphabet of
    folded names; its name is the form that most reports use.
    """
    ordered = sorted(local, key=lambda x: x.key)
    keys = {x.key for x in ordered}
    joined, parted = ([p for p in pairs if p[0] in keys and p[1] in keys and p[0] != p[1]] for pairs in (together, apart))
    judged = {key for pair in (*joined, *parted) for key in pair}
    names: dict[tuple[str, str], str] = {}
    for x in ordered:
        folded = (x.entity.type, fold(x.entity.name))
        names[folded] = min(x.entity.name, names.get(folded, x.entity.name))
    nodes = {x.key: _node(x, names, x.key in judged) for x in ordered}
    grouping = group_names(
        set(nodes.values()), together=[(nodes[a], nodes[b]) for a, b in joined], apart=[(nodes[a], nodes[b]) for a, b in parted]
    )
    homes = _homes(grouping.groups)
    placed = {key: homes[node] for key, node in nodes.items()}
    settled = _settled(nodes, homes, grouping, parted)
    fixed = {key for pair in joined for key in pair}
    for story in _by_story(ordered):
        placed |= place_in_story(story, settled, fixed)
    # Two that people parted may each fit one bearer of the story: then the story says nothing about either.
    for key in {k for a, b in parted if placed[a][0] == placed[b][0] for k in (a, b)}:
        placed[key] = homes[nodes[key]]
    members: dict[str, list[LocalEntity]] = defaultdict(list)
    for x in ordered:
        members[placed[x.key][0]].append(x)
    return [_link(x, placed[x.key]) for x in ordered], [_entity(e, found) for e, found in sorted(members.items())]


def _node(x: LocalEntity, names: Mapping[tuple[str, str], str], judged: bool) -> Node:
    folded = fold(x.entity.name)
    return Node(type=x.entity.type, folded=folded, judged=x.key if judged else (), name=names[x.entity.type, folded])


def _homes(groups: Iterable[Group]) -> dict[Node, Placing]:
    """The record's entity of every node. Of two groups with one name (people parted them) that of judged nodes only takes in
    the judged one's key."""
    out: dict[Node, Placing] = {}
    taken: set[str] = set()
    leads = {min(group.nodes, key=_rank): group for group in groups}
    for lead in sorted(leads, key=lambda n: (bool(n.judged), n)):
        entity = make_id("entity", lead.type, lead.folded)
        if entity in taken:
            entity = make_id("entity", lead.type, lead.folded, *lead.judged)
        taken.add(entity)
        out |= {node: (entity, why) for node, why in leads[lead].why.items()}
    return out


def _rank(node: Node) -> tuple[bool, bool, Node]:
    """Full names before bare ones, names of the record before those that people took out of it, then the alphabet."""
    return node.type == "person" and " " not in node.folded, bool(node.judged), node


def _settled(nodes: Mapping[LocalKey, Node], homes: Mapping[Node, Placing], grouping: Grouping, parted: Iterable[LocalPair]) -> Settled:
    barred: dict[LocalKey, set[str]] = defaultdict(set)
    for a, b in parted:
        barred[a].add(homes[nodes[b]][0])
        barred[b].add(homes[nodes[a]][0])
    return Settled(
        entity_of={key: homes[node][0] for key, node in nodes.items()},
        rivals={k: frozenset(homes[r][0] for r in grouping.open[n]) for k, n in nodes.items() if n in grouping.open},
        barred={key: frozenset(entities) for key, entities in barred.items()},
    )


def _by_story(local: Iterable[LocalEntity]) -> Iterable[list[LocalEntity]]:
    stories: dict[str, list[LocalEntity]] = defaultdict(list)
    for x in local:
        if x.story is not None:
            stories[x.story].append(x)
    return stories.values()


def _link(x: LocalEntity, placing: Placing) -> EntityLink:
    entity, why = placing
    return EntityLink(report_key=x.report_key, local=x.entity.id, entity=entity, score=why.score, reasons=why.reasons)


def _entity(entity: str, members: Sequence[LocalEntity]) -> Entity:
    """Named by the form that most reports use, the longest of equals; by a name rather than an office."""
    counts: dict[str, int] = defaultdict(int)
    types = {x.entity.name: x.entity.type for x in members}
    for x in members:
        counts[x.entity.name] += 1
    name = max(counts, key=lambda n: (types[n] != "office", len(n.split()) > 1, counts[n], len(n), n))
    return Entity(id=entity, name=name, type=types[name], mentions=())
