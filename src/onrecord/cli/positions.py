"""``onrecord positions``: where every side stands, issue by issue."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from onrecord.cli.options import STYLES, clock_options, example, format_option, limit_option, record_option
from onrecord.cli.output import Listing, write_listing
from onrecord.cli.storied import Clocks, chosen_stories, term_words
from onrecord.export import position_line
from onrecord.export.tables import Cell
from onrecord.model import Position
from onrecord.pipeline import open_record_at
from onrecord.store import Record
from onrecord.storyline import standing_of

_HELP = example(
    """\
  onrecord positions
  onrecord positions story-1f0c… --as-of 2026-01-29 --format jsonl""",
    """List where every side stands, and since when.

Side by issue by option. A stance comes from what the side's own voices say, or from what a report tells in its own words;
what others say of a side makes none.
STORY is an id, or its beginning, or the id of a report in it.""",
)


@click.command("positions", help=_HELP, short_help="List where every side stands, and since when.")
@click.argument("story", required=False)
@record_option
@clock_options
@limit_option
@format_option(*STYLES)
def command(path: Path, style: str, story: str | None, limit: int | None, **clocks: str | None) -> None:
    with open_record_at(path, clocks["known_at"]) as record:
        entries = islice(_positions(record, story, clocks), limit)
        columns = ("issue", "side", "option", "stance", "terms", "since", "until", "voices")
        empty = "Nobody takes a position here, as far as onrecord can tell."
        write_listing(Listing(entries=entries, columns=columns, cells=_cells, wire=position_line, empty=empty), style)


def _positions(record: Record, story: str | None, clocks: Clocks) -> Iterator[Position]:
    for found in chosen_stories(record, story, clocks):
        yield from standing_of(record, found.id, **clocks).positions


def _cells(position: Position) -> tuple[Cell, ...]:
    voices = ", ".join(f"{v.ref.name} ({v.role})" if v.role else v.ref.name for v in position.voices)
    terms = term_words(position.terms)
    return (position.issue, position.actor.name, position.option, position.stance, terms, position.since, position.until, voices)
