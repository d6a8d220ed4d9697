"""Finding reports and statements by their words."""

from __future__ import annotations

import time

from onrecord.store.excerpt import MAX_CHARS, Wanted, excerpt
from onrecord.store.sqlite import Database, Row
from onrecord.store.terms import match_expression
from onrecord.store.values import Hit, HitKind, SearchResult

DEADLINE_SECONDS = 1.0
MAX_LIMIT = 1000

_REPORTS = f"""
SELECT r.id, r.id, r.outlet, r.published_value, r.title, substr(r.text, 1, {MAX_CHARS}), r.title, ''
FROM (SELECT rowid, rank FROM report_fts WHERE report_fts MATCH ? ORDER BY rank, rowid LIMIT ?) f
JOIN report r ON r.row = f.rowid ORDER BY f.rank, r.id
"""
_STATEMENTS = """
SELECT s.id, r.id, r.outlet, r.published_value, r.title, s.content_text, s.source_text, s.speaker_name
FROM (SELECT rowid, rank FROM statement_fts WHERE statement_fts MATCH ? ORDER BY rank, rowid LIMIT ?) f
JOIN statement s ON s.row = f.rowid JOIN report r ON r.key = s.report_key WHERE NOT s.hidden ORDER BY f.rank, s.id
"""


def search(database: Database, query: str, limit: int, seconds: float = DEADLINE_SECONDS) -> SearchResult:
    """At most ``limit`` reports and as many statements that hold every term. Never raises on any query."""
    expression, terms = match_expression(query)
    limit = min(limit, MAX_LIMIT)
    if not expression or limit < 1:
        return SearchResult(hits=(), terms=terms, complete=True)
    stop = time.monotonic() + seconds
    wanted = Wanted(terms)
    hits: list[Hit] = []
    complete = True
    kinds: tuple[tuple[HitKind, str], ...] = (("report", _REPORTS), ("statement", _STATEMENTS))
    for kind, sql in kinds:
        rows, whole = database.rows_until(stop, sql, (expression, limit))
        complete = complete and whole
        for row in rows:
            if time.monotonic() > stop:
                complete = False
                break
            hits.append(_hit(kind, row, wanted, terms))
    return SearchResult(hits=tuple(hits), terms=terms, complete=complete)


def _hit(kind: HitKind, row: Row, wanted: Wanted, terms: tuple[str, ...]) -> Hit:
    found, report, outlet, published, title, text, first, second = row
    names = ("title", "", "text") if kind == "report" else ("source", "speaker", "content")
    in_text = wanted.found(text)
    there = (wanted.found(first), wanted.found(second), in_text)
    places = [name for name, words in zip(names, there, strict=True) if words]
    snippet, marks = excerpt(text, in_text)
    words = " and ".join(f"“{term}”" for term in terms)
    why = f"{words} in the {' and the '.join(places)}" if places else words
    return Hit(kind=kind, id=found, report=report, outlet=outlet, published=published, title=title, snippet=snippet, marks=marks, why=why)
