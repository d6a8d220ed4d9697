"""Options that several verbs share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from onrecord.accounts import accounts_path
from onrecord.errors import InputError
from onrecord.lexicon.publishers import Publishers, read_publishers
from onrecord.limits import Limits, limits_from
from onrecord.model import Manner
from onrecord.settings import ACCOUNTS_VARIABLE, LIMITS_VARIABLE, OUTLETS_VARIABLE
from onrecord.store import Server, place_of
from onrecord.store.when import as_of_moment

F = TypeVar("F", bound=Callable[..., Any])

STYLES = ("table", "json", "jsonl", "csv")


def together(*options: Callable[[Any], Any]) -> Callable[[F], F]:
    """Options as one decorator."""

    def add(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return add


class Moment(click.ParamType[str, Any]):
    """A date or moment in ISO 8601, kept as it was written."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            as_of_moment(value)
        except InputError as error:
            self.fail(str(error), param, ctx)
        return str(value)


class Where(click.Path):
    """The place of a record: a file, or a database on a server."""

    name = "file or address"

    def __init__(self) -> None:
        super().__init__(dir_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        place = place_of(value)
        return place if isinstance(place, Server) else Path(str(super().convert(place, param, ctx)))


class Outlets(click.ParamType[Publishers, Any]):
    """A list of outlets and their publishers, read."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Publishers:
        if isinstance(value, Publishers):
            return value
        try:
            return read_publishers(Path(value))
        except InputError as error:
            self.fail(str(error), param, ctx)


outlets_option = click.option(
    "--outlets",
    "publishers",
    type=Outlets(),
    envvar=OUTLETS_VARIABLE,
    metavar="FILE.csv",
    show_default="$ONRECORD_OUTLETS",
    help="Which outlets belong to one publisher: domain, name, publisher, country, tier. Comes before the list of onrecord.",
)
record_option = click.option(
    "--record",
    "path",
    type=Where(),
    metavar="FILE|URL",
    envvar="ONRECORD_RECORD",
    default=Path("record.db"),
    show_default="$ONRECORD_RECORD, else ./record.db",
    help="The file that holds the record, or the postgresql:// address of the database that does.",
)


def _beside(context: click.Context, param: click.Parameter, path: Path | None) -> Path:
    return path or accounts_path(context.params["path"])


accounts_option = click.option(
    "--accounts",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar=ACCOUNTS_VARIABLE,
    callback=_beside,
    metavar="FILE",
    show_default="$ONRECORD_ACCOUNTS, else RECORD.accounts beside the record",
    help="The file of accounts and log.",
)
clock_options = together(
    click.option(
        "--as-of",
        type=Moment(),
        metavar="T",
        help="Only what was published by then (2026-01-30, 2026-01, …); undated reports are left out.",
    ),
    click.option(
        "--known-at",
        type=Moment(),
        metavar="T",
        help="As the record knew it then: without the reports that it took in, and what people judged, since. Which reports make a story"
        " and whose names are one is made anew from what was there.",
    ),
)
min_score_option = click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    metavar="X",
    help="Leave out statements with a lower score, 0 to 1. A score says how often statements with such a score were right, in"
    " content and source, on development data: docs/models/attribution.md.",
)
limit_option = click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N entries.")
statement_options = together(
    click.option("--speaker", metavar="NAME", help="A name, or part of one in whole words; accents and case do not matter."),
    click.option("--report", metavar="ID", help="Of this report."),
    click.option("--manner", type=click.Choice(get_args(Manner)), help="Only this manner of saying."),
    click.option("--outlet", metavar="NAME", help="Printed by this outlet."),
    click.option("--text", metavar="WORDS", help="That hold these words."),
    click.option("--since", type=Moment(), metavar="T", help="Published then or later."),
    click.option("--until", type=Moment(), metavar="T", help="Published then or earlier."),
)


def _limits(context: click.Context, param: click.Parameter, words: tuple[str, ...]) -> Limits:
    try:
        return limits_from(os.environ.get(LIMITS_VARIABLE, ""), words)
    except InputError as error:
        raise click.BadParameter(str(error), context, param) from None


limits_option = click.option(
    "--set",
    "limits",
    multiple=True,
    callback=_limits,
    metavar="NAME=N",
    show_default="$ONRECORD_LIMITS, else as they ship",
    help="Another limit than the usual, such as read.page_seconds=30; docs/limits.md lists them.",
)


def format_option(*styles: str) -> Callable[[F], F]:
    """``--format``; the first style is the default."""
    return click.option("--format", "style", type=click.Choice(styles), default=styles[0], show_default=True, help="Shape of the output.")


reading_options = together(  # the inputs, and what they may not say about themselves
    click.argument("inputs", nargs=-1, required=True, metavar="IN..."),
    click.option("--published", type=Moment(), metavar="T", help="When the reports were published, if they do not say so."),
    click.option("--outlet", metavar="NAME", help="Who published them."),
    click.option("--url", metavar="URL", help="The address of the report (one file only)."),
    click.option("--language", "languages", multiple=True, metavar="CODE", help="Refuse reports in other languages than these (en)."),
    limits_option,
)
