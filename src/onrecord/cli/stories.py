"""``onrecord stories``: list the stories of the record."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import click

from onrecord.cli.options import STYLES, clock_options, example, format_option, limit_option, record_option
from onrecord.cli.output import Listing, write_listing
from onrecord.export import story_line
from onrecord.export.tables import Cell
from onrecord.model import Story
from onrecord.store import open_record

_HELP = example(
    """\
  onrecord stories
  onrecord stories --as-of 2026-01-29 --format jsonl""",
    """List the stories of the record.

Largest first. With --as-of each story is what it was then: reports published later, or without a date, are left out.""",
)


@click.command("stories", help=_HELP, short_help="List the stories of the record.")
@record_option
@clock_options
@limit_option
@format_option(*STYLES)
def command(path: Path, style: str, limit: int | None, **clocks: str | None) -> None:
    with open_record(path, read_only=True) as record:
        stories = islice(record.stories(**clocks), limit)
        empty = "The record holds no story. Add reports with: onrecord add FILE…"
        columns = ("reports", "first", "last", "title", "id")
        write_listing(Listing(entries=stories, columns=columns, cells=_cells, wire=story_line, empty=empty), style)


def _cells(story: Story) -> tuple[Cell, ...]:
    return (len(story.reports), story.first, story.last, story.title, story.id)
