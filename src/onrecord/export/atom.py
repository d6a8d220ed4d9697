"""What the record has learnt, as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from onrecord.desk import Change, Changes, Comparison
from onrecord.model import Report
from onrecord.store import StatementRow
from onrecord.store.when import first_moment

_ATOM = "http://www.w3.org/2005/Atom"
_TITLE_CHARS = 200
# What XML 1.0 cannot hold, escaped or not (section 2.2).
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WEB = ("http://", "https://")


def atom_text(changes: Changes) -> str:
    """The feed, newest entry first. A report's statements stand in its entry. Ids stay the same from one feed to the next, and the same
    record and moment give the same characters."""
    updated = max((change.at for change in changes.entries), default=moment_of(changes.since))
    feed = new_feed(f"urn:onrecord:changes:{changes.record or 'none'}", "onrecord: what the record has learnt", updated)
    said: dict[str, list[str]] = {}
    for change in changes.of("statement"):
        if isinstance(change.entry, StatementRow):
            said.setdefault(change.entry.report, []).append(change.summary)
    for change in reversed(changes.entries):
        if change.kind != "statement":
            _entry(feed, change, said)
    return feed_text(feed)


def new_feed(key: str, title: str, updated: str) -> ET.Element:
    """A feed without entries."""
    feed = ET.Element("feed", {"xmlns": _ATOM})
    add(feed, "id", key)
    add(feed, "title", title)
    add(feed, "updated", updated)
    add(add(feed, "author", None), "name", "onrecord")
    return feed


def feed_text(feed: ET.Element) -> str:
    ET.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def _entry(feed: ET.Element, change: Change, said: dict[str, list[str]]) -> None:
    entry = add(feed, "entry", None)
    add(entry, "id", f"urn:onrecord:{change.id}")
    add(entry, "title", f"{change.kind}: {change.summary}"[:_TITLE_CHARS])
    add(entry, "updated", change.at)
    add(entry, "category", None).set("term", change.kind)
    report = change.entry.b if isinstance(change.entry, Comparison) else change.entry
    if isinstance(report, Report) and report.url and report.url.startswith(_WEB):
        add(entry, "link", None).attrib.update({"rel": "alternate", "href": xml_text(report.url)})
    add(entry, "content", "\n".join(_lines(change, said))).set("type", "text")


def _lines(change: Change, said: dict[str, list[str]]) -> Iterator[str]:
    yield change.summary
    if isinstance(change.entry, Report):
        yield from said.get(change.entry.id, ())
    if isinstance(change.entry, Comparison):
        for name, rows in (("removed", change.entry.only_a), ("added", change.entry.only_b)):
            yield from (f"{name}: {' '.join(row.content_text.split())}" for row in rows)
        for shared in change.entry.changed:
            yield f"changed: {' '.join(shared.a.content_text.split())} → {' '.join(shared.b.content_text.split())}"
        for figure in change.entry.figures:
            yield f"{figure.a.figure.measure}: {' '.join(figure.a.words.split())} → {' '.join(figure.b.words.split())}"


def add(parent: ET.Element, name: str, text: str | None) -> ET.Element:
    """A child with the text, less what XML cannot hold."""
    child = ET.SubElement(parent, name)
    child.text = None if text is None else xml_text(text)
    return child


def xml_text(text: str) -> str:
    """The text, and the replacement character for what XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)


def moment_of(value: str) -> str:
    """The first moment of a date, as RFC 3339 wants it.

    >>> moment_of("2026-02"), moment_of("2026-01-30T18:00:00+01:00")
    ('2026-02-01T00:00:00Z', '2026-01-30T17:00:00Z')
    """
    first = first_moment(value)
    day, _, time = first.partition("T")
    return f"{day}{'-01' * (2 - day.count('-'))}T{time or '00:00:00'}Z"
