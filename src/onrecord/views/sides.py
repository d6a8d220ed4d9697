"""A draft held against the record; two reports, or two versions of a page, side by side; what is new."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.desk import Changes, Comparison, Screening
from onrecord.export import change_line
from onrecord.export.wire import Wire, entry, wire
from onrecord.views.marked import Mark, Stretch, paragraphs, stretches
from onrecord.views.sheet import At, Sheet, sheet_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenView:
    """A draft beside the record. ``lines``: its text with every line that has something on it marked by its number, from 1."""

    at: At
    screening: Screening

    @property
    def lines(self) -> tuple[tuple[Stretch, ...], ...]:
        found = self.screening.lines
        marks = [Mark(span=s, part=line.kind, key=str(n)) for n, line in enumerate(found, 1) for s in line.spans]
        return tuple(paragraphs(stretches(self.screening.draft.text, marks)))

    def wire(self) -> Wire:
        return entry(self.screening, "story complete at_odds lines")

    def sheet(self) -> Sheet:
        return sheet_of(("kind", "text", "speaker", "spans", "reasons"), map(wire, self.screening.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonsView:
    """Pairs of reports: two that were asked for, or each version of a page beside the one before."""

    at: At
    found: tuple[Comparison, ...]

    def wire(self) -> Wire:
        return {"comparisons": wire(self.found)}

    def sheet(self) -> Sheet:
        keys = ("a", "b", "kind", "slot", "a_text", "b_text")
        return sheet_of(keys, (dict(zip(keys, (c.a.id, c.b.id, *row), strict=True)) for c in self.found for row in _rows(c)))


def _rows(found: Comparison) -> list[tuple[str, str | None, str | None, str | None]]:
    rows: list[tuple[str, str | None, str | None, str | None]] = [("only a", None, row.content_text, None) for row in found.only_a]
    rows += [("only b", None, None, row.content_text) for row in found.only_b]
    for shared in found.shared:
        kind = "both" if shared.verbatim else "changed"
        rows.append((kind, "; ".join(d.slot for d in shared.drift if d.slot) or None, shared.a.content_text, shared.b.content_text))
    rows += [("figure", figure.a.figure.measure, figure.a.words, figure.b.words) for figure in found.figures]
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """What the record has learnt since a moment."""

    at: At
    changes: Changes

    @property
    def since(self) -> str:
        return self.changes.since

    def wire(self) -> Wire:
        return {"since": self.since, "changes": [change_line(self.changes, change) for change in self.changes.entries]}

    def sheet(self) -> Sheet:
        lines = (change_line(self.changes, change) for change in self.changes.entries)
        return sheet_of(("kind", "at", "story", "summary", "id"), lines)
