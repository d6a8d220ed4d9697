"""Keeps reports and what was found in them in one SQLite file, and finds them again."""

from __future__ import annotations

from onrecord.store.migrate import open_database
from onrecord.store.record import Record, open_record
from onrecord.store.rulings import Corrected, Correction, Judged, Judgement, Merge, Ruling, Signature, Split, Undo
from onrecord.store.values import (
    Analysed,
    EntityFilter,
    EntityRow,
    EventRow,
    FigureRow,
    HeldRole,
    Hit,
    Input,
    RecordProblem,
    Run,
    SearchResult,
    Spelling,
    StatementFilter,
    StatementRow,
    Vector,
)
from onrecord.store.write import report_key

__all__ = [
    "Analysed",
    "Corrected",
    "Correction",
    "EntityFilter",
    "EntityRow",
    "EventRow",
    "FigureRow",
    "HeldRole",
    "Hit",
    "Input",
    "Judged",
    "Judgement",
    "Merge",
    "Record",
    "RecordProblem",
    "Ruling",
    "Run",
    "SearchResult",
    "Signature",
    "Spelling",
    "Split",
    "StatementFilter",
    "StatementRow",
    "Undo",
    "Vector",
    "open_database",
    "open_record",
    "report_key",
]
