"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.export.wire import Wire, entry, wire
from onrecord.store import EntityBrief, EntityFilter, Hit, Record, SearchResult
from onrecord.views.marked import Mark, Stretch, stretches
from onrecord.views.sheet import At, Sheet, sheet_of

_PEOPLE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """``people``: entities of that name, when a few words were asked for."""

    at: At
    words: str
    result: SearchResult
    people: tuple[EntityBrief, ...]

    def snippet(self, hit: Hit) -> tuple[Stretch, ...]:
        """Its words, those that were searched for marked."""
        return stretches(hit.snippet, (Mark(span=span, part="hit", key=hit.id) for span in hit.marks))

    def of(self, kind: str) -> tuple[Hit, ...]:
        return tuple(hit for hit in self.result.hits if hit.kind == kind)

    def wire(self) -> Wire:
        return {
            **entry(self.result, "terms complete hits"),
            "entities": [entry(e, "id name type") for e in self.people],
        }

    def sheet(self) -> Sheet:
        return sheet_of(("kind", "published", "outlet", "title", "snippet", "why", "report", "id"), map(wire, self.result.hits))


def search_view(record: Record, at: At, words: str, *, size: int = 20) -> SearchView:
    """Never raises on any words. Everything that was taken in is searched, whatever the clocks say of it is left to the pages."""
    result = record.search(words, limit=size)
    named = record.named_first(EntityFilter(name=words, **at.clocks), size=_PEOPLE) if 0 < len(words.split()) <= 4 else []
    return SearchView(at=at, words=words, result=result, people=tuple(named))
