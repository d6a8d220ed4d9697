"""``onrecord findings``: how statements stand to one another."""

from __future__ import annotations

from typing import Any, get_args

import click

from onrecord.cli.output import plural
from onrecord.cli.screen import Screen
from onrecord.cli.storied import StoryVerb, story_verb
from onrecord.export import FoundHere, findings_in, wire
from onrecord.export.tables import Cell
from onrecord.model import FindingType


def _cells(entry: FoundHere) -> tuple[Cell, ...]:
    finding, line = entry.finding, wire(entry)
    a, b = (_side(line["sides"][side]) for side in "ab")
    return (finding.type, finding.slot, a, b, finding.why, line["origins"], finding.id)


def _draw(screen: Screen, entry: FoundHere) -> None:
    finding, line = entry.finding, wire(entry)
    about = f" · {finding.slot}" if finding.slot else ""
    screen.line((finding.type, "bold"), about, (f" · {plural(line['origins'], 'independent origin')} · {finding.id}", "dim"))
    for side in "ab":
        for words in told_apart(line["sides"][side]):
            screen.line((f"{side}  ", "dim"), words, indent=2)
    screen.line((finding.why, "dim"), indent=2)


def _side(entries: list[dict[str, Any]]) -> str:
    return "; ".join(told_apart(entries))


def told_apart(entries: list[dict[str, Any]]) -> list[str]:
    """Each once, and no part of a quotation beside the whole of it."""
    told = list(dict.fromkeys((_entry(entry), entry["text"], entry["report"]) for entry in entries))
    return [words for words, text, report in told if not any(text != whole and text in whole and report == of for _, whole, of in told)]


def _entry(entry: dict[str, Any]) -> str:
    who = entry["speaker"]["name"] if entry["speaker"] else "somebody"
    return f"{who} in {entry['outlet'] or 'an unnamed outlet'}: {entry['text']}"


command = story_verb(
    StoryVerb(
        name="findings",
        examples="""\
  onrecord findings --type differs
  onrecord findings story-1f0c… --format jsonl""",
        text="""Who repeats whom, where renderings of one act of saying differ and in what, who answers or denies.
Both sides are kept, with their words; nothing says who is right.""",
        entries=findings_in,
        columns=("type", "slot", "a", "b", "why", "origins", "id"),
        cells=_cells,
        draw=_draw,
        empty="The record holds no such finding.",
        option=click.option("--type", "only", type=click.Choice(get_args(FindingType)), help="Only of this type."),
        wanted=lambda entry: entry.finding.type,
    )
)
