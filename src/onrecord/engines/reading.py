"""What of a text is put before the encoder, token by token.

An encoder of words does not see lines: a headline would run on into the paragraph below it. Where a line ends without a
mark, and where a stretch is left out, a stop is put in: a full stop for the encoder, a token without characters for us.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from onrecord.engines.weights import open_tokenizer
from onrecord.model import Span

_FINISHED = frozenset(".!?…:;,\"'”’“»«)]")
_NO_MORE = (sys.maxsize, sys.maxsize)  # what is skipped when nothing is left to skip


@dataclass(slots=True)
class Reading:
    """Token ids with their ``[start, end)`` in code points; a stop has ``start == end``."""

    ids: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)


class TextReader:
    """Cuts texts into the pieces of one vocabulary. Models that share the vocabulary share the reader, and are asked about the same
    text one after the other: so what was read last is kept."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self.first, self.last, self._stop = (tokenizer.token_to_id(t) for t in ("[CLS]", "[SEP]", "."))
        self._latest: tuple[tuple[str, tuple[Span, ...]], Reading] | None = None

    def read(self, text: str, skip: Sequence[Span]) -> Reading:
        """The text outside ``skip``, for reading only."""
        asked, latest = (text, tuple(skip)), self._latest
        if latest is None or latest[0] != asked:
            encoding = self._tokenizer.encode(text, add_special_tokens=False)
            reading = read_tokens(text, zip(encoding.ids, encoding.offsets, strict=True), skip, self._stop)
            self._latest = latest = asked, reading
        return latest[1]

    def ids(self, text: str) -> list[int]:
        """Of the pieces of the whole text, as they come."""
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return found


@cache
def open_reader(vocabulary: bytes) -> TextReader:
    """One reader for each ``tokenizer.json``, however many models bring it."""
    return TextReader(open_tokenizer(vocabulary))


def read_tokens(text: str, tokens: Iterable[tuple[int, tuple[int, int]]], skip: Sequence[Span], stop: int) -> Reading:
    """The tokens outside ``skip``, with stops between. ``tokens`` are (id, span) in text order; ``stop`` is the full stop's id.

    No two tokens that stand next to each other have a skipped stretch between them, or the end of an unfinished line.
    """
    ids: list[int] = []
    spans: list[tuple[int, int]] = []
    blocked = iter([*((s.start, s.end) for s in sorted(skip)), _NO_MORE])
    block_start, block_end = next(blocked)
    last = 0
    left_out = False
    for token, span in tokens:
        start, end = span
        while block_end <= start:
            block_start, block_end = next(blocked)
            left_out = True
        if start >= end or block_start < end:
            continue
        if last and (left_out or (start > last and "\n" in text[last:start] and text[last - 1] not in _FINISHED)):
            ids.append(stop)
            spans.append((last, last))
        left_out = False
        ids.append(token)
        spans.append(span)
        last = end
    return Reading(ids=ids, spans=spans)
