"""Statements as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from onrecord.export.atom import add, feed_text, moment_of, new_feed
from onrecord.export.words import outlet_of, quoted
from onrecord.safe import one_line
from onrecord.store import StatementRow

_TITLE_CHARS = 200
_BEFORE_ANY = "1970-01-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed's own id, what it is called, and the address of the page that it follows; entries lead to ``base``."""

    key: str
    title: str
    base: str
    path: str


def statement_feed(feed: Feed, rows: Sequence[StatementRow]) -> str:
    """The statements as entries, in their order; the same statement has the same id in every feed."""
    dates = [row.published.value for row in rows if row.published]
    root = new_feed(f"urn:onrecord:feed:{feed.key}", feed.title, moment_of(max(dates, default=_BEFORE_ANY)))
    ET.SubElement(root, "link", {"rel": "alternate", "href": f"{feed.base}{feed.path}"})
    for row in rows:
        entry = ET.SubElement(root, "entry")
        add(entry, "id", f"urn:onrecord:{row.statement.id}")
        who = one_line(row.speaker.name) if row.speaker else "speaker unknown"
        add(entry, "title", f"{who}: {quoted(row)}"[:_TITLE_CHARS])
        add(entry, "updated", moment_of(row.published.value if row.published else _BEFORE_ANY))
        ET.SubElement(entry, "link", {"rel": "alternate", "href": f"{feed.base}/statements/{row.statement.id}"})
        add(entry, "content", f"{who}: {quoted(row)}\n{outlet_of(row)}").set("type", "text")
    return feed_text(root)
