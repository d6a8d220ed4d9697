"""``onrecord verify``: is the record whole?"""

from __future__ import annotations

import click

from onrecord.cli.options import format_option, record_option
from onrecord.cli.output import plural, say
from onrecord.cli.progress import ProgressBar
from onrecord.cli.screen import Screen
from onrecord.cli.verbs import verb
from onrecord.export import dump, wire
from onrecord.store import open_record
from onrecord.store.place import Place, may_write

EXIT_DAMAGED = 3


@verb(
    "verify",
    """\
  onrecord verify
  onrecord verify --record backup.db --format json | jq .content_sha256""",
    """Reads all of it and holds it against what was promised: every input has one outcome, every text and analysis is the one that was
stored, every span points at its characters, every row at a row that is there, no decision is lost or changed, the search index
fits the texts, what people took out is out. Prints a hash of the content, which is equal for records that hold the same. Exit
code 3: something is wrong.""",
)
@record_option
@format_option("table", "json")
def command(path: Place, style: str) -> None:
    with open_record(path, create=False, read_only=not may_write(path)) as record:
        with ProgressBar("verifying") as bar:
            problems = record.verify(bar)
        content = record.content_hash() if not problems else None
        reports = record.amounts().reports if not problems else None
    if style == "json":
        about = {"whole": not problems, "content_sha256": content, "reports": reports}
        click.echo(dump({**about, "problems": wire(problems)}))
    elif problems:
        screen = Screen()
        for problem in problems:
            screen.line((problem.where, "bold"), f": {problem.why}")
        screen.show()
    else:
        click.echo(f"{path} is whole: {plural(reports or 0, 'report')}, content {content}.")
    if problems:
        say(f"Put a backup in its place, or save what can be read: onrecord recover NEW.db --record {path}")
        click.get_current_context().exit(EXIT_DAMAGED)
