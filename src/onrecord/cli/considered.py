"""``onrecord considered``: what was held side by side and is not comparable."""

from __future__ import annotations

from onrecord.cli.storied import StoryVerb, story_verb
from onrecord.export import ConsideredHere, considered_in, considered_line
from onrecord.export.tables import Cell


def _cells(entry: ConsideredHere) -> tuple[Cell, ...]:
    line = considered_line(entry)
    a, b = (f"{line[side]['text']} ({line[side]['published']['value'] if line[side]['published'] else 'undated'})" for side in "ab")
    return (line["measure"], a, b, line["because"], line["id"])


command = story_verb(
    StoryVerb(
        name="considered",
        examples="""\
  onrecord considered
  onrecord considered story-1f0c… --format jsonl""",
        text="""List what was held side by side and is not comparable, and why.

Numbers of one measure that exclude one another, but count in another scope, at another place or of another time. They are no
disputes, and nobody need wonder whether they were overlooked.""",
        entries=considered_in,
        columns=("measure", "a", "b", "because", "id"),
        cells=_cells,
        wire=considered_line,
        empty="Nothing here was held side by side and left.",
    )
)
