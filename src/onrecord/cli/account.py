"""``onrecord account``: who said what in a story, for people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import click

from onrecord.cli.options import clock_options, format_option, limit_option, min_score_option, outlets_option, record_option
from onrecord.cli.output import say
from onrecord.cli.picture import Picture
from onrecord.cli.screen import Screen
from onrecord.cli.verbs import verb
from onrecord.export import Account, account_object, account_of, chosen_story, dump
from onrecord.pipeline import open_record_at
from onrecord.store import Clocks, Place


@verb(
    "account",
    """\
  onrecord account
  onrecord account story-1f0c… --as-of 2026-01-29
  onrecord account --format json | jq '.stories[0].voices[].speaker.name'""",
    """Speaker by speaker and in order of date; what several reports repeat is shown once. STORY is an id, or its beginning, or the id
of a report in it; without it all stories are shown, the largest first, and those of a single report in one line each.""",
)
@click.argument("story", required=False)
@record_option
@clock_options
@min_score_option
@outlets_option
@limit_option
@format_option("table", "json")
def command(path: Place, style: str, story: str | None, limit: int | None, **wanted: Any) -> None:
    clocks: Clocks = {"as_of": wanted["as_of"], "known_at": wanted["known_at"]}
    with open_record_at(path, wanted["known_at"]) as record:
        if story is not None:
            account = account_of(record, chosen_story(record, story, clocks), **wanted)
            _show(account) if style == "table" else click.echo(dump(account_object(account)))
            return
        accounts = (account_of(record, found, **wanted) for found in islice(record.stories(**clocks), limit))
        if style == "json":
            click.echo(dump(_object(accounts)))
        elif not _show_all(accounts):
            say("The record holds no story. Add reports with: onrecord add FILE…")


def _show(account: Account) -> None:
    screen = Screen()
    Picture(screen, account).draw()
    screen.show()


def _show_all(accounts: Iterator[Account]) -> bool:
    """False when there was none. Each story is printed as soon as it is drawn."""
    screen, before = Screen(), ""
    for account in accounts:
        kind = "single" if len(account.reports) == 1 else "story"
        if before and (kind, before) != ("single", "single"):
            screen.gap()
            screen.gap()
        picture = Picture(screen, account)
        if kind == "story":
            picture.draw()
        else:
            picture.draw_single()
        before = kind
        screen.show()
    return bool(before)


def _object(accounts: Iterator[Account]) -> dict[str, Any]:
    return {"stories": [account_object(account) for account in accounts]}
