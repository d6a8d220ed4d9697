"""``onrecord undo``: take a judgement back."""

from __future__ import annotations

import click

from onrecord.cli.decided import decision_options, take
from onrecord.cli.options import format_option, record_option
from onrecord.cli.verbs import verb
from onrecord.store import Place, Undo


@verb(
    "undo",
    """\
  onrecord undo judgement-1f0c… --why "it was the other Ruiz after all" """,
    """JUDGEMENT is an id or its beginning; see onrecord judgements. What it overruled is as before. Both stay in the record; undoing an
undo makes the judgement hold again.""",
)
@click.argument("judgement")
@decision_options
@record_option
@format_option("table", "json")
def command(judgement: str, path: Place, style: str, **signed: str | None) -> None:
    take(path, Undo(judgement=judgement), signed, style)
