"""Where each side stands on each option of an issue, from which day on, on whose word.

A stance is made from what the side's own voices say or the report tells in its own voice. That another says so of it ("he has
agreed") makes none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.compare.offers import OPTION_KEYS, Issue, Placed, options_of, terms_of
from onrecord.compare.sides import Side
from onrecord.ids import make_id
from onrecord.model import Act, Move, Position, Spoken, Stance
from onrecord.text import fold

_STANCE: dict[Act, Stance] = {
    "invite": "proposes",
    "propose": "proposes",
    "recommend": "proposes",
    "promise": "proposes",
    "guarantee": "proposes",
    "request": "requests",
    "demand": "requests",
    "urge": "requests",
    "order": "requests",
    "accept": "accepts",
    "condition": "accepts if",
    "refuse": "refuses",
    "withdraw": "refuses",
    "decline to comment": "silent",
}
_OPPOSED: frozenset[frozenset[Stance]] = frozenset(
    frozenset({"refuses", other}) for other in ("proposes", "requests", "accepts", "accepts if", "only")
)
# A later telling that says less does not end a stance: who left the condition out has not dropped it.
_STILL: frozenset[tuple[Stance, Stance]] = frozenset(
    {("accepts if", "accepts"), ("only", "accepts"), ("only", "proposes"), ("proposes", "accepts")}
)
_FIRMNESS: tuple[Stance, ...] = ("silent", "open", "requests", "accepts", "accepts if", "proposes", "only", "refuses")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One telling that shows where a side stands on an option."""

    option: str | None
    stance: Stance
    placed: Placed
    side: Side


def find_positions(story: str, issues: Iterable[Issue], canonical: Callable[[str], str] = str) -> list[Position]:
    """The positions in a story: issue by issue, side by side, in order of date.

    What one voice alone says once of something that no affair turns on ("read it first") is no issue to stand on. A side that
    stands as it stood before has one position from the first day on; another stance ends it. Tellings of one day that
    contradict one another give ``contradictory``.
    """
    return [p for issue in issues if issue.shared for p in _of_issue(story, issue, canonical)]


def _of_issue(story: str, issue: Issue, canonical: Callable[[str], str]) -> Iterator[Position]:
    lines: dict[tuple[str, str], list[_Step]] = defaultdict(list)
    for placed in issue.moves:
        for step in _steps(placed, canonical):
            lines[step.side.ref.entity, fold(step.option or "")].append(step)
    for steps in lines.values():
        yield from _line(story, issue, steps)


def _steps(placed: Placed, canonical: Callable[[str], str]) -> Iterator[_Step]:
    move, side = placed.told.move, placed.actor
    if side is None or not placed.own:
        return
    stance = stance_of(move)
    if stance is None:
        return
    named = options_of(move, canonical)
    for option, excluded in named:
        yield _Step(option=option, stance="refuses" if excluded else stance, placed=placed, side=side)
    if stance != "refuses" and all(excluded for _, excluded in named):
        yield _Step(option=None, stance=stance, placed=placed, side=side)


def stance_of(move: Move) -> Stance | None:
    """What the move says of its actor's stance; None: nothing ("confirm", "deny", a threat).

    >>> from onrecord.model import Span
    >>> stance_of(Move(act="accept", span=Span(0, 3), actor=None, negated=True))
    'refuses'
    """
    stance = _STANCE.get(move.act)
    keys = {t.key for t in move.terms}
    if stance is None or stance == "silent":
        return stance
    if move.negated:
        return {"refuses": "open", "accepts": "refuses"}.get(stance)  # type: ignore[return-value]
    if stance != "refuses" and "only" in keys:
        return "only"
    return "accepts if" if stance == "accepts" and "conditions" in keys else stance


def _line(story: str, issue: Issue, steps: Sequence[_Step]) -> Iterator[Position]:
    runs: list[tuple[Stance, list[_Step]]] = []
    for day in dict.fromkeys(s.placed.told.day for s in steps):
        found = [s for s in steps if s.placed.told.day == day]
        stance = _of_day([s.stance for s in found])
        if runs and stance == "silent":
            continue  # who says nothing new stands as before
        if runs and (runs[-1][0], stance) in _STILL | {(stance, stance)}:
            runs[-1][1].extend(found)
        else:
            runs.append((stance, found))
    for n, (stance, found) in enumerate(runs):
        until = runs[n + 1][1][0].placed.told.day if n + 1 < len(runs) else None
        yield _position(story, issue, found, (stance, until or None))


def _of_day(stances: Sequence[Stance]) -> Stance:
    """The firmest stance of one day; ``contradictory`` when two exclude one another."""
    kinds = set(stances)
    if any(pair <= kinds for pair in _OPPOSED):
        return "contradictory"
    return max(kinds, key=_FIRMNESS.index)


def _position(story: str, issue: Issue, steps: Sequence[_Step], run: tuple[Stance, str | None]) -> Position:
    stance, until = run
    first = steps[0]
    since = first.placed.told.day or None
    moves = [s.placed for s in steps]
    voices = {(p.told.actor.ref, s.side.role) for s in steps if (p := s.placed).told.actor is not None}
    acts = dict.fromkeys(p.told.move.act for p in moves)
    return Position(
        id=make_id("position", story, issue.key, *sorted(issue.sides), first.side.ref.entity, fold(first.option or ""), since or ""),
        story=story,
        issue=issue.label,
        actor=first.side.ref,
        option=first.option,
        stance=stance,
        terms=terms_of(moves, skip=OPTION_KEYS),
        since=since,
        until=until,
        voices=tuple(sorted((Spoken(ref=ref, role=role) for ref, role in voices if ref is not None), key=lambda v: v.ref.name)),
        statements=tuple(dict.fromkeys(p.told.statement for p in moves)),
        reasons=(f"moves: {', '.join(acts)}", first.side.reason),
    )
