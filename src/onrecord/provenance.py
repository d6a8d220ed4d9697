"""Where what a story of the record tells comes from: its origins, and the origin of every statement and figure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.compare import (
    Imprint,
    Origin,
    OriginKind,
    Origins,
    Printed,
    Series,
    find_origins,
    find_passages,
    independent,
    narrated_words,
    origin_at,
)
from onrecord.lexicon.publishers import Publishers, agency_name, default_publishers, house_name, publisher_of
from onrecord.model import Report, Span
from onrecord.quotations import find_quotations
from onrecord.store import Record, StatementFilter, StatementRow
from onrecord.text import fold

# An embedded post: its words stand without quotation marks above the line that signs them.
_SIGNED_POST = re.compile(r"(?m)^.*[—–-]\s*[^\n]{0,80}\(@\w{1,30}\).*$")

_Media = list[tuple[OriginKind, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The origins of a story, and by id of a statement or figure the one that it comes from."""

    origins: Origins
    of: Mapping[str, Origin]


def value_origins(series: Series, origin_of: Mapping[str, Origin]) -> dict[str, int]:
    """By id of each figure, how many independent origins give the same value in the series."""
    given: dict[tuple[float | None, float | None], list[str]] = defaultdict(list)
    for g in series.given:
        given[g.figure.low, g.figure.high].append(g.figure.id)
    return {figure: len(independent(origin_of[f] for f in same)) for same in given.values() for figure in same}


def provenance_of(record: Record, story: str, *, as_of: str | None = None, publishers: Publishers | None = None) -> Provenance:
    """Where the story's reports, statements and figures come from; with ``as_of`` as far as the reports published by then show.

    ``publishers`` None: the default ones. Raises InputError when the user's list of outlets cannot be read.
    """
    known = publishers or default_publishers()
    reports = list(record.reports(story=story, as_of=as_of))
    rows = list(record.statements(StatementFilter(story=story, as_of=as_of)))
    printing = _printing(reports, known)
    media = {row.statement.id: _media(row, known, printing) for row in rows}
    by_report: dict[str, list[StatementRow]] = defaultdict(list)
    for row in rows:
        by_report[row.report].append(row)
    printed, imprints = [], []
    for report in reports:
        text = _printed(report, by_report[report.id])
        printed.append(text)
        cited = (name for row in by_report[report.id] for kind, name in media[row.statement.id] if kind == "agency")
        imprints.append(_imprint(report, tuple(cited), narrated_words(text), known))
    origins = find_origins(story, imprints, find_passages(printed))
    of = {row.statement.id: origin_at(origins, row.report, row.statement.content, media[row.statement.id]) for row in rows}
    for figure in record.figures(story=story, as_of=as_of):
        of[figure.figure.id] = origin_at(origins, figure.report, [figure.figure.span], media.get(figure.figure.statement or "", ()))
    return Provenance(origins=origins, of=of)


def _printed(report: Report, rows: Sequence[StatementRow]) -> Printed:
    direct = (span for row in rows if row.statement.manner == "direct" for span in row.statement.content)
    return Printed(
        report=report.id,
        text=report.text,
        furniture=tuple(f.span for f in report.furniture),
        quoted=(*_quoted(report.text), *direct),
    )


def _quoted(text: str) -> Iterator[Span]:
    """What stands between quotation marks, and signed posts of others."""
    yield from (q.span for q in find_quotations(text) if q.depth == 0)
    yield from (Span(m.start(), m.end()) for m in _SIGNED_POST.finditer(text))


def _imprint(report: Report, cited: tuple[str, ...], narrated: int, publishers: Publishers) -> Imprint:
    listed = publisher_of(publishers, report.outlet, report.url)
    own = agency_name(listed.name if listed else report.outlet)
    return Imprint(
        report=report.id,
        day=report.published.value[:10] if report.published else "",
        outlet=listed.name if listed else report.outlet,
        house=_house(report, publishers),
        agency=agency_name(report.agency) or report.agency or own,
        cited=cited,
        narrated=narrated,
        tier=listed.tier if listed else None,
    )


def _house(report: Report, publishers: Publishers) -> str | None:
    listed = publisher_of(publishers, report.outlet, report.url)
    return listed.publisher if listed else house_name(report.outlet) if report.outlet else None


def _printing(reports: Sequence[Report], publishers: Publishers) -> dict[str, tuple[OriginKind, str]]:
    """The outlets that print the story, and the agencies that they credit, by folded name: no list need have them."""
    found: dict[str, tuple[OriginKind, str]] = {}
    for report in reports:
        house = _house(report, publishers)
        if report.outlet and house:
            found[fold(report.outlet)] = ("publisher", house)
    return found | {fold(r.agency): ("agency", agency_name(r.agency) or r.agency) for r in reports if r.agency}


def _media(row: StatementRow, publishers: Publishers, printing: Mapping[str, tuple[OriginKind, str]]) -> _Media:
    """The agencies and publishers in the chain of the statement; a medium that nothing else names tells nothing."""
    found: _Media = []
    for relay in row.statement.relay:
        agency, listed = agency_name(relay.name), publisher_of(publishers, relay.name)
        if agency is not None:
            found.append(("agency", agency))
        elif listed is not None:
            found.append(("publisher", listed.publisher))
        elif fold(relay.name) in printing:
            found.append(printing[fold(relay.name)])
    return found
