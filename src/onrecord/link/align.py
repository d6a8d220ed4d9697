"""Which words of two names belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.link.forms import Word, romanised
from onrecord.link.spelling import WordScore, compare_words

_MERGED = 3  # words that may have been written as one


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Words of one name, by their places, that stand for words of the other."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    word: WordScore


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The ties, by place in the left name; the places that have none."""

    ties: tuple[Tie, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]


def align(a: Sequence[Word], b: Sequence[Word]) -> Alignment:
    """Best ties first: single words, then words of which one is several of the other (written together, or their initials)."""
    ties = _choose(_single(a, b), set(), set())
    left, right = {k for t in ties for k in t.left}, {k for t in ties for k in t.right}
    if len(left) < len(a) and len(right) < len(b):
        joined = [*_joined(a, b, left, right), *(Tie(left=t.right, right=t.left, word=t.word) for t in _joined(b, a, right, left))]
        ties += _choose(joined, left, right)
    return Alignment(
        ties=tuple(sorted(ties, key=lambda t: t.left)),
        left=tuple(k for k in range(len(a)) if k not in left),
        right=tuple(k for k in range(len(b)) if k not in right),
    )


def _single(a: Sequence[Word], b: Sequence[Word]) -> list[Tie]:
    found = []
    for i, p in enumerate(a):
        for j, q in enumerate(b):
            word = compare_words(p, q)
            if word.score:
                found.append(Tie(left=(i,), right=(j,), word=word))
    return found


def _choose(found: list[Tie], left: set[int], right: set[int]) -> list[Tie]:
    """The best first, the ones at like places first among equals; ``left`` and ``right`` take in what is used up."""
    chosen = []
    for tie in sorted(found, key=lambda t: (-t.word.score, abs(t.left[0] - t.right[0]), t.left[0] + t.right[0])):
        if left.isdisjoint(tie.left) and right.isdisjoint(tie.right):
            left.update(tie.left)
            right.update(tie.right)
            chosen.append(tie)
    return chosen


def _joined(a: Sequence[Word], b: Sequence[Word], left: set[int], right: set[int]) -> Iterator[Tie]:
    """One free word of ``a`` for two or three free neighbours of ``b``."""
    for i, word in enumerate(a):
        if i in left or word.kind == "number":
            continue
        for start in range(len(b)):
            for size in range(2, _MERGED + 1):
                places = range(start, start + size)
                if places.stop > len(b) or not right.isdisjoint(places):
                    break
                score = _written_together(word, [b[k] for k in places])
                if score is not None:
                    yield Tie(left=(i,), right=tuple(places), word=score)


def _written_together(word: Word, parts: Sequence[Word]) -> WordScore | None:
    joined = "".join(w.plain for w in parts)
    if word.plain == joined:
        return WordScore(score=0.97, how="written together")
    if len(word.plain) == len(parts) and word.plain == "".join(w.plain[0] for w in parts):
        return WordScore(score=0.87, how="initials")
    if word.plain[0] != joined[0] or len(joined) < 5:
        return None
    score = compare_words(word, Word(shown=joined, plain=joined, key=romanised(joined)))
    return WordScore(score=score.score * 0.97, how="written together") if score.score else None
