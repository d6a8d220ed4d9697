"""To whom a move is addressed where its own words do not say: whose act it answers, or the one other side in play."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.analyse.moves.found import Found
from onrecord.analyse.moves.frames import word_list
from onrecord.analyse.moves.scene import Scene, Who
from onrecord.model import Act, EntityType

_DEALING: frozenset[Act] = frozenset(
    ("propose", "invite", "demand", "request", "urge", "order", "accept", "refuse", "condition", "threaten", "withdraw")
)
_ABOUT_DEALING: frozenset[Act] = frozenset(
    ("accuse", "condemn", "deny", "promise", "confirm", "concede", "apologise", "decline to comment")
)
_AGAINST: frozenset[Act] = _DEALING - {"urge", "request"} | {"accuse", "condemn"}  # what the sides of an issue do to each other
_OPEN: frozenset[Act] = _DEALING - {"urge", "withdraw"} | {"condemn", "deny"}  # acts that are somebody's to hear
_ANSWERS: frozenset[Act] = frozenset(("accept", "refuse"))
_SIDES: frozenset[EntityType] = frozenset(("person", "organisation", "state", "group"))


def address(scene: Scene, moves: Sequence[Found]) -> None:
    """Gives a target to the moves of a report that have none and are somebody's to hear. ``moves`` is in text order. None stays where
    nobody addressed the actor and more than one other side is in play."""
    for at, move in enumerate(moves):
        if move.target is None and move.act in _OPEN and move.actor.entity is not None:
            move.target = _answered(scene, moves, at) or _facing(scene, moves, at) or _only_other(scene, moves, at)


def _answered(scene: Scene, moves: Sequence[Found], at: int) -> Who | None:
    """Who addressed the actor last, or made the move whose thing this one is about; where that is an answer, whom it answers."""
    move = moves[at]
    for earlier in reversed(moves[:at]):
        if earlier.act not in _DEALING | {"accuse"} or not _is_other(scene, move, earlier.actor.entity):
            continue
        of_thing = earlier.thing is not None and earlier.thing == move.thing
        if _is_own(scene, move, earlier.target) or (of_thing and earlier.act not in _ANSWERS):
            return Who(earlier.actor.entity, f"answers the move “{earlier.act}” before it")
        if of_thing and earlier.target is not None and _is_other(scene, move, earlier.target.entity):
            return Who(earlier.target.entity, f"answers whom the move “{earlier.act}” before it answers")
    return None


def _facing(scene: Scene, moves: Sequence[Found], at: int) -> Who | None:
    """Whom the actor's side addressed, or who addressed it, nearest in the report; before rather than behind."""
    move = moves[at]
    for other in (*reversed(moves[:at]), *moves[at + 1 :]):
        target = other.target.entity if other.target is not None else None
        if other.act not in _AGAINST or target is None or other.actor.entity is None:
            continue
        for near, far in ((other.actor, target), (other.target, other.actor.entity)):
            if _is_own(scene, move, near) and _is_other(scene, move, far):
                return Who(far, f"deals with the actor's side in the move “{other.act}” of this report")
    return None


def _only_other(scene: Scene, moves: Sequence[Found], at: int) -> Who | None:
    """The one other side that deals with the actor's in this report; of its people, who acted nearest before, else behind."""
    move = moves[at]
    near: list[tuple[int, int]] = []
    for k, other in enumerate(moves):
        if other.act in _AGAINST | _ABOUT_DEALING:
            near += [(k, e) for e in _parties(other) if _is_other(scene, move, e)]
    if len({_side(scene, e) for _, e in near}) != 1:
        return None
    before = [e for k, e in near if k < at]
    entity = before[-1] if before else near[0][1]
    return Who(entity, "the one other side in play in the report")


def _parties(move: Found) -> list[int]:
    both = (move.actor.entity, move.target.entity if move.target is not None else None)
    return [e for e in both if e is not None]


def _is_other(scene: Scene, move: Found, entity: int | None) -> bool:
    actor = move.actor.entity
    if entity is None or actor is None or scene.cast.entities[entity].type not in _SIDES or _stands_for_both(scene, entity):
        return False
    return not _is_of_side(scene, move, actor, entity)


def _is_own(scene: Scene, move: Found, who: Who | None) -> bool:
    """Whether it is the actor or of the actor's side, as far as the report tells; False for nobody."""
    actor, entity = move.actor.entity, who.entity if who is not None else None
    return actor is not None and entity is not None and _is_of_side(scene, move, actor, entity)


def _is_of_side(scene: Scene, move: Found, actor: int, entity: int) -> bool:
    same = entity == actor or _side(scene, entity) in (_side(scene, actor), actor, move.side)
    owned = scene.sides.owns(_side(scene, actor), _side(scene, entity))
    return same or owned or scene.sides.same(actor, entity) or _stands_for_both(scene, entity)


def _stands_for_both(scene: Scene, entity: int) -> bool:
    """ "The two sides": the actor is one of them."""
    return scene.cast.entities[entity].name.split()[-1].lower() in word_list("both sides")


def _side(scene: Scene, entity: int) -> int:
    side = scene.sides.of(entity)
    return entity if side is None else side
