"""What a request asks for, read from its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from onrecord.errors import InputError
from onrecord.model import EntityType, FindingType, Manner
from onrecord.read import ReadOptions
from onrecord.store import EntityFilter, JudgementState, StatementFilter
from onrecord.store.when import as_of_moment
from onrecord.views import At
from onrecord.views.review import QUEUES, Queue
from onrecord.views.sheet import Leaf

MAX_SIZE = 1000
Asked = Mapping[str, str]


def at_of(asked: Asked) -> At:
    """The two clocks."""
    return At(as_of=word(asked, "as_of"), known_at=word(asked, "known_at"))


def word(asked: Asked, name: str) -> str | None:
    """What was given under the name, without white space around it; None for nothing."""
    return asked.get(name, "").strip() or None


def leaf_of(asked: Asked, size: int) -> Leaf:
    """Which page of a listing. Raises InputError for a size that is no number from 1 to ``MAX_SIZE``."""
    given = asked.get("size") or str(size)
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given) <= MAX_SIZE:
        raise InputError(f"size is a number from 1 to {MAX_SIZE}, not {given[:40]!r}.")
    return Leaf(after=word(asked, "next"), size=int(given), newest=asked.get("order") != "oldest")


def filter_of(asked: Asked) -> StatementFilter:
    """Which statements. Raises InputError for a manner or a score that is none."""
    manner = word(asked, "manner")
    if manner is not None and manner not in get_args(Manner):
        raise InputError(f"manner is one of {', '.join(get_args(Manner))}, not {manner[:40]!r}.")
    names = ("speaker", "story", "report", "outlet", "text", "since", "until")
    given = {name: word(asked, name) for name in names}
    return StatementFilter(**given, manner=manner, min_score=_score(asked))  # type: ignore[arg-type]


def entities_of(asked: Asked) -> EntityFilter:
    """Which entities, by the two clocks. Raises InputError for a type that is none."""
    kind = one_of(asked, "type", get_args(EntityType))
    return EntityFilter(name=word(asked, "name"), type=cast(EntityType | None, kind), story=word(asked, "story"), **at_of(asked).clocks)


def finding_type_of(asked: Asked) -> FindingType | None:
    """Raises InputError for a type that is none."""
    return cast(FindingType | None, one_of(asked, "type", get_args(FindingType)))


def state_of(asked: Asked) -> JudgementState | None:
    """Of judgements. Raises InputError for a state that is none."""
    return cast(JudgementState | None, one_of(asked, "state", get_args(JudgementState)))


def queue_of(asked: Asked) -> Queue:
    """Which statements are to be reviewed. Raises InputError for a queue that is none."""
    return cast(Queue, one_of(asked, "queue", tuple(QUEUES)) or "unsure")


def read_options(fields: Asked) -> ReadOptions:
    """What somebody says of what they hand in. Raises InputError for a date that is none."""
    published = word(fields, "published")
    if published is not None:
        as_of_moment(published)
    return ReadOptions(published=published, outlet=word(fields, "outlet"), url=word(fields, "url"))


def _score(asked: Asked) -> float | None:
    given = word(asked, "min_score")
    if given is None:
        return None
    try:
        score = float(given)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise InputError(f"min_score is a number from 0 to 1, not {given[:40]!r}.")
    return score


def one_of(asked: Asked, name: str, choices: tuple[str, ...]) -> str | None:
    """One of the choices, None for nothing. Raises InputError for anything else."""
    given = word(asked, name)
    if given is not None and given not in choices:
        raise InputError(f"{name} is one of {', '.join(choices)}, not {given[:40]!r}.")
    return given
