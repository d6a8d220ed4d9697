"""The programming interface."""

from __future__ import annotations

from onrecord.api.routes import api_routes

__all__ = ["api_routes"]
