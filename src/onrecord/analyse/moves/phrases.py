"""Set phrases that do something without a verb of the act: "there will be consequences", "you would do well to", "the door is open"."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import islice

from onrecord.analyse.moves.fit import Fit, Shape, clause_end
from onrecord.analyse.moves.found import Found, Place, speaker_of
from onrecord.analyse.moves.grammar import NEGATIONS
from onrecord.analyse.moves.scene import Scene
from onrecord.lexicon import read_sections
from onrecord.model import Act

_SCORE = 0.5
_WIDEST_GAP = 4  # tokens that "*" stands for
_Step = frozenset[str]  # empty: the gap


@dataclass(frozen=True, slots=True)
class Phrase:
    """``opens``: it must stand at the head of what was said."""

    act: Act
    steps: tuple[_Step, ...]
    opens: bool


def find_phrase(scene: Scene, place: Place, at: int) -> Found | None:
    """The move of the longest set phrase that begins at the token, by the speaker; None where none does, or "not" stands before it.
    Words that limit ("as long as") are left to ``find_limit``."""
    return _longest(scene, place, at, limits=False)


def find_limit(scene: Scene, place: Place) -> tuple[Found, ...]:
    """The condition that words which limit make of a sentence without any other move; elsewhere they are terms of that move."""
    if place.in_cue:
        return ()
    found = (_longest(scene, place, k, limits=True) for k in range(place.first, min(place.stop, len(scene.low))))
    return tuple(islice((f for f in found if f is not None), 1))


def _longest(scene: Scene, place: Place, at: int, *, limits: bool) -> Found | None:
    if place.in_cue or (at > place.low and scene.low[at - 1] in NEGATIONS):
        return None
    best: tuple[int, Phrase] | None = None
    for phrase in _phrases().get(scene.low[at], ()):
        if (phrase.act == "condition") != limits or (phrase.opens and not (place.direct and at == place.first)):
            continue
        end = _match(scene, phrase.steps, at, place.stop)
        if end is not None and (best is None or end > best[0]):
            best = end, phrase
    return None if best is None else _found(scene, place, at, *best)


def _found(scene: Scene, place: Place, at: int, end: int, phrase: Phrase) -> Found:
    stop = clause_end(scene, end, place.stop) if end < place.stop else end
    what = (end, stop) if stop > end else (at, end)
    shape: Shape = "verb" if scene.low[what[0] - 1] == "to" else "clause"
    return Found(
        act=phrase.act,
        clause=(place.first if phrase.opens else at, max(end, stop)),
        trigger=at,
        actor=speaker_of(place),
        fit=Fit(end=end, what=what, shape=shape),
        score=_SCORE,
        reasons=[f"“{' '.join(scene.word(k) for k in range(at, end))}” is a set phrase of the act “{phrase.act}”"],
    )


def _match(scene: Scene, steps: tuple[_Step, ...], at: int, stop: int) -> int | None:
    """Behind the last word of the phrase, where it is filled from the token on."""
    for n, step in enumerate(steps):
        if not step:
            ends = (_match(scene, steps[n + 1 :], k, stop) for k in range(at + 1, min(stop, at + _WIDEST_GAP) + 1))
            return next((end for end in ends if end is not None), None)
        if at >= min(stop, len(scene.low)) or scene.low[at] not in step:
            return None
        at += 1
    return at


@cache
def _phrases() -> dict[str, tuple[Phrase, ...]]:
    """Every first word with its phrases."""
    found: dict[str, list[Phrase]] = defaultdict(list)
    for act, lines in read_sections("move-phrases").items():
        for line in lines:
            words = line.split()
            opens = words[0] == "<"
            steps = tuple(frozenset(w.split("/")) if w != "*" else frozenset() for w in words[opens:])
            for first in steps[0]:
                found[first].append(Phrase(act, steps, opens))  # type: ignore[arg-type]  # a section is an act, as in move-frames
    return {first: tuple(phrases) for first, phrases in found.items()}
