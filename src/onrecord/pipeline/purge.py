"""Taking a report out for good, with what follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.pipeline import engines as models
from onrecord.pipeline.relate import compare, regroup_reports
from onrecord.store import Purged, Record, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgeSummary:
    """What went, and whether its bytes are out of the file: not while another process reads the record."""

    purged: Purged
    clean: bool


def purge_report(record: Record, report: str, by: Signature, *, text_only: bool = False) -> PurgeSummary:
    """Takes the report (its id) out of the record, makes anew the stories, names and findings that it was in, and writes the file
    without a trace of it. Raises MissingError and InputError as ``Record.purge`` does; then nothing is changed."""
    embedder = models.load_engines().embedder
    with record.transaction():
        purged = record.purge(report, by, text_only=text_only)
        regroup_reports(record, embedder, purged.regrouped)
        compare(record, purged.stories)
    return PurgeSummary(purged=purged, clean=record.scrub())
