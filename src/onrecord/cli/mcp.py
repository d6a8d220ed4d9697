"""``onrecord mcp``: the record for assistants."""

from __future__ import annotations

import click

from onrecord.cli.options import example, record_option
from onrecord.mcp import TOOLS, serve_stdio
from onrecord.store import Place

_TOOLS = "\n".join(f"  {tool.name}" for tool in TOOLS)
_HELP = example(
    "  onrecord mcp --record story.db",
    f"""Answer an assistant's questions about the record.

A server of the Model Context Protocol on standard input and output, started by the assistant's program. It reads and nothing else: no
tool writes, none fetches, and every answer cites report, characters and the hash of the text. Needs: pip install 'onrecord[mcp]'

\b
{_TOOLS}""",
)


@click.command("mcp", help=_HELP, short_help="Answer an assistant's questions about the record.")
@record_option
def command(path: Place) -> None:
    serve_stdio(path)
