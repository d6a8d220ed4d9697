"""Which names of many reports name one entity.

Names are grouped over the whole record (``names``); what a name does not say by itself, its story may say (``bearers``). Where
that leaves none or several, a name stays by itself, and the reason says so. What people judged is laid over it by whoever keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from onrecord.link.bearers import place_in_story
from onrecord.link.local import LocalEntity
from onrecord.link.score import PairScore
from onrecord.model import Entity, EntityLink, Name, Standing
from onrecord.text import fold


def name_of(entity: Entity) -> Name:
    """The name by which it is looked up among those of the record."""
    return Name(type=entity.type, folded=fold(entity.name), name=entity.name)


def spelled(local: Iterable[LocalEntity]) -> list[Name]:
    """Their names, each once, as its first spelling in the alphabet has it."""
    found: dict[Name, str] = {}
    for name in (name_of(x.entity) for x in local):
        found[name] = min(name.name, found.get(name, name.name))
    return [Name(type=name.type, folded=name.folded, name=first) for name, first in sorted(found.items())]


def link_story(local: Sequence[LocalEntity], standings: Mapping[Name, Standing]) -> list[EntityLink]:
    """A link for each entity of a story's reports. ``standings``: what their names stand for in the record. The result depends on the
    entities and standings given, not on their order."""
    ordered = sorted(local, key=lambda x: x.key)
    alone = {x.key: standings[name_of(x.entity)] for x in ordered}
    placed = place_in_story(ordered, alone)
    return [_link(key, *placed[key]) if key in placed else _link(key, own.entity, own) for key, own in alone.items()]


def _link(key: tuple[str, str], entity: str, why: PairScore | Standing) -> EntityLink:
    return EntityLink(report_key=key[0], local=key[1], entity=entity, score=why.score, reasons=why.reasons)
