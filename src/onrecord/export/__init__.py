"""What leaves the record: wire objects, tables, the account of a story."""

from __future__ import annotations

from onrecord.export.account import Account, Line, Voice, account_object, account_of
from onrecord.export.atom import atom_text
from onrecord.export.desk import change_line
from onrecord.export.formats import FORMATS, Format
from onrecord.export.jsonl import dump, report_line, schema
from onrecord.export.kinds import KINDS, Kind
from onrecord.export.run import Exported, export_record
from onrecord.export.scope import (
    ConsideredHere,
    FoundHere,
    GivenHere,
    OriginHere,
    RenderedHere,
    Scope,
    chosen_story,
    considered_in,
    events_in,
    figures_in,
    findings_in,
    offers_in,
    origins_in,
    positions_at,
    utterances_in,
)
from onrecord.export.selection import Extract, Selection
from onrecord.export.sink import Folder, Stream
from onrecord.export.sure import sure_statements
from onrecord.export.tables import csv_text, safe_cell
from onrecord.export.wire import Wire, entry, wire

__all__ = [
    "Exported",
    "Extract",
    "FORMATS",
    "Folder",
    "Format",
    "KINDS",
    "Kind",
    "Selection",
    "Stream",
    "export_record",
    "atom_text",
    "change_line",
    "chosen_story",
    "Account",
    "ConsideredHere",
    "FoundHere",
    "GivenHere",
    "Line",
    "OriginHere",
    "RenderedHere",
    "Scope",
    "Voice",
    "account_object",
    "account_of",
    "csv_text",
    "dump",
    "events_in",
    "figures_in",
    "findings_in",
    "offers_in",
    "origins_in",
    "positions_at",
    "report_line",
    "safe_cell",
    "schema",
    "considered_in",
    "sure_statements",
    "utterances_in",
    "Wire",
    "entry",
    "wire",
]
