"""From a network's scores per token to linked attributions and names.

The network answers four questions about every token of a window: which role it plays (``LABELS``), which name it belongs
to (``NAME_LABELS``), which token begins the cue of its attribution, and which the source. Roles and names are read out as
the best legal label sequence; then every content joins the cue that its tokens point at, and contents of one cue are one
attribution. Splitting them apart costs nine points of linked F1 on PolNeAR dev, so a sentence end does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.engines.protocols import NameType, Tagged, TaggedAttribution, TaggedName
from onrecord.engines.windows import Window
from onrecord.model import Span

Scores = NDArray[np.float32]

ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{p}-{r}" for r in ROLES for p in "BI"))
NAME_TYPES: tuple[NameType, ...] = ("person", "organisation", "place", "group")
NAME_LABELS = ("O", *(f"{p}-{t}" for t in NAME_TYPES for p in "BI"))

_LINE_END = re.compile(r"[\n\r]")
_IMPOSSIBLE = -1e4


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowScores:
    """The network's answers for one window of W tokens, rows for all of them.

    ``roles`` (W, 7), ``names`` (W, 9): log-probabilities. ``cue`` and ``source`` (W, W + 1): logits, where column 0 is "there is
    none" and column k + 1 is the window's token k; few of their rows are ever asked for.
    """

    window: Window
    roles: Scores
    names: Scores
    cue: Scores
    source: Scores


@dataclass(slots=True)
class _Run:
    """Tokens ``[start, end)`` read out as one stretch of ``label``, with the mean probability of that reading."""

    label: str
    start: int
    end: int
    score: float


@dataclass(slots=True)
class _Group:
    """Contents that share a cue, on the way to one attribution."""

    cue: _Run | None
    link: float
    contents: list[_Run] = field(default_factory=list)


def decode(text: str, spans: Sequence[tuple[int, int]], scores: Sequence[WindowScores]) -> Tagged:
    """Linked attributions and names in text order. ``spans`` are the tokens' ``[start, end)`` in code points.

    A token without characters is a stop: no span of the answer reaches across one.
    """
    if not scores:
        return Tagged(attributions=(), names=())
    words = _word_starts(text, spans)
    stops = [i for i, (start, end) in enumerate(spans) if start == end]
    lines = [i for i in range(1, len(spans)) if _LINE_END.search(text, spans[i - 1][1], spans[i][0])]
    roles = [part for run in _runs(_core_rows(scores, "roles", stops), words, LABELS) for part in _by_line(run, lines)]
    names = _runs(_core_rows(scores, "names", stops), words, NAME_LABELS)
    attributions = sorted(_attributions(roles, spans, _Pointers(scores)), key=lambda a: a.content[0])
    return Tagged(attributions=tuple(attributions), names=tuple(_names(text, spans, names)))


def _core_rows(scores: Sequence[WindowScores], kind: str, stops: Sequence[int]) -> Scores:
    rows = np.concatenate([getattr(s, kind)[s.window.core_start - s.window.context_start :] for s in scores])
    rows[stops, 1:] = 2 * _IMPOSSIBLE
    rows[stops, 0] = 0.0
    return rows


def _word_starts(text: str, spans: Sequence[tuple[int, int]]) -> list[int]:
    """Indexes of the tokens that begin a word; later pieces of a word take its label."""
    starts = []
    last = -1
    for i, (start, end) in enumerate(spans):
        if last != start or start == end or not (text[start - 1].isalnum() and text[start].isalnum()):  # a stop goes with no word
            starts.append(i)
        last = end
    return starts


def _runs(rows: Scores, words: Sequence[int], labels: Sequence[str]) -> list[_Run]:
    ends = [*words[1:], len(rows)]
    rows = rows[words]
    path = _best_path(rows, labels)
    probabilities = np.exp(rows.max(axis=1))
    runs: list[_Run] = []
    for k in np.flatnonzero(path).tolist():  # label 0 is "O"
        label = labels[path[k]]
        if label[0] == "B":
            runs.append(_Run(label[2:], k, k, 0.0))
        runs[-1].end = k
    for run in runs:
        run.score = _mean(probabilities[run.start : run.end + 1])
        run.start, run.end = words[run.start], ends[run.end]
    return runs


def _by_line(run: _Run, lines: Sequence[int]) -> Iterator[_Run]:
    """The run in parts, cut before the tokens that begin a line: each paragraph of a long quotation finds its own cue."""
    cuts = [run.start, *(i for i in lines if run.start < i < run.end), run.end]
    return (_Run(run.label, start, end, run.score) for start, end in pairwise(cuts))


def _best_path(rows: Scores, labels: Sequence[str]) -> list[int]:
    """The best sequence under the rule that I-x, which stands behind its B-x in ``labels``, follows B-x or I-x only.

    Hardly a token breaks the rule when each takes its own best label. A stretch that begins with a label other than I-x can be put
    right by itself: no label is too much after it, so the best of the stretches are the best of the whole.
    """
    path = rows.argmax(axis=1)
    inside = np.array([label[0] == "I" for label in labels])
    continues = inside[path]
    before = np.concatenate([[0], path[:-1]])
    wrong = continues & (before != path) & (before != path - 1)
    starts = [0, *(k for k in np.flatnonzero(~continues).tolist() if k)]
    end = 0
    for k in np.flatnonzero(wrong).tolist():
        if k < end:
            continue  # put right with the one before
        number = bisect_right(starts, k)
        end = starts[number] if number < len(starts) else len(path)
        while True:
            number -= 1
            start = starts[number]
            path[start:end] = _viterbi(rows[start:end], inside, first=0.0 if start else _IMPOSSIBLE)
            if start == 0 or not inside[path[start]]:
                break
    return path.tolist()  # type: ignore[no-any-return]


def _viterbi(rows: Scores, insides: NDArray[np.bool_], *, first: float) -> list[int]:
    """``first``: what it costs that the first label is I-x."""
    inside = insides.tolist()
    best = [float(x) + (first if i else 0.0) for x, i in zip(rows[0], inside, strict=True)]
    back: list[list[int]] = []
    for row in rows[1:].tolist():  # plain numbers: on nine labels a third of the time that arrays take
        top = best.index(max(best))
        came = [(j if best[j] > best[j - 1] else j - 1) if i else top for j, i in enumerate(inside)]
        best = [best[j] + x for j, x in zip(came, row, strict=True)]
        back.append(came)
    path = [best.index(max(best))]
    for came in reversed(back):
        path.append(came[path[-1]])
    return path[::-1]


class _Pointers:
    """Where tokens point, across windows: the share of a run's tokens' mass that falls on each candidate run."""

    def __init__(self, scores: Sequence[WindowScores]) -> None:
        self._scores = scores

    def best(self, kind: str, sources: Sequence[_Run], candidates: Sequence[_Run]) -> tuple[_Run | None, float]:
        """The candidate that the tokens of ``sources`` point at most, or None; with its mean probability."""
        masses = [0.0] * (len(candidates) + 1)
        tokens = 0
        for s in self._scores:
            rows = self._rows(s, sources)
            if not rows:
                continue
            tokens += len(rows)
            mass = np.exp(log_softmax(getattr(s, kind)[rows])).sum(axis=0)
            masses[0] += float(mass[0])
            base, limit = s.window.context_start, s.window.core_end
            for k, c in enumerate(candidates, 1):
                if c.start < limit and c.end > base:
                    masses[k] += float(np.add.reduce(mass[max(c.start - base, 0) + 1 : c.end - base + 1]))
        highest = max(masses)
        winner = masses.index(highest)
        return (candidates[winner - 1] if winner else None), highest / max(tokens, 1)

    @staticmethod
    def _rows(s: WindowScores, runs: Sequence[_Run]) -> list[int]:
        w = s.window
        return [i - w.context_start for r in runs for i in range(max(r.start, w.core_start), min(r.end, w.core_end))]


def _attributions(runs: Sequence[_Run], spans: Sequence[tuple[int, int]], pointers: _Pointers) -> Iterator[TaggedAttribution]:
    by_role = {role: [r for r in runs if r.label == role] for role in ROLES}
    for group in _groups(by_role["content"], by_role["cue"], pointers):
        pointing = group.contents + ([group.cue] if group.cue else [])
        source, source_link = pointers.best("source", pointing, by_role["source"])
        content = _mean(np.array([c.score for c in group.contents]))
        yield TaggedAttribution(
            source=(_span(source, spans),) if source else (),
            cue=(_span(group.cue, spans),) if group.cue else (),
            content=tuple(_span(c, spans) for c in group.contents),
            score=content * source_link,
        )


def _groups(contents: Sequence[_Run], cues: Sequence[_Run], pointers: _Pointers) -> list[_Group]:
    groups: dict[int, _Group] = {}
    for content in contents:
        cue, link = pointers.best("cue", [content], cues)
        key = cue.start if cue else -1 - content.start
        groups.setdefault(key, _Group(cue, link)).contents.append(content)
    return list(groups.values())


def log_softmax(x: Scores) -> Scores:
    """Row by row."""
    shifted: Scores = x - x.max(axis=-1, keepdims=True)
    normalised: Scores = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return normalised


def _mean(x: NDArray[Any]) -> float:
    return float(np.add.reduce(x) / len(x))


def _names(text: str, spans: Sequence[tuple[int, int]], runs: Sequence[_Run]) -> Iterator[TaggedName]:
    kinds = dict(zip(NAME_TYPES, NAME_TYPES, strict=True))
    for run in runs:
        span = _span(run, spans)
        if any(c.isupper() for c in span.of(text)):  # the encoder reads lower case and cannot know
            yield TaggedName(span=span, type=kinds[run.label], score=run.score)  # type: ignore[index]


def _span(run: _Run, spans: Sequence[tuple[int, int]]) -> Span:
    return Span(spans[run.start][0], spans[run.end - 1][1])
