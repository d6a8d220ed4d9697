"""Moves on one thing, gathered into the issues of a story and the offers on the table in each.

Two moves belong to one issue when the topic of what they are about is the same and a side takes part in both. What only
points back ("the idea") belongs to the last issue that its report spoke of.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.compare.sides import Side, Voice, bodies_of, side_of
from onrecord.compare.topics import Topic, read_topic
from onrecord.ids import make_id
from onrecord.model import EntityRef, Move, Offer, OfferMove, Term, TermKey, ToldTerm
from onrecord.text import fold

OPTION_KEYS: tuple[TermKey, ...] = ("place", "not_place", "amount", "format")
_SUM = re.compile(r"[%£$€¥\d]|per ?cent|million|billion", re.IGNORECASE)
_BESIDE = 60  # characters between a clause and a term that belongs to it
_NO_OFFER = frozenset({"accuse", "condemn", "thank", "apologise", "warn", "concede"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A move as a story tells it: its statement and report, the day it was said or published ("" unknown), who acts on whom,
    and whose word it is (``told_by`` None: the report's own voice). ``clause``: its words. ``order``: its place in the report,
    by characters."""

    statement: str
    report: str
    day: str
    order: int
    clause: str
    move: Move
    actor: Voice | None
    target: Voice | None
    told_by: Voice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A move with the sides that take part in it."""

    told: Told
    actor: Side | None
    target: Side | None
    told_by: Side | None

    @property
    def sides(self) -> frozenset[str]:
        return frozenset(s.ref.entity for s in (self.actor, self.target) if s is not None)

    @property
    def own(self) -> bool:
        """Whether the actor's side or the report itself tells it; else it is another's word."""
        return self.told_by is None or self.actor is None or self.told_by.ref.entity == self.actor.ref.entity


@dataclass(slots=True)
class Issue:
    """A running question: the moves about it, in order of telling."""

    key: str
    listed: bool
    sides: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    moves: list[Placed] = field(default_factory=list)

    def take(self, placed: Placed) -> None:
        self.moves.append(placed)
        for side in (placed.actor, placed.target):
            if side is not None:
                self.sides.add(side.ref.entity)
                self.names.setdefault(side.ref.entity, side.ref.name)

    @property
    def shared(self) -> bool:
        """Whether it is more than one voice's passing word: a topic that affairs turn on, two sides that act, or two reports."""
        acting = {p.actor.ref.entity for p in self.moves if p.actor is not None}
        return self.listed or len(acting) > 1 or len({p.told.report for p in self.moves}) > 1

    @property
    def what(self) -> str:
        """The words most used for the thing, the shortest of equals."""
        told = Counter(" ".join(w.split()) for p in self.moves if (w := p.told.move.what) and (t := read_topic(w)) and t.key == self.key)
        return min(told, key=lambda w: (-told[w], len(w), w)) if told else self.key

    @property
    def label(self) -> str:
        """What it is about and the two sides that act most: "talks (Karthenia, Velmora)"."""
        acting = Counter(s.ref.entity for p in self.moves for s in (p.actor, p.target) if s is not None)
        first = sorted(acting, key=lambda e: (-acting[e], self.names[e]))[:2]
        return f"{self.what} ({', '.join(sorted(self.names[e] for e in first))})" if first else self.what


def place_moves(told: Iterable[Told], others: Iterable[Voice] = ()) -> list[Placed]:
    """Each move with its sides, in order of day, report and place. ``others``: who else the story names (states, bodies)."""
    ordered = sorted(told, key=lambda t: (t.day == "", t.day, t.report, t.order))
    voices = {v.ref.entity: v for t in ordered for v in (t.actor, t.target, t.told_by) if v is not None}
    bodies = bodies_of([*voices.values(), *others])
    sides = {entity: side_of(voice, bodies) for entity, voice in voices.items()}

    def side(voice: Voice | None) -> Side | None:
        return None if voice is None else sides[voice.ref.entity]

    return [Placed(told=t, actor=side(t.actor), target=side(t.target), told_by=side(t.told_by)) for t in ordered]


