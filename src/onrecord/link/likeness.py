"""How alike two reports are: what they are about, whom and what they name, how far apart in time they are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from onrecord.model import Profile

Matrix = NDArray[np.float64]

WHOLE = 1_000_000  # a likeness of 1
SHARED_KEYS = 2
_FADE_DAYS = 30
_FAR = 0.8  # what is left of the likeness of two reports that lie some months apart; stories last weeks, but pages carry wrong dates
_WRONG_DAYS, _YEARS_DAYS = 240, 600  # pages are off by months, hardly by years: from then on it fades for good
_UNDATED = 0.9  # between the two, where a day is not known
_LONGEST = 1000
_ROWS_AT_ONCE = 256  # what is worked out on the way takes several times the room of the answer
_MOST_CELLS, _LEAST_AT_ONCE = 4_000_000, 512  # of both sides' words at once; words


def _faded(days: int) -> float:
    near = _FAR + (1 - _FAR) * math.exp(-days / _FADE_DAYS)
    return near * math.exp(-max(0, days - _WRONG_DAYS) / _YEARS_DAYS)


_FADING = np.array([_faded(days) for days in range(_LONGEST)] + [_UNDATED])


def likeness(rows: Sequence[Profile], columns: Sequence[Profile]) -> Matrix:
    """In millionths, whole numbers: a quarter each the cosine of the leads and of the titles, half the cosine of the names,
    less by up to a fifth the more days lie between. 0 for two reports that do not share two keys. Exact: the value of a pair does not
    depend on which others are asked for.
    """
    found = np.zeros((len(rows), len(columns)))
    for start in range(0, len(rows) if columns else 0, _ROWS_AT_ONCE):
        part = rows[start : start + _ROWS_AT_ONCE]
        found[start : start + len(part)] = _likeness(part, columns)
    return found


def _likeness(rows: Sequence[Profile], columns: Sequence[Profile]) -> Matrix:
    alike = (_vectors(rows) @ _vectors(columns).T).astype(np.float64) / 4
    alike += _weights([p.names for p in rows], [p.names for p in columns]).astype(np.float64) / 2
    alike *= _FADING[_days_between(rows, columns)]
    keys = _weights([dict.fromkeys(p.keys, 1) for p in rows], [dict.fromkeys(p.keys, 1) for p in columns])
    return np.where(keys >= SHARED_KEYS, np.rint(alike), 0.0)


class Likenesses:
    """Likenesses that were asked for once, at hand for the next question."""

    def __init__(self) -> None:
        self._place: dict[str, int] = {}
        self._known = np.zeros((0, 0), dtype=np.float32)  # whole numbers up to a million, which it holds exactly; -1: not yet known

    def between(self, rows: Sequence[str], columns: Sequence[str], profiles: Mapping[str, Profile]) -> Matrix:
        """As ``likeness`` of the profiles of these reports."""
        i, j = self._places(rows), self._places(columns)
        missing = self._known[np.ix_(i, j)] < 0
        fresh, against = np.flatnonzero(missing.any(axis=1)).tolist(), np.flatnonzero(missing.any(axis=0)).tolist()
        if fresh:
            found = likeness([profiles[rows[n]] for n in fresh], [profiles[columns[n]] for n in against])
            self._known[np.ix_(i[fresh], j[against])] = found
            self._known[np.ix_(j[against], i[fresh])] = found.T
        return self._known[np.ix_(i, j)].astype(np.float64)

    def _places(self, reports: Sequence[str]) -> NDArray[np.int64]:
        for report in reports:
            self._place.setdefault(report, len(self._place))
        if len(self._place) > len(self._known):
            wider = np.full((len(self._place) * 5 // 4 + 32,) * 2, -1, dtype=np.float32)  # twice as wide would take four times the room
            wider[: len(self._known), : len(self._known)] = self._known
            self._known = wider
        return np.array([self._place[r] for r in reports], dtype=np.int64)


def _vectors(profiles: Sequence[Profile]) -> NDArray[np.float32]:
    return np.frombuffer(b"".join(p.vector for p in profiles), dtype="<i2").reshape(len(profiles), -1).astype(np.float32)


def _weights(rows: Sequence[Mapping[str, int]], columns: Sequence[Mapping[str, int]]) -> NDArray[np.float32]:
    """Sums of products of the weights that two have in common. Words that only one side has cost nothing."""
    both = sorted(set().union(*rows) & set().union(*columns))
    at_once = max(_LEAST_AT_ONCE, _MOST_CELLS // (len(rows) + len(columns)))  # the words of a thousand reports side by side fill the memory
    sums = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for start in range(0, len(both), at_once):
        place = {w: n for n, w in enumerate(both[start : start + at_once])}
        sums += _spread(rows, place) @ _spread(columns, place).T
    return sums


def _spread(many: Sequence[Mapping[str, int]], place: dict[str, int]) -> NDArray[np.float32]:
    # The sums stay below 2**24, so float32 holds them exactly and halves the work.
    spread = np.zeros((len(many), len(place)), dtype=np.float32)
    at = np.fromiter(map(place.get, chain.from_iterable(many), repeat(-1)), dtype=np.int64)
    values = np.fromiter(chain.from_iterable(weights.values() for weights in many), dtype=np.float32)
    row = np.repeat(np.arange(len(many)), [len(weights) for weights in many])
    held = at >= 0
    spread[row[held], at[held]] = values[held]
    return spread


def _days_between(rows: Sequence[Profile], columns: Sequence[Profile]) -> NDArray[np.int64]:
    """Whole days, at most the last but one place of the table; the last place where a day is not known."""
    a, b = (np.array([-1 if p.day is None else p.day for p in side], dtype=np.int64) for side in (rows, columns))
    days: NDArray[np.int64] = np.minimum(np.abs(a[:, None] - b[None, :]), _LONGEST - 1)
    days[(a < 0)[:, None] | (b < 0)[None, :]] = _LONGEST
    return days
