"""``onrecord merge``: say that entities are one."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.decided import decision_options, take
from onrecord.cli.options import example, format_option, record_option
from onrecord.store import Merge

_HELP = example(
    """\
  onrecord merge "Teo Lind" "T. Lind" --why "same spokesman, seen on the page"
  onrecord merge entity-1f0c… entity-9a2b… --why "one office" --author Ana""",
    """Say that entities are one and the same.

ENTITY is an id, its beginning, or a name that only one entity has; see onrecord entities. The first gives its name. The decision
outlives a new analysis, and onrecord undo takes it back.""",
)


@click.command("merge", help=_HELP, short_help="Say that entities are one and the same.")
@click.argument("entities", nargs=-1, required=True, metavar="ENTITY...")
@decision_options
@record_option
@format_option("table", "json")
def command(entities: tuple[str, ...], path: Path, style: str, **signed: str | None) -> None:
    take(path, Merge(entities=entities), signed, style)
