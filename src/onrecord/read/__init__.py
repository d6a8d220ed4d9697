"""Reading: from files, folders and streams to reports, and to reasons where there is none.

>>> import io
>>> [report] = read_reports(["-"], stdin=io.BytesIO(b'{"id": "a1", "text": "The ships stayed in port."}'))
>>> report.id, report.text
('a1', 'The ships stayed in port.')
"""

from __future__ import annotations

from onrecord.read.draft import Given, Unreadable
from onrecord.read.identity import ReportIds
from onrecord.read.inputs import count_inputs
from onrecord.read.options import ReadOptions
from onrecord.read.pieces import Piece
from onrecord.read.sources import PieceReader
from onrecord.read.stream import cut_file, cut_inputs, list_files, read_reports

__all__ = [
    "Given",
    "Piece",
    "PieceReader",
    "ReadOptions",
    "ReportIds",
    "Unreadable",
    "count_inputs",
    "cut_file",
    "cut_inputs",
    "list_files",
    "read_reports",
]
