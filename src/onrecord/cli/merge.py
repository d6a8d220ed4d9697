"""``onrecord merge``: say that entities are one."""

from __future__ import annotations

import click

from onrecord.cli.decided import decision_options, take
from onrecord.cli.options import format_option, record_option
from onrecord.cli.verbs import verb
from onrecord.store import Merge, MergeStories, Place


@verb(
    "merge",
    """\
  onrecord merge "Teo Lind" "T. Lind" --why "same spokesman, seen on the page"
  onrecord merge entity-1f0c… entity-9a2b… --why "one office" --author Ana
  onrecord merge story-1f0c… story-9a2b… --why "one strike, two ports" """,
    """ENTITY is an id, its beginning, or a name that only one entity has; see onrecord entities. The first gives its name. Ids of stories
(see onrecord stories) make all their reports one story. The decision outlives a new analysis, and onrecord undo takes it back.""",
)
@click.argument("entities", nargs=-1, required=True, metavar="ENTITY...")
@decision_options
@record_option
@format_option("table", "json")
def command(entities: tuple[str, ...], path: Place, style: str, **signed: str | None) -> None:
    of_stories = all(name.startswith("story-") for name in entities)
    take(path, MergeStories(stories=entities) if of_stories else Merge(entities=entities), signed, style)
