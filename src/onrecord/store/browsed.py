"""What a screen asks of a record: some of many, how many there are, what comes next, and the record from above."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model import Story
from onrecord.store import overview, pages, query
from onrecord.store.database import Database
from onrecord.store.entities import entity_page, entity_row, named_first, stories_of_entity
from onrecord.store.overview import Amounts, ReportFacts, StoryTally
from onrecord.store.pages import Counted, Facet, FacetValue, Page
from onrecord.store.values import EntityBrief, EntityFilter, EntityRow, StatementFilter

EVERY_STATEMENT = StatementFilter()
EVERY_ENTITY = EntityFilter()


class Browsed:
    """The part of ``Record`` that answers screens; nothing here writes."""

    _database: Database

    def statement_page(
        self, wanted: StatementFilter = EVERY_STATEMENT, *, after: str | None = None, size: int = 50, newest: bool = True
    ) -> Page:
        """At most ``size`` of the statements by date of publication, the newest (or oldest) first, after the statement with the id
        ``after``. Raises InputError when the record has none with this id."""
        return pages.statement_page(self._database, wanted, after=after, size=size, newest=newest)

    def count_statements(self, wanted: StatementFilter = EVERY_STATEMENT) -> Counted:
        """How many the filter wants; up to ``pages.COUNTED`` to the last one."""
        return pages.count_statements(self._database, wanted)

    def facet(self, wanted: StatementFilter, by: Facet, *, most: int = 8, seconds: float = 0.1) -> list[FacetValue]:
        """By whom, or where, or how most of the wanted statements are; [] when that takes longer than ``seconds``."""
        return pages.facet(self._database, wanted, by, most=most, seconds=seconds)

    def review_queue(self, wanted: StatementFilter, queue: pages.Queue, *, place: int = 0, size: int = 1) -> tuple[list[str], Counted]:
        """The ids of the wanted statements that people should look at, from a place in the queue on, and how many there are."""
        return pages.review_queue(self._database, wanted, queue, place=place, size=size)

    def entity_page(self, wanted: EntityFilter = EVERY_ENTITY, *, start: int = 0, size: int = 50) -> tuple[int, list[EntityRow]]:
        """How many entities the filter wants, and those from ``start`` on in the order of ``entities``."""
        return entity_page(self._database, wanted, start, size)

    def named_first(self, wanted: EntityFilter, *, size: int) -> list[EntityBrief]:
        """The first of those whom the filter wants in the order of ``entities``, by name alone."""
        return named_first(self._database, wanted, size)

    def entity(self, entity: str, *, as_of: str | None = None, known_at: str | None = None) -> EntityRow | None:
        """The entity with this id as far as reports published, and recorded, by then tell; None: there is none."""
        return entity_row(self._database, entity, as_of, known_at)

    def stories_of_entity(self, entity: str, *, most: int = 20) -> list[str]:
        """Ids of the stories whose reports name it, those with the latest report first."""
        return stories_of_entity(self._database, entity, most)

    def story(self, story_id: str, *, as_of: str | None = None, known_at: str | None = None) -> Story | None:
        """The story with this id as ``stories`` has it; None when there is none, or nothing of it was there by the clocks."""
        return next(query.stories(self._database, as_of, known_at, story_id), None)

    def latest_stories(self, *, most: int = 2**31) -> list[tuple[str, str | None]]:
        """Id and title of those with the latest reports, the latest first."""
        return overview.latest_stories(self._database, most)

    def story_tallies(self, stories: Iterable[str], *, as_of: str | None = None, known_at: str | None = None) -> dict[str, StoryTally]:
        """How much of what each story (id) holds; with a clock without findings, which are not kept by the clock."""
        return overview.story_tallies(self._database, stories, as_of=as_of, known_at=known_at)

    def report_facts(self, report_id: str) -> ReportFacts | None:
        """When the record took it in, which story holds it, what analysed it; None when the record does not hold it."""
        return overview.report_facts(self._database, report_id)

    def neighbouring_days(self, moment: str, *, story: str | None = None) -> tuple[str | None, str | None]:
        """The last day before and the first after ``moment`` on which something (of the story) was published."""
        return overview.neighbouring_days(self._database, moment, story)

    def finding_numbers(self) -> dict[str, int]:
        """How many findings there are of each type."""
        sql = "SELECT type, count(*) FROM finding WHERE judgement IS NULL GROUP BY type"
        return dict(self._database.all(sql))

    def amounts(self) -> Amounts:
        """How many reports, stories, statements and so on there are."""
        return overview.amounts(self._database)

    def data_version(self) -> int:
        """Another number as soon as somebody else has written to the record; only the answers of one open record compare."""
        return self._database.data_version()

    def made_with(self) -> dict[str, str]:
        """Of the record's schema, and of what keeps it."""
        return {"schema": str(self._database.version()), "keeper": self._database.made_with()}

    def size(self) -> int:
        """Bytes on disk."""
        return self._database.size()
