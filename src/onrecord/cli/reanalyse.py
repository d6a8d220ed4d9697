"""``onrecord reanalyse``: analyse stored reports again."""

from __future__ import annotations

import click

from onrecord.cli.options import format_option, record_option
from onrecord.cli.output import plural, say
from onrecord.cli.progress import ProgressBar
from onrecord.cli.verbs import verb
from onrecord.export import dump, entry
from onrecord.pipeline import ReanalyseSummary, reanalyse_reports
from onrecord.store import Place, open_record

EXIT_WAITING = 3


@verb(
    "reanalyse",
    """\
  onrecord reanalyse
  onrecord reanalyse post-0130 bell-0131 --all""",
    """REPORT is the id of one; without any it is about all. What people judged is laid over the new analyses. Each report is on disk
before the next one is begun; a run that was stopped goes on when it is called again. Exit code 3: done, but some judgements now
wait for something that no analysis holds.""",
)
@click.argument("reports", nargs=-1, metavar="[REPORT...]")
@click.option("--all", "every", is_flag=True, help="Also what the present models have analysed.")
@record_option
@format_option("table", "json")
def command(reports: tuple[str, ...], every: bool, path: Place, style: str) -> None:
    with open_record(path, create=False) as record, ProgressBar("analysing") as bar:
        summary = reanalyse_reports(record, reports, every=every, on_progress=bar)
    click.echo(dump(_object(summary)) if style == "json" else _sentence(summary))
    if summary.waiting:
        if style != "json":
            say("See which: onrecord judgements --state waiting")
        click.get_current_context().exit(EXIT_WAITING)


def _sentence(summary: ReanalyseSummary) -> str:
    left = f", {summary.left} left as they were" if summary.left else ""
    waiting = f" {plural(summary.waiting, 'judgement')} waiting." if summary.waiting else ""
    return f"{plural(summary.renewed, 'report')} analysed anew{left}, in {summary.seconds:.1f} s.{waiting}"


def _object(summary: ReanalyseSummary) -> dict[str, object]:
    return entry(summary, "run renewed left waiting seconds", seconds=round(summary.seconds, 3))
