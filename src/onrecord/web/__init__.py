"""The desk: pages for people over a record, made on the server, whole without a script."""

from __future__ import annotations

from onrecord.web.routes import desk_routes

__all__ = ["desk_routes"]
