"""Opened inputs into pieces, by format: a line, a record, or all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from onrecord.model import Refusal
from onrecord.read.archive import is_input
from onrecord.read.bounded import bounds_of
from onrecord.read.draft import Unreadable
from onrecord.read.formats import Format
from onrecord.read.pieces import Piece
from onrecord.read.records import read_lines
from onrecord.read.warc import read_records
from onrecord.settings import ReadLimits

PARTS: dict[Format, str] = {
    "text": "line",
    "html": "part",
    "jsonl": "line",
    "json": "object",
    "feed": "entry",
    "warc": "page record",
    "pdf": "page",
    "docx": "part",
}
_MOST_BYTES: dict[Format, str] = {
    "text": "max_text_chars",
    "html": "max_page_bytes",
    "pdf": "max_document_bytes",
    "docx": "max_document_bytes",
}


def cut_source(whole: Piece, stream: BinaryIO, limits: ReadLimits) -> Iterator[Piece | Refusal]:
    """The pieces of one input, as it is read; whatever cuts it short is a refusal, the last. ``whole`` says what it is."""
    if whole.format in ("jsonl", "json", "feed", "warc"):
        # A file of many reports has no title, url or id that could be theirs.
        whole = replace(whole, given=replace(whole.given, id=None, title=None, url=None))
    cutters = {"jsonl": _cut_lines, "warc": _cut_archive}
    empty = True
    try:
        for piece in cutters.get(whole.format, _cut_nothing)(whole, stream, limits):
            empty = False
            yield piece
        if empty:
            raise nothing_in(whole)
    except Unreadable as error:
        yield whole.refusal(error)
    except OSError as error:
        yield whole.refusal(Unreadable(f"it cannot be read ({error.strerror or error}).", kind="failed"))


def nothing_in(whole: Piece) -> Unreadable:
    return Unreadable(f"it holds no report: no {PARTS[whole.format]} in it can be read as one.")


def _cut_nothing(whole: Piece, stream: BinaryIO, limits: ReadLimits) -> Iterator[Piece]:
    name = _MOST_BYTES.get(whole.format, "max_feed_bytes")
    most: int = getattr(limits, name) if whole.format != "text" else 4 * limits.max_text_chars + 4
    content = stream.read(most + 1)
    if len(content) > most:
        raise Unreadable(f"it has more than {most} bytes (read.{name}).")
    if whole.format != "html" and not content.strip():
        raise Unreadable("the file is empty.")
    yield replace(whole, body=content)


def _cut_lines(whole: Piece, stream: BinaryIO, limits: ReadLimits) -> Iterator[Piece | Refusal]:
    empty = True
    for number, line in read_lines(stream, limits.max_line_bytes):
        empty = False
        piece = replace(whole, place=f":{number}", body=line or b"")
        too_long = Unreadable(f"the line has more than {limits.max_line_bytes} bytes (read.max_line_bytes).")
        yield piece.refusal(too_long) if line is None else piece
    if empty:
        raise Unreadable("the file is empty.")


def _cut_archive(whole: Piece, stream: BinaryIO, limits: ReadLimits) -> Iterator[Piece]:
    for record in read_records(stream, max_block_bytes=4 * limits.max_page_bytes, bounds=bounds_of(limits)):
        if is_input(record):
            yield replace(whole, place=f"@{record.offset}", record=record)


def open_file(path: Path) -> BinaryIO:
    """The file, opened to be read. Raises Unreadable when it cannot be, or is no regular file."""
    try:
        if not path.is_file():
            raise Unreadable("it is no regular file.")
        return path.open("rb")
    except OSError as error:
        raise Unreadable(f"it cannot be opened ({error.strerror or error}).", kind="failed") from None
