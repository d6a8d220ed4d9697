"""``onrecord fetch``: fetch pages, politely, and keep them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from onrecord.cli.add import EXIT_PARTIAL
from onrecord.cli.fetching import addresses_of, fetching_options, plan_of, sentence, summary_object, tell
from onrecord.cli.options import format_option, record_option
from onrecord.cli.progress import ProgressBar
from onrecord.cli.verbs import verb
from onrecord.export import dump
from onrecord.pipeline.fetching import fetch_archive, fetch_reports
from onrecord.store import Place


@verb(
    "fetch",
    """\
  onrecord fetch https://courier.example/storm.html --contact desk@paper.example
  onrecord fetch https://courier.example/feed.xml --record storm.db
  onrecord fetch addresses.txt --warc storm.warc.gz""",
    """URL is a page, a feed whose pages are fetched too, or a file with one address on each line. What was fetched is kept as a web archive
(WARC) and added to the record; with --warc alone it is only kept. Only this verb, watch and serve --fetch open a connection, to public
addresses only. robots.txt is obeyed, and so is a publisher who asks that a page not be kept. Exit code 3: something was not fetched or
not read, each with its reason on standard error.""",
)
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--warc", "archive", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.warc.gz", help="Add to this web archive.")
@record_option
@fetching_options
@format_option("table", "json")
def command(urls: tuple[str, ...], archive: Path | None, path: Place, style: str, **more: Any) -> None:
    plan = plan_of(archive, more)
    archive_only = archive is not None and click.get_current_context().get_parameter_source("path") is not ParameterSource.COMMANDLINE
    with ProgressBar("fetching") as bar:
        if archive_only:
            summary = fetch_archive(addresses_of(urls), plan, on_progress=bar)
        else:
            summary = fetch_reports(path, addresses_of(urls), plan, on_progress=bar)
    tell(summary)
    click.echo(dump(summary_object(summary)) if style == "json" else sentence(summary))
    if summary.is_partial:
        click.get_current_context().exit(EXIT_PARTIAL)
