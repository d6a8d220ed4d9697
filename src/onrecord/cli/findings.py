"""``onrecord findings``: how statements stand to one another."""

from __future__ import annotations

from typing import Any, get_args

import click

from onrecord.cli.storied import StoryVerb, story_verb
from onrecord.export import FoundHere, finding_line, findings_in
from onrecord.export.tables import Cell
from onrecord.model import FindingType


def _wire(entry: FoundHere) -> dict[str, Any]:
    return finding_line(entry.finding, entry.rows, entry.origin_of)


def _cells(entry: FoundHere) -> tuple[Cell, ...]:
    finding, line = entry.finding, _wire(entry)
    a, b = (_side(line["sides"][side]) for side in "ab")
    return (finding.type, finding.slot, a, b, finding.why, line["origins"], finding.id)


def _side(entries: list[dict[str, Any]]) -> str:
    said = ((e["speaker"]["name"] if e["speaker"] else "somebody", e["outlet"] or "an unnamed outlet", e["text"]) for e in entries)
    return "; ".join(f"{who} in {outlet}: {words}" for who, outlet, words in said)


command = story_verb(
    StoryVerb(
        name="findings",
        examples="""\
  onrecord findings --type differs
  onrecord findings story-1f0c… --format jsonl""",
        text="""List how statements stand to one another.

Who repeats whom, where renderings of one act of saying differ and in what, who answers or denies.
Both sides are kept, with their words; nothing says who is right.""",
        entries=findings_in,
        columns=("type", "slot", "a", "b", "why", "origins", "id"),
        cells=_cells,
        wire=_wire,
        empty="The record holds no such finding.",
        option=click.option("--type", "only", type=click.Choice(get_args(FindingType)), help="Only of this type."),
        wanted=lambda entry: entry.finding.type,
    )
)
