"""``onrecord analyse``: print who said what in reports, without a record."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import click

from onrecord.cli.add import EXIT_PARTIAL, read_options, refused
from onrecord.cli.options import STYLES, format_option, min_score_option, reading_options
from onrecord.cli.output import Footnotes, Listing, places, say, who, write_listing
from onrecord.cli.verbs import verb
from onrecord.export import report_line, sure_statements
from onrecord.export.tables import Cell
from onrecord.model import Analysis, Refusal, Report, Statement
from onrecord.pipeline import analyse_inputs
from onrecord.safe import one_line
from onrecord.store.write import joined

Found = tuple[Report, Analysis]
Said = tuple[Report, Statement]


@verb(
    "analyse",
    """\
  onrecord analyse page.html
  onrecord analyse reports/ --format jsonl > analyses.jsonl
  cat story.txt | onrecord analyse - --published 2026-01-30""",
    """json and jsonl give one object a report with its text, statements, entities, times and problems (format onrecord/1); table and
csv give one row a statement.""",
)
@reading_options
@min_score_option
@format_option(*STYLES)
def command(inputs: tuple[str, ...], style: str, min_score: float | None, **facts: Any) -> None:
    stdin = sys.stdin.buffer if "-" in inputs else None
    refusals: list[Refusal] = []
    found = _kept(analyse_inputs(inputs, options=read_options(facts), stdin=stdin), refusals)
    if min_score is not None:
        found = ((report, _sure(analysis, min_score)) for report, analysis in found)
    if style in ("json", "jsonl"):
        write_listing(Listing(entries=found, line=lambda pair: report_line(*pair)), style)
    else:
        entries = ((report, statement) for report, analysis in _told(found) for statement in analysis.statements)
        empty = "Nobody is quoted." if min_score is None else "Nobody is quoted with such a score."
        notes = Footnotes()
        table = style == "table"
        columns = ("speaker", "manner", "content", "cue", "report", "place", *(() if table else ("source",)))
        cells = partial(_cells, notes.mark) if table else _csv_cells
        write_listing(Listing(entries=entries, columns=columns, cells=cells, empty=empty), style)
        notes.show()
    if refusals:
        click.get_current_context().exit(EXIT_PARTIAL)


def _kept(results: Iterator[Found | Refusal], refusals: list[Refusal]) -> Iterator[Found]:
    """The reports; refusals are said at once and kept."""
    for result in results:
        if isinstance(result, Refusal):
            refusals.append(result)
            say(refused(result))
        else:
            yield result


def _told(found: Iterator[Found]) -> Iterator[Found]:
    """The same; what was wrong with each is said at once, since rows of statements cannot say why there are none."""
    for report, analysis in found:
        for problem in (*report.problems, *analysis.problems):
            say(one_line(f"problem: {problem.where}: {problem.why}"))
        yield report, analysis


def _sure(analysis: Analysis, min_score: float) -> Analysis:
    sure = sure_statements(analysis.statements, min_score)
    return replace(analysis, statements=tuple(s for s in analysis.statements if s.id in sure))


def _cells(mark: Callable[[str], str], entry: Said) -> tuple[Cell, ...]:
    report, statement = entry
    speaker = who(statement.speaker, joined(report.text, statement.source))
    content, cue = (joined(report.text, spans) for spans in (statement.content, statement.cue))
    return (speaker, statement.manner, content, cue, mark(report.id), places(statement.content))


def _csv_cells(entry: Said) -> tuple[Cell, ...]:
    report, statement = entry
    _, *cells = _cells(str, entry)
    return (statement.speaker.name if statement.speaker else None, *cells, joined(report.text, statement.source))
