"""The moves model behind ``Tagger.tag_acts``: from a network's scores per word piece to the words that carry a speech act, and the act.

The network says of every piece whether it begins or goes on with words that carry an act (``TAGS``), and which act it would be
(``ACTS``). The words are read out first; all their pieces together then choose the act, so that one wording is never cut into two acts.
It reads one paragraph at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from onrecord.engines.protocols import TaggedAct
from onrecord.model import Act, Span

Scores = NDArray[np.float32]

TAGS = ("O", "B", "I")
ACTS: tuple[Act, ...] = get_args(Act)
LEAST_CARRIED = 0.4  # probability that a stretch of words carries any act, below which it is not looked at
_LEAST_INSIDE = 0.25  # of a word that goes on with others; a gap of less sure words would cut a wording in two


@dataclass(slots=True)
class _Stretch:
    first: int
    end: int
    carried: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ActScores:
    """The logits of n word pieces: ``tags`` (n, 3), ``acts`` (n, 23), ``negated`` (n, 1)."""

    tags: Scores
    acts: Scores
    negated: Scores


def read_acts(text: str, spans: Sequence[tuple[int, int]], scores: ActScores) -> Iterator[TaggedAct]:
    """What carries an act, in text order. ``spans`` are the pieces' ``[start, end)`` in code points."""
    for stretch in _stretches(text, spans, _softmax(scores.tags)):
        if stretch.carried < LEAST_CARRIED:
            continue
        inside = slice(stretch.first, stretch.end)
        shares = _softmax(scores.acts[inside].mean(axis=0, keepdims=True))[0]
        best = int(shares.argmax())
        span = Span(spans[stretch.first][0], spans[stretch.end - 1][1])
        undone = bool(scores.negated[inside].mean() > 0)
        yield TaggedAct(span=span, act=ACTS[best], score=stretch.carried * float(shares[best]), negated=undone)


def _stretches(text: str, spans: Sequence[tuple[int, int]], carried: Scores) -> list[_Stretch]:
    """Runs of words that may carry an act, by the tag of each word's first piece."""
    found: list[_Stretch] = []
    open_ = False
    rows = carried.tolist()
    for k, (start, end) in enumerate(spans):
        glued = k > 0 and spans[k - 1][1] == start and text[start - 1].isalnum() and text[start:end][:1].isalnum()
        if glued:
            if open_:
                found[-1].end = k + 1
            continue
        probability = 1.0 - rows[k][0]
        if probability < _LEAST_INSIDE:
            open_ = False
        elif open_ and not rows[k][1] > max(0.5, rows[k][2]):
            found[-1].end, found[-1].carried = k + 1, max(found[-1].carried, probability)
        else:
            found.append(_Stretch(k, k + 1, probability))
            open_ = True
    return found


def _softmax(x: Scores) -> Scores:
    raised: Scores = np.exp(x - x.max(axis=-1, keepdims=True))
    shares: Scores = raised / raised.sum(axis=-1, keepdims=True)
    return shares
