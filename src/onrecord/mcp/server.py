"""The record as a server of the Model Context Protocol over standard input and output.

The only module that touches the SDK, which the extra ``mcp`` brings. Nothing is fetched and nothing is written: the record is opened
anew, for reading only, for every question.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module, metadata
from typing import Any

from onrecord.errors import EngineError, OnRecordError
from onrecord.export import dump
from onrecord.export.wire import Wire
from onrecord.mcp.tools import NOTE, TOOL_OF, TOOLS
from onrecord.pipeline import open_record, open_record_at
from onrecord.store import Place

MOST_BYTES = 200_000  # of one answer; what is over is left out from its end, and counted
_INSTRUCTIONS = f"A record of who said what in news reports, for reading only. {NOTE}"


def serve_stdio(path: Place) -> None:
    """Answers until standard input ends. Raises StoreError when there is no record at ``path``, EngineError without the extra."""
    anyio, stdio = _sdk("anyio"), _sdk("mcp.server.stdio")
    open_record(path, read_only=True).close()
    server = make_server(path)

    async def serve() -> None:
        async with stdio.stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(serve)


def make_server(path: Place) -> Any:
    """The server of the SDK, with the tools of the table."""
    anyio, types, lowlevel = _sdk("anyio"), _sdk("mcp.types"), _sdk("mcp.server.lowlevel")

    async def list_tools(context: object, params: object) -> Any:
        reads = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
        tools = [types.Tool(name=t.name, description=t.about, input_schema=t.schema(), annotations=reads) for t in TOOLS]
        return types.ListToolsResult(tools=tools)

    async def call_tool(context: object, params: Any) -> Any:
        # In a thread, so that a long question keeps nobody waiting for an answer to a ping.
        text, wrong = await anyio.to_thread.run_sync(partial(answer_text, path, params.name, params.arguments or {}))
        return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=wrong)

    return lowlevel.Server(
        "onrecord", version=metadata.version("onrecord"), instructions=_INSTRUCTIONS, on_list_tools=list_tools, on_call_tool=call_tool
    )


def answer_text(path: Place, name: str, arguments: Wire) -> tuple[str, bool]:
    """The answer as JSON, and False; or what is wrong with the question, and True. Never raises on any question."""
    tool = TOOL_OF.get(name)
    if tool is None:
        return f"There is no tool {name!r}. There are: {', '.join(TOOL_OF)}", True
    found = next(iter(_sdk("jsonschema").Draft202012Validator(tool.schema()).iter_errors(arguments)), None)
    if found is not None:
        return f"{name}: {found.message}", True
    try:
        with open_record_at(path, arguments.get("known_at")) as then, open_record(then.path, read_only=True) as record:
            return _bounded(tool.answer(record, arguments)), False
    except OnRecordError as error:
        return str(error), True


def _bounded(answer: Wire) -> str:
    text, left = dump(answer), 0
    while len(text.encode("utf-8", "backslashreplace")) > MOST_BYTES and answer["entries"]:
        answer["entries"].pop()
        left += 1
        text = dump(answer | {"left_out": left, "more": True})
    return text


def _sdk(name: str) -> Any:
    try:  # loaded when it is needed: an extra of 35 MB
        return import_module(name)
    except ModuleNotFoundError:
        raise EngineError("The server for assistants needs the extra 'mcp'. Install it with: pip install 'onrecord[mcp]'") from None
