"""``onrecord split``: say that something does not belong to an entity."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.decided import decision_options, take
from onrecord.cli.options import example, format_option, record_option
from onrecord.store import Split

_HELP = example(
    """\
  onrecord split "Ana Ruiz" --report bell-0131 --why "this one is the mayor"
  onrecord split entity-1f0c… --name "A. Ruiz" --why "her brother Andrés" """,
    """Say that what a report names so, or what is spelled so, is somebody else.

ENTITY is an id, its beginning, or a name that only one entity has; see onrecord entities. What is split off becomes an entity
of its own, which onrecord merge can join to another. The decision outlives a new analysis, and onrecord undo takes it back.""",
)


@click.command("split", help=_HELP, short_help="Say that what a report names so, or what is spelled so, is somebody else.")
@click.argument("entity")
@click.option("--report", metavar="ID", help="Whatever this report has of the entity.")
@click.option("--name", metavar="SPELLING", help="Whatever is spelled so, in all reports; case and accents do not matter.")
@decision_options
@record_option
@format_option("table", "json")
def command(entity: str, report: str | None, name: str | None, path: Path, **more: str | None) -> None:
    style = more.pop("style") or ""
    take(path, Split(entity=entity, report=report, name=name), more, style)
