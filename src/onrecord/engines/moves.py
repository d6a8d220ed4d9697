"""The moves model on its weights: one small encoder in ONNX int8 that reads a paragraph at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable

from onrecord.engines.network import Network
from onrecord.engines.protocols import TaggedAct
from onrecord.engines.reading import Reading
from onrecord.engines.windows import SENTENCE_END
from onrecord.model import Span

_LONGEST = 200  # word pieces; a longer paragraph is read in parts
_SHORTEST = 3


class OnnxActReader:
    """``tag_acts`` on the weights in ``folder``; see Network."""

    def __init__(self, folder: Traversable | None = None) -> None:
        self._network = Network("moves", folder)
        self.version = self._network.version

    def tag_acts(self, text: str, *, skip: Sequence[Span] = ()) -> tuple[TaggedAct, ...]:
        """See Tagger."""
        reading = self._network.reader.read(text, skip)
        return tuple(act for first, end in cut_paragraphs(text, reading) for act in self._read(text, reading, first, end))

    def _read(self, text: str, reading: Reading, first: int, end: int) -> Iterator[TaggedAct]:
        from onrecord.engines.acts import ActScores, read_acts  # noqa: PLC0415  numpy loads with it, which takes longer than importing onrecord may

        tags, acts, negated = (x[0, 1:-1] for x in self._network.answers(reading.ids[first:end], "tags", "acts", "negated"))
        return read_acts(text, reading.spans[first:end], ActScores(tags=tags, acts=acts, negated=negated))


def cut_paragraphs(text: str, reading: Reading) -> Iterator[tuple[int, int]]:
    """Half-open ranges of tokens: a paragraph, or a part of a long one that ends where a sentence does if any does in its later half.
    Stops that were put in are left out, and what is too short to tell anything."""
    first = 0
    for k in range(len(reading.ids) + 1):
        if k < len(reading.ids) and not _begins_paragraph(text, reading.spans, k, first):
            continue
        yield from _parts(text, reading.spans, first, k)
        first = k + (k < len(reading.ids) and _is_stop(reading.spans[k]))


def _is_stop(span: tuple[int, int]) -> bool:
    return span[0] == span[1]


def _begins_paragraph(text: str, spans: Sequence[tuple[int, int]], k: int, first: int) -> bool:
    return _is_stop(spans[k]) or (k > first and "\n" in text[spans[k - 1][1] : spans[k][0]])


def _parts(text: str, spans: Sequence[tuple[int, int]], first: int, end: int) -> Iterator[tuple[int, int]]:
    while end - first > _LONGEST:
        limit = first + _LONGEST
        ends = (
            k
            for k in range(limit, first + _LONGEST // 2, -1)
            if text[spans[k - 1][1] - 1] in SENTENCE_END and spans[k - 1][1] < spans[k][0]
        )
        cut = next(ends, limit)
        yield first, cut
        first = cut
    if end - first >= _SHORTEST:
        yield first, end
