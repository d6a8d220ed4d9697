"""Reading, analysing and storing inputs."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from onrecord.engines.protocols import Tagger
from onrecord.model import Analysis, Refusal, Report
from onrecord.pipeline import engines as models
from onrecord.pipeline.crew import open_hands
from onrecord.pipeline.engines import Engines
from onrecord.pipeline.hands import Copy, Examined, analysed, compared
from onrecord.pipeline.relate import Comparing, place_waiting, relate
from onrecord.progress import OnProgress, Progress, unseen
from onrecord.read import ReadOptions, ReportIds, count_inputs, cut_inputs, read_reports
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
            analysis = analysed(item, tagger or models.load_default_tagger())
            yield analysis if isinstance(analysis, Refusal) else (item, analysis)
        else:
            yield item


def add_inputs(  # noqa: PLR0913  # on_progress is for the command line alone
    record: Record,
    inputs: Sequence[str],
    *,
    options: ReadOptions = ReadOptions(),
    stdin: BinaryIO | None = None,
    workers: int = 1,
    on_progress: OnProgress = unseen,
) -> AddSummary:
    """Reads, analyses and stores the inputs, then brings the stories they touch up to date.

    Every report is durable before the next is stored, so a run that was stopped goes on when it is called again: what is
    stored counts as duplicate, and reports that no story holds yet are linked. ``workers``: how many processes read and analyse;
    with one, this process does it. The record is the same with any number. Raises InputError for a path that does not exist,
    StoreError when the record cannot be written.
    """
    files = count_inputs(inputs)
    ids = ReportIds(known=lambda report_id: record.ids_like(report_id).get(report_id))
    with open_hands(options, workers) as hands:
        pieces = cut_inputs(inputs, options=options, stdin=stdin)
        found = hands.examine(_settled(record, hands.read(pieces), ids))
        return add_examined(record, "add", found, files=files, on_progress=on_progress, comparing=hands.compare)


def _settled(record: Record, outcomes: Iterable[Report | Refusal], ids: ReportIds) -> Iterator[Report | Copy | Refusal]:
    """Each report under an id of its own; as a copy where its text is there already or must not come in: that need not be analysed."""
    for outcome in outcomes:
        if isinstance(outcome, Refusal):
            yield outcome
        else:
            report, is_new = ids.settle_new(outcome)
            yield report if is_new and record.barred(report) is None else Copy(report=report)


def add_examined(  # noqa: PLR0913  # as add_inputs, which alone has others to compare
    record: Record,
    command: str,
    found: Iterable[Examined | Copy | Refusal],
    *,
    files: int | None = None,
    on_progress: OnProgress = unseen,
    comparing: Comparing = compared,
) -> AddSummary:
    """Stores what was found in the order in which it comes, as a run of this command, and brings the stories it touches up to date.
    ``files``: how many inputs to expect at least."""
    started = time.monotonic()
    engines = models.load_engines()
    record.be_patient()
    run = record.start_run(command, engines.version)
    refusals: list[Refusal] = []
    for done, item in enumerate(found, 1):
        if isinstance(item, Refusal):
            record.note_input(run, Input(id=item.id, outcome=item.kind, where=item.where, why=item.why))
        kept_out = item if isinstance(item, Refusal) else _store(record, engines, run, item)
        refusals += [kept_out] if kept_out else []
        if on_progress is not None:
            what = item.id if isinstance(item, Refusal) else item.report.id
            on_progress(Progress(done=done, total=files if files and files >= done else None, what=what))
    relate(record, engines, comparing=comparing, on_progress=on_progress)
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


def _store(record: Record, engines: Engines, run: str, item: Examined | Copy) -> Refusal | None:
    """The refusal of a report that people took out of the record, or that is a copy of one that was lost."""
    report = item.report
    if (barred := record.barred(report)) is not None:
        name = barred.by if barred.gone else report.id  # of what was purged not even the name comes back
        record.note_input(run, Input(id=name, outcome="refused", where=name, why=barred.why))
        return Refusal(id=report.id, kind="refused", where=report.id, why=barred.why)
    if record.known_text(report.id, report.text_sha256):
        why = "the record has this text under this id"
        key = report_key(report.id, report.text_sha256)
        record.note_input(run, Input(id=report.id, outcome="duplicate", where=report.id, why=why, report_key=key))
        return None
    if isinstance(item, Copy):
        why = "it has the text of another input of this run, which failed."
        record.note_input(run, Input(id=report.id, outcome="failed", where=report.id, why=why))
        return Refusal(id=report.id, kind="failed", where=report.id, why=why)
    record.add_report(run, report, item.analysis, item.profile)
    place_waiting(record, engines)
    return None
