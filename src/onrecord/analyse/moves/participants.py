"""The people among the terms of a move: who takes part, whom one would meet, who comes along; never the target itself."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.analyse.moves.frames import is_listed
from onrecord.analyse.moves.grammar import PRONOUNS, is_number
from onrecord.analyse.moves.scene import PARTIES, Range, Scene
from onrecord.analyse.moves.shapes import Window, term_at
from onrecord.model import Term

_SITS_WITHIN = 6  # tokens: "sitting in a cabinet with X"


def find_people(scene: Scene, window: Window) -> Iterator[Term]:
    """Who takes part, is met, or comes along."""
    yield from _participants(scene, window)
    yield from _company(scene, window)
    yield from _met(scene, window)


def _participants(scene: Scene, window: Window) -> Iterator[Term]:
    """ "Talks between X and Y", "a meeting with X": who takes part, but for the target."""
    first, end = window.within
    for k in range(first + 1, end - 1):
        if scene.low[k] in ("with", "between") and is_listed(scene.low[k - 1], "offers") and not is_within(window.taken, k + 1):
            last = scene.phrase_end(k + 1, end)
            if scene.low[k] == "between" and last < end and scene.low[last] == "and":
                last = scene.phrase_end(last + 1, end)
            mention = scene.mention_over(scene.head(k + 1, last))
            named = mention is not None and scene.cast.entities[mention[0]].type in PARTIES
            if last > k + 1 and named:
                term = term_at(scene, "participants", k + 1, last)
                if term is not None:
                    yield term


def _met(scene: Scene, window: Window) -> Iterator[Term]:
    """ "Agreed to meet X", "ruled out sitting with X": whom one would meet or sit with, but for the target."""
    first, end = window.within
    for k in range(first, end - 1):
        at = k + 1
        if is_listed(scene.low[k], "sits with"):
            at = next((j + 1 for j in range(k + 1, min(end - 1, k + _SITS_WITHIN)) if scene.low[j] == "with"), 0)
        elif not is_listed(scene.low[k], "meets") or scene.low[k - 1] not in ("to", "not", "will", "would", "by", "of", "out"):
            continue
        last = scene.phrase_end(at, end) if at and scene.low[at] not in PRONOUNS else 0
        if last > at and not is_within(window.taken, at) and scene.time_over(at) is None and scene.is_party(at, last):
            term = term_at(scene, "participants", at, last)
            if term is not None:
                yield term


def _company(scene: Scene, window: Window) -> Iterator[Term]:
    """ "With two clerks": people by their number."""
    first, end = window.within
    for k in range(first + 1, end - 2):
        if scene.low[k] == "with" and is_number(scene.low[k + 1]) and scene.low[k + 1].isalpha():
            last = scene.phrase_end(k + 1, end)
            if scene.is_party(k + 1, last):
                term = term_at(scene, "participants", k + 1, last)
                if term is not None:
                    yield term


def is_within(taken: Range | None, k: int) -> bool:
    """Whether the token is one of ``taken``."""
    return taken is not None and taken[0] <= k < taken[1]
