"""Who is who."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from onrecord.errors import MissingError
from onrecord.export.wire import Wire, entry, wire
from onrecord.model import Story
from onrecord.store import EntityBrief, EntityFilter, EntityRow, Judgement, Record, StatementFilter
from onrecord.views.ledger import LedgerView, ledger_view
from onrecord.views.sheet import At, Leaf, Sheet, pack, sheet_of, start_of

_ALIKE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitiesView:
    """Those in most reports first. ``total``: how many fit."""

    at: At
    wanted: EntityFilter
    entities: tuple[EntityRow, ...]
    total: int
    next: str | None

    def wire(self) -> Wire:
        return entry(self, "entities total next")

    def sheet(self) -> Sheet:
        columns = ("id", "name", "type", "reports", "statements", "spellings", "roles", "reasons")
        return sheet_of(columns, map(_in_words, self.entities))


def _in_words(row: EntityRow) -> Wire:
    line: Wire = wire(row)
    return line | {"spellings": [s.name for s in row.spellings], "roles": [r.title for r in row.roles]}


def entities_view(record: Record, at: At, wanted: EntityFilter, leaf: Leaf = Leaf()) -> EntitiesView:
    """Raises InputError when the token is none."""
    start = start_of(leaf.after)
    total, found = record.entity_page(wanted, start=start, size=leaf.size)
    return EntitiesView(
        at=at,
        wanted=wanted,
        entities=tuple(found),
        total=total,
        next=pack(start + leaf.size) if total > start + leaf.size else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """Somebody or something: its names and roles, what it said, in which stories it is, who goes by a name like it, and what people
    judged about it."""

    at: At
    entity: EntityRow
    said: LedgerView
    stories: tuple[Story, ...]
    alike: tuple[EntityBrief, ...]
    history: tuple[Judgement, ...]

    def wire(self) -> Wire:
        return {
            "entity": wire(self.entity),
            "stories": [entry(s, "id title") for s in self.stories],
            "alike": [entry(e, "id name type") for e in self.alike],
            "said": wire(self.said.rows),
            "next": self.said.next,
            "judgements": wire(self.history),
        }

    def sheet(self) -> Sheet:
        return self.said.sheet()


def entity_view(record: Record, at: At, entity: str, leaf: Leaf = Leaf(size=25)) -> EntityView:
    """Raises MissingError when the record has none with this id by the clocks."""
    found = record.entity(entity, **at.clocks)
    if found is None:
        raise MissingError(f"The record has no entity {entity!r}{'' if at.is_now else ' by these clocks'}.")
    stories = (record.story(story, **at.clocks) for story in record.stories_of_entity(entity))
    last = found.name.split()[-1] if found.name.split() else found.name
    alike = islice((e for e in record.named_first(EntityFilter(name=last, **at.clocks), size=_ALIKE + 1) if e.id != entity), _ALIKE)
    return EntityView(
        at=at,
        entity=found,
        said=ledger_view(record, at, StatementFilter(speaker=entity), leaf, facets=False),
        stories=tuple(story for story in stories if story is not None),
        alike=tuple(alike),
        history=tuple(reversed([j for j in record.judgements() if entity in j.targets])),
    )
