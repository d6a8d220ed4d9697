"""A report as it was read, with everything that was found in it marked in place."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import MissingError
from onrecord.export import report_line
from onrecord.export.wire import Wire, entry, wire
from onrecord.model import Analysis, Report, Span
from onrecord.store import Record, ReportFacts, StatementFilter, StatementRow
from onrecord.views.marked import Mark, Stretch, paragraphs, statement_marks, stretches
from onrecord.views.sheet import At, Sheet, sheet_of

_AROUND = 700  # characters of text before and after a statement in the panel beside a page


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """``lines``: the text line by line; joined, it is the text (of the window) character for character. ``chosen``: the statement that
    was asked for. ``versions``: the reports of the same address, oldest first. ``whole`` False: only a window around the statement."""

    at: At
    report: Report
    facts: ReportFacts
    analysis: Analysis | None
    rows: tuple[StatementRow, ...]
    chosen: StatementRow | None
    lines: tuple[tuple[Stretch, ...], ...]
    versions: tuple[str, ...]
    whole: bool

    @property
    def hidden(self) -> bool:
        """Whether some of the text was on the page where no reader saw it."""
        return any(f.kind == "hidden" for f in self.report.furniture)

    def row(self, statement: str | None) -> StatementRow | None:
        return next((row for row in self.rows if row.statement.id == statement), None)

    @property
    def beside(self) -> tuple[StatementRow | None, StatementRow | None]:
        """The statements before and after the chosen one."""
        ids = [row.statement.id for row in self.rows]
        if self.chosen is None or self.chosen.statement.id not in ids:
            return (None, self.rows[0] if self.rows and self.chosen is None else None)
        place = ids.index(self.chosen.statement.id)
        return (self.rows[place - 1] if place else None, self.rows[place + 1] if place + 1 < len(ids) else None)

    def wire(self) -> Wire:
        analysis = self.analysis or Analysis(report_id=self.report.id, text_sha256=self.report.text_sha256, engine="")
        return {
            "report": report_line(self.report, analysis),
            **entry(self.facts, "recorded_at story engine"),
            **entry(self, "versions rows"),
        }

    def sheet(self) -> Sheet:
        columns = ("id", "manner", "speaker.name", "source_text", "cue_text", "content_text", "said.value", "score", "version")
        return sheet_of(columns, map(wire, self.rows))


def source_view(record: Record, at: At, report_id: str, *, statement: str | None = None, place: Span | None = None) -> SourceView:
    """The whole report. ``place``: something to mark besides the statements, under the key ``at``.

    Raises MissingError when the record does not hold the report.
    """
    return _view(record, at, (report_id, statement), place=place, whole=True)


def panel_view(record: Record, at: At, row: StatementRow) -> SourceView:
    """The lines around one statement of a report."""
    return _view(record, at, (row.report, row.statement.id), place=None, whole=False)


def _view(record: Record, at: At, wanted: tuple[str, str | None], *, place: Span | None, whole: bool) -> SourceView:
    report_id, statement = wanted
    report, facts = record.report(report_id), record.report_facts(report_id)
    if report is None or facts is None:
        raise MissingError(f"The record has no report {report_id!r}.")
    rows = tuple(record.statements(StatementFilter(report=report_id)))
    chosen = next((row for row in rows if row.statement.id == statement), None)
    window = None if whole or chosen is None else _around(report.text, chosen)
    marks = [*statement_marks([row.statement for row in rows]), *([Mark(span=place, part="place", key="at")] if place else [])]
    found = stretches(report.text, marks, report.furniture, window)
    chains = record.version_chains(report_id)
    return SourceView(
        at=at,
        report=report,
        facts=facts,
        analysis=record.analysis(report_id) if whole else None,
        rows=rows,
        chosen=chosen,
        lines=tuple(paragraphs(found)),
        versions=chains[0] if chains else (report_id,),
        whole=window is None,
    )


def _around(text: str, row: StatementRow) -> Span | None:
    """Whole lines around the statement; None when that is the whole text."""
    spans = (*row.statement.content, *row.statement.source, *row.statement.cue)
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    start = text.rfind("\n", 0, max(first - _AROUND, 0)) + 1
    end = text.find("\n", min(last + _AROUND, len(text)))
    end = len(text) if end < 0 else end
    return Span(start, end) if (start, end) != (0, len(text)) else None
