"""``onrecord serve``: the desk in a browser, on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.api import api_routes
from onrecord.cli.fetching import plan_of
from onrecord.cli.options import example, record_option
from onrecord.cli.output import say
from onrecord.limits import Limits
from onrecord.pipeline import AddSummary
from onrecord.pipeline.fetching import FetchPlan, fetch_reports
from onrecord.serving import Intake, Records, check_address, make_app, serve
from onrecord.serving.intake import Fetch, OnProgress
from onrecord.settings import CONTACT_VARIABLE
from onrecord.web import desk_routes

_PORT = 8017

_HELP = example(
    """\
  onrecord serve --record harbour.db
  onrecord serve --port 8020
  onrecord serve --fetch --contact desk@paper.example""",
    """Show the record in a browser, on this machine only.

Stories, statements, sources, disagreements, review and corrections, search, screening, and adding reports; and a programming interface
under /api/v1. It answers on 127.0.0.1 and to nobody else. A record that is not there yet is made. With --fetch, addresses that
are handed in there are fetched as onrecord fetch does it; else it opens no connection. Ctrl-C ends it.""",
)


@click.command("serve", help=_HELP, short_help="Show the record in a browser, on this machine only.")
@record_option
@click.option("--port", type=click.IntRange(1, 65535), default=_PORT, show_default=True, metavar="N", help="Where it answers.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Any other is refused: there are no accounts yet.")
@click.option("--fetch", "fetches", is_flag=True, help="Fetch addresses that are handed in; without it none is.")
@click.option(
    "--contact",
    envvar=CONTACT_VARIABLE,
    default="",
    metavar="MAIL|URL",
    show_default="$ONRECORD_CONTACT",
    help="With --fetch, as for fetch.",
)
def command(path: Path, port: int, host: str, fetches: bool, contact: str) -> None:
    check_address(host)
    plan = plan_of(None, {"contact": contact, "limits": Limits(), "ports": (), "permitted": ()}) if fetches else None
    fetch = _fetching(path, plan) if plan else None
    records = Records(path)
    intake = Intake(records, fetch)
    try:
        app = make_app([*api_routes(records, intake), *desk_routes(records, intake)])
        serve(app, port, on_ready=lambda: say(f"The desk is at http://127.0.0.1:{port}/ (record: {path}). Ctrl-C ends it."))
    finally:
        intake.close()
        records.close()


def _fetching(path: Path, plan: FetchPlan) -> Fetch:
    def fetch(address: str, told: OnProgress) -> AddSummary:
        return fetch_reports(path, [address], plan, on_progress=told).as_added()

    return fetch
