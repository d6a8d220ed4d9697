"""The group of verbs, and what every verb has in common: how it fails, how it is stopped, how it ends quietly."""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from onrecord.cli.verbs import MODULES, VERBS
from onrecord.collector import look_seldom
from onrecord.errors import OnRecordError
from onrecord.safe import printable

EXIT_FAILURE = 1
EXIT_INTERRUPTED = 130

_LEFT = dict.fromkeys(  # what a verb that was stopped leaves
    ("add", "batch", "import", "reanalyse", "fetch", "watch"), " What is stored stays; run the same command again to go on."
) | {
    "backup": " There is no backup, and the record is as it was.",
    "compact": " No entry is another; the search index may be in order by now, and the file is as it was.",
    "copy": " Nothing is copied, and the record is as it was.",
    "export": " A folder without a manifest.json holds an unfinished export.",
}

_EXAMPLE = """\b
  onrecord add reports/ page.html          # read, analyse, store in ./record.db
  onrecord account                         # who said what, story by story
  onrecord statements --speaker Ruiz --format jsonl
"""


class Verbs(click.Group):
    """Loads a verb's module only when that verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(f"onrecord.cli.{MODULES.get(cmd_name, cmd_name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        look_seldom()
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded: on a busy machine two threads took five times the CPU
        with _ends_well(ctx):
            for stream in (sys.stdout, sys.stderr):
                if isinstance(stream, io.TextIOWrapper):
                    stream.reconfigure(errors="backslashreplace")
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result


@contextmanager
def _ends_well(ctx: click.Context) -> Iterator[None]:
    try:
        yield
    except OnRecordError as error:
        click.echo(f"onrecord: {printable(str(error))}", err=True)
        ctx.exit(EXIT_FAILURE)
    except KeyboardInterrupt:
        click.echo(f"\nonrecord: stopped.{_LEFT.get(ctx.invoked_subcommand or '', '')}", err=True)
        ctx.exit(EXIT_INTERRUPTED)
    except OSError as error:
        if error.errno != errno.EPIPE:
            click.echo(f"onrecord: {printable(str(error))}", err=True)
            ctx.exit(EXIT_FAILURE)
        # Whoever read the output has seen enough. Nothing more may be written, not even by the interpreter when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        ctx.exit(0)


@click.group(cls=Verbs, help=f"{_EXAMPLE}\nKeeps a record of who said what in news reports, every line linked to its characters.")
@click.version_option(package_name="onrecord", message="%(prog)s %(version)s")
def main() -> None:
    pass
