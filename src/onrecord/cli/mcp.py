"""``onrecord mcp``: the record for assistants."""

from __future__ import annotations

from onrecord.cli.options import record_option
from onrecord.cli.verbs import verb
from onrecord.mcp import TOOLS, serve_stdio
from onrecord.store import Place

_TOOLS = "\n".join(f"  {tool.name}" for tool in TOOLS)


@verb(
    "mcp",
    "  onrecord mcp --record story.db",
    f"""\
A server of the Model Context Protocol on standard input and output, started by the assistant's program. It reads and nothing else: no
tool writes, none fetches, and every answer cites report, characters and the hash of the text. Needs: pip install 'onrecord[mcp]'

\b
{_TOOLS}""",
)
@record_option
def command(path: Place) -> None:
    serve_stdio(path)
