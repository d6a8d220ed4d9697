"""``onrecord split``: say that something does not belong to an entity."""

from __future__ import annotations

import click

from onrecord.cli.decided import decision_options, take
from onrecord.cli.options import format_option, record_option
from onrecord.cli.verbs import verb
from onrecord.errors import InputError
from onrecord.store import Place, Ruling, Split, SplitStory


@verb(
    "split",
    """\
  onrecord split "Ana Ruiz" --report bell-0131 --why "this one is the mayor"
  onrecord split entity-1f0c… --name "A. Ruiz" --why "her brother Andrés"
  onrecord split story-1f0c… --report bell-0131 --report post-0201 --why "the other strike" """,
    """ENTITY is an id, its beginning, or a name that only one entity has; see onrecord entities. What is split off becomes an entity
of its own, which onrecord merge can join to another. With the id of a story (see onrecord stories) the reports become a story of
their own, and stay apart from the rest. The decision outlives a new analysis, and onrecord undo takes it back.""",
)
@click.argument("entity")
@click.option(
    "--report", "reports", multiple=True, metavar="ID", help="Whatever this report has of the entity; of a story several may be given."
)
@click.option("--name", metavar="SPELLING", help="Whatever is spelled so, in all reports; case and accents do not matter.")
@decision_options
@record_option
@format_option("table", "json")
def command(entity: str, reports: tuple[str, ...], name: str | None, path: Place, **more: str | None) -> None:
    style = more.pop("style") or ""
    take(path, _ruling(entity, reports, name), more, style)


def _ruling(entity: str, reports: tuple[str, ...], name: str | None) -> Ruling:
    """Raises InputError for a spelling of a story, and for several reports of an entity."""
    if entity.startswith("story-"):
        if name is not None:
            raise InputError("A story has no spelling. Name its reports of another affair with --report.")
        return SplitStory(story=entity, reports=reports)
    if len(reports) > 1:
        raise InputError("Split an entity off one report at a time: give --report once.")
    return Split(entity=entity, report=reports[0] if reports else None, name=name)
