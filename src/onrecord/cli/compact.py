"""``onrecord compact``: the record in less room, and in order."""

from __future__ import annotations

import click

from onrecord.cli.options import format_option, record_option
from onrecord.cli.output import say
from onrecord.cli.progress import ProgressBar
from onrecord.cli.verbs import verb
from onrecord.export import dump
from onrecord.store import Place, open_record

EXIT_NOT_CLEAN = 3


@verb(
    "compact",
    """\
  onrecord compact
  onrecord compact --record postgresql://desk@press.example/harbour""",
    """Merges the search index, writes the file anew without empty room and with everything beside its kin, and empties the log. No entry is
changed or dropped. For a while it takes twice as much room again as the record has. It is refused where another process writes, and may
be stopped at any time. Tables on a server are vacuumed, and analysed for its planner. Exit code 3: done, but somebody is reading, so
the log could not be emptied.""",
)
@record_option
@format_option("table", "json")
def command(path: Place, style: str) -> None:
    with open_record(path, create=False) as record, ProgressBar("compacting") as bar:
        done = record.compact(bar)
    if style == "json":
        click.echo(dump({"record": str(path), "before": done.before, "after": done.after, "clean": done.clean}))
    else:
        click.echo(f"{path} has {done.after:,} bytes; it had {done.before:,}.")
    if not done.clean:
        say("Somebody is reading the record, so its log could not be emptied. It will be by the next who writes.")
        click.get_current_context().exit(EXIT_NOT_CLEAN)
