"""``onrecord backup``: a copy to fall back on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from onrecord.accounts import accounts_path, copy_accounts
from onrecord.cli.logged import house_of
from onrecord.cli.options import format_option, record_option
from onrecord.cli.progress import ProgressBar
from onrecord.cli.verbs import verb
from onrecord.export import dump
from onrecord.store import Place, open_record


@verb(
    "backup",
    """\
  onrecord backup /mnt/safe/                              # a file named by the day and second
  onrecord backup harbour-march.db --record harbour.db
  onrecord backup record.db --record /mnt/safe/record-20260311T090000Z.db     # and back""",
    """TO is a file that does not exist, or a folder. The copy is of one moment, is read through like onrecord verify does, and only then
gets its name, so what is there is whole. It is a record like any other: it can be asked, and copied back. Accounts and log, where there
are any, are copied beside it, as TO.accounts.""",
)
@click.argument("to", type=click.Path(path_type=Path))
@record_option
@format_option("table", "json")
def command(to: Path, path: Place, style: str) -> None:
    if to.is_dir():
        to = to / f"{path.stem}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db"
    with open_record(path, create=False, read_only=True) as record, ProgressBar("copying") as bar:
        content = record.back_up(to, bar)
    with_accounts = house_of(path).exists()
    if with_accounts:
        copy_accounts(house_of(path), accounts_path(to))
    about = {"backup": str(to), "bytes": to.stat().st_size, "content_sha256": content} | (
        {"accounts": str(accounts_path(to))} if with_accounts else {}
    )
    click.echo(dump(about) if style == "json" else f"{to} holds the record, and is whole: content {content}.")
    if with_accounts and style != "json":
        click.echo(f"{accounts_path(to)} holds its accounts and log.")
