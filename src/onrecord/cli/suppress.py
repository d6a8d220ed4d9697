"""``onrecord suppress``: keep a report, and show it to nobody."""

from __future__ import annotations

import click

from onrecord.cli.decided import decision_options, take
from onrecord.cli.options import format_option, record_option
from onrecord.cli.verbs import verb
from onrecord.store import Place, Suppress


@verb(
    "suppress",
    """\
  onrecord suppress bell-0131 --why "a court asked for it on 12 March" """,
    """REPORT is the id of one. It stays in the file with all that was found in it, and no verb, export, page or answer shows it, at any
clock; stories and findings are made anew without it, and it is not taken in again. onrecord undo brings it back as it was.""",
)
@click.argument("report")
@decision_options
@record_option
@format_option("table", "json")
def command(report: str, path: Place, style: str, **signed: str | None) -> None:
    take(path, Suppress(report=report), signed, style)
