"""``onrecord problems``: list what could not be read or decided."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

import click

from onrecord.cli.options import STYLES, format_option, limit_option, record_option
from onrecord.cli.output import Listing, say, write_listing
from onrecord.cli.screen import Screen
from onrecord.cli.verbs import verb
from onrecord.export import entry
from onrecord.export.tables import Cell
from onrecord.store import Place, RecordProblem, open_record


@verb(
    "problems",
    """\
  onrecord problems
  onrecord problems --run run-1f0c… --format csv""",
    """First problems of stored reports, then inputs that gave no report, each with where and why.""",
)
@record_option
@click.option("--run", metavar="ID", help="Only of what this run stored or refused.")
@limit_option
@format_option(*STYLES)
def command(path: Place, style: str, run: str | None, limit: int | None) -> None:
    with open_record(path, read_only=True) as record:
        found = islice(record.problems(run), limit)
        if style == "table":
            _draw(found)
            return
        columns = ("report", "where", "why", "run")
        write_listing(Listing(entries=found, columns=columns, cells=_cells, line=_object), style)


def _draw(problems: Iterable[RecordProblem]) -> None:
    """Under each report its problems; ids and places are too long for columns."""
    screen, named = Screen(), ""
    for problem in problems:
        name = problem.report or "inputs that gave no report"
        if name != named:
            screen.line((name, "bold"))
            named = name
        where = "" if problem.where == problem.report else f"{problem.where}: "
        screen.line((where, "dim"), problem.why, indent=2)
    if not named:
        say("The record has no problems.")
    screen.show()


def _cells(problem: RecordProblem) -> tuple[Cell, ...]:
    return (problem.report, problem.where, problem.why, problem.run)


def _object(problem: RecordProblem) -> dict[str, Any]:
    return entry(problem, "report where why run")
