"""What of a text is put before the encoder, token by token.

An encoder of words does not see lines: a headline would run on into the paragraph below it. Where a line ends without a
mark, and where a stretch is left out, a stop is put in: a full stop for the encoder, a token without characters for us.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.model import Span

_FINISHED = frozenset(".!?…:;,\"'”’“»«)]")


@dataclass(slots=True)
class Reading:
    """Token ids with their ``[start, end)`` in code points; a stop has ``start == end``."""

    ids: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)


def read_tokens(text: str, tokens: Iterable[tuple[int, tuple[int, int]]], skip: Sequence[Span], stop: int) -> Reading:
    """The tokens outside ``skip``, with stops between. ``tokens`` are (id, span) in text order; ``stop`` is the full stop's id.

    No two tokens that stand next to each other have a skipped stretch between them, or the end of an unfinished line.
    """
    reading = Reading()
    blocked = sorted(skip)
    k = 0
    left_out = False
    for token, (start, end) in tokens:
        while k < len(blocked) and blocked[k].end <= start:
            k += 1
            left_out = True
        if start >= end or (k < len(blocked) and blocked[k].start < end):
            continue
        last = reading.spans[-1][1] if reading.spans else None
        if last is not None and (left_out or _ends_unfinished(text, last, start)):
            reading.ids.append(stop)
            reading.spans.append((last, last))
        left_out = False
        reading.ids.append(token)
        reading.spans.append((start, end))
    return reading


def _ends_unfinished(text: str, end: int, start: int) -> bool:
    return text[end - 1] not in _FINISHED and "\n" in text[end:start]
