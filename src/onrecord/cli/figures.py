"""``onrecord figures``: numbers, with what they count and who gives them."""

from __future__ import annotations

from typing import get_args

import click

from onrecord.cli.storied import StoryVerb, story_verb
from onrecord.export import GivenHere, figures_in
from onrecord.export.tables import Cell
from onrecord.export.words import origin_name
from onrecord.model import Measure


def _cells(entry: GivenHere) -> tuple[Cell, ...]:
    given, figure = entry.given, entry.given.figure
    who = given.who.name if given.who else None
    about = (figure.measure, figure.unit, figure.scope, given.words, given.day or None, given.outlet, who)
    return (*about, origin_name(entry.origin_of[figure.id]), entry.origins)


command = story_verb(
    StoryVerb(
        name="figures",
        examples="""\
  onrecord figures --measure killed
  onrecord figures story-1f0c… --as-of 2026-01-29 --format csv > figures.csv""",
        text="""Series by series in order of date. A number is never shown without its source.""",
        entries=figures_in,
        columns=("measure", "unit", "scope", "figure", "published", "outlet", "according to", "origin", "origins"),
        cells=_cells,
        empty="No report gives a figure here, as far as onrecord can tell.",
        option=click.option("--measure", "only", type=click.Choice(get_args(Measure)), help="Only of this measure."),
        wanted=lambda entry: entry.given.figure.measure,
    )
)
