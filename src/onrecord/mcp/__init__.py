"""For assistants: a server of the Model Context Protocol that reads one record, cites every answer, and fetches nothing."""

from __future__ import annotations

from onrecord.mcp.server import answer_text, make_server, serve_stdio
from onrecord.mcp.tools import TOOLS, Tool

__all__ = ["TOOLS", "Tool", "answer_text", "make_server", "serve_stdio"]
