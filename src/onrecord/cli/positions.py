"""``onrecord positions``: where every side stands, issue by issue."""

from __future__ import annotations

from onrecord.cli.output import plural
from onrecord.cli.screen import Screen
from onrecord.cli.standing import draw_position
from onrecord.cli.storied import StoryVerb, story_verb, term_words, voice_words
from onrecord.export import positions_at
from onrecord.export.tables import Cell
from onrecord.model import Position


def _cells(position: Position) -> tuple[Cell, ...]:
    terms, voices = term_words(position.terms), voice_words(position)
    return (position.issue, position.actor.name, position.option, position.stance, terms, position.since, position.until, voices)


def _draw(screen: Screen, position: Position) -> None:
    draw_position(screen, position, plural(len(position.statements), "statement"), indent=2)


command = story_verb(
    StoryVerb(
        name="positions",
        examples="""\
  onrecord positions
  onrecord positions story-1f0c… --as-of 2026-01-29 --format jsonl""",
        text="""Side by issue by option. A stance comes from what the side's own voices say, or from what a report tells in its own words;
what others say of a side makes none.""",
        entries=positions_at,
        columns=("issue", "side", "option", "stance", "terms", "since", "until", "voices"),
        cells=_cells,
        draw=_draw,
        heading=lambda position: position.issue,
        empty="Nobody takes a position here, as far as onrecord can tell.",
    )
)
