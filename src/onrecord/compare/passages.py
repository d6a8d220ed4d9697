"""Passages that two reports have word for word in common.

What an outlet tells in its own words and another prints in the same words has one origin. A quotation has not: whoever was in
the room has it word for word. So quoted words may stand inside a passage, but only the words around them make one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from onrecord.model import Span
from onrecord.text import WORD

_RUN = 12  # words in a row that two people do not write alike by chance (the length that plagiarism checks use: 8 to 12)
_BEARERS = 16  # earlier reports that one place is held against: so the work grows with the text, not with its square


@dataclass(frozen=True, kw_only=True)
class Printed:
    """The text of a report as far as it is looked at: without ``furniture``; ``quoted`` are the places between quotation marks."""

    report: str
    text: str
    furniture: tuple[Span, ...] = ()
    quoted: tuple[Span, ...] = ()

    @cached_property
    def words(self) -> _Printing:
        """Read once, though several questions are put to it: a story may have more reports than are remembered beyond it."""
        return _words_of(self)


# The words, where each starts and ends, and which of them the report tells in its own voice.
_Printing = tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...], tuple[bool, ...]]


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
    """Words of one report in order: their form as a number, where they start and end, and how many of those before each place the
    report tells in its own voice."""

    forms: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    own: tuple[bool, ...]
    told: tuple[int, ...]


def find_passages(printed: Iterable[Printed]) -> list[Passage]:
    """Every passage of at least twelve words told in the report's own voice, by ``a`` (the smaller id) and place.

    The order of the reports does not matter. A place that very many reports share is held against some of them only.
    """
    ordered = sorted(printed, key=lambda p: p.report)
    index = _Index()
    found = [
        passage
        for later, p in enumerate(ordered)
        for earlier, run in index.take(p)
        if (passage := _passage((ordered[earlier], p), (index.read[earlier], index.read[later]), run)) is not None
    ]
    return sorted(found, key=lambda p: (p.a, p.b, p.a_span, p.b_span))


def narrated_words(printed: Printed) -> int:
    """How many words the report tells in its own voice."""
    return sum(printed.words[3])


@lru_cache(maxsize=256)  # whoever looks at a story again asks again
def _words_of(printed: Printed) -> _Printing:
    hidden, quoted = _covered(printed.furniture, len(printed.text)), _covered(printed.quoted, len(printed.text))
    found = [(m[0], m.start(), m.end()) for m in WORD.finditer(printed.text) if not hidden[m.start()]]
    if not found:
        return (), (), (), ()
    forms, starts, ends = zip(*found, strict=True)
    # Each form on its own: case-folding the whole text could make it another length.
    return tuple([f.replace("’", "'").casefold() for f in forms]), starts, ends, tuple([not quoted[start] for start in starts])


def _covered(spans: Iterable[Span], size: int) -> bytearray:
    """For each character whether some span covers it: a look-up for every word of every report has to be cheap."""
    marks = bytearray(size)
    for span in spans:
        marks[span.start : span.end] = b"\1" * (min(span.end, size) - span.start)
    return marks


_Run = tuple[int, int, int]  # first word here, first word there, how many
_PLACES = 1 << 32  # a place in a report as one number: most runs of twelve words stand in one report only, and need no object each


class _Index:
    """Which reports have which twelve words in a row, and where. ``read``: the reports taken so far, in their order."""

    def __init__(self) -> None:
        self.read: list[_Words] = []
        self._numbers: dict[str, int] = {}
        self._first: dict[int, int] = {}
        self._all: dict[int, list[int]] = {}  # where there is more than one place

    def take(self, printed: Printed) -> Iterator[tuple[int, _Run]]:
        """The runs that the report shares with earlier ones, each as long as it goes, with the number of the earlier report."""
        forms, starts, ends, own = printed.words
        numbers = self._numbers
        words = _Words(tuple([numbers.setdefault(form, len(numbers)) for form in forms]), starts, ends, own, _counted(own))
        mine = len(self.read) * _PLACES
        self.read.append(words)
        reached: dict[int, int] = {}  # by earlier report and distance of the two places: the word up to which a run went
        for key, at in _shingles(words.forms).items():
            first = self._first.setdefault(key, mine + at)
            if first == mine + at:
                continue
            places = self._all.setdefault(key, [first])
            for place in places[-_BEARERS:]:
                if reached.get(place - at, 0) > at:
                    continue
                earlier, there = divmod(place, _PLACES)
                size = _alike(self.read[earlier].forms, words.forms, there, at)
                if size >= _RUN:
                    reached[place - at] = at + size
                    yield earlier, (there, at, size)
            places.append(mine + at)


def _shingles(forms: Sequence[int]) -> dict[int, int]:
    """First place by hash of the twelve words from there on, in order of place."""
    found: dict[int, int] = {}
    for at in range(len(forms) - _RUN + 1):
        found.setdefault(hash(forms[at : at + _RUN]), at)
    return found


def _counted(own: Iterable[bool]) -> tuple[int, ...]:
    return tuple(accumulate(own, initial=0))


def _alike(a: Sequence[int], b: Sequence[int], x: int, y: int) -> int:
    """How many words from ``x`` in ``a`` are those from ``y`` in ``b``."""
    size, most = 0, min(len(a) - x, len(b) - y)
    while size < most and a[x + size] == b[y + size]:
        size += 1
    return size


def _passage(sides: tuple[Printed, Printed], read: tuple[_Words, _Words], run: _Run) -> Passage | None:
    """None when too few of its words are told in the reports' own voice."""
    x, y, size = run
    a, b = read
    if min(a.told[x + size] - a.told[x], b.told[y + size] - b.told[y]) < _RUN:
        return None
    narrated = sum(a.own[x + k] and b.own[y + k] for k in range(size))
    if narrated < _RUN:
        return None
    return Passage(
        a=sides[0].report,
        b=sides[1].report,
        a_span=Span(a.starts[x], a.ends[x + size - 1]),
        b_span=Span(b.starts[y], b.ends[y + size - 1]),
        narrated=narrated,
    )
