"""Whether a rendering tells as a fact what the other holds to be likely, seeming or possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from onrecord.compare.renderings import Rendering, Word, slot_words
from onrecord.lexicon import section_words

_BETWEEN = frozenset("that who which whose whom and or but while because as if when where after before so though although".split())  # noqa: SIM905
_LEAST_SHARED, _MOST_OF = 2, 0.5  # words of weight in the two clauses, and of the shorter of them
_TOLD = 0.6  # of the hedged clause's: the other rendering has them


def hedge_in(words: Sequence[Word]) -> str | None:
    """The first word that takes an assertion out of fact: one that hedges a clause ("believed that"), or whose words follow elsewhere
    ("believed to be an old one" hedges nothing else)."""
    forms = [w.form for w in words]
    return next((form for n, form in enumerate(forms) if _is_hedge(forms, n) and _hedges_what_stays(words[n + 1 :])), None)


def hedges_too(short: Rendering) -> bool:
    """Whether it hedges in its own words, or the words that introduce it do."""
    return not ({w.form for w in short.words} | _cue(short)).isdisjoint(_hedges() | _hedging())


def unhedged(full: Rendering, short: Rendering) -> Iterator[tuple[tuple[Word, ...], str]]:
    """Clauses of the one in which a word hedges what a clause of the other tells in other words and does not hedge: the words from the
    hedge on, and the hedge."""
    if not _cue(short).isdisjoint(_hedging()):
        return
    for clause in _clauses(full):
        forms = [w.form for w in clause]
        at = next((n for n in range(len(forms)) if _is_hedge(forms, n)), None)
        if at is None or short.content.isdisjoint(_weighty(clause[at + 1 :])):
            continue
        told = _weighty(clause) - {clause[at].key}
        if len(told & short.content) >= _TOLD * len(told) and any(_same(told, other) for other in _clauses(short)):
            yield clause[at:], forms[at]


def _same(told: frozenset[str], other: Sequence[Word]) -> bool:
    both = told & _weighty(other)
    hedged = any(w.form in _hedges() | _hedging() for w in other)
    return not hedged and len(both) >= max(_LEAST_SHARED, _MOST_OF * min(len(told), len(_weighty(other))))


def _weighty(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(w.key for w in words if w.kind != "function")


def _clauses(rendering: Rendering) -> Iterator[tuple[Word, ...]]:
    """Cut where a sentence ends or a word opens another clause; but what a hedging verb introduces belongs to it ("believes that")."""
    start = 0
    words = rendering.words
    for n in range(1, len(words)):
        opens = words[n].form in _BETWEEN and words[n - 1].form not in _verbs()
        if opens or words[n].sentence != words[n - 1].sentence:
            yield words[start:n]
            start = n
    yield words[start:]


def _cue(short: Rendering) -> set[str]:
    return {w.strip(".,;:") for w in short.said.cue.lower().split()}


def _is_hedge(forms: Sequence[str], n: int) -> bool:
    """Whether the word takes what follows out of fact: "believed to be", but not "who believed him"."""
    return forms[n] in _hedges() and (forms[n] not in _verbs() or forms[n + 1 : n + 2] in (["that"], ["to"], []))


def _hedges_what_stays(after: Sequence[Word]) -> bool:
    """Whether it hedges a clause, or nothing of what it hedges is left out with it ("believed to be an old one" hedges nothing else)."""
    return [w.form for w in after[:1]] == ["that"] or all(w.kind == "function" for w in after)


@cache
def _hedges() -> frozenset[str]:
    """Those that take a whole assertion out of fact."""
    return section_words("drift-words", "hedges") | {"may", "might"}


def _verbs() -> frozenset[str]:
    return section_words("drift-words", "hedging")


@cache
def _hedging() -> frozenset[str]:
    """Words of any modality: who says "could" or reports a belief still hedges."""
    return slot_words("modality") | _verbs()
