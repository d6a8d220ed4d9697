"""``onrecord origins``: how many independent sources stand behind a story's reports."""

from __future__ import annotations

from onrecord.cli.options import outlets_option
from onrecord.cli.output import plural
from onrecord.cli.screen import Screen
from onrecord.cli.storied import StoryVerb, story_verb
from onrecord.export import OriginHere, origins_in
from onrecord.export.tables import Cell
from onrecord.export.words import origin_name


def _cells(entry: OriginHere) -> tuple[Cell, ...]:
    origin = entry.origin
    tiers = ", ".join(f"{tier} × {count}" for tier, count in origin.tiers)
    houses = ", ".join(sorted(origin.houses))
    reasons = "; ".join(origin.reasons)
    return (origin.kind, origin_name(origin), len(origin.reports), houses, tiers or None, reasons, entry.story, origin.id)


def _draw(screen: Screen, entry: OriginHere) -> None:
    origin = entry.origin
    tiers = "".join(f" · {tier} × {count}" for tier, count in origin.tiers)
    screen.line((origin_name(origin), "bold"), f" · {origin.kind} · {plural(len(origin.reports), 'report')}", (tiers, "dim"))
    if origin.houses:
        screen.line(f"printed by {', '.join(sorted(origin.houses))}", indent=2)
    screen.line(("; ".join(origin.reasons), "dim"), indent=2)
    screen.line((f"{entry.story} · {origin.id}", "dim"), indent=2)


command = story_verb(
    StoryVerb(
        name="origins",
        examples="""\
  onrecord origins
  onrecord origins story-1f0c… --outlets outlets.csv --format csv > origins.csv""",
        text="""\
Nine outlets that print one agency's text are one origin. So are the papers of one house; what nobody can be named for is unknown, and
corroborates nothing.""",
        entries=origins_in,
        columns=("kind", "origin", "reports", "houses", "tiers", "why", "story", "id"),
        cells=_cells,
        draw=_draw,
        empty="The record holds no story. Add reports with: onrecord add FILE…",
        option=outlets_option,
    )
)
