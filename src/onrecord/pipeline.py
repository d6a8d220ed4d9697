"""The order of the stages: read, analyse, link, compare, store. The only module that knows it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

from onrecord.analyse import analyse_report
from onrecord.engines.attribution import load_tagger
from onrecord.engines.embedding import load_embedder
from onrecord.engines.protocols import Embedder, Tagger
from onrecord.link import LEAD_CHARS, LocalEntity, ProfileIndex, group_stories, link_entities, name_profile, story_id
from onrecord.model import Analysis, Refusal, Report, Story
from onrecord.read import ReadOptions, ReportIds, count_inputs, read_reports
from onrecord.store import Input, Record, Vector, open_database, report_key
from onrecord.storyline import findings_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """The models a run works with."""

    tagger: Tagger
    embedder: Embedder

    @property
    def version(self) -> str:
        return f"{self.tagger.version} {self.embedder.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is: inputs dealt with, how many there will be (None: not known), and what it is at."""

    done: int
    total: int | None
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSummary:
    """What became of a run's inputs; ``inputs`` is the sum of the four. ``stories`` and ``findings``: how many the
    record now has."""

    run: str
    stored: int
    duplicate: int
    refused: int
    failed: int
    refusals: tuple[Refusal, ...]
    stories: int
    findings: int
    seconds: float

    @property
    def inputs(self) -> int:
        return self.stored + self.duplicate + self.refused + self.failed


class LiveRecord(Record):
    """A record that can also take reports in: what ``onrecord.open_record`` gives."""

    def add(self, inputs: Sequence[str | Path], *, options: ReadOptions = ReadOptions(), stdin: BinaryIO | None = None) -> AddSummary:
        """``onrecord add``: reads, analyses, stores and relates; see ``add_inputs``."""
        return add_inputs(self, [str(i) for i in inputs], options=options, stdin=stdin)


def open_record(path: str | Path, *, create: bool = True, read_only: bool = False) -> LiveRecord:
    """The record in this file, made when there is none and ``create`` is true. Close it, or use it in a ``with`` block.

    Raises StoreError when the file is no record, cannot be opened, or was written by a newer onrecord.
    """
    return LiveRecord(open_database(Path(path), create=create and not read_only, read_only=read_only))


def load_engines() -> Engines:
    """The models that ship with the package, loaded once in a process. Raises EngineError where a file is missing or damaged."""
    return Engines(tagger=load_tagger(), embedder=load_embedder())


def analyse_inputs(
    inputs: Sequence[str], *, options: ReadOptions = ReadOptions(), stdin: BinaryIO | None = None, tagger: Tagger | None = None
) -> Iterator[tuple[Report, Analysis] | Refusal]:
    """Each report with what it says, each input that gave none with the reason; in the order of the inputs, nothing stored.

    Raises InputError for a path that does not exist.
    """
    for item in read_reports(inputs, options=options, stdin=stdin):
        yield item if isinstance(item, Refusal) else (item, analyse_report(item, tagger=tagger or load_tagger()))


