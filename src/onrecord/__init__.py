"""onrecord: who said what, to whom, when and through whom, across many reports; every entry points at its characters.

>>> import onrecord
>>> onrecord.Span(0, 3).of("The sea")
'The'

The verbs of the command line, in Python::

    record = onrecord.open_record("story.db")
    record.add(["reports/"])                         # onrecord add reports/
    for story in record.stories(): ...               # onrecord stories
    for row in record.statements(): ...              # onrecord statements
    record.positions(as_of="2026-01-30")             # onrecord positions
    onrecord.account_of(record, story)               # onrecord account STORY
    record.search("safe passage")                    # onrecord search
    record.entities()                                # onrecord entities
    record.screen("…")                               # onrecord screen
    record.compare("report-a", "report-b")           # onrecord compare
    record.versions()                                # onrecord versions
    record.changes("2026-01-30")                     # onrecord changes
    record.problems()                                # onrecord problems
    record.merge("Teo Lind", "T. Lind", why="…")     # onrecord merge
    record.split("Ana Ruiz", report="…", why="…")    # onrecord split
    record.correct(onrecord.Correction(…), why="…")  # onrecord correct
    record.judgements()                              # onrecord judgements
    record.undo("judgement-…", why="…")              # onrecord undo
    record.reanalyse()                               # onrecord reanalyse
    onrecord.analyse_inputs(["page.html"])           # onrecord analyse page.html
    onrecord.fetch_reports("story.db", ["https://…"], plan)  # onrecord fetch; FetchPlan(options=FetchOptions(contact="…"))

What ``stories``, ``reports``, ``statements``, ``findings``, ``positions``, ``offers``, ``figures``, ``events`` and ``entities`` give can
be gone through again, shows itself in a notebook, and is a table: ``polars.DataFrame(record.statements())``, ``.to_pandas()``,
``.to_jsonl()``.

Importing the package loads no model and none of the readers; each name is fetched when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from onrecord.errors import EngineError, InputError, OnRecordError, SpanError, StoreError
from onrecord.model import Analysis, Entity, Finding, Problem, Refusal, Report, Span, Statement, Story

if TYPE_CHECKING:
    from onrecord.export.account import account_of
    from onrecord.library import open_record, open_record_at
    from onrecord.pipeline import analyse_inputs
    from onrecord.pipeline.fetching import FetchOptions, FetchPlan, fetch_reports
    from onrecord.read import ReadOptions
    from onrecord.store import Correction, EntityFilter, StatementFilter

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "Correction",
    "EngineError",
    "Entity",
    "EntityFilter",
    "FetchOptions",
    "FetchPlan",
    "Finding",
    "InputError",
    "OnRecordError",
    "Problem",
    "ReadOptions",
    "Refusal",
    "Report",
    "Span",
    "SpanError",
    "Statement",
    "StatementFilter",
    "StoreError",
    "Story",
    "account_of",
    "analyse_inputs",
    "fetch_reports",
    "open_record",
    "open_record_at",
]

_HOMES = {
    "Correction": "onrecord.store",
    "EntityFilter": "onrecord.store",
    "FetchOptions": "onrecord.pipeline.fetching",
    "FetchPlan": "onrecord.pipeline.fetching",
    "ReadOptions": "onrecord.read",
    "StatementFilter": "onrecord.store",
    "account_of": "onrecord.export.account",
    "analyse_inputs": "onrecord.pipeline",
    "fetch_reports": "onrecord.pipeline.fetching",
    "open_record": "onrecord.library",
    "open_record_at": "onrecord.library",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
