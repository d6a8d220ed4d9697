"""The moves of statements, with their terms: into the record and back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from onrecord.model import Move, Span, Statement, Term
from onrecord.store.columns import LISTED, bounds, marks_for, pair, reference, span_or_none, strings, strings_of
from onrecord.store.database import Database, Row

_COLUMNS = (
    'statement, seq, act, start, "end", actor_entity, actor_name, target_entity, target_name, side_entity, side_name,'
    " what, what_start, what_end, negated, modality, score, reasons"
)


def insert_moves(database: Database, statements: Sequence[Statement]) -> None:
    """Those of statements that are in the record."""
    moves = [(s.id, seq, move) for s in statements for seq, move in enumerate(s.moves)]
    database.run_many(f"INSERT INTO move ({_COLUMNS}) VALUES ({marks_for(_COLUMNS)})", (_row(*each) for each in moves))
    terms = ((s, seq, n, t.key, t.value, t.span.start, t.span.end) for s, seq, move in moves for n, t in enumerate(move.terms))
    database.run_many("INSERT INTO term VALUES (?, ?, ?, ?, ?, ?, ?)", terms)


def _row(statement: str, seq: int, move: Move) -> Row:
    row: Row = (statement, seq, move.act, move.span.start, move.span.end)
    row += (*pair(move.actor), *pair(move.target), *pair(move.on_behalf_of), move.what, *bounds(move.what_span))
    return (*row, int(move.negated), move.modality, move.score, strings(move.reasons))


def load_moves(database: Database, statements: Sequence[str]) -> dict[str, list[Move]]:
    """By statement, in their order; a statement without moves is left out."""
    wanted = (json.dumps(statements),)
    terms: dict[tuple[str, int], list[Term]] = defaultdict(list)
    for statement, move, key, value, start, end in database.rows(
        f'SELECT statement, move, key, value, start, "end" FROM term WHERE statement {LISTED} ORDER BY statement, move, seq', wanted
    ):
        terms[statement, move].append(Term(key=key, value=value, span=Span(start, end)))
    found: dict[str, list[Move]] = defaultdict(list)
    for row in database.rows(f"SELECT {_COLUMNS} FROM move WHERE statement {LISTED} ORDER BY statement, seq", wanted):
        found[row[0]].append(_move(row, tuple(terms[row[0], row[1]])))
    return dict(found)


def _move(row: Row, terms: tuple[Term, ...]) -> Move:
    _, _, act, start, end, actor, actor_name, target, target_name, side, side_name, *rest = row
    what, what_start, what_end, negated, modality, score, reasons = rest
    return Move(
        act=act,
        span=Span(start, end),
        actor=reference(actor, actor_name),
        target=reference(target, target_name),
        on_behalf_of=reference(side, side_name),
        what=what,
        what_span=span_or_none(what_start, what_end),
        terms=terms,
        negated=bool(negated),
        modality=modality,
        score=score,
        reasons=strings_of(reasons),
    )
