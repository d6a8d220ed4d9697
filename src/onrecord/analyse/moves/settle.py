"""Which act a frame is once negation and modality are reckoned in; None where nothing is done with the words."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.analyse.moves.force import Force
from onrecord.model import Act

# What one lays upon oneself may be done by announcing it ("would accept"); what one does to others must be done.
_COMMITS: frozenset[Act] = frozenset(
    ("accept", "refuse", "propose", "promise", "guarantee", "withdraw", "threaten", "condition", "invite", "thank", "apologise")
)
# Acts whose absence is news: "has not accepted", "did not rule it out", "offered no apology".
_UNDONE: frozenset[Act] = frozenset(("accept", "refuse", "confirm", "apologise", "withdraw", "promise", "guarantee"))
# Acts that somebody else's denial is about: "did not invite him".
_DENIED: frozenset[Act] = frozenset(
    ("invite", "propose", "request", "demand", "urge", "order", "promise", "guarantee", "threaten", "accept", "withdraw", "concede")
)


@dataclass(frozen=True, slots=True)
class Settled:
    """``reported`` is the act that the outer one is about: what was denied or confirmed."""

    act: Act
    reason: str | None = None
    negated: bool = False
    reported: Act | None = None


def settle(act: Act, force: Force, *, own: bool, in_cue: bool) -> Settled | None:
    """``own``: the actor is the speaker; ``in_cue``: the frame is what the reporter says of the speaker, not the speaker's words."""
    if force.modal not in (None, "will", "would", "can"):
        return _impossible(act, force, own=own)
    if force.negated:
        return _negated(act, force, own=own or in_cue)
    if force.emphatic and not in_cue and act in _DENIED:
        return Settled("confirm", f"“did indeed” confirms an act of the kind “{act}”", reported=act)
    if force.modal == "can":
        return Settled(act) if own else None
    if force.modal is not None and act not in _COMMITS and not own:
        return None
    return Settled(act)


def _impossible(act: Act, force: Force, *, own: bool) -> Settled | None:
    if act == "accept" and force.negated and force.modal == "could":
        return Settled("refuse", "what cannot be accepted is refused")
    if act == "accept" and not force.negated and force.modal == "could" and own:
        return Settled(act)
    if act == "confirm" and force.negated and force.modal == "could":
        return Settled("confirm", "it could not be confirmed", negated=True)
    return None


def _negated(act: Act, force: Force, *, own: bool) -> Settled | None:
    ahead = force.modal is not None or not force.past
    if act == "accept" and ahead:
        return Settled("refuse", "not to accept is to refuse")
    if act == "confirm" and ahead:
        return Settled("decline to comment", "not to confirm is to leave it open")
    if ahead:
        return None
    if act in _DENIED and act != "accept" and not own:
        return Settled("deny", f"the speaker denies an act of the kind “{act}”", reported=act)
    return Settled(act, "it is said not to have been done", negated=True) if act in _UNDONE else None
