"""The order of the stages: read, analyse, link, compare, store. The only part that knows it."""

from __future__ import annotations

from onrecord.pipeline.add import AddSummary, add_examined, add_inputs, analyse_inputs
from onrecord.pipeline.decide import author_or_default, decide
from onrecord.pipeline.engines import Engines, load_engines
from onrecord.pipeline.live import LiveRecord, open_record
from onrecord.pipeline.moment import open_record_at
from onrecord.pipeline.purge import PurgeSummary, purge_report
from onrecord.pipeline.reanalyse import ReanalyseSummary, reanalyse_reports
from onrecord.pipeline.recover import recover_record
from onrecord.pipeline.relate import relate
from onrecord.pipeline.screen import screen_input, screen_text

__all__ = [
    "AddSummary",
    "Engines",
    "LiveRecord",
    "PurgeSummary",
    "ReanalyseSummary",
    "add_examined",
    "add_inputs",
    "analyse_inputs",
    "author_or_default",
    "decide",
    "load_engines",
    "open_record",
    "open_record_at",
    "purge_report",
    "reanalyse_reports",
    "recover_record",
    "relate",
    "screen_input",
    "screen_text",
]
