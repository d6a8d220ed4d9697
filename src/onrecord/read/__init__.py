"""Reading: from files, folders and streams to reports, and to reasons where there is none.

>>> import io
>>> [report] = read_reports(["-"], stdin=io.BytesIO(b'{"id": "a1", "text": "The ships stayed in port."}'))
>>> report.id, report.text
('a1', 'The ships stayed in port.')
"""

from __future__ import annotations

from onrecord.read.identity import ReportIds
from onrecord.read.inputs import count_inputs
from onrecord.read.options import ReadOptions
from onrecord.read.pieces import Piece
from onrecord.read.sources import PieceReader
from onrecord.read.stream import cut_inputs, read_reports

__all__ = ["Piece", "PieceReader", "ReadOptions", "ReportIds", "count_inputs", "cut_inputs", "read_reports"]
