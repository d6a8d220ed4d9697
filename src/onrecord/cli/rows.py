"""A statement or figure of the record in a line or two: who, words, day, outlet, place."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.cli.output import Footnotes, places
from onrecord.cli.screen import Screen
from onrecord.compare import Difference
from onrecord.export.days import day
from onrecord.export.words import outlet_of, quoted
from onrecord.safe import one_line
from onrecord.store import FigureRow, StatementRow

DIM = "dim"


def draw_row(screen: Screen, notes: Footnotes, row: StatementRow | FigureRow, *, indent: int = 4) -> None:
    """Its characters stand in quotation marks only where the report quotes them."""
    if isinstance(row, FigureRow):
        who, outlet = row.who, one_line(row.outlet) or "unknown outlet"
        words, spans = one_line(row.words), [row.figure.span]
    else:
        who, outlet, words, spans = row.speaker, outlet_of(row), quoted(row), list(row.statement.content)
    name = one_line(who.name) if who else "nobody named"
    place = f" · {day(row.published)} · {outlet} · {notes.mark(row.report)} {places(spans)}"
    screen.line(f"{name}: {words}", (place, DIM), indent=indent)


def draw_differences(screen: Screen, found: Iterable[Difference], names: tuple[str, str], *, indent: int = 4) -> None:
    """Slot by slot the words of either side; they are shown as they are compared, so without quotation marks."""
    for d in found:
        slot = f"{d.slot}: " if d.slot else ""
        screen.line(f"{slot}{names[0]} {one_line(d.a) or 'nothing'} | {names[1]} {one_line(d.b) or 'nothing'}", indent=indent)
