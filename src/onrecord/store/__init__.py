"""Keeps reports and what was found in them in one SQLite file, and finds them again."""

from __future__ import annotations

from onrecord.store.migrate import open_database
from onrecord.store.record import Record, open_record
from onrecord.store.values import Hit, Input, RecordProblem, Run, SearchResult, StatementFilter, StatementRow, Vector
from onrecord.store.write import report_key

__all__ = [
    "Hit",
    "Input",
    "Record",
    "RecordProblem",
    "Run",
    "SearchResult",
    "StatementFilter",
    "StatementRow",
    "Vector",
    "open_database",
    "open_record",
    "report_key",
]
