"""``onrecord figures``: numbers, with what they count and who gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, get_args

import click

from onrecord.cli.options import STYLES, clock_options, example, format_option, limit_option, record_option
from onrecord.cli.output import Listing, write_listing
from onrecord.cli.storied import Clocks, chosen_stories, origin_name
from onrecord.compare import Given, Origin
from onrecord.export import given_line
from onrecord.export.tables import Cell
from onrecord.model import Measure
from onrecord.pipeline import open_record_at
from onrecord.provenance import provenance_of, value_origins
from onrecord.store import Record
from onrecord.storyline import series_of

_HELP = example(
    """\
  onrecord figures --measure killed
  onrecord figures story-1f0c… --as-of 2026-01-29 --format csv > figures.csv""",
    """List numbers, with what they count and who gives them.

Series by series in order of date. A number is never shown without its source.
STORY is an id, or its beginning, or the id of a report in it.""",
)


@click.command("figures", help=_HELP, short_help="List numbers, with what they count and who gives them.")
@click.argument("story", required=False)
@click.option("--measure", type=click.Choice(get_args(Measure)), help="Only of this measure.")
@record_option
@clock_options
@limit_option
@format_option(*STYLES)
def command(path: Path, style: str, story: str | None, measure: str | None, **wanted: Any) -> None:
    limit = wanted.pop("limit")
    with open_record_at(path, wanted["known_at"]) as record:
        entries = islice(_figures(record, story, wanted, measure), limit)
        columns = ("measure", "unit", "scope", "figure", "published", "outlet", "according to", "origin", "origins")
        empty = "No report gives a figure here, as far as onrecord can tell."
        write_listing(Listing(entries=entries, columns=columns, cells=_cells, wire=_wire, empty=empty), style)


Entry = tuple[Given, Mapping[str, Origin], int]  # a figure, where each comes from, how many origins its value has


def _figures(record: Record, story: str | None, clocks: Clocks, measure: str | None) -> Iterator[Entry]:
    for found in chosen_stories(record, story, clocks):
        of = provenance_of(record, found.id, **clocks).of
        for series in series_of(record, found.id, **clocks):
            if measure in (None, series.measure):
                counts = value_origins(series, of)
                yield from ((given, of, counts[given.figure.id]) for given in series.given)


def _wire(entry: Entry) -> dict[str, Any]:
    return given_line(*entry)


def _cells(entry: Entry) -> tuple[Cell, ...]:
    given, of, origins = entry
    figure = given.figure
    who = given.who.name if given.who else None
    return (
        figure.measure,
        figure.unit,
        figure.scope,
        given.words,
        given.day or None,
        given.outlet,
        who,
        origin_name(of[figure.id]),
        origins,
    )