def gather_issues(placed: Sequence[Placed]) -> list[Issue]:
    """The issues of a story, in the order in which they were first spoken of.

    A move that is about nothing nameable and has nothing before it in its report to point back to is in none.
    """
    issues: list[Issue] = []
    last: dict[str, Issue] = {}
    for p in placed:
        if p.told.move.act in _NO_OFFER:
            continue
        topic = _topic(p.told)
        issue = _home(issues, topic, p) if topic is not None else last.get(p.told.report)
        if issue is None and topic is not None:
            issue = Issue(key=topic.key, listed=topic.listed)
            issues.append(issue)
        if issue is not None:
            issue.take(p)
            last[p.told.report] = issue
    return issues


def _topic(told: Told) -> Topic | None:
    """What it is about: a listed topic of its words for the thing; else one that the clause names; else the words' own. None
    when it only points back, or names nothing but somebody or some place."""
    what = told.move.what
    own = read_topic(what) if what else None
    if own is not None and own.listed or (what and own is None):
        return own
    of_clause = read_topic(told.clause)
    if of_clause is not None and of_clause.listed:
        return of_clause
    return None if what and all(word[:1].isupper() for word in what.split()) else own


def _home(issues: Iterable[Issue], topic: Topic, placed: Placed) -> Issue | None:
    """The issue with the topic that shares most sides; one without sides in common only where either side is unnamed."""
    fitting = [i for i in issues if i.key == topic.key and (not placed.sides or not i.sides or placed.sides & i.sides)]
    return max(fitting, key=lambda i: len(placed.sides & i.sides), default=None)


def options_of(move: Move, canonical: Callable[[str], str]) -> list[tuple[str | None, bool]]:
    """The options that the move names, each with whether it is excluded ("anywhere but"); [(None, False)] when it names none.

    ``canonical`` gives a place or body the name that the record shows it by.
    """
    named = [(canonical(t.value), t.key == "not_place") for t in move.terms if t.key in OPTION_KEYS and _is_option(move, t)]
    return list(dict.fromkeys(named)) or [(None, False)]


def _is_option(move: Move, term: Term) -> bool:
    """Whether the term is what sides choose between: told with the move itself; a sum or a share, but not each number of a
    condition ("four guards"); a format in more than an adjective ("bilateral")."""
    if term.span.start - move.span.end > _BESIDE or move.span.start - term.span.end > _BESIDE:
        return False
    if term.key == "format":
        return len(term.value.split()) > 1
    if term.key != "amount":
        return True
    return move.act != "condition" and _SUM.search(term.value) is not None


def gather_offers(story: str, issues: Iterable[Issue], canonical: Callable[[str], str] = str) -> list[Offer]:
    """One offer for each option that the moves of an issue name, and one for the thing itself where moves name none."""
    offers = []
    for issue in issues:
        by_option: dict[str, list[Placed]] = defaultdict(list)
        shown: dict[str, str | None] = {}
        for p in issue.moves:
            for option, _ in options_of(p.told.move, canonical):
                by_option[fold(option or "")].append(p)
                shown.setdefault(fold(option or ""), option)
        offers += [_offer(story, issue, shown[key], moves) for key, moves in by_option.items()]
    return offers


def _offer(story: str, issue: Issue, option: str | None, moves: Sequence[Placed]) -> Offer:
    return Offer(
        id=make_id("offer", story, issue.key, *sorted(issue.sides), fold(option or "")),
        story=story,
        issue=issue.label,
        what=issue.what,
        option=option,
        terms=terms_of(moves, skip=OPTION_KEYS if option else ()),
        moves=tuple(_told(p) for p in moves),
    )


def _told(placed: Placed) -> OfferMove:
    told = placed.told
    return OfferMove(statement=told.statement, act=told.move.act, actor=_ref(told.actor), told_by=_ref(told.told_by))


def _ref(voice: Voice | None) -> EntityRef | None:
    return None if voice is None else voice.ref


def terms_of(moves: Iterable[Placed], *, skip: Sequence[TermKey] = ()) -> tuple[ToldTerm, ...]:
    """The terms that the moves tell, each value once, those of one key together."""
    found: dict[TermKey, dict[str, ToldTerm]] = {}
    for p in moves:
        for t in p.told.move.terms:
            if t.key not in skip:
                found.setdefault(t.key, {}).setdefault(fold(t.value), ToldTerm(key=t.key, value=t.value, statement=p.told.statement))
    return tuple(term for values in found.values() for term in values.values())
