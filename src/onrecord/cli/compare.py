"""``onrecord compare``: two reports side by side."""

from __future__ import annotations

from collections.abc import Iterable

import click

from onrecord.cli.options import format_option, record_option
from onrecord.cli.output import Footnotes
from onrecord.cli.rows import DIM, draw_differences, draw_row
from onrecord.cli.screen import Screen
from onrecord.cli.storied import term_words
from onrecord.cli.verbs import verb
from onrecord.desk import Comparison, OtherPosition, Shared, compare_reports
from onrecord.export import dump, wire
from onrecord.model import Position
from onrecord.safe import one_line
from onrecord.store import FigureRow, Place, StatementRow, open_record


@verb(
    "compare",
    """\
  onrecord compare post-0130 bell-0131
  onrecord compare post-0130 bell-0131 --format json | jq '.both[] | select(.differs != [])'""",
    """What both say, with the slots in which they differ; what only one says; figures of the same thing with other values; where a
side stands, when the two tell it differently. REPORT is the id of a report; onrecord account and onrecord statements show them.
Neither account is taken for the right one.""",
)
@click.argument("a", metavar="REPORT")
@click.argument("b", metavar="REPORT")
@record_option
@format_option("table", "json")
def command(path: Place, style: str, a: str, b: str) -> None:
    with open_record(path, read_only=True) as record:
        found = compare_reports(record, a, b)
    if style == "json":
        click.echo(dump(wire(found)))
        return
    screen, notes = Screen(), Footnotes()
    for report in (found.a, found.b):
        title = one_line(report.title) or "(no title)"
        screen.line((notes.mark(report.id), "bold"), f" {title}", (f" · {one_line(report.outlet) or 'unknown outlet'}", DIM))
    draw_comparison(screen, notes, found)
    screen.show()
    notes.show()


def draw_comparison(screen: Screen, notes: Footnotes, found: Comparison) -> None:
    """Everything in which the two differ, and what they share, each under its heading."""
    names = notes.mark(found.a.id), notes.mark(found.b.id)
    draw_pairs(screen, notes, "Both have", found.shared, names)
    for name, rows in zip(names, (found.only_a, found.only_b), strict=True):
        draw_rows(screen, notes, f"Only {name} has", rows)
    draw_figures(screen, notes, "Figures that differ", found, names)
    if found.positions:
        _heading(screen, "Positions told differently")
    for position in found.positions:
        _position(screen, position, names)


def draw_pairs(screen: Screen, notes: Footnotes, heading: str, pairs: Iterable[Shared], names: tuple[str, str]) -> None:
    """Statements of both sides; those in the same words once."""
    for number, pair in enumerate(pairs):
        if not number:
            _heading(screen, heading)
        if pair.verbatim:
            draw_row(screen, notes, pair.a, indent=2)
            continue
        draw_row(screen, notes, pair.a, indent=2)
        draw_row(screen, notes, pair.b, indent=2)
        draw_differences(screen, pair.drift, names)
        screen.line(("; ".join(pair.reasons), DIM), indent=4)


def draw_rows(screen: Screen, notes: Footnotes, heading: str, rows: Iterable[StatementRow | FigureRow]) -> None:
    """Statements of one side, under a heading when there are any."""
    for number, row in enumerate(rows):
        if not number:
            _heading(screen, heading)
        draw_row(screen, notes, row, indent=2)


def draw_figures(screen: Screen, notes: Footnotes, heading: str, found: Comparison, names: tuple[str, str]) -> None:
    """Figures of the same thing with other values."""
    for number, pair in enumerate(found.figures):
        if not number:
            _heading(screen, heading)
        figure = pair.a.figure
        counted = " · ".join(part for part in (figure.measure, figure.unit, figure.scope) if part)
        screen.line(f"{one_line(counted)}: {names[0]} {one_line(pair.a.words)} | {names[1]} {one_line(pair.b.words)}", indent=2)
        draw_row(screen, notes, pair.a)
        draw_row(screen, notes, pair.b)
        screen.line(("; ".join(pair.reasons), DIM), indent=4)


def _heading(screen: Screen, words: str) -> None:
    screen.gap()
    screen.line((words, "bold"))


def _position(screen: Screen, found: OtherPosition, names: tuple[str, str]) -> None:
    option = f": {one_line(found.a.option)}" if found.a.option else ""
    screen.line(f"{one_line(found.a.actor.name)} on {one_line(found.a.issue)}{option}", indent=2)
    for name, position in zip(names, (found.a, found.b), strict=True):
        screen.line(f"{name} {_stance(position)}", indent=4)


def _stance(position: Position) -> str:
    terms = one_line(term_words(position.terms))
    return f"{position.stance} ({terms})" if terms else position.stance
