"""Who is who in the record: the part of ``Record`` for whoever links names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from onrecord.model import Entity, EntityLink, Name, Standing
from onrecord.store import links, names, query
from onrecord.store.database import Database


class Named:
    """The part of ``Record`` that keeps names, what they stand for, and links from the reports' entities to the record's."""

    _database: Database

    def replace_entity_links(self, given: Iterable[EntityLink], standings: Mapping[Name, Standing] | None = None) -> frozenset[str]:
        """Each given link instead of the machine's own that its report's entity had; ``standings``: what names stand for from now on that
        stood for something else; entities that got another id by that get it in every report. What people judged stays laid over. The
        stories in which somebody of the given reports now stands for another than before."""
        return links.replace_entity_links(self._database, given, standings or {})

    def entity_links(self) -> list[EntityLink]:
        """All links as people see them, by report and local id."""
        return query.entity_links(self._database)

    def named_in_stories(self, stories: Collection[str]) -> Iterator[tuple[str, str, Entity]]:
        """The entities of the reports of these stories, as the machine found them, without mentions: report key, story, entity."""
        return query.named_in_stories(self._database, stories)

    def take_unlinked(self, most: int) -> list[str]:
        """Ids of some stories whose names are to be linked, since a report came or went, or a name stands for another than before.
        They count as linked from now on."""
        return links.take_unlinked(self._database, most)

    def take_unlinked_names(self) -> tuple[set[Name], set[Name]]:
        """Of the names that some report does not bear any more: those that others do, as these spell them, and those that none does.
        They count as looked at from now on."""
        return names.take_unlinked_names(self._database)

    def uncompared(self) -> list[str]:
        """Ids of the stories whose findings are to be made, since their reports, or who is who in them, are others than when they were."""
        return [story for (story,) in self._database.rows("SELECT story FROM uncompared ORDER BY story")]

    def known_names(self, wanted: Iterable[Name]) -> dict[Name, str]:
        """The spelling that is kept of each name; those that are not known are left out."""
        return names.known_names(self._database, wanted)

    def keep_names(self, fresh: Mapping[Name, Collection[str]], gone: Collection[Name]) -> tuple[set[Name], set[Name]]:
        """Takes names in, or spells them anew, each with its keys, and takes others out. The names that fit others than before because
        of that, and those that are to be compared anew."""
        with self._database.write():
            return names.keep_names(self._database, fresh, gone)

    def worth_comparing(self, name: Name) -> list[Name]:
        """The names that share a key with it. What this costs does not depend on the record's size."""
        return names.worth_comparing(self._database, name)

    def replace_fits(self, name: Name, found: Mapping[Name, float]) -> set[Name]:
        """The names that may be taken for it now, with the scores; those that could before, or can."""
        with self._database.write():
            return names.replace_fits(self._database, name, found)

    def fits(self, wanted: Collection[Name]) -> dict[Name, dict[Name, float]]:
        """Of each name those that may be taken for it, with the scores."""
        return names.fits(self._database, wanted)

    def standings(self, wanted: Collection[Name]) -> dict[Name, Standing]:
        """What each name stands for where its story says nothing else; those that were never settled are left out."""
        return names.standings(self._database, wanted)
