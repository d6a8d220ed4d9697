"""Finding reports and statements by their words."""

from __future__ import annotations

import time

from onrecord.store.database import Database, Row, Searched
from onrecord.store.excerpt import MAX_CHARS, Wanted, excerpt
from onrecord.store.terms import search_phrases
from onrecord.store.values import Hit, SearchResult

DEADLINE_SECONDS = 1.0
MAX_LIMIT = 1000

_FOUND: dict[Searched, str] = {
    "report": f"""
SELECT r.id, r.id, r.outlet, r.published_value, r.title, substr(r.text, 1, {MAX_CHARS}), r.title, ''
FROM ({{}} ORDER BY rank, row LIMIT ?) f JOIN report r ON r.row = f.row ORDER BY f.rank, r.id
""",
    "statement": """
SELECT s.id, r.id, r.outlet, r.published_value, r.title, s.content_text, s.source_text, s.speaker_name
FROM ({} ORDER BY rank, row LIMIT ?) f
JOIN statement s ON s.row = f.row JOIN report r ON r.key = s.report_key WHERE s.hidden = 0 ORDER BY f.rank, s.id
""",
}


def search(database: Database, query: str, limit: int, seconds: float = DEADLINE_SECONDS) -> SearchResult:
    """At most ``limit`` reports and as many statements that hold every term. Never raises on any query."""
    phrases, terms = search_phrases(query)
    expression = database.expression(phrases)
    limit = min(limit, MAX_LIMIT)
    if not expression or limit < 1:
        return SearchResult(hits=(), terms=terms, complete=True)
    stop = time.monotonic() + seconds
    wanted = Wanted(terms)
    hits: list[Hit] = []
    complete = True
    for kind, sql in _FOUND.items():
        rows, whole = database.rows_until(stop, sql.format(database.matches(kind)), (expression, limit))
        complete = complete and whole
        for row in rows:
            if time.monotonic() > stop:
                complete = False
                break
            hits.append(_hit(kind, row, wanted, terms))
    return SearchResult(hits=tuple(hits), terms=terms, complete=complete)


def _hit(kind: Searched, row: Row, wanted: Wanted, terms: tuple[str, ...]) -> Hit:
    found, report, outlet, published, title, text, first, second = row
    names = ("title", "", "text") if kind == "report" else ("source", "speaker", "content")
    in_text = wanted.found(text)
    there = (wanted.found(first), wanted.found(second), in_text)
    places = [name for name, words in zip(names, there, strict=True) if words]
    snippet, marks = excerpt(text, in_text)
    words = " and ".join(f"“{term}”" for term in terms)
    why = f"{words} in the {' and the '.join(places)}" if places else words
    return Hit(kind=kind, id=found, report=report, outlet=outlet, published=published, title=title, snippet=snippet, marks=marks, why=why)
