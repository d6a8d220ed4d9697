"""``onrecord origins``: how many independent sources stand behind a story's reports."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click

from onrecord.cli.options import STYLES, clock_options, example, format_option, limit_option, outlets_option, record_option
from onrecord.cli.output import Listing, write_listing
from onrecord.cli.storied import chosen_stories, origin_name
from onrecord.compare import Origin
from onrecord.export import origin_line
from onrecord.export.tables import Cell
from onrecord.pipeline import open_record_at
from onrecord.provenance import provenance_of
from onrecord.store import Record

_HELP = example(
    """\
  onrecord origins
  onrecord origins story-1f0c… --outlets outlets.csv --format csv > origins.csv""",
    """List where a story's reports come from.

Nine outlets that print one agency's text are one origin. So are the papers of one house; what nobody can be named for is unknown, and
corroborates nothing. STORY is an id, or its beginning, or the id of a report in it.""",
)

Entry = tuple[str, Origin]  # story, origin


@click.command("origins", help=_HELP, short_help="List where a story's reports come from.")
@click.argument("story", required=False)
@outlets_option
@record_option
@clock_options
@limit_option
@format_option(*STYLES)
def command(path: Path, style: str, story: str | None, limit: int | None, **wanted: Any) -> None:
    with open_record_at(path, wanted["known_at"]) as record:
        entries = islice(_origins(record, story, wanted), limit)
        columns = ("kind", "origin", "reports", "houses", "tiers", "why", "story", "id")
        empty = "The record holds no story. Add reports with: onrecord add FILE…"
        write_listing(Listing(entries=entries, columns=columns, cells=_cells, wire=_wire, empty=empty), style)


def _origins(record: Record, story: str | None, wanted: dict[str, Any]) -> Iterator[Entry]:
    clocks = {name: wanted[name] for name in ("as_of", "known_at")}
    for found in chosen_stories(record, story, clocks):
        origins = provenance_of(record, found.id, **wanted).origins
        yield from ((found.id, origin) for origin in origins.every)


def _wire(entry: Entry) -> dict[str, Any]:
    return origin_line(*entry)


def _cells(entry: Entry) -> tuple[Cell, ...]:
    story, origin = entry
    tiers = ", ".join(f"{tier} × {count}" for tier, count in origin.tiers)
    houses = ", ".join(sorted(origin.houses))
    return (origin.kind, origin_name(origin), len(origin.reports), houses, tiers or None, "; ".join(origin.reasons), story, origin.id)
