"""Every format that a record leaves in, as one table: its name, what it is, and what writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.export.formats.annotation import write_annotations
from onrecord.export.formats.database import write_database
from onrecord.export.formats.datasette import write_datasette
from onrecord.export.formats.endnotes import write_docx, write_html, write_markdown
from onrecord.export.formats.feed import write_feed
from onrecord.export.formats.lines import arrow, csv_lines, each_kind, json_lines, parquet
from onrecord.export.formats.linked import write_linked
from onrecord.export.formats.mail import write_mail
from onrecord.export.formats.money import write_money
from onrecord.export.formats.plover import write_events
from onrecord.export.selection import Extract
from onrecord.export.sink import Sink


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """``write`` puts the files into the sink and says what had to be left out. ``by_kind``: a file for each kind of entry."""

    name: str
    about: str
    write: Callable[[Extract, Sink], tuple[str, ...]]
    by_kind: bool = False


FORMATS = (
    Format(name="jsonl", about="JSON lines in the wire format", write=each_kind("jsonl", "application/x-ndjson", json_lines), by_kind=True),
    Format(name="csv", about="CSV that a spreadsheet opens safely", write=each_kind("csv", "text/csv", csv_lines), by_kind=True),
    Format(
        name="parquet",
        about="Parquet (extra: tables)",
        write=each_kind("parquet", "application/vnd.apache.parquet", parquet),
        by_kind=True,
    ),
    Format(
        name="arrow", about="Arrow IPC (extra: tables)", write=each_kind("arrow", "application/vnd.apache.arrow.file", arrow), by_kind=True
    ),
    Format(name="sqlite", about="one SQLite file, to browse in Datasette", write=write_database),
    Format(name="annotation", about="W3C Web Annotations, one for every span", write=write_annotations),
    Format(name="jsonld", about="linked data: schema.org and relations of our own", write=write_linked),
    Format(name="plover", about="events in the shape of PLOVER", write=write_events),
    Format(name="ftm", about="entities for FollowTheMoney", write=write_money),
    Format(name="atom", about="a feed of what is selected", write=write_feed),
    Format(name="endnotes-md", about="an account with numbered notes, Markdown", write=write_markdown),
    Format(name="endnotes-html", about="an account with numbered notes, HTML", write=write_html),
    Format(name="endnotes-docx", about="an account with numbered notes, for Word", write=write_docx),
    Format(name="html", about="an account to mail: one page", write=write_mail),
    Format(name="datasette-metadata", about="what Datasette shows of the record's tables", write=write_datasette),
)
FORMAT_OF = {format_.name: format_ for format_ in FORMATS}
