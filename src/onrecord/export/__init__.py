"""What leaves the record: wire objects, tables, the account of a story."""

from __future__ import annotations

from onrecord.export.account import Account, Line, Voice, account_object, account_of
from onrecord.export.atom import atom_text
from onrecord.export.desk import change_line, comparison_line, screen_line
from onrecord.export.formats import FORMATS, Format
from onrecord.export.grouped import considered_line, story_change_line, story_line
from onrecord.export.jsonl import (
    dump,
    entity_line,
    event_line,
    finding_line,
    given_line,
    offer_line,
    origin_line,
    position_line,
    report_line,
    schema,
    statement_line,
    utterance_line,
)
from onrecord.export.judged import judgement_line
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
    "comparison_line",
    "screen_line",
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
    "entity_line",
    "finding_line",
    "event_line",
    "events_in",
    "figures_in",
    "findings_in",
    "given_line",
    "judgement_line",
    "offer_line",
    "offers_in",
    "origin_line",
    "origins_in",
    "position_line",
    "positions_at",
    "report_line",
    "safe_cell",
    "schema",
    "statement_line",
    "considered_in",
    "considered_line",
    "story_change_line",
    "story_line",
    "sure_statements",
    "utterance_line",
    "utterances_in",
]
