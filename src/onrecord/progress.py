"""How far something long is, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How much is dealt with, how much there will be (None: not known), and what it is at. When all inputs of a run are there the stories
    that they touched are brought up to date, which are then what is counted (``stage``)."""

    done: int
    total: int | None
    what: str
    stage: Literal["inputs", "stories"] = "inputs"


OnProgress = Callable[[Progress], None]


def unseen(progress: Progress) -> None:
    """Where nobody waits."""
