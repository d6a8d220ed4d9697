"""Two reports side by side, and the versions of one page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from onrecord.compare import Aligned, Given, agree, align, content_stems, differing_figures
from onrecord.desk.values import Comparison, OtherFigure, OtherPosition, Shared
from onrecord.errors import MissingError
from onrecord.model import Position, Report
from onrecord.store import Record, StatementFilter, StatementRow
from onrecord.storyline import given_of, positions_in, said_of
from onrecord.text import fold

_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_BESIDE = 60  # characters on either side of a figure that say what it counts


def compare_reports(record: Record, a: str, b: str) -> Comparison:
    """The two reports (ids) side by side. Positions are compared when both are of one story. Raises MissingError when the record does not
    hold them."""
    return _compare(record, a, b, positions=True)


def versions_of(record: Record, wanted: str | None = None) -> list[Comparison]:
    """Every version of a page beside the one before it, oldest first: of the page that ``wanted`` (a report's id, or an address) is of;
    None: of every page that has had several.

    Raises MissingError when the record has no such report or address.
    """
    chains = record.version_chains(wanted)
    if wanted is not None and not chains:
        raise MissingError(f"The record has no report and no address {wanted!r}. Reports are listed by: onrecord account")
    return [compare_versions(record, a, b) for chain in chains for a, b in pairwise(chain)]


def compare_versions(record: Record, before: str, after: str) -> Comparison:
    """As ``compare_reports``, without the positions."""
    return _compare(record, before, after, positions=False)


def _compare(record: Record, a: str, b: str, *, positions: bool) -> Comparison:
    reports = _report(record, a), _report(record, b)
    left, right = ({r.statement.id: r for r in record.statements(StatementFilter(report=report.id))} for report in reports)
    kinds = record.entity_types(row.speaker.entity for side in (left, right) for row in side.values() if row.speaker)
    said = ([said_of(r, kinds.get(r.speaker.entity) if r.speaker else None) for r in side.values()] for side in (left, right))
    pairs = align(*said)
    shared = tuple(_shared(p, left[p.a.said.statement], right[p.b.said.statement]) for p in pairs)
    met = {row.statement.id for s in shared for row in (s.a, s.b)}
    return Comparison(
        a=reports[0],
        b=reports[1],
        shared=shared,
        only_a=tuple(row for key, row in left.items() if key not in met),
        only_b=tuple(row for key, row in right.items() if key not in met),
        figures=tuple(_figures(record, *reports)),
        positions=tuple(_positions(record, left, right, reports)) if positions else (),
    )


def _report(record: Record, report_id: str) -> Report:
    report = record.report(report_id)
    if report is None:
        raise MissingError(f"The record has no report {report_id!r}. Reports are listed by: onrecord account")
    return report


def _stories(rows: dict[str, StatementRow]) -> set[str]:
    return {row.story for row in rows.values() if row.story is not None}


def _shared(pair: Aligned, a: StatementRow, b: StatementRow) -> Shared:
    named = [row.speaker.name if row.speaker else None for row in (a, b)]
    same = a.content_text.split() == b.content_text.split() and a.statement.manner == b.statement.manner
    return Shared(
        a=a,
        b=b,
        drift=pair.drift,
        verbatim=same and named[0] == named[1],
        score=pair.match.score,
        reasons=pair.match.reasons,
    )


def _figures(record: Record, a: Report, b: Report) -> Iterator[OtherFigure]:
    rows = [{row.figure.id: row for row in record.figures(report=report.id)} for report in (a, b)]
    one_side, other_side = (list(map(given_of, side.values())) for side in rows)
    beside = {g.figure.id: _beside(report, g) for report, side in zip((a, b), (one_side, other_side), strict=True) for g in side}
    for one, other in differing_figures(one_side, other_side, beside):
        reasons = ["same measure, unit and scope", "both can hold" if agree(one.figure, other.figure) else "they exclude one another"]
        if common := sorted(beside[one.figure.id] & beside[other.figure.id]):
            reasons.append(f"words beside both: {', '.join(common[:5])}")
        if other.figure.revises:
            reasons.append(f"the second says that it replaces another: {other.figure.revises}")
        yield OtherFigure(a=rows[0][one.figure.id], b=rows[1][other.figure.id], reasons=tuple(reasons))


def _beside(report: Report, given: Given) -> frozenset[str]:
    """The content words of its sentence that stand near it."""
    span = given.figure.span
    before, after = report.text[max(0, span.start - _BESIDE) : span.start], report.text[span.end : span.end + _BESIDE]
    return frozenset(content_stems(_SENTENCE_END.split(before)[-1])) | frozenset(content_stems(_SENTENCE_END.split(after)[0]))


Key = tuple[str, str, str]


def _positions(
    record: Record, left: dict[str, StatementRow], right: dict[str, StatementRow], reports: tuple[Report, Report]
) -> Iterator[OtherPosition]:
    for story in sorted(_stories(left) & _stories(right)):
        found = positions_in(record, story, [report.id for report in reports])
        one, other = (_by_option(found[report.id]) for report in reports)
        for key in one:
            a, b = one[key], other.get(key, one[key])
            if a.stance != b.stance or _terms(a) != _terms(b):
                yield OtherPosition(a=a, b=b)


def _by_option(positions: Iterable[Position]) -> dict[Key, Position]:
    """The last position of each side on each option."""
    return {(p.issue, p.actor.entity, fold(p.option or "")): p for p in positions}


def _terms(position: Position) -> set[tuple[str, str]]:
    return {(t.key, fold(t.value)) for t in position.terms}
