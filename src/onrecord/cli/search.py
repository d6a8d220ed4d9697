"""``onrecord search``: find reports and statements by their words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from onrecord.cli.options import STYLES, example, format_option, record_option
from onrecord.cli.output import Listing, say, write_listing
from onrecord.export.tables import Cell
from onrecord.store import Hit, open_record

_HELP = example(
    """\
  onrecord search ferry lights
  onrecord search '"Sella Narrows" coll*'""",
    """Find reports and statements by their words.

Every word must be there, in any case and with or without accents. "Several words" in quotation marks stand together; a star
ends the beginning of a word. Reports come first, then statements, each best first and at most --limit.""",
)


@click.command("search", help=_HELP, short_help="Find reports and statements by their words.")
@click.argument("words", nargs=-1, required=True)
@record_option
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N", help="At most N of each kind.")
@format_option(*STYLES)
def command(words: tuple[str, ...], path: Path, style: str, limit: int) -> None:
    with open_record(path, read_only=True) as record:
        result = record.search(" ".join(words), limit=limit)
    if not result.terms:
        say("There is no word to search for: give at least one letter or digit.")
    if not result.complete:
        say("The search was stopped after a second; there may be more. Search for rarer words.")
    columns = ("kind", "published", "outlet", "found", "why", "report")
    write_listing(Listing(entries=result.hits, columns=columns, cells=_cells, wire=_object, empty="Nothing found."), style)


def _cells(hit: Hit) -> tuple[Cell, ...]:
    return (hit.kind, hit.published, hit.outlet, hit.snippet, hit.why, hit.report)


def _object(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind,
        "id": hit.id,
        "report": hit.report,
        "outlet": hit.outlet,
        "published": hit.published,
        "title": hit.title,
        "snippet": hit.snippet,
        "marks": [[mark.start, mark.end] for mark in hit.marks],
        "why": hit.why,
    }
