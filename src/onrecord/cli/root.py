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

from onrecord.errors import OnRecordError
from onrecord.safe import printable

EXIT_FAILURE = 1
EXIT_INTERRUPTED = 130

# Shown by `onrecord --help` without loading the verbs; a test holds these equal to the first words of each verb's own help.
VERBS = {
    "add": "Read reports and store who said what.",
    "batch": "Read and analyse an archive, on this machine or a cluster.",
    "import": "Put what an archive run found into the record.",
    "fetch": "Fetch pages, politely, and keep them.",
    "watch": "Keep a record up to date with feeds.",
    "analyse": "Read reports and print who said what; nothing is stored.",
    "stories": "List the stories of the record.",
    "account": "Show who said what in a story.",
    "statements": "List statements: who said what, when, through whom.",
    "positions": "List where every side stands, and since when.",
    "offers": "List what is on the table, and every move on it.",
    "figures": "List numbers, with what they count and who gives them.",
    "origins": "List where a story's reports come from.",
    "events": "List what happened, and who tells it.",
    "findings": "List how statements stand to one another.",
    "considered": "List what was held side by side and is not comparable, and why.",
    "utterances": "List what several reports render of one act of saying.",
    "entities": "List who is who: names under all their spellings, and their roles.",
    "screen": "Hold a draft against the record; nothing is stored.",
    "compare": "Show two reports side by side.",
    "versions": "Show what changed from one version of a page to the next.",
    "changes": "Show what the record has learnt since a moment.",
    "search": "Find reports and statements by their words.",
    "export": "Write the record, or a part of it, as files for others.",
    "mcp": "Answer an assistant's questions about the record.",
    "problems": "List what could not be read or decided.",
    "merge": "Say that entities are one and the same, or stories.",
    "split": "Say that something does not belong to an entity, or reports to a story.",
    "correct": "Say what is wrong in a statement, and how it is right.",
    "suppress": "Keep a report, and show it nowhere.",
    "purge": "Take a report out for good: no byte of it stays.",
    "judgements": "List what people decided.",
    "undo": "Take a judgement back.",
    "verify": "Check that the record is whole.",
    "doctor": "Check the record and the machine.",
    "backup": "Copy the record while others write to it.",
    "copy": "Copy the record from a file to a server, or back.",
    "recover": "Save what can be read of a damaged record.",
    "serve": "Show the record in a browser.",
    "user": "Say who may use the record over the web, and as what.",
    "audit": "Show who did what, and check that nobody changed it.",
    "reanalyse": "Analyse stored reports again with the present models.",
}

# Where the verb is not in the module of its name: cli/screen.py draws, and import is a word of the language.
_MODULES = {"screen": "screening", "import": "importing"}

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
        command: click.Command = importlib.import_module(f"onrecord.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def invoke(self, ctx: click.Context) -> Any:
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
        went_on = ctx.invoked_subcommand in ("add", "batch", "import", "reanalyse", "fetch", "watch")
        advice = " What is stored stays; run the same command again to go on." if went_on else ""
        click.echo(f"\nonrecord: stopped.{advice}", err=True)
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
