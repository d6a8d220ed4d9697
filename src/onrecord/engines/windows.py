"""Cutting a tokenised text into windows that an encoder can read.

An encoder sees a few hundred word pieces at a time. A window has a *core*, which it answers for, and a *left context*,
which it only reads: the paragraph before a quotation often names its speaker. Cores are packed from whole paragraphs, so
a boundary falls inside a paragraph only where the paragraph alone is longer than a core.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SENTENCE_END = frozenset(".?!”»\"'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Token indexes ``[context_start, core_end)`` are read, ``[core_start, core_end)`` are answered for."""

    context_start: int
    core_start: int
    core_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOptions:
    """Sizes in word pieces; 352 + 64 + the two marker tokens stay below the 512 positions of the encoder."""

    core: int = 352
    context: int = 64


def cut_windows(
    text: str, spans: Sequence[tuple[int, int]], options: WindowOptions = WindowOptions(), *, first_core: int | None = None
) -> list[Window]:
    """The windows that cover all tokens exactly once with their cores, in text order.

    ``spans`` are the tokens' ``[start, end)`` in code points. ``first_core`` makes the first core shorter (training
    shifts the cuts with it). Empty without tokens.
    """
    windows: list[Window] = []
    start = 0
    for end in _core_ends(text, spans, options.core, options.core if first_core is None else first_core):
        windows.append(Window(context_start=max(0, start - options.context), core_start=start, core_end=end))
        start = end
    return windows


def _core_ends(text: str, spans: Sequence[tuple[int, int]], size: int, first: int) -> list[int]:
    ends: list[int] = []
    start, limit = 0, max(1, min(first, size))
    while start < len(spans):
        if start + limit >= len(spans):
            ends.append(len(spans))
            break
        cut = _best_cut(text, spans, start, start + limit)
        ends.append(cut)
        start, limit = cut, size
    return ends


def _best_cut(text: str, spans: Sequence[tuple[int, int]], start: int, limit: int) -> int:
    """The last paragraph end in the later three quarters of the core, else the last sentence end, else the limit."""
    earliest = start + max(1, (limit - start) // 4)
    sentence = None
    for i in range(limit, earliest - 1, -1):
        gap = text[spans[i - 1][1] : spans[i][0]]
        if "\n" in gap:
            return i
        if sentence is None and gap and text[spans[i - 1][1] - 1] in SENTENCE_END:
            sentence = i
    return limit if sentence is None else sentence
