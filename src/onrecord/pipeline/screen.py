"""Reading a draft and holding it against a record."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import BinaryIO

from onrecord.analyse import analyse_report
from onrecord.desk import Draft, Screening, Wanted, screen_draft
from onrecord.errors import InputError
from onrecord.model import Refusal, Report
from onrecord.pipeline import engines as models
from onrecord.quotations import find_quotations
from onrecord.read import ReadOptions, read_reports
from onrecord.store import Record

_NAME = "draft"


def screen_text(record: Record, text: str, wanted: Wanted = Wanted()) -> Screening:
    """The text, analysed as a report is, beside the record, statement by statement. Nothing is stored.

    The draft counts as written on the day of ``wanted.as_of``, which places what it calls "yesterday". Raises InputError when it is
    no text that can be read, or several.
    """
    return screen_input(record, "-", wanted, stdin=io.BytesIO(text.encode("utf-8", "backslashreplace")))


def screen_input(record: Record, name: str, wanted: Wanted = Wanted(), *, stdin: BinaryIO | None = None) -> Screening:
    """As ``screen_text``, of a file in any format that is read, or of standard input (``-``)."""
    report = _read(name, ReadOptions(published=wanted.as_of), stdin)
    analysis = analyse_report(report, tagger=models.load_default_tagger())
    quotations = tuple(q.inner for q in find_quotations(report.text) if q.depth == 0)
    return screen_draft(record, Draft(report=report, analysis=analysis, quotations=quotations), wanted)


def _read(name: str, options: ReadOptions, stdin: BinaryIO | None) -> Report:
    found = list(read_reports([name], options=options, stdin=stdin))
    if len(found) != 1:
        raise InputError(f"{name!r} holds {len(found)} reports. Give one draft at a time.")
    if isinstance(found[0], Refusal):
        raise InputError(f"The draft cannot be read: {found[0].where}: {found[0].why}")
    return replace(found[0], id=_NAME)
