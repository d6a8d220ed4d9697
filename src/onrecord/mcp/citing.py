"""Where an answer comes from, so that an assistant can show it and a person can check it: report, characters, hash."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from onrecord.export.iris import web_address
from onrecord.export.wire import Wire, score_of, wire
from onrecord.model import EntityRef, Span
from onrecord.store import FigureRow, Record, StatementRow

_REPORTS_AT_HAND = 64


class Citer:
    """Makes citations of one record."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._hash_of = lru_cache(maxsize=_REPORTS_AT_HAND)(self._read_hash)

    def row(self, row: StatementRow | FigureRow) -> Wire:
        """A statement or figure: who, the words, and where they stand."""
        if isinstance(row, FigureRow):
            entry = {"figure": row.figure.id, "speaker": name_of(row.who), "words": row.words}
            return entry | {"cite": self.place(row.report, (row.figure.span,), outlet=row.outlet)}
        statement = row.statement
        return {
            "statement": statement.id,
            "speaker": name_of(row.speaker),
            "source": row.source_text or None,
            "role": row.role,
            "manner": statement.manner,
            "words": row.content_text,
            "is_quotation": statement.manner == "direct",
            "addressee": name_of(statement.addressee),
            "relay": [relay.name for relay in statement.relay],
            "said": statement.said.value if statement.said else None,
            "score": score_of(statement.score),
            "cite": self.place(row.report, statement.content, outlet=row.outlet)
            | {"title": row.title, "url": web_address(row.url), "published": wire(row.published)},
        }

    def place(self, report: str, spans: Iterable[Span], *, outlet: str | None) -> Wire:
        """Characters of a report; ``text_sha256`` says of which text."""
        return {"report": report, "outlet": outlet, "spans": [wire(span) for span in spans], "text_sha256": self._hash_of(report)}

    def place_of(self, report: str, snippet: str) -> Span | None:
        """Where a snippet of a search stands in its report, less the dots that say that it was cut; None when it has nothing of it."""
        found = self._record.report(report)
        for words in (snippet, snippet.removeprefix("…"), snippet.removesuffix("…"), snippet.removeprefix("…").removesuffix("…")):
            at = found.text.find(words) if found and words else -1
            if at >= 0:
                return Span(at, at + len(words))
        return None

    def entries(self, ids: Iterable[str], story: str | None) -> list[Wire]:
        """Statements, their parts and figures of a story by id, in this order; unknown ones are left out."""
        wanted = list(ids)
        rows = self._record.entries(wanted, story=story)
        return [self.row(rows[key]) for key in wanted if key in rows]

    def _read_hash(self, report: str) -> str | None:
        found = self._record.report(report)
        return found.text_sha256 if found else None


def name_of(reference: EntityRef | None) -> str | None:
    return reference.name if reference else None
