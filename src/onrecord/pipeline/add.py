"""Reading, analysing and storing inputs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from onrecord.analyse import analyse_report
from onrecord.engines.protocols import Tagger
from onrecord.link import profile_of
from onrecord.model import Analysis, Refusal, Report
from onrecord.pipeline import engines as models
from onrecord.pipeline.engines import Engines, Progress
from onrecord.pipeline.relate import relate
from onrecord.read import ReadOptions, ReportIds, count_inputs, read_reports
from onrecord.store import Input, Record, report_key


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


def analyse_inputs(
    inputs: Sequence[str], *, options: ReadOptions = ReadOptions(), stdin: BinaryIO | None = None, tagger: Tagger | None = None
) -> Iterator[tuple[Report, Analysis] | Refusal]:
    """Each report with what it says, each input that gave none with the reason; in the order of the inputs, nothing stored.

    Raises InputError for a path that does not exist.
    """
    for item in read_reports(inputs, options=options, stdin=stdin):
        if not isinstance(item, Refusal):
            analysis = _analysed(item, tagger or models.load_default_tagger())
            yield analysis if isinstance(analysis, Refusal) else (item, analysis)
        else:
            yield item


def _analysed(report: Report, tagger: Tagger) -> Analysis | Refusal:
    """A report on which the rules trip, which is a defect of theirs, costs that report and not those after it."""
    try:
        return analyse_report(report, tagger=tagger)
    except Exception as error:
        why = f"onrecord failed on this text ({type(error).__name__}: {ascii(str(error))[:80]}). That is a defect: please report it."
        return Refusal(id=report.id, kind="failed", where=report.id, why=why)


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
    engines = models.load_engines()
    files = count_inputs(inputs)
    run = record.start_run("add", engines.version)
    refusals: list[Refusal] = []
    ids = ReportIds(known=lambda report_id: record.ids_like(report_id).get(report_id))
    for done, item in enumerate(read_reports(inputs, options=options, stdin=stdin), 1):
        if isinstance(item, Refusal):
            refusals.append(item)
            record.note_input(run, Input(id=item.id, outcome=item.kind, where=item.where, why=item.why))
        else:
            refused = _add_report(record, run, ids.settle(item), engines)
            refusals += [refused] if refused else []
        if on_progress is not None:
            on_progress(Progress(done=done, total=files if files and files >= done else None, what=item.id))
    relate(record, engines)
    record.finish_run(run)
    counts = record.counts(run)
    stories, findings = record.sizes()
    return AddSummary(
        run=run,
        **{k: counts[k] for k in ("stored", "duplicate", "refused", "failed")},
        refusals=tuple(refusals),
        stories=stories,
        findings=findings,
        seconds=time.monotonic() - started,
    )


def _add_report(record: Record, run: str, report: Report, engines: Engines) -> Refusal | None:
    """The refusal of a report that people took out of the record, or that could not be analysed."""
    if (barred := record.barred(report)) is not None:
        name = barred.by if barred.gone else report.id  # of what was purged not even the name comes back
        record.note_input(run, Input(id=name, outcome="refused", where=name, why=barred.why))
        return Refusal(id=report.id, kind="refused", where=report.id, why=barred.why)
    if record.known_text(report.id, report.text_sha256):
        why = "the record has this text under this id"
        key = report_key(report.id, report.text_sha256)
        record.note_input(run, Input(id=report.id, outcome="duplicate", where=report.id, why=why, report_key=key))
        return None
    analysis = _analysed(report, engines.tagger)
    if isinstance(analysis, Refusal):
        record.note_input(run, Input(id=report.id, outcome=analysis.kind, where=analysis.where, why=analysis.why))
        return analysis
    record.add_report(run, report, analysis, profile_of(report, engines.embedder))
    return None
