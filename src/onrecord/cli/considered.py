"""``onrecord considered``: what was held side by side and is not comparable."""

from __future__ import annotations

from typing import Any

from onrecord.cli.screen import Screen
from onrecord.cli.storied import StoryVerb, story_verb
from onrecord.export import ConsideredHere, considered_in, wire
from onrecord.export.days import day_of
from onrecord.export.tables import Cell


def _cells(entry: ConsideredHere) -> tuple[Cell, ...]:
    line = wire(entry)
    a, b = (f"{line[side]['text']} ({_published(line[side])})" for side in "ab")
    return (line["measure"], a, b, line["because"], line["id"])


def _published(side: dict[str, Any]) -> str:
    return day_of(side["published"]["value"]) if side["published"] else "undated"


def _draw(screen: Screen, entry: ConsideredHere) -> None:
    measure, a, b, because, key = map(str, _cells(entry))
    screen.line((measure, "bold"), f" · {a} and {b}", (f" · {key}", "dim"))
    screen.line((f"not comparable: {because}", "dim"), indent=2)


command = story_verb(
    StoryVerb(
        name="considered",
        examples="""\
  onrecord considered
  onrecord considered story-1f0c… --format jsonl""",
        text="""\
Numbers of one measure that exclude one another, but count in another scope, at another place or of another time. They are no
disputes, and nobody need wonder whether they were overlooked.""",
        entries=considered_in,
        columns=("measure", "a", "b", "because", "id"),
        cells=_cells,
        draw=_draw,
        empty="Nothing here was held side by side and left.",
    )
)
