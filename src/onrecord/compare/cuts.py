"""Long statements sentence by sentence, and a finding's side no longer than what bears on it.

A side goes by the statement's own id where it is most of the statement: it is named as a part only where that tells more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from onrecord.compare.paired import Alike
from onrecord.compare.renderings import Rendering, Said, read_rendering

_LONG = 16  # words: a shorter sentence is told whole


def units_of(said: Iterable[Said]) -> list[Rendering]:
    """The statements as oppositions are looked for in them, in order of day, report and place: each sentence by sentence, or its
    parts instead."""
    ordered = sorted(said, key=lambda s: (s.day == "", s.day, s.report, s.at, s.statement))
    wholes = {s.whole for s in ordered if s.part}
    units = (read_rendering(sentence) for s in ordered if s.statement not in wholes for sentence in s.sentences)
    return [r for r in units if r.content]


def side_of_finding(r: Rendering, bears: Callable[[Rendering], float]) -> str:
    """The id of the clause that bears most on the finding, where it is less than two thirds of what is said; else of the statement."""
    clauses = [c for c in r.said.cuts if c.clause]
    if not clauses or len(r.words) <= _LONG:
        return r.said.statement
    best = max(clauses, key=lambda c: (bears(read_rendering(replace(r.said, content=c.content, at=c.at, cuts=()))), -c.at[0]))
    return r.said.statement if r.said.is_mostly(best) else best.id


def side_nearest(r: Rendering, other: str, alike: Alike) -> str:
    """The same, by likeness in meaning to the words of the other side."""
    return side_of_finding(r, lambda clause: alike(clause.said.content, other))
