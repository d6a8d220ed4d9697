"""``onrecord search``: find reports and statements by their words."""

from __future__ import annotations

from collections.abc import Iterator

import click

from onrecord.cli.options import STYLES, format_option, record_option
from onrecord.cli.output import Listing, say, write_listing
from onrecord.cli.screen import Screen
from onrecord.cli.verbs import verb
from onrecord.export.tables import Cell
from onrecord.store import Hit, Place, open_record


@verb(
    "search",
    """\
  onrecord search ferry lights
  onrecord search '"Sella Narrows" coll*'""",
    """Every word must be there, in any case and with or without accents. "Several words" in quotation marks stand together; a star
ends the beginning of a word. Reports come first, then statements, each best first and at most --limit.""",
)
@click.argument("words", nargs=-1, required=True)
@record_option
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N", help="At most N of each kind.")
@format_option(*STYLES)
def command(words: tuple[str, ...], path: Place, style: str, limit: int) -> None:
    with open_record(path, read_only=True) as record:
        result = record.search(" ".join(words), limit=limit)
    if not result.terms:
        say("There is no word to search for: give at least one letter or digit.")
    if not result.complete:
        say("The search was stopped after a second; there may be more. Search for rarer words.")
    columns = ("kind", "published", "outlet", "title", "found", "why", "report", "id")
    write_listing(Listing(entries=result.hits, columns=columns, cells=_cells, draw=_draw, empty="Nothing found."), style)


def _draw(screen: Screen, hit: Hit) -> None:
    """In three lines: what it is, the words found in their place, and why it is here."""
    date = (hit.published or "undated").partition("T")[0]
    screen.line((f"{hit.kind} · {date} · {hit.outlet or 'unknown outlet'} · ", "dim"), hit.title or "(no title)")
    screen.line(*_marked(hit), indent=2)
    screen.line((f"{hit.why} · {hit.report if hit.kind == 'report' else f'{hit.report} {hit.id}'}", "dim"), indent=2)


def _marked(hit: Hit) -> Iterator[tuple[str, str]]:
    """The snippet, the words found in bold."""
    at = 0
    for mark in hit.marks:
        yield hit.snippet[at : mark.start], ""
        yield mark.of(hit.snippet), "bold"
        at = mark.end
    yield hit.snippet[at:], ""


def _cells(hit: Hit) -> tuple[Cell, ...]:
    return (hit.kind, hit.published, hit.outlet, hit.title, hit.snippet, hit.why, hit.report, hit.id)
