"""Analysing stored reports again, with the present models."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.analyse import analyse_report
from onrecord.errors import InputError
from onrecord.link import profile_of
from onrecord.pipeline import engines as models
from onrecord.pipeline.engines import Engines
from onrecord.pipeline.relate import relate
from onrecord.progress import OnProgress, Progress, unseen
from onrecord.store import Analysed, Record, report_key

_COMMANDS = {False: "reanalyse", True: "reanalyse --all"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReanalyseSummary:
    """How many reports were analysed anew, how many of those asked for were left as they are, and how many judgements now wait
    for something that the record does not hold."""

    run: str
    renewed: int
    left: int
    waiting: int
    seconds: float


def reanalyse_reports(
    record: Record, reports: Sequence[str] = (), *, every: bool = False, on_progress: OnProgress = unseen
) -> ReanalyseSummary:
    """Analyses reports (ids; none: all) again where other models or rules did it before, with ``every`` also where the present did.

    What people judged is laid over the new analyses. Each report is durable before the next is begun; a run that was stopped goes
    on when it is called again, also one with ``every``. Raises InputError for an id that the record does not hold.
    """
    started = time.monotonic()
    engines = models.load_engines()
    record.be_patient()
    known = {found.report: found for found in record.analysed(engines.embedder.version)}
    if unknown := [report for report in reports if report not in known]:
        raise InputError(f"The record has no report {unknown[0]!r}. Reports are listed by: onrecord account")
    asked = [known[report] for report in dict.fromkeys(reports)] or list(known.values())
    since = _stopped_at(record, engines) if every else None
    run = record.start_run(_COMMANDS[every], engines.version)
    chosen = [found for found in asked if _is_due(found, engines, every=every, since=since)]
    for done, found in enumerate(chosen, 1):
        renew(record, found.report, engines)
        on_progress(Progress(done=done, total=len(chosen), what=found.report))
    placeless = [] if reports else [found for found in known.values() if not found.has_profile]
    for found in placeless:
        _place(record, found, engines)
    relate(record, engines, regrouped=bool(placeless), on_progress=on_progress)
    record.finish_run(run)
    waiting = sum(judgement.state == "waiting" for judgement in record.judgements())
    left = len(asked) - len(chosen)
    return ReanalyseSummary(run=run, renewed=len(chosen), left=left, waiting=waiting, seconds=time.monotonic() - started)


def _stopped_at(record: Record, engines: Engines) -> str | None:
    """When the last run began, if it was one like this that did not come to its end: what it has renewed is renewed."""
    last = next(reversed(list(record.runs())), None)
    like_this = last is not None and last.command == _COMMANDS[True] and last.engine == engines.version
    return last.started if last is not None and like_this and last.finished is None else None


def _is_due(found: Analysed, engines: Engines, *, every: bool, since: str | None) -> bool:
    if found.engine != engines.analysis:
        return True
    return every and (since is None or found.analysed_at < since)


def renew(record: Record, report_id: str, engines: Engines) -> None:
    """Analyses one stored report again. Nothing happens when the record does not hold it."""
    report = record.report(report_id)
    if report is not None:
        record.replace_analysis(report_key(report.id, report.text_sha256), analyse_report(report, tagger=engines.tagger))


def _place(record: Record, found: Analysed, engines: Engines) -> None:
    """The report gets its profile by the present embedder, which can only be compared with others by the same."""
    report = record.report(found.report)
    if report is not None:
        record.add_profile(profile_of(report, engines.embedder))
