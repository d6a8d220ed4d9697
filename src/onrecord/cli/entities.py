"""``onrecord entities``: list who is who."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import Any, get_args

import click

from onrecord.cli.options import STYLES, clock_options, format_option, limit_option, record_option
from onrecord.cli.output import Footnotes, Listing, plural, write_listing
from onrecord.cli.screen import Screen
from onrecord.cli.verbs import verb
from onrecord.export.days import day
from onrecord.export.tables import Cell
from onrecord.model import EntityType
from onrecord.pipeline import open_record_at
from onrecord.safe import one_line
from onrecord.store import EntityFilter, EntityRow, HeldRole, Place

_COLUMNS = ("name", "type", "reports", "statements", "spellings", "roles", "reasons", "id")


@verb(
    "entities",
    """\
  onrecord entities --type person
  onrecord entities --name Ruiz --format jsonl""",
    """Those in most reports first. A role holds as of the day on which a report gave it. What is linked wrongly is put right with
onrecord merge and onrecord split.""",
)
@record_option
@click.option("--type", type=click.Choice(get_args(EntityType)), help="Only of this type.")
@click.option("--name", metavar="NAME", help="A spelling, or part of one in whole words; accents and case do not matter. Or an id.")
@click.option("--story", metavar="ID", help="Only those named in this story.")
@clock_options
@limit_option
@format_option(*STYLES)
def command(path: Place, style: str, limit: int | None, **wanted: Any) -> None:
    with open_record_at(path, wanted["known_at"]) as record:
        found = islice(record.entities(EntityFilter(**wanted)), limit)
        notes = Footnotes()
        listing = Listing(entries=found, columns=_COLUMNS, cells=_cells, draw=partial(_draw, notes), empty="No entity fits.")
        write_listing(listing, style)
        notes.show()


def _draw(notes: Footnotes, screen: Screen, entity: EntityRow) -> None:
    amounts = f"{plural(entity.reports, 'report')}, {plural(entity.statements, 'statement')}"
    screen.line((entity.name, "bold"), (f" · {entity.type} · {amounts} · {entity.id}", "dim"))
    screen.line(_spellings(entity), indent=2)
    for role in entity.roles:
        screen.line(_role(role, notes.mark(role.report)), indent=2)
    if entity.reasons:
        screen.line((f"linked by: {'; '.join(entity.reasons)}", "dim"), indent=2)


def _spellings(entity: EntityRow) -> str:
    spelled = (f"{one_line(s.name)} × {s.reports}" if s.reports > 1 else one_line(s.name) for s in entity.spellings)
    return f"spelled {', '.join(spelled)}" if entity.spellings else "named by a person only"


def _role(role: HeldRole, report: str) -> str:
    when = f"as of {day(role.as_of)}" if role.as_of else "undated"
    return f"{one_line(role.title)} – {when} ({one_line(report)})"


def _cells(entity: EntityRow) -> tuple[Cell, ...]:
    spellings, roles = "; ".join(s.name for s in entity.spellings), "; ".join(_role(role, role.report) for role in entity.roles)
    amounts = (entity.reports, entity.statements)
    return (entity.name, entity.type, *amounts, spellings, roles, "; ".join(entity.reasons), entity.id)