def add_inputs(
    record: Record,
    inputs: Sequence[str],
    *,
    options: ReadOptions = ReadOptions(),
    stdin: BinaryIO | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> AddSummary:
    """Reads, analyses and stores the inputs, then brings the stories they touch up to date.

    Every report is durable before the next is begun, so a run that was stopped goes on when it is called again: what is
    stored counts as duplicate, and reports that no story holds yet are linked. Raises InputError for a path that does not
    exist, StoreError when the record cannot be written.
    """
    started = time.monotonic()
    engines = load_engines()
    files = count_inputs(inputs)
    run = record.start_run("add", engines.version)
    refusals: list[Refusal] = []
    ids = ReportIds(known=lambda report_id: record.ids_like(report_id).get(report_id))
    for done, item in enumerate(read_reports(inputs, options=options, stdin=stdin), 1):
        if isinstance(item, Refusal):
            refusals.append(item)
            record.note_input(run, Input(id=item.id, outcome=item.kind, where=item.where, why=item.why))
        else:
            _add_report(record, run, ids.settle(item), engines)
        if on_progress is not None:
            on_progress(Progress(done=done, total=files if files and files >= done else None, what=item.id))
    relate(record, engines)
    record.finish_run(run)
    counts = record.counts(run)
    return AddSummary(
        run=run,
        **{k: counts[k] for k in ("stored", "duplicate", "refused", "failed")},
        refusals=tuple(refusals),
        stories=sum(1 for _ in record.stories()),
        findings=sum(1 for _ in record.findings()),
        seconds=time.monotonic() - started,
    )


def _add_report(record: Record, run: str, report: Report, engines: Engines) -> None:
    if record.known_text(report.id, report.text_sha256):
        why = "the record has this text under this id"
        key = report_key(report.id, report.text_sha256)
        record.note_input(run, Input(id=report.id, outcome="duplicate", where=report.id, why=why, report_key=key))
        return
    analysis = analyse_report(report, tagger=engines.tagger)
    record.add_report(run, report, analysis, Vector(model=engines.embedder.version, values=engines.embedder.embed(lead_of(report))))


def lead_of(report: Report) -> str:
    """Title and first words without furniture: what the report is about."""
    body, at = [], 0
    for f in report.furniture:
        body.append(report.text[at : f.span.start])
        at = max(at, f.span.end)
    text = "".join([*body, report.text[at:]]).strip()
    title = report.title or ""
    return f"{title}. {text.removeprefix(title).strip()}"[:LEAD_CHARS]


def relate(record: Record, engines: Engines) -> None:
    """Puts reports that are in no story into one, and brings entities and findings of the touched stories up to date.

    After a run that did not finish everything is related anew: it may have stopped between stories and findings.
    """
    placed = set() if _was_stopped(record) else {r for story in record.stories() for r in story.reports}
    vectors = {r: values for r, _, values in record.vectors(engines.embedder.version)}
    pending = [r for r in vectors if r not in placed]
    if not pending:
        return
    index = ProfileIndex(vectors, _names_of(record))
    alike = index.neighbourhood(pending)
    stories = [_story(record, group, alike) for group in group_stories(alike)]
    record.replace_stories(stories)
    touched = {story.id for story in stories} | _link(record)
    for story in list(record.stories()):
        if story.id in touched:
            record.replace_findings(story.id, findings_of(record, story.id))


def _was_stopped(record: Record) -> bool:
    """Whether the run before this one did not come to its end."""
    earlier = list(record.runs())[:-1]
    return bool(earlier) and earlier[-1].finished is None


def _link(record: Record) -> set[str | None]:
    """Links all entities; the stories in which one now stands for another than before, whose findings may change."""
    before = {(link.report_key, link.local): link.entity for link in record.entity_links()}
    local = list(_local_entities(record))
    links, entities = link_entities(local)
    record.replace_entity_links(links, entities)
    moved = {link.report_key for link in links if before.get((link.report_key, link.local)) != link.entity}
    return {x.story for x in local if x.report_key in moved}


def _names_of(record: Record) -> Callable[[str], Mapping[str, float]]:
    @cache
    def names(report_id: str) -> Mapping[str, float]:
        report = record.report(report_id)
        return name_profile(report.title, report.text) if report else {}

    return names


def _story(record: Record, group: Sequence[str], alike: Mapping[str, Mapping[str, float]]) -> Story:
    reports = [r for r in (record.report(g) for g in group) if r is not None]
    days = {r.id: r.published.value if r.published else None for r in reports}
    ordered = sorted(reports, key=lambda r: (days[r.id] is None, days[r.id] or "", r.id))
    middle = max(ordered, key=lambda r: (sum(alike[r.id].get(g, 0.0) for g in group), r.id))
    known = sorted(d[:10] for d in days.values() if d)
    pairs = [alike[a].get(b, 0.0) for a in group for b in group if a < b]
    reasons = (f"mean similarity of its pairs {sum(pairs) / len(pairs):.2f}",) if pairs else ("no other report is like it",)
    return Story(
        id=story_id([(days[r.id], r.id) for r in reports]),
        title=middle.title,
        reports=tuple(r.id for r in ordered),
        first=known[0] if known else None,
        last=known[-1] if known else None,
        reasons=reasons,
    )


def _local_entities(record: Record) -> Iterator[LocalEntity]:
    for story in record.stories():
        for report_id in story.reports:
            report, analysis = record.report(report_id), record.analysis(report_id)
            if report is not None and analysis is not None:
                key = report_key(report_id, report.text_sha256)
                yield from (LocalEntity(report_key=key, story=story.id, entity=e) for e in analysis.entities)
