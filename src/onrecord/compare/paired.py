"""Two renderings side by side: what both have, and whether their numbers clash."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from onrecord.compare.renderings import Rendering
from onrecord.compare.stems import stem
from onrecord.lexicon import read_sections

_REST = 0.85  # of the shorter one's words beside its numbers: what is counted is the same
_MOST_SENTENCES = 8

Alike = Callable[[str, str], float]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two renderings side by side: how many words of weight both have, and the share of the shorter one's weight. The rest is worked out
    when it is asked for: most pairs share too little for that."""

    a: Rendering
    b: Rendering
    shared: int
    cover: float

    @cached_property
    def plain(self) -> int:
        """How many of the words of weight that both have are no names."""
        return len((self.a.content & self.b.content) - self.a.names - self.b.names)

    @cached_property
    def run(self) -> int:
        """Words in a row, where a word of weight is among those that both have."""
        return longest_run(self.a, self.b) if self.shared else 0

    @property
    def shorter(self) -> int:
        return min(len(self.a.keys), len(self.b.keys))


class Weights(dict[str, float]):
    """The weight of each content word."""

    def __init__(self, weights: Iterable[tuple[str, float]]) -> None:
        super().__init__(weights)
        self._sums: dict[frozenset[str], float] = {}  # a rendering is put beside many

    def of(self, words: frozenset[str]) -> float:
        """Of all these together."""
        if words not in self._sums:
            self._sums[words] = sum(self[k] for k in sorted(words))
        return self._sums[words]


def word_weights(renderings: Sequence[Rendering]) -> Weights:
    """The rarer a word among these, the heavier."""
    counts = Counter(k for r in renderings for k in r.content)
    return Weights((k, math.log(1 + len(renderings) / n)) for k, n in counts.items())


def bearers_of(words: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """By word, which of these have it, by their numbers: what may have to do with one of very many is found by its words."""
    found: dict[str, list[int]] = defaultdict(list)
    for n, keys in enumerate(words):
        for key in keys:
            found[key].append(n)
    return found


def side_by_side(a: Rendering, b: Rendering, weights: Weights) -> Pair:
    shared = a.content & b.content
    cover = sum(weights[k] for k in sorted(shared)) / min(weights.of(a.content), weights.of(b.content))
    return Pair(a=a, b=b, shared=len(shared), cover=cover)


def longest_run(a: Rendering, b: Rendering) -> int:
    """How many words in a row both have."""
    longest, before = 0, dict[int, int]()  # by the place in b where they end, runs that end at the word of a before
    for key in a.keys:
        ending: dict[int, int] = {}
        for n in b.places.get(key, ()):
            ending[n] = run = before.get(n - 1, 0) + 1
            longest = run if run > longest else longest
        before = ending
    return longest


def other_numbers(pair: Pair) -> bool:
    """Whether all numbers are others, and either something else is counted, or it is a toll of another day: then it is another saying, and
    no other rendering of one."""
    x, y = pair.a.numbers, pair.b.numbers
    if not x or not y or not x.isdisjoint(y):
        return False
    rest = [{w.key for w in r.words if w.kind in ("content", "name")} for r in (pair.a, pair.b)]
    counted_alike = len(rest[0] & rest[1]) >= _REST * min(map(len, rest))
    days = {r.said.day[:10] for r in (pair.a, pair.b)} - {""}
    return not counted_alike or (len(days) > 1 and bool(rest[0] & rest[1] & _of_tolls()))


@cache
def _of_tolls() -> frozenset[str]:
    """Stems of words that count the dead, the hurt, the missing: numbers that grow from day to day."""
    sections = read_sections("figure-cues")
    return frozenset(stem(word) for entries in sections.values() for entry in entries for word in entry.split() if len(word) > 3)


def stands_in(piece: Sequence[str], keys: Sequence[str]) -> bool:
    if piece and piece[0] not in keys:
        return False
    return any(tuple(keys[n : n + len(piece)]) == tuple(piece) for n in range(len(keys) - len(piece) + 1))


def nearest(pair: Pair, alike: Alike) -> float:
    """How near the two are in meaning, or the shorter and the sentence of the longer that has most of its words."""
    short, long = sorted((pair.a, pair.b), key=lambda r: len(r.keys))
    found = [alike(short.said.content, long.said.content)]
    if 1 < len(long.sentences) <= _MOST_SENTENCES:
        both = [len(told & short.content) for told in long.weighty]
        found += [alike(short.said.content, s) for s, n in zip(long.sentences, both, strict=True) if n == max(both)]
    return max(found)
