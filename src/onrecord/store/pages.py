"""Statements page by page: the newest first, each page found from where the last one ended; how many there are; and by whom."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.errors import InputError
from onrecord.store.database import Database
from onrecord.store.statements import conditions, statement_rows_by_id
from onrecord.store.values import StatementFilter, StatementRow

COUNTED = 10_000  # more than that many are not counted to their end
Facet = Literal["speaker", "outlet", "manner"]
Queue = Literal["unsure", "unnamed", "parted"]

_FROM = """
FROM report r JOIN statement s ON s.report_key = r.key
LEFT JOIN story_report sr ON sr.report_key = r.key
"""
_NEWEST = "r.published_last DESC NULLS LAST, r.id DESC, s.seq"
_OLDEST = "r.published_last NULLS LAST, r.id, s.seq"
_FACETS: dict[Facet, tuple[str, str]] = {
    "speaker": (
        "coalesce(l.id, s.speaker_entity), min(coalesce(l.name, s.speaker_name))",
        "LEFT JOIN entity_link e ON e.report_key = s.report_key AND e.local = s.speaker_entity"
        " LEFT JOIN linked_entity l ON l.id = e.entity",
    ),
    "outlet": ("r.outlet, r.outlet", ""),
    "manner": ("s.manner, s.manner", ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some statements, and the id after which the next page begins (None: this is the last)."""

    rows: tuple[StatementRow, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many there are; ``exact`` False: at least so many."""

    number: int
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value that statements have, the words to show it by, and how many have it."""

    value: str
    name: str
    number: int


def statement_page(database: Database, wanted: StatementFilter, *, after: str | None, size: int, newest: bool) -> Page:
    """At most ``size`` statements in order of publication after the one with the id ``after`` (None: from the first).

    Raises InputError when the record has no such statement, or a date of the filter is none.
    """
    where, bindings = conditions(database, wanted)
    # Which statements, first: sorting whole rows took ten times as long (measured at 100,000 statements).
    sql = f"SELECT s.id {_FROM} WHERE {where} AND {{}} ORDER BY {_NEWEST if newest else _OLDEST} LIMIT ?"
    ids: list[str] = []
    for condition, more in _pieces(database, after, newest):
        ids += [row[0] for row in database.rows(sql.format(condition), [*bindings, *more, size + 1 - len(ids)])]
    by_id = statement_rows_by_id(database, ids[:size])
    return Page(rows=tuple(by_id[key] for key in ids[:size]), next=ids[size - 1] if len(ids) > size else None)


def _pieces(database: Database, after: str | None, newest: bool) -> list[tuple[str, list[Any]]]:
    """What comes after a statement: the rest of its date and what follows by date, then the undated, which are last either way."""
    if after is None:
        return [("true", [])]
    found = database.all(
        "SELECT r.published_last, r.id, s.seq FROM statement s JOIN report r ON r.key = s.report_key WHERE s.id = ?", (after,)
    )
    if not found:
        raise InputError(f"This page began after the statement {after!r}, which the record has no more. Start from the first page.")
    day, report, seq = found[0]
    sign = "<" if newest else ">"
    rest = f"(r.id {sign} ? OR (r.id = ? AND s.seq > ?))"
    if day is None:
        return [(f"r.published_last IS NULL AND {rest}", [report, report, seq])]
    dated = f"r.published_last {sign}= ? AND (r.published_last <> ? OR {rest})"
    return [(dated, [day, day, report, report, seq]), ("r.published_last IS NULL", [])]


def count_statements(database: Database, wanted: StatementFilter) -> Counted:
    """As many as the filter wants, its limit aside; counted to its end only up to ``COUNTED``."""
    where, bindings = conditions(database, wanted)
    number = int(database.value(f"SELECT count(*) FROM (SELECT 1 {_FROM} WHERE {where} LIMIT ?) c", [*bindings, COUNTED + 1]))
    return Counted(number=min(number, COUNTED), exact=number <= COUNTED)


def facet(database: Database, wanted: StatementFilter, by: Facet, *, most: int, seconds: float) -> list[FacetValue]:
    """The values that most of the wanted statements have; [] when it takes longer than ``seconds``."""
    where, bindings = conditions(database, wanted)
    columns, joins = _FACETS[by]
    sql = f"SELECT {columns}, count(*) {_FROM} {joins} WHERE {where} GROUP BY 1 ORDER BY 3 DESC, 2 NULLS FIRST LIMIT ?"
    rows, whole = database.rows_until(time.monotonic() + seconds, sql, [*bindings, most])
    return [FacetValue(value=value, name=name, number=number) for value, name, number in rows if value is not None] if whole else []


# What people should look at: nobody judged it yet, and the machine is not sure, names nobody, or other accounts say otherwise.
_UNJUDGED = "NOT EXISTS (SELECT 1 FROM overruled o WHERE o.statement = s.id)"
_PARTED = (
    "SELECT d.statement FROM finding_side d JOIN finding f ON f.id = d.finding"
    " WHERE f.type IN ('disputes', 'denies', 'differs') AND f.judgement IS NULL"
)
_QUEUES: dict[Queue, tuple[str, str]] = {
    "unsure": ("s.score < 0.6", "s.score, s.id"),
    "unnamed": ("s.speaker_entity IS NULL", "s.score DESC, s.id"),
    "parted": (f"s.id IN ({_PARTED})", "s.score, s.id"),
}


def review_queue(database: Database, wanted: StatementFilter, queue: Queue, *, place: int, size: int) -> tuple[list[str], Counted]:
    """Ids of the statements of the queue that nobody has judged, from ``place`` on, and how many there are."""
    where, bindings = conditions(database, wanted)
    condition, order = _QUEUES[queue]
    of = _FROM
    if wanted == StatementFilter():  # then no report is looked at, and what is not shown was judged: often an index has all of it
        of, where = "FROM statement s", "true"
    # One question for both, as finding them is the work.
    sql = f"SELECT s.id {of} WHERE {where} AND {condition} AND {_UNJUDGED} ORDER BY {order} LIMIT ?"
    ids = [row[0] for row in database.rows(sql, [*bindings, max(COUNTED + 1, place + size)])]
    return ids[place : place + size], Counted(number=min(len(ids), COUNTED), exact=len(ids) <= COUNTED)
