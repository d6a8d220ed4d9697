"""Leaving out the less sure."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model import Statement


def sure_statements(statements: Iterable[Statement], min_score: float) -> frozenset[str]:
    """Ids of the statements with such a score or a higher one. What is quoted inside a statement that is left out goes with it:
    it would look as if it stood in the running text. ``statements``: a nested one after its parent, as an analysis has them.

    >>> said = Statement(id="a", manner="direct", source=(), cue=(), content=(), speaker=None, score=0.4)
    >>> within = Statement(id="b", manner="direct", source=(), cue=(), content=(), speaker=None, score=0.9, parent="a")
    >>> sorted(sure_statements([said, within], 0.5)), sorted(sure_statements([said, within], 0.4))
    ([], ['a', 'b'])
    """
    kept: set[str] = set()
    for statement in statements:
        if statement.score >= min_score and (statement.parent is None or statement.parent in kept):
            kept.add(statement.id)
    return frozenset(kept)
