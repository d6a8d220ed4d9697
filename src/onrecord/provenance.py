"""Where what a story of the record tells comes from: its origins, and the origin of every statement and figure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Unpack

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
from onrecord.lexicon.publishers import Publishers, agency_name, default_publishers, domain_of, house_name, publisher_of
from onrecord.model import Report, Span
from onrecord.parts import cuts_of, may_have_cuts
from onrecord.quotations import find_quotations
from onrecord.store import Clocks, Record, StatementFilter, StatementRow
from onrecord.text import fold

# An embedded post: its words stand without quotation marks above the line that signs them.
_SIGNED_POST = re.compile(r"(?m)^.*[—–-]\s*[^\n]{0,80}\(@\w{1,30}\).*$")

_Medium = tuple[OriginKind, str]


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


def provenance_of(record: Record, story: str, *, publishers: Publishers | None = None, **clocks: Unpack[Clocks]) -> Provenance:
    """Where the story's reports, statements and figures come from; with a clock as far as the reports published, or recorded, by then
    show.

    ``publishers`` None: the default ones. Raises InputError when the user's list of outlets cannot be read.
    """
    known = publishers or default_publishers()
    reports = list(record.reports(story=story, **clocks))
    rows = list(record.statements(StatementFilter(story=story, **clocks)))
    houses = _houses(reports, known)
    printing = _printing(reports, houses, known)
    own = {report.id: _own(report, known) for report in reports}
    media = {row.statement.id: _media(row, own[row.report], known, printing) for row in rows}
    by_report: dict[str, list[StatementRow]] = defaultdict(list)
    for row in rows:
        by_report[row.report].append(row)
    printed, imprints = [], []
    for report in reports:
        text = _printed(report, by_report[report.id])
        printed.append(text)
        cited = (name for row in by_report[report.id] for kind, name in media[row.statement.id] if kind == "agency")
        imprint = replace(_imprint(report, known), house=houses.get(report.id), cited=tuple(cited), narrated=narrated_words(text))
        imprints.append(imprint)
    origins = find_origins(story, imprints, find_passages(printed))
    of = {
        told.statement.id: origin_at(origins, row.report, told.statement.content, media[row.statement.id])
        for row in rows
        for told in record.with_parts(row)
    }
    texts = {report.id: report.text for report in reports}
    for row in rows:
        for cut in cuts_of(texts[row.report], row.statement) if may_have_cuts(row.content_text) else ():
            of[cut.id] = origin_at(origins, row.report, cut.content, media[row.statement.id])
    for figure in record.figures(story=story, **clocks):
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


def _imprint(report: Report, publishers: Publishers) -> Imprint:
    listed = publisher_of(publishers, report.outlet, report.url)
    outlet = listed.name if listed else report.outlet
    return Imprint(
        report=report.id,
        day=report.published.value[:10] if report.published else "",
        outlet=outlet,
        house=None,
        agency=agency_name(report.agency) or report.agency or agency_name(outlet),
        tier=listed.tier if listed else None,
    )


def _houses(reports: Sequence[Report], publishers: Publishers) -> dict[str, str]:
    """The publisher by report. An outlet that no list has is its own, under one name: "bell.example" is the Bell."""
    outlets = {report.outlet for report in reports if report.outlet}
    names = {"".join(fold(outlet).split()): outlet for outlet in sorted(outlets) if domain_of(outlet) is None}
    found = {}
    for report in reports:
        listed = publisher_of(publishers, report.outlet, report.url)
        if listed:
            found[report.id] = listed.publisher
        elif report.outlet:
            own = house_name(report.outlet)
            found[report.id] = names.get(own.partition(".")[0].removeprefix("the").replace("-", ""), own)
    return found


def _printing(reports: Sequence[Report], houses: Mapping[str, str], publishers: Publishers) -> dict[str, _Medium]:
    """The outlets that print the story, and the agencies that they credit, by folded name: no list need have them."""
    found: dict[str, _Medium] = {fold(r.outlet): ("publisher", houses[r.id]) for r in reports if r.outlet}
    listed = ((r, publisher_of(publishers, r.outlet, r.url)) for r in reports)
    found |= {fold(outlet.name): ("publisher", houses[r.id]) for r, outlet in listed if outlet}
    return found | {fold(r.agency): ("agency", agency_name(r.agency) or r.agency) for r in reports if r.agency}


def _own(report: Report, publishers: Publishers) -> str:
    """Who prints it, folded."""
    listed = publisher_of(publishers, report.outlet, report.url)
    return fold(listed.name if listed else report.outlet or "")


def _media(row: StatementRow, own: str, publishers: Publishers, printing: Mapping[str, _Medium]) -> list[_Medium]:
    """The agencies and publishers in the chain of the statement; a medium that nothing else names tells nothing."""
    found = (_medium(fold(relay.name), own, publishers, printing) for relay in row.statement.relay)
    return [medium for medium in found if medium is not None]


def _medium(name: str, own: str, publishers: Publishers, printing: Mapping[str, _Medium]) -> _Medium | None:
    """``own``: who prints it. "The Post" is the Harbour Post in the Harbour Post, and nobody elsewhere when several end so."""
    agency = agency_name(name)
    if agency is not None:
        return "agency", agency
    if own.endswith(f" {name}") and own in printing:
        return printing[own]
    if any(other.endswith(f" {name}") for other in publishers.by_name):
        return None
    listed = publisher_of(publishers, name)
    return ("publisher", listed.publisher) if listed else printing.get(name)
