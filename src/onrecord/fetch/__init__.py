"""Fetching: the only part of onrecord that opens a connection to the outside, and only when a verb that says so is called.

>>> options = FetchOptions(contact="desk@courier.example")
>>> Fetcher(options).fetch("http://127.0.0.1/").refusal.why
'127.0.0.1 leads to 127.0.0.1, an address of this machine. Only public addresses are fetched.'
"""

from __future__ import annotations

from onrecord.fetch.archive import ArchiveWriter
from onrecord.fetch.body import FEED_TYPES
from onrecord.fetch.fetcher import Fetcher, FetchOptions
from onrecord.fetch.gate import Gate
from onrecord.fetch.journal import Journal, Visit
from onrecord.fetch.page import Known, Missed, Outcome, Page, Unchanged
from onrecord.fetch.turns import Turns
from onrecord.fetch.urls import parse_target

__all__ = [
    "FEED_TYPES",
    "ArchiveWriter",
    "FetchOptions",
    "Fetcher",
    "Gate",
    "Journal",
    "Known",
    "Missed",
    "Outcome",
    "Page",
    "Turns",
    "Unchanged",
    "Visit",
    "parse_target",
]
