"""``onrecord utterances``: acts of saying that several statements render."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import click

from onrecord.cli.options import STYLES, clock_options, example, format_option, limit_option, record_option
from onrecord.cli.output import Listing, write_listing
from onrecord.cli.storied import Clocks, chosen_stories
from onrecord.compare import Origin, Utterance
from onrecord.export import utterance_line
from onrecord.export.tables import Cell
from onrecord.pipeline import open_record_at
from onrecord.provenance import provenance_of
from onrecord.store import Record
from onrecord.storyline import utterances_of

_HELP = example(
    """\
  onrecord utterances
  onrecord utterances story-1f0c… --format jsonl | jq 'select(.drift != [])'""",
    """List what several reports render of one act of saying.

The renderings side by side, and the slots in which they differ.
STORY is an id, or its beginning, or the id of a report in it.""",
)


@click.command("utterances", help=_HELP, short_help="List what several reports render of one act of saying.")
@click.argument("story", required=False)
@record_option
@clock_options
@limit_option
@format_option(*STYLES)
def command(path: Path, style: str, story: str | None, limit: int | None, **clocks: str | None) -> None:
    with open_record_at(path, clocks["known_at"]) as record:
        entries = islice(_utterances(record, story, clocks), limit)
        columns = ("speaker", "renderings", "words", "drift", "origins")
        empty = "No two statements render one act of saying."
        write_listing(Listing(entries=entries, columns=columns, cells=_cells, wire=_wire, empty=empty), style)


Entry = tuple[Utterance, Mapping[str, Origin]]  # with where each rendering comes from


def _utterances(record: Record, story: str | None, clocks: Clocks) -> Iterator[Entry]:
    for found in chosen_stories(record, story, clocks):
        of = provenance_of(record, found.id, **clocks).of
        yield from ((utterance, of) for utterance in utterances_of(record, found.id, **clocks))


def _wire(entry: Entry) -> dict[str, Any]:
    return utterance_line(*entry)


def _cells(entry: Entry) -> tuple[Cell, ...]:
    utterance, line = entry[0], _wire(entry)
    speaker = line["speaker"]["name"] if line["speaker"] else None
    words = " / ".join(dict.fromkeys(r.said.content for r in utterance.renderings))
    drift = "; ".join(dict.fromkeys(f"{d['slot']}: {d['why']}" for d in line["drift"]))
    return (speaker, len(utterance.renderings), words, drift, line["origins"])
