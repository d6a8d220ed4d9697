"""Long statements sentence by sentence, and a finding's side no longer than what bears on it.

A side goes by the statement's own id where it is most of the statement: it is named as a part only where that tells more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from onrecord.compare.paired import Alike
from onrecord.compare.renderings import Cut, Rendering, Said, read_rendering

_BEFORE = 120  # characters that stand before a sentence
_SHORT, _LONG = 30, 16  # words: a statement, and a sentence, that is read at a glance and told whole


def units_of(said: Iterable[Said]) -> list[Rendering]:
    """The statements as oppositions are looked for in them, in order of day, report and place: each sentence by sentence, or its
    parts instead."""
    ordered = sorted(said, key=lambda s: (s.day == "", s.day, s.report, s.at, s.statement))
    wholes = {s.whole for s in ordered if s.part}
    units = (read_rendering(sentence) for s in ordered if s.statement not in wholes for sentence in by_sentence(s))
    return [r for r in units if r.content]


def by_sentence(said: Said) -> list[Said]:
    """What the speaker says in each sentence of the statement; itself where it has one. What introduces it introduces its first."""
    sentences = [cut for cut in said.cuts if not cut.clause]
    if len(sentences) < 2 or len(said.content.split()) <= _SHORT:
        return [said]
    return [_alone(said, cut, first=n == 0) for n, cut in enumerate(sentences)]


def _alone(said: Said, cut: Cut, *, first: bool) -> Said:
    mostly = _is_most(cut, said)
    return replace(
        said,
        statement=said.statement if mostly else cut.id,
        whole=said.whole if mostly or said.part else said.statement,
        part=said.part or not mostly,
        content=cut.content,
        at=cut.at,
        cue=said.cue if first else "",
        before=said.before if first else said.content.partition(cut.content)[0][-_BEFORE:],
        acts=cut.acts,
        cuts=tuple(c for c in said.cuts if c.clause and cut.at[0] <= c.at[0] and c.at[1] <= cut.at[1]),
    )


def _is_most(cut: Cut, said: Said) -> bool:
    return 3 * len(cut.content) >= 2 * (said.at[1] - said.at[0])


def side_of_finding(r: Rendering, bears: Callable[[Rendering], float]) -> str:
    """The id of the clause that bears most on the finding, where it is less than two thirds of what is said; else of the statement."""
    clauses = [c for c in r.said.cuts if c.clause]
    if not clauses or len(r.words) <= _LONG:
        return r.said.statement
    best = max(clauses, key=lambda c: (bears(read_rendering(replace(r.said, content=c.content, at=c.at, cuts=()))), -c.at[0]))
    return r.said.statement if _is_most(best, r.said) else best.id


def side_nearest(r: Rendering, other: str, alike: Alike) -> str:
    """The same, by likeness in meaning to the words of the other side."""
    return side_of_finding(r, lambda clause: alike(clause.said.content, other))
