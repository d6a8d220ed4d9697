"""``onrecord watch``: keep a record up to date with feeds."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any

import click

from onrecord.cli.add import EXIT_PARTIAL
from onrecord.cli.fetching import addresses_of, fetching_options, plan_of, sentence, summary_object, tell
from onrecord.cli.options import format_option, record_option
from onrecord.cli.output import say
from onrecord.cli.verbs import verb
from onrecord.errors import OnRecordError
from onrecord.export import dump
from onrecord.pipeline.fetching import FetchPlan, fetch_reports, watch
from onrecord.store import Place


@verb(
    "watch",
    """\
  onrecord watch https://courier.example/feed.xml --record storm.db --contact desk@paper.example
  onrecord watch feeds.txt --every 30
  onrecord watch feeds.txt --once          # one round, for cron""",
    """\
FEED is the address of a feed, or a file with one on each line. Each round asks which feeds have changed, fetches pages that are new or
may have been edited, and adds them. Stop it with Ctrl-C; the next watch goes on where this one was. It obeys what fetch obeys.""",
)
@click.argument("feeds", nargs=-1, required=True, metavar="FEED...")
@record_option
@click.option("--every", type=click.FloatRange(min=1), default=15.0, show_default=True, metavar="MINUTES", help="From round to round.")
@click.option("--once", is_flag=True, help="One round, then end; exit code 3 when something was not fetched or not read.")
@fetching_options
@format_option("table", "json")
def command(feeds: tuple[str, ...], path: Place, style: str, **more: Any) -> None:
    plan = plan_of(None, more)
    before = signal.signal(signal.SIGTERM, _interrupt)  # a service is stopped like a person stops it
    try:
        _watch(feeds, path, style, plan, more)
    finally:
        signal.signal(signal.SIGTERM, before)


def _watch(feeds: tuple[str, ...], path: Place, style: str, plan: FetchPlan, more: dict[str, Any]) -> None:
    if more["once"]:
        summary = fetch_reports(path, addresses_of(feeds), plan)
        tell(summary)
        click.echo(dump(summary_object(summary)) if style == "json" else sentence(summary))
        if summary.is_partial:
            click.get_current_context().exit(EXIT_PARTIAL)
        return
    for outcome in watch(path, addresses_of(feeds), plan, every_seconds=60 * more["every"]):
        if isinstance(outcome, OnRecordError):
            say(f"onrecord: this round failed: {outcome}")
            continue
        tell(outcome)
        click.echo(dump(summary_object(outcome)) if style == "json" else sentence(outcome))


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
