"""``onrecord copy``: from a file to a server, or back."""

from __future__ import annotations

import click

from onrecord.cli.options import Where, format_option
from onrecord.cli.progress import ProgressBar
from onrecord.cli.verbs import verb
from onrecord.export import dump
from onrecord.store import Place, open_record


@verb(
    "copy",
    """\
  onrecord copy record.db postgresql://desk@press.example/harbour
  onrecord copy postgresql://desk@press.example/harbour harbour.db""",
    """SRC and DST are files or postgresql:// addresses; DST is a record that is not there yet, or holds nothing. Every row comes over as it
is, with its times and judgements, so that whatever is asked of either gives the same. The copy is of one moment, whatever others write
meanwhile, and is all or nothing.""",
)
@click.argument("source", type=Where(), metavar="SRC")
@click.argument("target", type=Where(), metavar="DST")
@format_option("table", "json")
def command(source: Place, target: Place, style: str) -> None:
    with open_record(source, read_only=True) as record, ProgressBar("copying") as bar:
        rows, content = record.copy_to(target, bar)
    about = {"copy": str(target), "rows": rows, "content_sha256": content}
    click.echo(dump(about) if style == "json" else f"{target} holds all of {source}: {rows} rows, content {content}.")
