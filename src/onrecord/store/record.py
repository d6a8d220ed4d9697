"""The record: one file, or one database, that holds reports, what they say, and what joins them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from onrecord.model import Analysis, EntityRef, EntityType, Finding, FindingType, Profile, Report, Story, StoryChange
from onrecord.store import alike, dismissed, log, moment, parted, profiles, query, regroup, relate, statements, write
from onrecord.store.browsed import EVERY_ENTITY, EVERY_STATEMENT, Browsed
from onrecord.store.database import Database
from onrecord.store.entities import entity_names, entity_rows, named_in, named_in_story, stand_for
from onrecord.store.figures import figure_rows, figure_rows_by_id
from onrecord.store.happened import event_rows
from onrecord.store.judge import judge
from onrecord.store.judgements import judgements
from onrecord.store.migrate import open_database
from onrecord.store.named import Named
from onrecord.store.place import Place
from onrecord.store.rulings import Judged, Judgement, Ruling, Signature, StoryRuling
from onrecord.store.safekeeping import Safekeeping
from onrecord.store.search import search
from onrecord.store.values import (
    Analysed,
    EntityFilter,
    EntityName,
    EntityRow,
    EventRow,
    FigureRow,
    Input,
    Like,
    RecordProblem,
    Run,
    SearchResult,
    StatementFilter,
    StatementRow,
    StoryEntity,
)
from onrecord.store.versions import recorded_since, version_chains


class Record(Browsed, Named, Safekeeping):
    """Keeps and finds. Every method that writes is one transaction and durable when it returns; every one may raise StoreError.

    Iterators read as they go: read them to their end, or in one go before writing. One thread at a time.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, path: str | Place, *, create: bool = True, read_only: bool = False) -> Self:
        """The record in this file, or in the database at this ``postgresql://`` address; made when there is none and ``create`` is true.
        Close it, or use it in a ``with`` block.

        Raises StoreError when the file is no record, cannot be opened, or was written by a newer onrecord.
        """
        return cls(open_database(path, create=create and not read_only, read_only=read_only))

    @property
    def path(self) -> Place:
        """The file or the server's database."""
        return self._database.path

    @property
    def schema(self) -> int:
        """The version of the tables."""
        return self._database.version()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Safe to call twice."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Several calls that write, all or nothing."""
        with self._database.write():
            yield

    def snapshot(self) -> AbstractContextManager[None]:
        """Several calls that read, all of one moment, whatever others write meanwhile."""
        return self._database.snapshot()

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """Everything asked inside the block may take so long together; then StoreError."""
        return self._database.within(seconds)

    # Runs and inputs

    def start_run(self, command: str, engine: str) -> str:
        """A new run's id. ``engine`` names the models and their versions."""
        return write.start_run(self._database, command, engine)

    def finish_run(self, run: str) -> None:
        with self._database.write():
            self._database.run("UPDATE run SET finished = ? WHERE id = ?", (write.now(), run))
        self._database.count_rows()

    def note_input(self, run: str, outcome: Input) -> None:
        """What became of the run's next input, when it was not ``add_report`` that said so."""
        write.note_input(self._database, run, outcome)

    def counts(self, run: str) -> dict[str, int]:
        """``inputs`` and its four parts: stored, duplicate, refused, failed."""
        return log.counts(self._database, run)

    def runs(self) -> Iterator[Run]:
        return log.runs(self._database)

    def inputs(self, run: str | None = None, *, after: int = 0, most: int = 2**31) -> Iterator[Input]:
        """Those of the run, or of all; at most so many, of each run those after a place."""
        return log.inputs(self._database, run, after=after, most=most)

    def problems(self, run: str | None = None, *, story: str | None = None) -> Iterator[RecordProblem]:
        """Problems of reports (of the story's only, when one is given), then inputs refused or failed."""
        return log.problems(self._database, run, story)

    # Reports and analyses

    def known_text(self, report_id: str, text_sha256: str) -> bool:
        """Whether the record has this text under this id: then there is nothing to analyse."""
        key = write.report_key(report_id, text_sha256)
        return self._database.value("SELECT 1 FROM report WHERE key = ?", (key,)) is not None

    def ids_like(self, report_id: str) -> dict[str, str]:
        """``report_id`` and its numbered forms (``id~2``) as far as they are taken, each with the hash of its text."""
        return log.ids_like(self._database, report_id)

    def add_report(self, run: str, report: Report, analysis: Analysis, profile: Profile | None = None) -> Literal["stored", "duplicate"]:
        """Report, analysis, profile and the run's input row, all or nothing. Raises StoreError when the id has another text."""
        return write.add_report(self._database, run, report, analysis, profile)

    def replace_analysis(self, report_key: str, analysis: Analysis) -> None:
        """Another analysis of the same text; what people judged of its statements holds. Findings and entity links that rest on the
        old one go."""
        write.replace_analysis(self._database, report_key, analysis)

    def report(self, report_id: str) -> Report | None:
        return query.report(self._database, report_id)

    def reports(self, *, story: str | None = None, as_of: str | None = None, known_at: str | None = None) -> Iterator[Report]:
        """In order of publication, undated last; with ``as_of`` only what was published by then, undated left out, with ``known_at``
        only what was recorded by then."""
        for report_id in query.report_ids(self._database, story=story, as_of=as_of, known_at=known_at):
            found = query.report(self._database, report_id)
            if found is not None:
                yield found

    def version_chains(self, wanted: str | None = None) -> list[tuple[str, ...]]:
        """The report ids of each page that has had several versions, oldest first; with ``wanted`` (a report's id or an address) of the
        page that it is of, also when it has one; [] when there is none."""
        return version_chains(self._database, wanted)

    def recorded_since(self, moment: str) -> dict[str, str]:
        """When each report that was recorded then or later was recorded (ISO 8601, UTC), by report id, the earliest first."""
        return recorded_since(self._database, moment)

    def analysis(self, report_id: str) -> Analysis | None:
        """Equal to the one that was stored: what the machine found, whatever people judged of it."""
        with self._database.snapshot():
            return query.analysis(self._database, report_id)

    def analysed(self, model: str) -> list[Analysed]:
        """Every report with the models that analysed it; ``model`` is the embedder whose profiles are asked for."""
        return query.analysed(self._database, model)

    def add_profile(self, profile: Profile) -> None:
        """Instead of the one that the report had."""
        profiles.add_profile(self._database, profile)

    def profiles(self, reports: Iterable[str], model: str) -> dict[str, Profile]:
        """By report id; reports that have none by this embedder are left out."""
        return profiles.profiles(self._database, reports, model)

    def near(self, report: str) -> set[str]:
        """Ids of the reports that share keys with this one, near it in time. What this costs does not depend on the record's size."""
        return profiles.near(self._database, report)

    def fellows(self, reports: Collection[str]) -> list[list[str]]:
        """The stories that hold these reports, each with the ids of all of its reports."""
        return list(regroup.stories_with(self._database, reports).values())

    def unplaced(self) -> list[str]:
        """Ids of the reports that are in no story."""
        return profiles.unplaced(self._database)

    def statements(self, wanted: StatementFilter = EVERY_STATEMENT) -> Iterator[StatementRow]:
        """In order of publication and place in the report. Raises InputError when a date of the filter is none."""
        return statements.statement_rows(self._database, wanted)

    def moving(self, wanted: StatementFilter) -> Iterator[StatementRow]:
        """Those of ``statements`` in which somebody moves."""
        return statements.statement_rows(self._database, wanted, moving=True)

    def statement_rows(self, ids: Sequence[str], *, hidden: bool = False) -> dict[str, StatementRow]:
        """By id; unknown ids are left out, and unless ``hidden`` is true what was judged to be no statement."""
        return statements.statement_rows_by_id(self._database, ids, hidden=hidden)

    def figures(
        self, *, story: str | None = None, report: str | None = None, as_of: str | None = None, known_at: str | None = None
    ) -> Iterator[FigureRow]:
        """In order of publication and place in the report; with the clocks only what was published, and recorded, by then."""
        return figure_rows(self._database, story=story, report=report, as_of=as_of, known_at=known_at)

    def events(self, *, story: str | None = None, as_of: str | None = None, known_at: str | None = None) -> Iterator[EventRow]:
        """In order of publication and place in the report; with the clocks only what was published, and recorded, by then."""
        return event_rows(self._database, story=story, as_of=as_of, known_at=known_at)

    def entries(self, ids: Sequence[str], *, story: str | None = None) -> dict[str, StatementRow | FigureRow]:
        """Statements, their parts and figures by id, as findings hold them; unknown ids are left out. ``story``: whose statements the
        parts are of; None: those that some kept finding holds."""
        found: dict[str, StatementRow | FigureRow] = {**self.statement_rows(ids), **figure_rows_by_id(self._database, ids)}
        return found | {**parted.part_rows(self._database, [entry for entry in ids if entry not in found], story)}

    def with_parts(self, row: StatementRow, *, held: bool = False) -> list[StatementRow]:
        """The statement and its parts (``onrecord.parts``), in text order; ``held``: behind them the sentences and clauses of it that kept
        findings rest on."""
        return parted.with_parts(self._database, row) + (parted.held_cuts(self._database, row) if held else [])

    # What joins reports

    def replace_stories(self, stories: Iterable[Story]) -> None:
        """Each given story as it is now; stories left without reports go. Others stay."""
        relate.replace_stories(self._database, stories)

    def stories(self, *, as_of: str | None = None, known_at: str | None = None) -> Iterator[Story]:
        """Largest first; with ``as_of`` as far as published by then, undated reports left out, with ``known_at`` as far as recorded by
        then. Which reports belong together, and the title, are today's."""
        return query.stories(self._database, as_of, known_at)

    def stories_called(self, wanted: str) -> list[str]:
        """Ids of the stories that are meant by an id, its beginning, or the id of a report."""
        return regroup.stories_called(self._database, wanted)

    def story_rulings(self) -> list[StoryRuling]:
        """What people decided about which reports are of one story, as far as it holds, oldest first."""
        return regroup.story_rulings(self._database)

    def stories_with(self, reports: Iterable[str]) -> dict[str, list[str]]:
        """By id, the stories that hold any of these reports, each with the ids of all of its reports."""
        return regroup.stories_with(self._database, reports)

    def add_story_changes(self, changes: Sequence[StoryChange], reasons: Mapping[str, Sequence[str]]) -> None:
        """Takes down what became of stories, now; ``reasons`` by story id."""
        with self._database.write():
            regroup.add_story_changes(self._database, changes, reasons)

    def story_changes(self, story: str | None = None) -> list[tuple[str | None, StoryChange]]:
        """What became of stories, each with when, oldest first; with ``story`` (an id) only of this one. None: before that was kept."""
        return list(regroup.story_changes_kept(self._database, story))

    def replace_findings(self, story: str | None, findings: Iterable[Finding]) -> None:
        """Exactly these findings for the story. Those that people judged to be no conflict are kept, and shown when that is undone."""
        relate.replace_findings(self._database, story, findings)

    def findings(self, *, story: str | None = None, recorded_since: str | None = None) -> Iterator[Finding]:
        """What comparing everything gave, without what people judged to be no conflict; with ``recorded_since`` only what rests on a
        report recorded then or later. Those of an earlier day are not among them: they are compared anew (``storyline.findings_at``)."""
        return query.findings(self._database, story, recorded_since)

    def findings_of_type(self, kind: FindingType, *, start: int, size: int) -> Iterator[Finding]:
        """Some of those of one type, from a place on, the surest first."""
        return query.findings_of_type(self._database, kind, start, size)

    def without_dismissed(self, findings: Collection[Finding], known_at: str | None = None) -> list[Finding]:
        """Those that nobody had judged to be no conflict by ``known_at`` (None: by now). Raises InputError when it is no date."""
        return dismissed.without_dismissed(self._database, findings, known_at)

    def entities(self, wanted: EntityFilter = EVERY_ENTITY) -> Iterator[EntityRow]:
        """As people see them, those in most reports first. A report's entity that nothing links yet stands for itself."""
        return entity_rows(self._database, wanted)

    def named_in_story(self, wanted: EntityFilter) -> list[StoryEntity]:
        """Whom the reports of the filter's story name, and how they call them: those in most of these reports first."""
        return named_in_story(self._database, wanted)

    def sizes(self) -> tuple[int, int]:
        """How many stories and findings the record has."""
        stories, findings, judged = (
            int(self._database.value(f"SELECT count(*) FROM {t}")) for t in ("story", "finding", "finding WHERE judgement IS NOT NULL")
        )
        return stories, findings - judged  # counted so, no finding has to be read

    def stand_for(self, story: str | None = None, *, report: str | None = None) -> dict[tuple[str, str], EntityRef]:
        """Whom the entities of the story's reports, or of one report (its id), stand for, by report id and local id."""
        return stand_for(self._database, story, report)

    def named_in(self, report: str) -> list[tuple[str, str]]:
        """The entities that a report (its id) names, by id, each with the name that it has there."""
        return named_in(self._database, report)

    def entity_names(self) -> Iterator[EntityName]:
        """Every spelling of every entity, as people see them: those in most reports first."""
        return entity_names(self._database)

    # What people decide

    def judge(self, ruling: Ruling, by: Signature) -> Judged:
        """Takes a decision down, and what people see follows it; the machine's values are kept beside. Findings are not compared anew.

        Raises InputError when author or reason is missing, when the ruling names what the record does not hold or would change
        nothing, or when ``by.based_on`` is not the present version of the statement.
        """
        return judge(self._database, ruling, by)

    def judgements(self) -> Iterator[Judgement]:
        """All that were ever made, oldest first, with what has become of each."""
        with self._database.snapshot():
            return iter(list(judgements(self._database)))

    # Finding and checking

    def search(self, text: str, *, limit: int = 20) -> SearchResult:
        """Reports and statements that hold every word, best first. Never raises on any text; stops after a second."""
        return search(self._database, text, limit)

    def statements_like(self, wanted: Like) -> tuple[list[str], bool]:
        """Ids of statements that share the most of the rarest words with a text, best first, and whether the search came to its end: it
        is stopped after a second. The index finds them; the record is not read through."""
        return alike.statements_like(self._database, wanted)

    def entities_named(self, name: str) -> frozenset[str]:
        """Ids of the entities that some report calls exactly so, but for case and accents."""
        return alike.entities_named(self._database, name)

    def entity_types(self, entities: Iterable[str]) -> dict[str, EntityType]:
        """What these entities are, by id; unknown ids are left out."""
        return alike.entity_types(self._database, entities)

    def stories_naming(self, names: Iterable[str], *, as_of: str | None = None, known_at: str | None = None) -> list[str]:
        """Ids of the stories whose reports use at least two of these names, those of most names first."""
        return alike.stories_naming(self._database, names, as_of=as_of, known_at=known_at)

    def changed_since(self, known_at: str) -> bool:
        """Whether anything was recorded or judged after the moment. Raises InputError when it is no date."""
        return moment.changed_since(self._database, known_at)

    def copy_as_of(self, known_at: str, path: Path) -> None:
        """What the record held at the moment, as a new record at ``path``, without entity links and findings, and without the stories
        that are others today: ``pipeline.open_record_at`` makes these anew."""
        moment.copy_as_of(self._database, known_at, path)


open_record = Record.open
