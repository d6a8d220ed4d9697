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
_OPENING = frozenset('.!?…:\n"“„«')  # before the first word of a sentence, whose capital names nothing


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
    by_speaker: dict[str, list[tuple[Said, _Words]]] = defaultdict(list)
    for s in sorted(said, key=lambda s: (s.day == "", s.day, s.report, s.statement)):
        found = _read(s.content)
        if len(found.plain) >= _SHORTEST:
            by_speaker[s.speaker].append((s, found))
    findings = [f for _, own in sorted(by_speaker.items()) for f in _of_speaker(story, own)]
    return sorted(findings, key=lambda f: f.id)


@dataclass(frozen=True, slots=True)
class _Words:
    """A content's words folded; those of them that a rendering may not change, in order; and those that are names."""

    plain: tuple[str, ...]
    slots: tuple[str, ...]
    names: frozenset[str]


def _read(content: str) -> _Words:
    found = words(content)
    plain = tuple(fold(w.of(content)) for w in found)
    inside = zip(found, found[1:], plain[1:], strict=False)
    names = (
        word
        for before, w, word in inside
        if content[w.start].isupper() and word != "i" and _OPENING.isdisjoint(content[before.end : w.start])
    )
    return _Words(plain=plain, slots=tuple(word for word in plain if _fills_slot(word)), names=frozenset(names))


def _of_speaker(story: str, own: Sequence[tuple[Said, _Words]]) -> list[Finding]:
    sets: list[tuple[Said, _Words, list[tuple[Said, float]]]] = []
    for s, found in own:
        for _, theirs, others in sets:
            alike = _alike(found, theirs)
            if alike is not None:
                others.append((s, alike))
                break
        else:
            sets.append((s, found, []))
    return [_finding(story, first, others) for first, _, others in sets if others]


def _alike(a: _Words, b: _Words) -> float | None:
    """The share of words in common, in order, in percent; None when it is no repeat."""
    if a.plain == b.plain:
        return 100.0
    if a.slots != b.slots or 2 * min(len(a.plain), len(b.plain)) < max(len(a.plain), len(b.plain)):
        return None
    ratio = fuzz.ratio(a.plain, b.plain)
    other_name = (a.names | b.names) & (set(a.plain) ^ set(b.plain))
    return ratio if ratio >= _NEAR and not other_name else None


def _fills_slot(word: str) -> bool:
    return word in read_words("slot-words") or any(c.isdigit() for c in word) or word.endswith("n't")


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
