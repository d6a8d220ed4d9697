"""``onrecord recover``: a new record from a damaged one."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.options import format_option, record_option
from onrecord.cli.output import plural, say
from onrecord.cli.verbs import verb
from onrecord.export import dump, entry
from onrecord.pipeline import recover_record
from onrecord.store import Place, Salvaged

EXIT_PARTIAL = 3


@verb(
    "recover",
    """\
  onrecord recover new.db --record damaged.db""",
    """Pages of the file are read one by one, so that a broken index or header costs nothing. A text comes over when its hash is right, an
analysis when its seal is (else it is made anew), a decision when its id is what it says gives. NEW must not exist; the damaged file
is not touched. The list of past runs and of what they refused stays behind. Exit code 3: done, but not everything is sure.""",
)
@click.argument("new", type=click.Path(path_type=Path))
@record_option
@format_option("table", "json")
def command(new: Path, path: Place, style: str) -> None:
    salvaged = recover_record(path, new)
    if style == "json":
        click.echo(dump(_object(salvaged)))
    else:
        click.echo(f"{new} has {plural(salvaged.reports, 'report')} and {plural(salvaged.judgements, 'judgement')} of {path}.")
        if salvaged.unread:
            say(f"{plural(len(salvaged.unread), 'analysis', 'analyses')} made anew.")
        for report in salvaged.unsure:
            say(f"{report}: its text is whole; its outlet, title, address and date may not be.")
        for problem in salvaged.lost:
            say(f"{problem.where}: {problem.why}")
        say(f"What the damaged file lost can be added again from the originals: onrecord add FILE… --record {new}")
    if salvaged.unsure or salvaged.lost:
        click.get_current_context().exit(EXIT_PARTIAL)


def _object(salvaged: Salvaged) -> dict[str, object]:
    return entry(salvaged, "reports judgements analysed_anew unsure lost", analysed_anew=salvaged.unread)
