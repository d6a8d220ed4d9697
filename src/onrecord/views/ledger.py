"""Who said what, row by row."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.export.wire import Wire, wire
from onrecord.store import Counted, Facet, FacetValue, Record, StatementFilter, StatementRow
from onrecord.views.sheet import At, Leaf, Sheet, pack, sheet_of, unpack

COLUMNS = (
    *("id", "published.value", "said.value", "speaker.name", "role", "manner", "content_text", "addressee.name", "outlet", "agency"),
    *("title", "url", "report", "story", "score", "source_text", "cue_text", "version"),
)
_FACET_SECONDS = 0.025  # each: a facet that takes longer is left out rather than waited for
FACETS: tuple[Facet, ...] = ("speaker", "outlet", "manner")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    """A page of statements. ``facets``: by whom, where and how most of them are; a facet that took too long is not there."""

    at: At
    wanted: StatementFilter
    newest: bool
    rows: tuple[StatementRow, ...]
    count: Counted
    next: str | None
    facets: dict[Facet, list[FacetValue]]

    def wire(self) -> Wire:
        return {
            "statements": wire(self.rows),
            "count": wire(self.count),
            "facets": {name: wire(found) for name, found in self.facets.items()},
            "next": self.next,
        }

    def sheet(self) -> Sheet:
        return sheet_of(COLUMNS, map(wire, self.rows))


def ledger_view(record: Record, at: At, wanted: StatementFilter, leaf: Leaf = Leaf(), *, facets: bool = True) -> LedgerView:
    """The wanted statements by the clocks. Raises InputError when a date or the token is none."""
    wanted = replace(wanted, **at.clocks)
    after = unpack(leaf.after, 2) if leaf.after else (None, leaf.newest)
    newest = bool(after[1])
    page = record.statement_page(wanted, after=after[0], size=leaf.size, newest=newest)
    count = record.count_statements(wanted)
    found = (
        {name: record.facet(wanted, name, seconds=_FACET_SECONDS) for name in FACETS} if facets and count.exact and count.number > 1 else {}
    )
    return LedgerView(
        at=at,
        wanted=wanted,
        newest=newest,
        rows=page.rows,
        count=count,
        next=pack(page.next, int(newest)) if page.next else None,
        facets={name: values for name, values in found.items() if len(values) > 1},
    )
