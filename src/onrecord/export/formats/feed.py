"""An Atom feed (RFC 4287) of a story, an entity, a search: whatever a selection names. The newest report comes first, with what it says;
then what follows from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from onrecord.export.atom import add, feed_text, new_feed
from onrecord.export.iris import iri_of, web_address
from onrecord.export.scope import FoundHere, findings_in
from onrecord.export.selection import Extract
from onrecord.export.sink import Sink
from onrecord.export.words import outlet_of, quoted
from onrecord.ids import make_id
from onrecord.model import Report
from onrecord.safe import cut, one_line
from onrecord.store import StatementRow

NEWEST = 200  # entries of a feed; readers keep what they have seen
_EMPTY = "1970-01-01T00:00:00Z"
_TITLE_CHARS = 200


def selection_feed(extract: Extract) -> tuple[str, int]:
    """The feed, and how many entries were left out of it as too old. Ids stay the same from one time to the next, and the same record
    and selection give the same characters."""
    every = sorted(_entries(extract), key=lambda entry: entry[:2], reverse=True)
    entries = every[:NEWEST]
    name = " · ".join(f"{key} {value}" for key, value in _asked(extract))
    feed = new_feed(
        iri_of("feed", make_id("feed", *(f"{key}={value}" for key, value in _asked(extract)))),
        f"onrecord: {one_line(name) or 'the whole record'}",
        entries[0][0] if entries else _EMPTY,
    )
    for _, _, entry in entries:
        feed.append(entry)
    return feed_text(feed), len(every) - len(entries)


def write_feed(extract: Extract, sink: Sink) -> tuple[str, ...]:
    with sink.file("feed.atom", "application/atom+xml") as file:
        text, older = selection_feed(extract)
        file.write(text)
    return (f"{older} older entries: a feed holds the newest {NEWEST}",) if older else ()


def _asked(extract: Extract) -> list[tuple[str, str]]:
    clocks = {"as_of": extract.scope.as_of, "known_at": extract.scope.known_at}
    asked = extract.selection.question() | clocks
    asked = {key: value for key, value in asked.items() if key not in ("kinds", "full_text") and value is not None}
    return [(key, str(asked[key])) for key in sorted(asked)]


Entry = tuple[str, str, ET.Element]  # when the record learnt of it, its id, the element


def _entries(extract: Extract) -> Iterator[Entry]:
    said: dict[str, list[StatementRow]] = defaultdict(list)
    for row in extract.statements():
        said[row.report].append(row)
    for report in extract.reports():
        yield _of_report(extract, report, said[report.id])
    for found in findings_in(extract.record, extract.scope):
        if found.finding.type != "repeats" and extract.holds(*found.finding.a, *found.finding.b):
            yield _of_finding(extract, found)


def _of_report(extract: Extract, report: Report, rows: list[StatementRow]) -> Entry:
    at = extract.recorded[report.id]
    lines = [f"{one_line(row.speaker.name) if row.speaker else 'speaker unknown'}: {quoted(row)}" for row in rows]
    title = f"{outlet_of(report)}: {one_line(report.title or report.id)}"
    return _entry(at, iri_of("report", report.id), (title, "report", report.url, "\n".join(lines) or "no statement found"))


def _of_finding(extract: Extract, found: FoundHere) -> Entry:
    finding, rows = found.finding, found.rows
    at = max((extract.recorded[rows[key].report] for key in (*finding.a, *finding.b) if key in rows), default=_EMPTY)
    slot = f" ({finding.slot})" if finding.slot else ""
    lines = [finding.why]
    for key in (*finding.a, *finding.b):
        row = rows.get(key)
        if isinstance(row, StatementRow):
            who = one_line(row.speaker.name) if row.speaker else "speaker unknown"
            lines.append(f"{who}, {outlet_of(row)}: {quoted(row)}")
        elif row is not None:
            who = one_line(row.who.name) if row.who else "nobody named for it"
            lines.append(f"{who}, {one_line(row.outlet) or 'unknown outlet'}: {one_line(row.words)}")
    return _entry(
        at, iri_of("finding", finding.id), (f"{finding.type}{slot}: {one_line(finding.why)}", finding.type, None, "\n".join(lines))
    )


def _entry(at: str, key: str, parts: tuple[str, str, str | None, str]) -> Entry:
    title, term, url, content = parts
    entry = ET.Element("entry")
    add(entry, "id", key)
    add(entry, "title", cut(title, _TITLE_CHARS))
    add(entry, "updated", at)
    add(entry, "category", None).set("term", term)
    address = web_address(url)
    if address is not None:
        add(entry, "link", None).attrib.update({"rel": "alternate", "href": address})
    add(entry, "content", content).set("type", "text")
    return at, key, entry
