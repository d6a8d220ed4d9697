"""What an editor asks of the record: a draft held against it, the versions of a page, two reports side by side, what is new."""

from __future__ import annotations

from onrecord.desk.changes import changes_since
from onrecord.desk.screening import screen_draft
from onrecord.desk.sides import compare_reports, versions_of
from onrecord.desk.values import (
    Change,
    ChangeKind,
    Changes,
    Comparison,
    Draft,
    OtherFigure,
    OtherPosition,
    Screening,
    ScreenKind,
    ScreenLine,
    Shared,
    Wanted,
)

__all__ = [
    "Change",
    "ChangeKind",
    "Changes",
    "changes_since",
    "Comparison",
    "Draft",
    "OtherFigure",
    "OtherPosition",
    "ScreenKind",
    "ScreenKind",
    "ScreenLine",
    "Screening",
    "Shared",
    "Wanted",
    "compare_reports",
    "screen_draft",
    "versions_of",
]
