"""From moves under work to the values that leave the analysis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.analyse.moves.found import Found, Moves
from onrecord.analyse.moves.tokens import Tokens
from onrecord.model import Entity, EntityRef, Move, Span, Statement


def with_moves(text: str, statements: Sequence[Statement], moves: Moves, entities: Sequence[Entity]) -> list[Statement]:
    """The statements with their moves. ``entities`` are the cast's, index for index."""
    by_place = {(d.source, d.cue, d.content): found for d, found in moves.by_draft.items()}
    return [
        replace(s, moves=tuple(_move(text, moves.tokens, f, entities) for f in by_place.get((s.source, s.cue, s.content), ())))
        for s in statements
    ]


def _move(text: str, tokens: Tokens, found: Found, entities: Sequence[Entity]) -> Move:
    def ref(index: int | None) -> EntityRef | None:
        return None if index is None else EntityRef(entity=entities[index].id, name=entities[index].name)

    first, end = found.clause
    reasons = [*found.reasons, f"actor: {found.actor.reason}"]
    if found.target is not None:
        reasons.append(f"target: {found.target.reason}")
    return Move(
        act=found.act,
        span=_whole(tokens, first, max(end, found.trigger + 1)),
        actor=ref(found.actor.entity),
        target=ref(found.target.entity) if found.target else None,
        on_behalf_of=ref(found.side),
        what=None if found.thing is None else found.thing.of(text),
        what_span=found.thing,
        terms=tuple(found.terms),
        negated=found.negated,
        modality=found.modality,
        score=found.score,
        reasons=tuple(reasons),
    )


def _whole(tokens: Tokens, first: int, end: int) -> Span:
    while end > first + 1 and tokens.low[end - 1] in (",", "–", "—", "-", "(", ")"):
        end -= 1
    return tokens.span(first, end)
