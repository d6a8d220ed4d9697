"""Keeps reports and what was found in them in one SQLite file or one PostgreSQL database, and finds them again."""

from __future__ import annotations

from onrecord.store.migrate import open_database, record_exists
from onrecord.store.once import Once
from onrecord.store.overview import Amounts, ReportFacts, StoryTally
from onrecord.store.pages import Counted, Facet, FacetValue, Page
from onrecord.store.place import Place, Server, place_of
from onrecord.store.record import Record, open_record
from onrecord.store.rulings import (
    Corrected,
    Correction,
    Judged,
    Judgement,
    JudgementState,
    Merge,
    MergeStories,
    NotAConflict,
    Ruling,
    Signature,
    Split,
    SplitStory,
    StoryRuling,
    Suppress,
    Undo,
)
from onrecord.store.salvage import Salvaged
from onrecord.store.tombstones import Barred, Purged
from onrecord.store.values import (
    Analysed,
    Clocks,
    EntityFilter,
    EntityName,
    EntityRow,
    EventRow,
    FigureRow,
    HeldRole,
    Hit,
    Input,
    Like,
    RecordProblem,
    Run,
    SearchResult,
    Spelling,
    StatementFilter,
    StatementRow,
)
from onrecord.store.write import report_key

__all__ = [
    "StoryTally",
    "ReportFacts",
    "Page",
    "Place",
    "Server",
    "place_of",
    "record_exists",
    "FacetValue",
    "Facet",
    "Counted",
    "Amounts",
    "Analysed",
    "Barred",
    "Clocks",
    "Corrected",
    "Correction",
    "EntityFilter",
    "EntityName",
    "EntityRow",
    "EventRow",
    "FigureRow",
    "HeldRole",
    "Hit",
    "Input",
    "Judged",
    "Judgement",
    "JudgementState",
    "Like",
    "Merge",
    "MergeStories",
    "NotAConflict",
    "Once",
    "Purged",
    "Record",
    "RecordProblem",
    "Ruling",
    "Run",
    "Salvaged",
    "SearchResult",
    "Signature",
    "Spelling",
    "Split",
    "SplitStory",
    "StatementFilter",
    "StatementRow",
    "StoryRuling",
    "Suppress",
    "Undo",
    "open_database",
    "open_record",
    "report_key",
]
