"""``onrecord audit``: who did what, and whether the log of it is as it was written."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.accounts import Entry, open_accounts
from onrecord.accounts.audit import KINDS
from onrecord.cli.logged import operator
from onrecord.cli.options import STYLES, accounts_option, format_option, limit_option, record_option
from onrecord.cli.output import Listing, plural, say, write_listing
from onrecord.cli.verbs import verb
from onrecord.errors import StoreError
from onrecord.store import Place, open_record

_COLUMNS = ("n", "at", "who", "what", "about")


@verb(
    "audit",
    """\
  onrecord audit --what judged
  onrecord audit --verify
  onrecord audit --verify --head 412:9f2c…
  onrecord audit --begin""",
    """The log is kept where there are accounts, and where --begin began one: sign-ins and what was refused, judgements, what was handed in,
exports, purges, changes of accounts. Rows are only added, and each holds the hash of the one before. --verify finds a row that was
changed, removed or moved, and rows cut off at the end; it prints the head of the log, and names judgements that no row tells of.
Whoever may write the file could write all of it anew, so keep a head elsewhere: --head checks the log against it. Exit code 1 when
anything is wrong.""",
)
@record_option
@accounts_option
@click.option("--begin", is_flag=True, help="Keep a log from now on, without accounts.")
@click.option("--verify", is_flag=True, help="Check every row, and print the head of the log.")
@click.option("--head", metavar="N:HASH", help="With --verify: what an earlier one printed.")
@click.option("--what", type=click.Choice(KINDS), help="Only of this kind.")
@limit_option
@format_option(*STYLES)
def command(path: Place, accounts: Path, begin: bool, verify: bool, head: str | None, **asked: str | int | None) -> None:
    with open_accounts(accounts, create=begin) as house:
        if begin:
            house.log.add(operator(), "begun", "by hand")
            say(f"The log is in {accounts}; back it up with the record.")
            return
        if verify or head:
            faults = house.log.faults(head)
            if faults:
                raise StoreError(f"{accounts}: the log is not as it was written. {'; '.join(faults)}.")
            last = house.log.entries(most=1)[0]
            click.echo(last.head)
            say(f"{plural(last.n, 'row')}, each as it was written and in its place. Keep the line above elsewhere.")
            _compare(path, house.log.entries())
            return
        entries = [entry for entry in house.log.entries() if asked["what"] in (None, entry.what)]
    limit = asked["limit"]
    shown = entries[: int(limit)] if limit else entries
    write_listing(
        Listing(entries=shown, columns=_COLUMNS, cells=_cells, line=Entry.wire, empty="There is no such row."), str(asked["style"])
    )


def _compare(path: Place, entries: list[Entry]) -> None:
    """Tells of judgements that were made since the log began and that no row names: by a program in Python, or just before a stop."""
    try:
        with open_record(path, create=False, read_only=True) as record:
            since = [judgement.id for judgement in record.judgements() if judgement.at >= entries[-1].at]
    except StoreError as error:
        say(f"Judgements were not compared with it. {error}")
        return
    told = {
        entry.about.split(", ")[1] for entry in entries if entry.what == "judged"
    }  # "speaker, judgement-5d21c0, about statement-1f0c9a"
    for missing in [judgement for judgement in since if judgement not in told]:
        say(f"{missing} is in the record, and no row of the log names it. See: onrecord judgements")


def _cells(entry: Entry) -> tuple[str | int, ...]:
    return entry.n, entry.at, entry.who, entry.what, entry.about
