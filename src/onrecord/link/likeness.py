"""How alike two reports are: what they are about, whom and what they name, how far apart in time they are."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

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
_AT_ONCE = 256  # reports of a side: what is worked out on the way takes several times the room of the answer
_MOST_CELLS, _LEAST_AT_ONCE = 1_000_000, 512  # of both sides' words at once; words


def _faded(days: int) -> float:
    near = _FAR + (1 - _FAR) * math.exp(-days / _FADE_DAYS)
    return near * math.exp(-max(0, days - _WRONG_DAYS) / _YEARS_DAYS)


_FADING = np.array([_faded(days) for days in range(_LONGEST)] + [_UNDATED])


@dataclass(frozen=True, slots=True)
class Packed:
    """A profile in a tenth of the room, its words as the numbers that one ``Packer`` gave them."""

    vector: bytes
    names: NDArray[np.int32]
    weights: NDArray[np.float32]
    keys: NDArray[np.int32]
    day: int | None


class Packer:
    """Packs profiles that are to be compared: only those of one packer can be."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __call__(self, profile: Profile) -> Packed:
        names, keys = self._numbered(profile.names), self._numbered(profile.keys)
        weights = np.fromiter(profile.names.values(), np.float32, len(names))
        return Packed(profile.vector, names, weights, keys, profile.day)

    def _numbered(self, words: Collection[str]) -> NDArray[np.int32]:
        return np.fromiter((self._numbers.setdefault(w, len(self._numbers)) for w in words), np.int32, len(words))


def likeness(rows: Sequence[Profile], columns: Sequence[Profile]) -> Matrix:
    """As ``likeness_packed``."""
    pack = Packer()
    return likeness_packed([pack(p) for p in rows], [pack(p) for p in columns])


def likeness_packed(rows: Sequence[Packed], columns: Sequence[Packed]) -> Matrix:
    """In millionths, whole numbers: a quarter each the cosine of the leads and of the titles, half the cosine of the names,
    less by up to a fifth the more days lie between. 0 for two reports that do not share two keys. Exact: the value of a pair does not
    depend on which others are asked for.
    """
    found = np.zeros((len(rows), len(columns)))
    for i in range(0, len(rows), _AT_ONCE):
        for j in range(0, len(columns), _AT_ONCE):
            some, others = rows[i : i + _AT_ONCE], columns[j : j + _AT_ONCE]
            found[i : i + len(some), j : j + len(others)] = _likeness(some, others)
    return found


def _likeness(rows: Sequence[Packed], columns: Sequence[Packed]) -> Matrix:
    alike = (_vectors(rows) @ _vectors(columns).T).astype(np.float64) / 4
    alike += _weights([(p.names, p.weights) for p in rows], [(p.names, p.weights) for p in columns]).astype(np.float64) / 2
    alike *= _FADING[_days_between(rows, columns)]
    once = np.ones(max(len(p.keys) for p in (*rows, *columns)), dtype=np.float32)
    keys = _weights([(p.keys, once[: len(p.keys)]) for p in rows], [(p.keys, once[: len(p.keys)]) for p in columns])
    return np.where(keys >= SHARED_KEYS, np.rint(alike), 0.0)


def _vectors(profiles: Sequence[Packed]) -> NDArray[np.float32]:
    return np.frombuffer(b"".join(p.vector for p in profiles), dtype="<i2").reshape(len(profiles), -1).astype(np.float32)


_Weighed = Sequence[tuple[NDArray[np.int32], NDArray[np.float32]]]  # of each profile its words, and their weights


def _weights(rows: _Weighed, columns: _Weighed) -> NDArray[np.float32]:
    """Sums of products of the weights that two have in common. Words that only one side has cost nothing."""
    sides = [_flat(rows), _flat(columns)]
    both = np.intersect1d(sides[0][1], sides[1][1])
    at_once = max(_LEAST_AT_ONCE, _MOST_CELLS // (len(rows) + len(columns)))  # the words of many reports side by side fill the memory
    sums = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for start in range(0, len(both), at_once):
        left, right = (_spread(side, len(many), both[start : start + at_once]) for side, many in zip(sides, (rows, columns), strict=True))
        sums += left @ right.T
    return sums


_Flat = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]  # row, word, weight


def _flat(many: _Weighed) -> _Flat:
    row = np.repeat(np.arange(len(many)), [len(words) for words, _ in many])
    return row, np.concatenate([words for words, _ in many]), np.concatenate([weights for _, weights in many])


def _spread(side: _Flat, rows: int, words: NDArray[np.int32]) -> NDArray[np.float32]:
    # The sums stay below 2**24, so float32 holds them exactly and halves the work.
    spread = np.zeros((rows, len(words)), dtype=np.float32)
    row, word, weight = side
    at = np.minimum(np.searchsorted(words, word), len(words) - 1)
    held = words[at] == word
    spread[row[held], at[held]] = weight[held]
    return spread


def _days_between(rows: Sequence[Packed], columns: Sequence[Packed]) -> NDArray[np.int64]:
    """Whole days, at most the last but one place of the table; the last place where a day is not known."""
    a, b = (np.array([-1 if p.day is None else p.day for p in side], dtype=np.int64) for side in (rows, columns))
    days: NDArray[np.int64] = np.minimum(np.abs(a[:, None] - b[None, :]), _LONGEST - 1)
    days[(a < 0)[:, None] | (b < 0)[None, :]] = _LONGEST
    return days
