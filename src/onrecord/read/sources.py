"""One opened input to its reports and refusals, by format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal, cast

from onrecord.model import Refusal, Report
from onrecord.read.archive import CapturedPage, captured_page, is_input, target_of
from onrecord.read.bounded import bounds_of
from onrecord.read.charset import decode_plain
from onrecord.read.dates import parse_published
from onrecord.read.draft import Draft, Given, Unreadable
from onrecord.read.finish import check_text, finish
from onrecord.read.formats import Format
from onrecord.read.prescan import check_page
from onrecord.read.records import draft_of_object, objects_of_file, parse_line, read_lines
from onrecord.read.warc import WarcRecord, read_records
from onrecord.read.worker import PageWorker
from onrecord.settings import ReadLimits

_Outcome = Report | Refusal
_PARTS: dict[Format, str] = {
    "text": "line",
    "html": "part",
    "jsonl": "line",
    "json": "object",
    "feed": "entry",
    "warc": "page record",
    "pdf": "page",
    "docx": "part",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An opened input: its name for messages, the id of what has no other, what the caller says, and what reads pages."""

    where: str
    stem: str
    given: Given
    limits: ReadLimits
    worker: PageWorker
    now: datetime | None = None

    def refusal(self, error: Unreadable, *, id_: str | None = None, place: str = "") -> Refusal:
        """The refusal of the input, or of the part of it at ``place``."""
        return Refusal(id=id_ or self.stem + place, kind=error.kind, where=error.where or self.where + place, why=error.why)

    def report(self, draft: Draft, given: Given | None = None, *, place: str = "") -> Report:
        """The report of a draft; ``given`` is what the part itself says, before what the caller says of the whole input."""
        own = given.over(self.given) if given else self.given
        return finish(draft, own, fallback_id=self.stem + place, where=self.where + place, now=self.now)


def read_source(source: Source, stream: BinaryIO, format_: Format) -> Iterator[_Outcome]:
    """The reports and refusals of one input, as they are read; whatever cuts it short is the last refusal."""
    if format_ in ("jsonl", "json", "feed", "warc"):
        # A file of many reports has no title, url or id that could be theirs.
        source = replace(source, given=replace(source.given, id=None, title=None, url=None))
    readers: dict[Format, Callable[[Source, BinaryIO], Iterator[_Outcome]]] = {
        **{"text": _read_text, "html": _read_html, "jsonl": _read_jsonl, "json": _read_json, "feed": _read_feed, "warc": _read_warc},
        **{"pdf": partial(_read_document, "pdf"), "docx": partial(_read_document, "docx")},
    }
    empty = True
    try:
        for outcome in readers[format_](source, stream):
            empty = False
            yield outcome
        if empty:
            raise Unreadable(f"it holds no report: no {_PARTS[format_]} in it can be read as one.")
    except Unreadable as error:
        yield source.refusal(error)
    except OSError as error:
        yield source.refusal(Unreadable(f"it cannot be read ({error.strerror or error}).", kind="failed"))


def _read_all(stream: BinaryIO, limit: int, name: str) -> bytes:
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise Unreadable(f"it has more than {limit} bytes (read.{name}).")
    return content


def _text_draft(content: bytes, limits: ReadLimits) -> Draft:
    if not content.strip():
        raise Unreadable("the file is empty.")
    text, problems = decode_plain(content)
    check_text(text, max_chars=limits.max_text_chars)
    return Draft(text=text, problems=tuple(problems))


def _read_text(source: Source, stream: BinaryIO) -> Iterator[_Outcome]:
    content = _read_all(stream, 4 * source.limits.max_text_chars + 4, "max_text_chars")
    yield source.report(_text_draft(content, source.limits))


def _read_html(source: Source, stream: BinaryIO) -> Iterator[_Outcome]:
    content = _read_all(stream, source.limits.max_page_bytes, "max_page_bytes")
    check_page(content, source.limits)
    yield source.report(source.worker.parse_page(content, url=source.given.url))


def _read_document(format_: Literal["pdf", "docx"], source: Source, stream: BinaryIO) -> Iterator[_Outcome]:
    content = _read_all(stream, source.limits.max_document_bytes, "max_document_bytes")
    if not content:
        raise Unreadable("the file is empty.")
    draft = source.worker.parse_document(content, format_)
    check_text(draft.text, max_chars=source.limits.max_text_chars)
    yield source.report(draft)


