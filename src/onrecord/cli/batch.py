"""``onrecord batch``: read and analyse an archive, without a record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from onrecord.batch import BatchOptions, BatchSummary, run_batch
from onrecord.cli.add import EXIT_PARTIAL, read_options
from onrecord.cli.options import format_option, reading_options
from onrecord.cli.output import plural, say
from onrecord.cli.progress import ProgressBar
from onrecord.cli.verbs import verb
from onrecord.export import dump, entry


@verb(
    "batch",
    """\
  onrecord batch crawl/*.warc.gz --out run --workers 8
  onrecord import run --record archive.db""",
    """IN is what onrecord add takes, but for standard input, and Parquet files with the columns of a JSON line. What is found is kept in
DIR as Parquet, chunk by chunk; a run that was stopped goes on when it is called again. Needs the extra: pip install
'onrecord[archive]'. Exit code 3: some inputs were not taken; onrecord import lists them.""",
)
@reading_options
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="DIR", help="The folder of the run.")
@click.option(
    "--workers", type=click.IntRange(min=1), default=2, show_default=True, metavar="N", help="How many read and analyse at a time."
)
@click.option("--ray", metavar="ADDRESS", help="Of a Ray cluster to work on, or 'auto' on one of its machines.")
@format_option("table", "json")
def command(inputs: tuple[str, ...], out: Path, workers: int, ray: str | None, style: str, **facts: Any) -> None:
    options = BatchOptions(read=read_options(facts), workers=workers, ray=ray)
    with ProgressBar() as bar:
        summary = run_batch(inputs, out, options=options, on_progress=bar)
    click.echo(dump(_object(summary)) if style == "json" else _sentence(summary))
    if style != "json":
        say(f"Next: onrecord import {out}")
    if summary.refused or summary.failed:
        click.get_current_context().exit(EXIT_PARTIAL)


def _sentence(summary: BatchSummary) -> str:
    others = (("word for word in it before", summary.copies), ("refused", summary.refused), ("failed", summary.failed))
    parts = [plural(summary.reports, "report"), *(f"{count} {name}" for name, count in others if count)]
    return f"{', '.join(parts)}; {summary.analysed} of {plural(summary.chunks, 'chunk')} analysed now, in {summary.seconds:.1f} s."


def _object(summary: BatchSummary) -> dict[str, object]:
    return entry(summary, "chunks analysed reports copies refused failed seconds", seconds=round(summary.seconds, 3))
