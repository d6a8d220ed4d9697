"""What leaves the record: wire objects, tables, the account of a story."""

from __future__ import annotations

from onrecord.export.account import Account, Line, Voice, account_object, account_of
from onrecord.export.jsonl import (
    dump,
    finding_line,
    offer_line,
    position_line,
    report_line,
    schema,
    statement_line,
    story_line,
    utterance_line,
)
from onrecord.export.standing import Standing, said_in, standing_of, utterances_of
from onrecord.export.sure import sure_statements
from onrecord.export.tables import csv_text, safe_cell

__all__ = [
    "Account",
    "Line",
    "Standing",
    "Voice",
    "account_object",
    "account_of",
    "csv_text",
    "dump",
    "finding_line",
    "offer_line",
    "position_line",
    "report_line",
    "safe_cell",
    "said_in",
    "schema",
    "standing_of",
    "statement_line",
    "story_line",
    "sure_statements",
    "utterance_line",
    "utterances_of",
]
