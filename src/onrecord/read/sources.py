"""Pieces of inputs to reports and refusals, by format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import TracebackType
from typing import Self, cast

from onrecord.model import Refusal, Report
from onrecord.read.archive import CapturedPage, captured_page, target_of
from onrecord.read.charset import decode_plain
from onrecord.read.cut import nothing_in
from onrecord.read.dates import parse_published
from onrecord.read.draft import Draft, Given, Unreadable
from onrecord.read.finish import check_text, finish
from onrecord.read.mojibake import restored
from onrecord.read.options import ReadOptions
from onrecord.read.pieces import Piece
from onrecord.read.prescan import check_page
from onrecord.read.records import draft_of_object, objects_of_file, parse_line
from onrecord.read.warc import WarcRecord
from onrecord.read.worker import PageWorker

_Outcome = Report | Refusal


class PieceReader:
    """Reads pieces, one after the other; nothing that is read raises. Close it: pages and documents are parsed in a child process."""

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._limits = options.limits
        self._worker = PageWorker(options.limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._worker.close()

    def read(self, piece: Piece) -> Iterator[_Outcome]:
        """The reports and refusals of a piece, one at least. Two reports may have one id."""
        read = {
            "text": self._read_text,
            "html": self._read_html,
            "jsonl": self._read_line,
            "json": self._read_json,
            "feed": self._read_feed,
            "warc": self._read_record,
            "pdf": self._read_document,
            "docx": self._read_document,
        }[piece.format]
        empty = True
        try:
            for outcome in read(piece):
                empty = False
                yield outcome
            if empty:
                raise nothing_in(piece)
        except Unreadable as error:
            yield piece.refusal(error, id_=_record_id(piece.record))

    def _report(self, piece: Piece, draft: Draft, given: Given | None = None, *, part: str = "") -> Report:
        """The report of a draft; ``given`` is what the part itself says, before what the caller says of the whole input. Raises Unreadable
        where the language is none that is wanted."""
        own = given.over(piece.given) if given else piece.given
        place = piece.place + part
        report = finish(draft, own, fallback_id=piece.stem + place, where=piece.where + place, now=self._options.now)
        if report.language and self._options.languages and report.language not in self._options.languages:
            raise Unreadable(f"the language is {report.language}; asked for was {', '.join(self._options.languages)} only (--language).")
        return report

    def _text_draft(self, content: bytes) -> Draft:
        if not content.strip():
            raise Unreadable("the file is empty.")
        decoded, problems = decode_plain(content)
        text, mended = restored(decoded)
        problems += mended
        check_text(text, max_chars=self._limits.max_text_chars)
        return Draft(text=text, problems=tuple(problems))

    def _read_text(self, piece: Piece) -> Iterator[_Outcome]:
        yield self._report(piece, self._text_draft(piece.body))

    def _read_html(self, piece: Piece) -> Iterator[_Outcome]:
        check_page(piece.body, self._limits)
        yield self._report(piece, self._worker.parse_page(piece.body, url=piece.given.url))

    def _read_document(self, piece: Piece) -> Iterator[_Outcome]:
        draft = self._worker.parse_document(piece.body, "pdf" if piece.format == "pdf" else "docx")
        check_text(draft.text, max_chars=self._limits.max_text_chars)
        yield self._report(piece, draft)

    def _read_line(self, piece: Piece) -> Iterator[_Outcome]:
        draft, given = draft_of_object(parse_line(piece.body), self._limits)
        yield self._report(piece, draft, given)

    def _read_json(self, piece: Piece) -> Iterator[_Outcome]:
        values = objects_of_file(piece.body)
        for number, value in enumerate(values, 1):
            part = f":{number}" if len(values) > 1 else ""
            try:
                draft, given = draft_of_object(value, self._limits)
                yield self._report(piece, draft, given, part=part)
            except Unreadable as error:
                yield piece.refusal(error, part=part)

    def _read_feed(self, piece: Piece) -> Iterator[_Outcome]:
        feed = self._worker.parse_feed(piece.body)
        if not feed["entries"]:
            raise Unreadable("the feed has no entries.")
        for number, entry in enumerate(feed["entries"], 1):
            part = f":entry {number}"
            given = Given(id=None if entry["url"] else entry["id"])
            try:
                yield self._report(piece, self._entry_draft(entry, feed), given, part=part)
            except Unreadable as error:
                yield piece.refusal(error, id_=entry["url"] or entry["id"], part=part)

    def _entry_draft(self, entry: dict[str, str | None], feed: dict[str, list[str] | str | None]) -> Draft:
        content = (entry["content"] or "").encode()
        check_page(content, self._limits)
        draft = self._worker.parse_page(content, charset="utf-8", fragment=True)
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

    def _read_record(self, piece: Piece) -> Iterator[_Outcome]:
        page = captured_page(cast(WarcRecord, piece.record), self._limits)
        yield self._report(piece, self._captured_draft(page))

    def _captured_draft(self, page: CapturedPage) -> Draft:
        if page.is_html:
            check_page(page.body, self._limits)
            draft = self._worker.parse_page(page.body, charset=page.charset, url=page.url)
        else:
            draft = self._text_draft(page.body)
        return replace(draft, url=draft.url or page.url, problems=(*draft.problems, *page.problems))


def _record_id(record: WarcRecord | None) -> str | None:
    if record is None:
        return None
    return target_of(record) or record.header.get("warc-record-id", "").strip("<>")[:200] or None
