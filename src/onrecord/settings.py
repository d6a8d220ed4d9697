"""Numbers that bound what onrecord does to one input. Each says where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

WIRE_FORMAT = "onrecord/1"
OUTLETS_VARIABLE = "ONRECORD_OUTLETS"  # of the environment: names the user's list of outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """How much of one input is read before it is refused.

    max_page_bytes: decoded HTML of one page; extraction time grows faster than size (7 MB took 16 s, measured).
    max_tag_bytes: one start tag; many attributes are quadratic in every HTML parser (80,000 took over 30 s, measured).
    max_text_chars: one plain or JSONL text; a book is 500,000 characters.
    page_seconds, page_memory_bytes: what a child may spend on one page before it is killed.
    """

    max_page_bytes: int = 5 * 1024 * 1024
    max_tag_bytes: int = 64 * 1024
    max_text_chars: int = 2_000_000
    max_line_bytes: int = 16 * 1024 * 1024
    max_feed_bytes: int = 20 * 1024 * 1024
    page_seconds: float = 10.0
    page_memory_bytes: int = 1024**3
