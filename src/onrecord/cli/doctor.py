"""``onrecord doctor``: are the record and the machine in order?"""

from __future__ import annotations

import click

from onrecord.cli.options import format_option, record_option
from onrecord.cli.output import say
from onrecord.cli.screen import Screen
from onrecord.cli.verbs import verb
from onrecord.errors import StoreError
from onrecord.export import dump, entry
from onrecord.pipeline.doctor import Check, examine
from onrecord.store import Place, open_record
from onrecord.store.copies import drop_ballast, put_ballast
from onrecord.store.database import WORD_INDEXES

EXIT_ILL = 3
_MIB = 1024**2


@verb(
    "doctor",
    """\
  onrecord doctor
  onrecord doctor --ballast 64          # put 64 MiB aside for the day the disk is full
  onrecord doctor --reclaim             # on that day: give them back, and clean the file""",
    """The version of SQLite, the models, the disk, the log, who may write, copies beside the record, runs that stopped; then the record
itself, as verify does (--quick leaves that out). --reclaim gives back what was put aside, builds the search index anew and writes
the file without what was deleted. Exit code 3: something is wrong.""",
)
@record_option
@click.option("--quick", is_flag=True, help="Do not read the whole record through.")
@click.option("--ballast", type=click.IntRange(min=0), metavar="MIB", help="Put that much of the disk aside; 0 gives it back.")
@click.option("--reclaim", is_flag=True, help="Give back what was put aside, and clean the file. When nobody else uses the record.")
@format_option("table", "json")
def command(path: Place, style: str, quick: bool, ballast: int | None, reclaim: bool) -> None:
    if reclaim:
        _reclaim(path)
    checks = examine(path, thorough=not quick)
    if ballast is not None:
        drop_ballast(path)
    if ballast:
        put_ballast(path, ballast * _MIB)
        say(f"{ballast} MiB are put aside. When the disk is full: onrecord doctor --reclaim")
    if style == "json":
        click.echo(dump([entry(check, "name state found advice") for check in checks]))
    else:
        _draw(checks)
    if any(check.state == "bad" for check in checks):
        click.get_current_context().exit(EXIT_ILL)


def _reclaim(path: Place) -> None:
    given = drop_ballast(path)  # before anything is opened: a full disk may not allow that
    say(f"{given // _MIB} MiB given back." if given else "Nothing was put aside.")
    with open_record(path, create=False) as record:
        if any(problem.where not in WORD_INDEXES for problem in record.verify()):
            say("The record is damaged, so it is left as it is: an index built from damaged texts would hide the damage.")
            return
        try:
            clean = record.scrub()
        except StoreError as error:  # there may be room to go on, and not as much again as the record has
            say(f"The file could not be written anew: {error}")
            return
    say("The file is written anew." if clean else "Somebody is reading the record, so its log could not be emptied. Run this again later.")


def _draw(checks: list[Check]) -> None:
    screen = Screen()
    for check in checks:
        screen.line((f"{check.state}", "bold" if check.state != "well" else "dim"), f" · {check.name}: {check.found}")
        if check.advice:
            screen.line((check.advice, "dim"), indent=2)
    screen.show()
