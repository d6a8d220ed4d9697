"""Passages that two reports have word for word in common.

What an outlet tells in its own words and another prints in the same words has one origin. A quotation has not: whoever was in
the room has it word for word. So quoted words may stand inside a passage, but only the words around them make one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.model import Span
from onrecord.text import words

_RUN = 12  # words in a row that two people do not write alike by chance (the length that plagiarism checks use: 8 to 12)
_BEARERS = 16  # earlier reports that one place is held against: so the work grows with the text, not with its square


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The text of a report as far as it is looked at: without ``furniture``; ``quoted`` are the places between quotation marks."""

    report: str
    text: str
    furniture: tuple[Span, ...] = ()
    quoted: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of words that report ``a`` has at ``a_span`` and ``b`` at ``b_span``, from their first letter to their last.

    The words are equal but for case and the shape of apostrophes; furniture between them does not count. ``narrated``: how many
    of them stand outside quotation marks in both.
    """

    a: str
    b: str
    a_span: Span
    b_span: Span
    narrated: int


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of one report in order: their form as a number, their place, and whether the report tells them in its own voice."""

    forms: tuple[int, ...]
    places: tuple[Span, ...]
    own: tuple[bool, ...]


def find_passages(printed: Iterable[Printed]) -> list[Passage]:
    """Every passage of at least twelve words told in the report's own voice, by ``a`` (the smaller id) and place.

    The order of the reports does not matter. A place that very many reports share is held against some of them only.
    """
    ordered = sorted(printed, key=lambda p: p.report)
    numbers: dict[str, int] = {}
    read = [_read(p, numbers) for p in ordered]
    index: dict[int, list[tuple[int, int]]] = defaultdict(list)
    found: list[Passage] = []
    for later, current in enumerate(read):
        places = _shingles(current.forms)
        matches: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for key, at in places.items():
            for earlier, there in index[key][-_BEARERS:]:
                matches[earlier].append((there, at))
        for key, at in places.items():
            index[key].append((later, at))
        for earlier in sorted(matches):
            runs = _runs(read[earlier], current, matches[earlier])
            found += [_passage((ordered[earlier], ordered[later]), (read[earlier], current), run) for run in runs]
    return sorted((p for p in found if p.narrated >= _RUN), key=lambda p: (p.a, p.b, p.a_span, p.b_span))


def narrated_words(printed: Printed) -> int:
    """How many words the report tells in its own voice."""
    return sum(_words_of(printed)[2])


def _read(printed: Printed, numbers: dict[str, int]) -> _Words:
    forms, places, own = _words_of(printed)
    return _Words(tuple(numbers.setdefault(form, len(numbers)) for form in forms), places, own)


@lru_cache(maxsize=256)
def _words_of(printed: Printed) -> tuple[tuple[str, ...], tuple[Span, ...], tuple[bool, ...]]:
    """The words, where they stand, and which of them the report tells in its own voice. Kept: a story asks for them twice, and whoever
    looks at it again asks once more."""
    text, hidden, quoted = printed.text, _Cover(printed.furniture), _Cover(printed.quoted)
    places = tuple(w for w in words(text) if not hidden.holds(w.start))
    forms = tuple(w.of(text).replace("’", "'").casefold() for w in places)
    return forms, places, tuple(not quoted.holds(w.start) for w in places)


class _Cover:
    """Which places some spans cover."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans):
            if self._ends and span.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def holds(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._ends[at]


def _shingles(forms: Sequence[int]) -> dict[int, int]:
    """First place by hash of the twelve words from there on."""
    found: dict[int, int] = {}
    for at in range(len(forms) - _RUN + 1):
        found.setdefault(hash(forms[at : at + _RUN]), at)
    return found


_Run = tuple[int, int, int]  # first word here, first word there, how many


def _runs(a: _Words, b: _Words, matches: Iterable[tuple[int, int]]) -> Iterator[_Run]:
    """The runs that the matching places lie in, each as long as it goes."""
    reached: dict[int, int] = {}  # by distance of the two places: the word of ``a`` up to which a run went
    for x, y in sorted(matches):
        if x < reached.get(y - x, 0) or a.forms[x : x + _RUN] != b.forms[y : y + _RUN]:
            continue
        end = x + _RUN
        while end < len(a.forms) and end + y - x < len(b.forms) and a.forms[end] == b.forms[end + y - x]:
            end += 1
        reached[y - x] = end
        yield x, y, end - x


def _passage(sides: tuple[Printed, Printed], read: tuple[_Words, _Words], run: _Run) -> Passage:
    x, y, size = run
    a, b = read
    return Passage(
        a=sides[0].report,
        b=sides[1].report,
        a_span=Span(a.places[x].start, a.places[x + size - 1].end),
        b_span=Span(b.places[y].start, b.places[y + size - 1].end),
        narrated=sum(a.own[x + k] and b.own[y + k] for k in range(size)),
    )
