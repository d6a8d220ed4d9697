"""``onrecord add``: read, analyse, link, compare, store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from onrecord.cli.logged import note
from onrecord.cli.options import format_option, reading_options, record_option
from onrecord.cli.output import plural, say
from onrecord.cli.progress import ProgressBar
from onrecord.cli.verbs import verb
from onrecord.export import dump, entry
from onrecord.model import Refusal
from onrecord.pipeline import AddSummary, add_inputs
from onrecord.read import ReadOptions
from onrecord.safe import one_line
from onrecord.store import Place, open_record

EXIT_PARTIAL = 3


@verb(
    "add",
    """\
  onrecord add reports/ page.html archive.warc.gz
  onrecord add story.txt --published 2026-01-30 --outlet "The Harbour Post"
  cat reports.jsonl | onrecord add - --record harbour.db""",
    """IN is a file, a folder, a pattern or - for standard input: HTML, WARC, Atom and RSS, JSONL, plain text. Each report is on disk
before the next one is read; adding the same report again changes nothing. Exit code 3: some inputs were not taken, each with
its reason on standard error.""",
)
@reading_options
@record_option
@click.option(
    "--workers", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="How many processes read and analyse."
)
@format_option("table", "json")
def command(inputs: tuple[str, ...], path: Place, workers: int, style: str, **facts: Any) -> None:
    stdin = sys.stdin.buffer if "-" in inputs else None
    with open_record(path) as record, ProgressBar() as bar:
        summary = add_inputs(record, inputs, options=read_options(facts), stdin=stdin, workers=workers, on_progress=bar)
    say_added(summary, path, style)


def say_added(summary: AddSummary, path: Place, style: str) -> None:
    """What became of the inputs, and what to do next. Exits where some were not taken."""
    note(path, "handed in", f"{summary.run}: {summary.stored} stored")
    for refusal in summary.refusals:
        say(refused(refusal))
    click.echo(dump(_object(summary)) if style == "json" else _sentence(summary, path))
    if summary.stored and style != "json":
        say(f"Next: onrecord account{'' if path == Path('record.db') else f' --record {path}'}")
    if summary.refused or summary.failed:
        click.get_current_context().exit(EXIT_PARTIAL)


def read_options(facts: dict[str, Any]) -> ReadOptions:
    told = {name: facts[name] for name in ("published", "outlet", "url", "languages")}
    return ReadOptions(limits=facts["limits"].read, **told)


def refused(refusal: Refusal) -> str:
    """One line about an input that was not taken."""
    return one_line(f"{refusal.kind}: {refusal.id}: {refusal.where}: {refusal.why}")


def _sentence(summary: AddSummary, path: Place) -> str:
    inputs = summary.stored + summary.duplicate + summary.refused + summary.failed
    parts = [f"{summary.stored} stored"]
    parts += [f"{count} {name}" for count, name in _others(summary) if count]
    lines = f"{plural(inputs, 'input')}: {', '.join(parts)}, in {summary.seconds:.1f} s."
    return f"{lines}\n{path} now has {plural(summary.stories, 'story', 'stories')} and {plural(summary.findings, 'finding')}."


def _others(summary: AddSummary) -> list[tuple[int, str]]:
    return [(summary.duplicate, "already there"), (summary.refused, "refused"), (summary.failed, "failed")]


def _object(summary: AddSummary) -> dict[str, object]:
    return entry(summary, "run stored duplicate refused failed refusals stories findings seconds", seconds=round(summary.seconds, 3))
