"""Where everybody of one report is named or meant, looked up by place instead of walked through for every question."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence

from onrecord.analyse.names import NamedEntity
from onrecord.analyse.phrases import read_phrase
from onrecord.model import MentionKind, Span
from onrecord.text import fold

_LINKED = re.compile(r",?\s+(?:and|plus|&)\s+(?:(?:his|her|the)\s+)?(?:[A-Z]\w*\.?\s+){0,3}")
_ASIDE = re.compile(r",|\s(?:of|for|from|in|at|to|with|by|between)\s")
_ENDED = re.compile(r"[^\w,]*(?:both|all|jointly|together|also)?\W*")
Resolved = tuple[int, Span, MentionKind]
Seen = tuple[Span, int]


class Mentions:
    """The names of the entities, which are settled, and what was resolved since, which grows: it is read on at every question.

    ``prominences``: in which sentence each mention stands, how prominent it is, and whether it is quoted, kept by whoever asks for it."""

    __slots__ = (
        "_by_head",
        "_entities",
        "_headed",
        "_meant",
        "_meant_of",
        "_named",
        "prominences",
        "_read",
        "_resolved",
        "_starts",
        "_text",
        "_words",
    )

    def __init__(self, text: str, entities: Sequence[NamedEntity], resolved: Sequence[Resolved]) -> None:
        self._text, self._entities, self._resolved = text, entities, resolved
        self._named: list[Seen] = sorted(((s, k) for k, e in enumerate(entities) for s in e.spans), key=_place)
        self._starts = [s.start for s, _ in self._named]
        self._read = self._headed = 0
        self.prominences: dict[Span, tuple[int, float, bool]] = {}
        self._meant: list[Seen] = []
        self._meant_of: dict[int, list[Span]] = defaultdict(list)
        self._by_head: dict[str, list[tuple[int, Resolved]]] = defaultdict(list)
        self._words: dict[str, list[int]] | None = None

    def named(self, start: int, end: int) -> Iterator[Seen]:
        """Names that lie within ``[start, end)``, in text order."""
        first, last = (bisect_left(self._starts, edge) for edge in (start, end))
        return (seen for seen in self._named[first:last] if seen[0].end <= end)

    def seen(self, start: int, end: int) -> list[Seen]:
        """Names, and words that mean somebody, that begin in ``[start, end)``, by where they begin."""
        self._read_on()
        first, last = (bisect_left(self._starts, edge) for edge in (start, end))
        names = sorted(self._named[first:last], key=lambda x: (x[0].start, x[1]))
        first, last = (bisect_left(self._meant, edge, key=_start) for edge in (start, end))
        return sorted([*names, *self._meant[first:last]], key=_start) if first < last else names

    def several(self, span: Span) -> bool:
        """Whether two names, or the last of several, are linked by "and" and end the stretch: they speak as one."""
        named = [s for s, _ in self.named(span.start, span.end)]
        if len(named) < 2 or not _LINKED.fullmatch(self._text, named[-2].end, named[-1].start):
            return False
        first = len(named) - 2
        while first and self._text[named[first - 1].end : named[first].start] in (", ", ", the "):
            first -= 1
        aside = _ASIDE.search(self._text, span.start, named[first].start)  # "Ruiz, envoy to Merid and Orvane"
        return aside is None and _ENDED.fullmatch(self._text, named[-1].end, span.end) is not None

    def last_before(self, entity: int, offset: int) -> tuple[Span | None, int]:
        """The last mention of the entity that ends before the offset, and how many do."""
        self._read_on()
        spans, meant = self._entities[entity].spans, self._meant_of[entity]
        counts = [bisect_right(of, offset, key=_end) for of in (spans, meant)]
        last = [of[n - 1] for of, n in zip((spans, meant), counts, strict=True) if n]
        return max(last, default=None), sum(counts)

    def begin_in(self, entity: int, start: int, end: int) -> bool:
        """Whether a mention of the entity begins in ``[start, end]``."""
        self._read_on()
        for of in (self._entities[entity].spans, self._meant_of[entity]):
            at = bisect_left(of, start, key=lambda s: s.start)
            if at < len(of) and of[at].start <= end:
                return True
        return False

    def called(self, head: str) -> Sequence[tuple[int, Resolved]]:
        """What was resolved from phrases with that head noun, each with its number, in the order in which it was."""
        self._read_heads()
        return self._by_head.get(head, ())

    def heads(self) -> Sequence[str]:
        """The head nouns of all phrases that were resolved."""
        self._read_heads()
        return list(self._by_head)

    def with_word(self, word: str) -> Sequence[int]:
        """The organisations with the folded word in a name that the text gives them."""
        if self._words is None:
            self._words = defaultdict(list)
            for k, entity in enumerate(self._entities):
                if entity.type == "organisation":
                    for each in {w for name in {s.of(self._text) for s in entity.spans} for w in fold(name).split()}:
                        self._words[each].append(k)
        return self._words.get(word, ())

    def _read_on(self) -> None:
        for entity, span, _ in self._resolved[self._read :]:
            insort(self._meant, (span, entity), key=_start)
            insort(self._meant_of[entity], span)
        self._read = len(self._resolved)

    def _read_heads(self) -> None:
        for number in range(self._headed, len(self._resolved)):
            phrase = read_phrase(self._text, self._resolved[number][1])
            if phrase is not None:
                self._by_head[phrase.head].append((number, self._resolved[number]))
        self._headed = len(self._resolved)


def _place(seen: Seen) -> tuple[int, int, int]:
    return seen[0].start, seen[0].end, seen[1]


def _start(seen: Seen) -> int:
    return seen[0].start


def _end(span: Span) -> int:
    return span.end
