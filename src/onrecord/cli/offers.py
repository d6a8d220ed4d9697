"""``onrecord offers``: what is on the table, and every move on it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from onrecord.cli.options import STYLES, clock_options, example, format_option, limit_option, record_option
from onrecord.cli.output import Listing, write_listing
from onrecord.cli.storied import Clocks, chosen_stories, term_words
from onrecord.export import offer_line
from onrecord.export.tables import Cell
from onrecord.model import Offer, OfferMove
from onrecord.pipeline import open_record_at
from onrecord.store import Record
from onrecord.storyline import standing_of

_HELP = example(
    """\
  onrecord offers
  onrecord offers story-1f0c… --format jsonl | jq '.moves[].act'""",
    """List what is on the table, and every move on it.

Issue by issue, with the terms. A move that another reports ("she said that he had agreed") names who says so.
STORY is an id, or its beginning, or the id of a report in it.""",
)


@click.command("offers", help=_HELP, short_help="List what is on the table, and every move on it.")
@click.argument("story", required=False)
@record_option
@clock_options
@limit_option
@format_option(*STYLES)
def command(path: Path, style: str, story: str | None, limit: int | None, **clocks: str | None) -> None:
    with open_record_at(path, clocks["known_at"]) as record:
        entries = islice(_offers(record, story, clocks), limit)
        columns = ("issue", "option", "terms", "moves")
        empty = "Nothing is offered or asked for here, as far as onrecord can tell."
        write_listing(Listing(entries=entries, columns=columns, cells=_cells, wire=offer_line, empty=empty), style)


def _offers(record: Record, story: str | None, clocks: Clocks) -> Iterator[Offer]:
    for found in chosen_stories(record, story, clocks):
        yield from standing_of(record, found.id, **clocks).offers


def _cells(offer: Offer) -> tuple[Cell, ...]:
    return (offer.issue, offer.option, term_words(offer.terms), "; ".join(dict.fromkeys(map(_move, offer.moves))))


def _move(move: OfferMove) -> str:
    actor = move.actor.name if move.actor else "somebody"
    other = move.told_by is not None and move.actor is not None and move.told_by.entity != move.actor.entity
    return f"{actor}: {move.act}" + (f" (says {move.told_by.name})" if other and move.told_by else "")
