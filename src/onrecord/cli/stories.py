"""``onrecord stories``: list the stories of the record."""

from __future__ import annotations

from itertools import islice
from typing import Any

import click

from onrecord.cli.options import STYLES, clock_options, format_option, limit_option, record_option
from onrecord.cli.output import Listing, write_listing
from onrecord.cli.verbs import verb
from onrecord.export import wire
from onrecord.export.tables import Cell
from onrecord.model import Story, StoryChange
from onrecord.pipeline import open_record_at
from onrecord.store import Place


@verb(
    "stories",
    """\
  onrecord stories
  onrecord stories --as-of 2026-01-29 --format jsonl
  onrecord stories --history""",
    """Largest first. With --as-of each story is what it was then: reports published later, or without a date, are left out. With --history
what became of stories instead, oldest first: which were begun, grew, were joined or parted, and why.""",
)
@click.option("--history", is_flag=True, help="What became of stories, and why.")
@record_option
@clock_options
@limit_option
@format_option(*STYLES)
def command(path: Place, style: str, limit: int | None, history: bool, **clocks: str | None) -> None:
    with open_record_at(path, clocks["known_at"]) as record:
        if history:
            kept = islice(record.story_changes(), limit)
            listing = Listing(entries=kept, columns=_HISTORY, cells=_change_cells, line=_change, empty="No story has begun.")
            write_listing(listing, style)
            return
        stories = islice(record.stories(**clocks), limit)
        empty = "The record holds no story. Add reports with: onrecord add FILE…"
        columns = ("reports", "first", "last", "title", "id")
        write_listing(Listing(entries=stories, columns=columns, cells=_cells, empty=empty), style)


_HISTORY = ("at", "kind", "story", "other", "reports", "why")
Change = tuple[str | None, StoryChange]


def _change(entry: Change) -> dict[str, Any]:
    at, change = entry
    return {"at": at, **wire(change)}


def _change_cells(entry: Change) -> tuple[Cell, ...]:
    at, change = entry
    return (at and at[:19], change.kind, change.story, change.other, ", ".join(change.reports), "; ".join(change.reasons))


def _cells(story: Story) -> tuple[Cell, ...]:
    return (len(story.reports), story.first, story.last, story.title, story.id)
