"""``onrecord import``: what an archive run found, into a record."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.batch import import_batch
from onrecord.cli.add import say_added
from onrecord.cli.options import format_option, record_option
from onrecord.cli.progress import ProgressBar
from onrecord.cli.verbs import verb
from onrecord.store import Place, open_record


@verb(
    "import",
    """\
  onrecord import run --record archive.db
  onrecord import run --record archive.db --workers 8""",
    """DIR is the folder of a finished onrecord batch. The record is the same as if its inputs had been added; importing again changes
nothing. Exit code 3: some inputs were not taken, each with its reason on standard error.""",
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="DIR")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="How many compare stories.")
@record_option
@format_option("table", "json")
def command(folder: Path, path: Place, style: str, workers: int) -> None:
    with open_record(path) as record, ProgressBar("importing") as bar:
        summary = import_batch(record, folder, workers=workers, on_progress=bar)
    say_added(summary, path, style)
