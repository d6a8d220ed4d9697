"""A move while it is worked on, and the stretch of text it is looked for in; nothing of them leaves the analysis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.analyse.drafts import Draft
from onrecord.analyse.moves.fit import Fit
from onrecord.analyse.moves.scene import Range, Who
from onrecord.analyse.moves.settle import Settled
from onrecord.analyse.moves.tokens import Tokens
from onrecord.model import Act, Span, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The tokens ``[low, stop)`` of one clause or sentence, as said by the draft's speaker; moves begin at ``first``, subjects may stand
    before it. ``in_cue``: they are the reporter's words
    about the speaker; ``direct``: the speaker's very words."""

    draft: Draft
    low: int
    first: int
    stop: int
    in_cue: bool = False
    direct: bool = False


@dataclass(slots=True, kw_only=True)
class Found:
    """``actor``, ``target`` and ``side`` are of the cast. ``thing`` are the words for what it is about, ``clause`` the tokens of the
    clause, ``trigger`` the token that told the act. ``reported``: the act this one is about, ``reported_by``: whose that was."""

    act: Act
    clause: Range
    trigger: int
    actor: Who
    fit: Fit
    score: float
    target: Who | None = None
    taken: Range | None = None
    side: int | None = None
    thing: Span | None = None
    terms: list[Term] = field(default_factory=list)
    negated: bool = False
    modality: str | None = None
    reported: Act | None = None
    reported_by: Range | None = None
    subject: Range | None = None
    reasons: list[str] = field(default_factory=list)

    def settle(self, settled: Settled) -> None:
        """Takes over what negation and modality made of the act."""
        self.act, self.negated, self.reported = settled.act, settled.negated, settled.reported
        if settled.reason:
            self.reasons.append(settled.reason)


def speaker_of(place: Place) -> Who:
    """The speaker of the statement, as an actor."""
    if place.draft.speaker is None:
        return Who(None, "nobody is named as the speaker")
    return Who(place.draft.speaker, "the speaker of the statement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """The moves of a report by draft, and the tokens that their clauses count in."""

    tokens: Tokens
    by_draft: Mapping[Draft, Sequence[Found]]
