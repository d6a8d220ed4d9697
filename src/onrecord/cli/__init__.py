"""The command line: one small module a verb, loaded when it is asked for."""

from __future__ import annotations

from onrecord.cli.root import main

__all__ = ["main"]
