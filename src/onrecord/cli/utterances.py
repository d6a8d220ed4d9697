"""``onrecord utterances``: acts of saying that several statements render."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from onrecord.cli.options import STYLES, clock_options, example, format_option, limit_option, record_option
from onrecord.cli.output import Listing, write_listing
from onrecord.cli.storied import Clocks, chosen_stories
from onrecord.compare import Utterance
from onrecord.export import utterance_line
from onrecord.export.tables import Cell
from onrecord.store import Record, open_record
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
    with open_record(path, read_only=True) as record:
        entries = islice(_utterances(record, story, clocks), limit)
        columns = ("speaker", "renderings", "words", "drift")
        empty = "No two statements render one act of saying."
        write_listing(Listing(entries=entries, columns=columns, cells=_cells, wire=utterance_line, empty=empty), style)


def _utterances(record: Record, story: str | None, clocks: Clocks) -> Iterator[Utterance]:
    for found in chosen_stories(record, story, clocks):
        yield from utterances_of(record, found.id, **clocks)


def _cells(utterance: Utterance) -> tuple[Cell, ...]:
    line = utterance_line(utterance)
    speaker = line["speaker"]["name"] if line["speaker"] else None
    words = " / ".join(dict.fromkeys(r.said.content for r in utterance.renderings))
    drift = "; ".join(dict.fromkeys(f"{d['slot']}: {d['why']}" for d in line["drift"]))
    return (speaker, len(utterance.renderings), words, drift)