def _read_jsonl(source: Source, stream: BinaryIO) -> Iterator[_Outcome]:
    empty = True
    for number, line in read_lines(stream, source.limits.max_line_bytes):
        empty = False
        try:
            if line is None:
                raise Unreadable(f"the line has more than {source.limits.max_line_bytes} bytes (read.max_line_bytes).")
            draft, given = draft_of_object(parse_line(line), source.limits)
            yield source.report(draft, given, place=f":{number}")
        except Unreadable as error:
            yield source.refusal(error, place=f":{number}")
    if empty:
        raise Unreadable("the file is empty.")


def _read_json(source: Source, stream: BinaryIO) -> Iterator[_Outcome]:
    content = _read_all(stream, source.limits.max_feed_bytes, "max_feed_bytes")
    if not content.strip():
        raise Unreadable("the file is empty.")
    values = objects_of_file(content)
    for number, value in enumerate(values, 1):
        place = f":{number}" if len(values) > 1 else ""
        try:
            draft, given = draft_of_object(value, source.limits)
            yield source.report(draft, given, place=place)
        except Unreadable as error:
            yield source.refusal(error, place=place)


def _read_feed(source: Source, stream: BinaryIO) -> Iterator[_Outcome]:
    content = _read_all(stream, source.limits.max_feed_bytes, "max_feed_bytes")
    if not content.strip():
        raise Unreadable("the file is empty.")
    feed = source.worker.parse_feed(content)
    if not feed["entries"]:
        raise Unreadable("the feed has no entries.")
    for number, entry in enumerate(feed["entries"], 1):
        place = f":entry {number}"
        given = Given(id=None if entry["url"] else entry["id"])
        try:
            yield source.report(_entry_draft(source, entry, feed), given, place=place)
        except Unreadable as error:
            yield source.refusal(error, id_=entry["url"] or entry["id"], place=place)


def _entry_draft(source: Source, entry: dict[str, str | None], feed: dict[str, list[str] | str | None]) -> Draft:
    content = (entry["content"] or "").encode()
    check_page(content, source.limits)
    draft = source.worker.parse_page(content, charset="utf-8", fragment=True)
    problems = [*draft.problems, *cast(list[str], feed["problems"])]
    if entry["is_summary"]:
        problems.append("the feed has only a summary of it.")
    written = entry["published"]
    published = parse_published(written, basis="page") if written else None
    if written and published is None:
        problems.append(f"the feed's date {written[:80]!r} cannot be read.")
    return replace(
        draft, title=entry["title"] or draft.title, byline=entry["byline"] or draft.byline, outlet=cast("str | None", feed["outlet"]),
        url=entry["url"], published=published, problems=tuple(problems),
    )  # fmt: skip


def _read_warc(source: Source, stream: BinaryIO) -> Iterator[_Outcome]:
    for record in read_records(stream, max_block_bytes=4 * source.limits.max_page_bytes, bounds=bounds_of(source.limits)):
        if not is_input(record):
            continue
        place = f"@{record.offset}"
        try:
            page = captured_page(record, source.limits)
            yield source.report(_captured_draft(source, page), place=place)
        except Unreadable as error:
            yield source.refusal(error, id_=_record_id(record), place=place)


def _record_id(record: WarcRecord) -> str | None:
    return target_of(record) or record.header.get("warc-record-id", "").strip("<>")[:200] or None


def _captured_draft(source: Source, page: CapturedPage) -> Draft:
    if page.is_html:
        check_page(page.body, source.limits)
        draft = source.worker.parse_page(page.body, charset=page.charset, url=page.url)
    else:
        draft = _text_draft(page.body, source.limits)
    return replace(draft, url=draft.url or page.url, problems=(*draft.problems, *page.problems))


def open_file(path: Path) -> BinaryIO:
    """The file, opened to be read. Raises Unreadable when it cannot be, or is no regular file."""
    try:
        if not path.is_file():
            raise Unreadable("it is no regular file.")
        return path.open("rb")
    except OSError as error:
        raise Unreadable(f"it cannot be opened ({error.strerror or error}).", kind="failed") from None
