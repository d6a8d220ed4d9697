"""``onrecord judgements``: list what people decided."""

from __future__ import annotations

from itertools import islice
from typing import get_args

import click

from onrecord.cli.decided import draw
from onrecord.cli.options import STYLES, format_option, limit_option, record_option
from onrecord.cli.output import Listing, write_listing
from onrecord.cli.verbs import verb
from onrecord.export.tables import Cell
from onrecord.store import Judgement, Place, open_record
from onrecord.store.rulings import JudgementState

_COLUMNS = ("state", "kind", "about", "was", "now", "author", "at", "why", "report", "undone_by", "problem", "id")


@verb(
    "judgements",
    """\
  onrecord judgements
  onrecord judgements --state waiting --format csv""",
    """Oldest first, with what has become of each: in force; overtaken by a later one about the same; waiting, since a new analysis no
longer holds what it is about; undone.""",
)
@record_option
@click.option("--state", type=click.Choice(get_args(JudgementState)), help="Only those in this state.")
@limit_option
@format_option(*STYLES)
def command(path: Place, style: str, state: str | None, limit: int | None) -> None:
    with open_record(path, read_only=True) as record:
        found = list(islice((j for j in record.judgements() if state in (None, j.state)), limit))
    empty = "Nobody has judged anything." if state is None else f"No judgement is {state}."
    write_listing(Listing(entries=found, columns=_COLUMNS, cells=_cells, draw=draw, empty=empty), style)


def _cells(judgement: Judgement) -> tuple[Cell, ...]:
    return tuple(getattr(judgement, name) for name in _COLUMNS)
