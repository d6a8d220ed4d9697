"""``onrecord findings``: how statements stand to one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, get_args

import click

from onrecord.cli.options import STYLES, clock_options, example, format_option, limit_option, record_option
from onrecord.cli.output import Listing, write_listing
from onrecord.cli.storied import Clocks, chosen_stories
from onrecord.export import finding_line
from onrecord.export.tables import Cell
from onrecord.model import Finding, FindingType
from onrecord.pipeline import open_record_at
from onrecord.provenance import Provenance, provenance_of
from onrecord.store import Record
from onrecord.storyline import findings_at

_HELP = example(
    """\
  onrecord findings --type differs
  onrecord findings story-1f0c… --format jsonl""",
    """List how statements stand to one another.

Who repeats whom, where renderings of one act of saying differ and in what, who answers or denies.
Both sides are kept, with their words; nothing says who is right.
STORY is an id, or its beginning, or the id of a report in it.""",
)


@click.command("findings", help=_HELP, short_help="List how statements stand to one another.")
@click.argument("story", required=False)
@click.option("--type", "kind", type=click.Choice(get_args(FindingType)), help="Only of this type.")
@record_option
@clock_options
@limit_option
@format_option(*STYLES)
def command(path: Path, style: str, story: str | None, kind: str | None, **wanted: Any) -> None:
    limit = wanted.pop("limit")
    with open_record_at(path, wanted["known_at"]) as record:
        entries = islice(_findings(record, story, wanted, kind), limit)
        columns = ("type", "slot", "a", "b", "why", "origins", "id")
        empty = "The record holds no such finding."
        provenances = lru_cache(maxsize=1)(partial(provenance_of, record, **wanted))  # findings come story by story
        cells, wire = partial(_cells, record, provenances), partial(_wire, record, provenances)
        write_listing(Listing(entries=entries, columns=columns, cells=cells, wire=wire, empty=empty), style)


def _findings(record: Record, story: str | None, clocks: Clocks, kind: str | None) -> Iterator[Finding]:
    for found in chosen_stories(record, story, clocks):
        yield from (f for f in findings_at(record, found.id, **clocks) if kind in (None, f.type))


def _wire(record: Record, provenances: Callable[[str], Provenance], finding: Finding) -> dict[str, Any]:
    of = provenances(finding.story).of if finding.story else {}
    return finding_line(finding, record.entries([*finding.a, *finding.b], story=finding.story), of)


def _cells(record: Record, provenances: Callable[[str], Provenance], finding: Finding) -> tuple[Cell, ...]:
    line = _wire(record, provenances, finding)
    sides = line["sides"]

    def side(entries: list[dict[str, Any]]) -> str:
        said = ((e["speaker"]["name"] if e["speaker"] else "somebody", e["outlet"] or "an unnamed outlet", e["text"]) for e in entries)
        return "; ".join(f"{who} in {outlet}: {words}" for who, outlet, words in said)

    return (finding.type, finding.slot, side(sides["a"]), side(sides["b"]), finding.why, line["origins"], finding.id)
