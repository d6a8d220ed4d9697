"""``onrecord events``: what happened, and who tells it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click

from onrecord.cli.options import STYLES, clock_options, example, format_option, limit_option, record_option
from onrecord.cli.output import Listing, write_listing
from onrecord.cli.storied import Clocks, chosen_story
from onrecord.export import event_line
from onrecord.export.tables import Cell
from onrecord.model import EntityRef
from onrecord.pipeline import open_record_at
from onrecord.store import EventRow, Record

_COLUMNS = ("type", "actor", "target", "place", "when", "according to", "figures", "report")
_HELP = example(
    """\
  onrecord events
  onrecord events story-1f0c… --as-of 2026-01-29 --format csv > events.csv""",
    """List what happened, and who tells it.

Report by report in order of publication: each has its own account of an event.
STORY is an id, or its beginning, or the id of a report in it.""",
)


@click.command("events", help=_HELP, short_help="List what happened, and who tells it.")
@click.argument("story", required=False)
@record_option
@clock_options
@limit_option
@format_option(*STYLES)
def command(path: Path, style: str, story: str | None, **wanted: Any) -> None:
    limit = wanted.pop("limit")
    with open_record_at(path, wanted["known_at"]) as record:
        entries = islice(_events(record, story, wanted), limit)
        empty = "No report tells of an event here, as far as onrecord can tell."
        write_listing(Listing(entries=entries, columns=_COLUMNS, cells=_cells, wire=event_line, empty=empty), style)


def _events(record: Record, story: str | None, clocks: Clocks) -> Iterator[EventRow]:
    chosen = None if story is None else chosen_story(record, story, clocks).id
    return record.events(story=chosen, **clocks)


def _cells(row: EventRow) -> tuple[Cell, ...]:
    event = row.event
    who = (_name(ref) for ref in (event.actor, event.target, event.place))
    when = event.when.value if event.when else None
    return (event.type, *who, when, _name(event.according_to), ", ".join(row.figures) or None, row.report)


def _name(ref: EntityRef | None) -> str | None:
    return ref.name if ref else None
