"""``onrecord serve``: the desk in a browser, on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.api import api_routes
from onrecord.cli.options import example, record_option
from onrecord.cli.output import say
from onrecord.serving import Intake, Records, check_address, make_app, serve
from onrecord.web import desk_routes

_PORT = 8017

_HELP = example(
    """\
  onrecord serve --record harbour.db
  onrecord serve --port 8020""",
    """Show the record in a browser, on this machine only.

Stories, statements, sources, disagreements, review and corrections, search, screening, and adding reports; and a programming interface
under /api/v1. It answers on 127.0.0.1 and to nobody else. A record that is not there yet is made. Ctrl-C ends it.""",
)


@click.command("serve", help=_HELP, short_help="Show the record in a browser, on this machine only.")
@record_option
@click.option("--port", type=click.IntRange(1, 65535), default=_PORT, show_default=True, metavar="N", help="Where it answers.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Any other is refused: there are no accounts yet.")
def command(path: Path, port: int, host: str) -> None:
    check_address(host)
    records = Records(path)
    intake = Intake(records)
    try:
        app = make_app([*api_routes(records, intake), *desk_routes(records, intake)])
        serve(app, port, on_ready=lambda: say(f"The desk is at http://127.0.0.1:{port}/ (record: {path}). Ctrl-C ends it."))
    finally:
        intake.close()
        records.close()
