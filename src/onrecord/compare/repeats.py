"""Statements that repeat one another: same speaker, same words or nearly.

A near-repeat may differ in filler only. A number, a name, a negation, a modal or a limit ("until", "from") on one side
makes it another rendering, which is not called a repeat.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from onrecord.ids import make_id
from onrecord.lexicon import read_words
from onrecord.model import Finding
from onrecord.text import fold, words

_NEAR = 84.0  # rapidfuzz ratio over words in order
_SHORTEST = 3  # words: "the idea" repeats nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement as comparison needs it. ``speaker`` is the record's entity; ``day`` its publication, "" when unknown."""

    statement: str
    report: str
    speaker: str
    day: str
    content: str


def find_repeats(story: str, said: Iterable[Said]) -> list[Finding]:
    """One finding for each set of repeats: ``a`` is the earliest, ``b`` the others in order of publication.

    The result does not depend on the order of ``said``.
    """
    by_speaker: dict[str, list[tuple[Said, tuple[str, ...]]]] = defaultdict(list)
    for s in sorted(said, key=lambda s: (s.day == "", s.day, s.report, s.statement)):
        found = tuple(fold(w.of(s.content)) for w in words(s.content))
        if len(found) >= _SHORTEST:
            by_speaker[s.speaker].append((s, found))
    findings = [f for _, own in sorted(by_speaker.items()) for f in _of_speaker(story, own)]
    return sorted(findings, key=lambda f: f.id)


def _of_speaker(story: str, own: Sequence[tuple[Said, tuple[str, ...]]]) -> list[Finding]:
    sets: list[tuple[Said, tuple[str, ...], list[tuple[Said, float]]]] = []
    for s, found in own:
        for _, theirs, others in sets:
            alike = _alike(found, theirs)
            if alike is not None:
                others.append((s, alike))
                break
        else:
            sets.append((s, found, []))
    return [_finding(story, first, others) for first, _, others in sets if others]


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> float | None:
    """The share of words in common, in order, in percent; None when it is no repeat."""
    if a == b:
        return 100.0
    if 2 * min(len(a), len(b)) < max(len(a), len(b)):
        return None
    ratio = fuzz.ratio(a, b)
    return ratio if ratio >= _NEAR and not _weighty(set(a) ^ set(b)) else None


def _weighty(different: set[str]) -> bool:
    slots = read_words("slot-words")
    return any(w in slots or any(c.isdigit() for c in w) or w.endswith("n't") for w in different)


def _finding(story: str, first: Said, others: Sequence[tuple[Said, float]]) -> Finding:
    least = min(alike for _, alike in others)
    reasons = ("same speaker", "same words" if least == 100.0 else f"at least {least:.0f} % of the words in the same order")
    later = tuple(s.statement for s, _ in others)
    return Finding(
        id=make_id("finding", "repeats", first.statement, *later),
        type="repeats",
        slot=None,
        story=story,
        a=(first.statement,),
        b=later,
        why=f"{len(others) + 1} statements say the same in the same words",
        score=least / 100,
        reasons=reasons,
    )
