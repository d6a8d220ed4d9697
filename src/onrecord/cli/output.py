"""A listing in the form that was asked for: table, json, jsonl, csv."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

import click

from onrecord.cli.screen import Screen
from onrecord.export import csv_text, dump, wire
from onrecord.export.tables import Cell
from onrecord.model import EntityRef, Span
from onrecord.safe import cut, printable

T = TypeVar("T")

CELL_CHARS = 300
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+Z-]+")  # a table shows the day of it
_DAY = len("2026-01-30")
_ROWS_AT_ONCE = 1000  # a table of more is drawn in several pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[T]):
    """Entries with their shapes: cells under ``columns``, and by ``line`` a wire object. ``empty``: what to say when there are none.
    draw: the entry for people, where it is too long for a line of a table; heading: what several of them, one after the other, stand
    under.
    """

    entries: Iterable[T]
    columns: Sequence[str] = ()
    cells: Callable[[T], Sequence[Cell]] = lambda _: ()
    line: Callable[[T], Any] = wire
    empty: str = ""
    draw: Callable[[Screen, T], None] | None = None
    heading: Callable[[T], str] | None = None


def write_listing(listing: Listing[T], style: str) -> int:
    """How many entries were written to standard output."""
    return {"table": _table, "json": _json, "jsonl": _jsonl, "csv": _csv}[style](listing)


def who(speaker: EntityRef | None, source: str) -> str | None:
    """The speaker's name; the source's words in quotation marks where nobody is named; None without either."""
    if speaker is not None:
        return speaker.name
    return f"“{source}”" if source else None


class Footnotes:
    """Numbers for the reports that a table names, since an id may be a long address; printed below the table."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, report: str) -> str:
        """``#1`` for the first report, and so on."""
        return f"#{self._numbers.setdefault(report, len(self._numbers) + 1)}"

    def show(self) -> None:
        screen = Screen()
        if self._numbers:
            screen.gap()
        for report in self._numbers:
            screen.line((self.mark(report), "dim"), f" {report}")
        screen.show()


def say(message: str) -> None:
    """A message for the person, on standard error."""
    click.echo(printable(message), err=True)


def plural(number: int, one: str, many: str = "") -> str:
    """The number and its noun: ``1 report``, ``2 reports``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def places(spans: Iterable[Span]) -> str:
    """Where the spans are, as ``[0:12] [20:31]``."""
    return " ".join(f"[{span.start}:{span.end}]" for span in spans)


def _table(listing: Listing[T]) -> int:
    if listing.draw is not None:
        return _drawn(listing, listing.draw)
    screen, count = Screen(), 0
    rows = ([_shown(cell) for cell in listing.cells(entry)] for entry in listing.entries)
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        screen.table(listing.columns, some)
        screen.show()
        count += len(some)
    if not count:
        say(listing.empty)
    return count


def _drawn(listing: Listing[T], draw: Callable[[Screen, T], None]) -> int:
    screen, heading, count = Screen(), None, 0
    for count, entry in enumerate(listing.entries, 1):
        over = listing.heading(entry) if listing.heading else None
        if count > 1 and (over is None or over != heading):
            screen.gap()
        if over is not None and over != heading:
            screen.line((over, "bold"))
        draw(screen, entry)
        screen.show()
        heading = over
    if not count:
        say(listing.empty)
    return count


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    text = str(cell)
    return text[:_DAY] if _MOMENT.fullmatch(text) else cut(text, CELL_CHARS)


def _json(listing: Listing[T]) -> int:
    count = 0
    for entry in listing.entries:
        sys.stdout.write((",\n" if count else "[\n") + dump(listing.line(entry)))
        count += 1
    sys.stdout.write("\n]\n" if count else "[]\n")
    return count


def _jsonl(listing: Listing[T]) -> int:
    count = 0
    for entry in listing.entries:
        sys.stdout.write(dump(listing.line(entry)) + "\n")
        count += 1
    return count


def _csv(listing: Listing[T]) -> int:
    sys.stdout.write(csv_text([listing.columns]))
    count = 0
    on_terminal = sys.stdout.isatty()
    for entry in listing.entries:
        row = csv_text([listing.cells(entry)])
        sys.stdout.write(printable(row) if on_terminal else row)
        count += 1
    return count
