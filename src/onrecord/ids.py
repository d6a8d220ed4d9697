"""Ids computed from what they name: the same facts give the same id on every machine and every run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from onrecord.model import Span

_SEPARATOR = "\x1f"


def make_id(kind: str, *parts: str | int) -> str:
    """``kind`` and 80 bits of the hash of the parts, in hexadecimal.

    >>> make_id("entity", "person", "ana ruiz")
    'entity-d11ebc089a5fa6396fed'
    """
    key = _SEPARATOR.join([kind, *map(str, parts)])
    return f"{kind}-{hashlib.sha256(key.encode()).hexdigest()[:20]}"


def text_hash(text: str) -> str:
    """SHA-256 of the text's UTF-8, in hexadecimal. Raises UnicodeEncodeError on a lone surrogate (refused when reading)."""
    return hashlib.sha256(text.encode()).hexdigest()


def span_key(spans: Iterable[Span]) -> str:
    """Spans as one part of an id.

    >>> span_key([Span(0, 4), Span(9, 12)])
    '0:4,9:12'
    """
    return ",".join(f"{s.start}:{s.end}" for s in spans)
