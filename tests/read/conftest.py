"""What the tests of reading share: reading bytes as standard input, and a page around a body."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord.model import Refusal, Report
from onrecord.read import ReadOptions, read_reports

sys.path.insert(0, str(Path(__file__).parent))  # for papers

Outcome = Report | Refusal
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def read_bytes() -> Callable[..., list[Outcome]]:
    """Reads bytes from standard input, on 1 June 2026."""

    def read(content: bytes, **options: object) -> list[Outcome]:
        return list(read_reports(["-"], options=ReadOptions(**{"now": NOW, **options}), stdin=io.BytesIO(content)))  # type: ignore[arg-type]

    return read


@pytest.fixture
def paragraphs() -> list[str]:
    """Three paragraphs of a report."""
    return [
        "The harbour of Lisnow was closed on Monday after a crane fell into the water, the port office said.",
        '"Nobody was hurt, and nobody will sail before Wednesday," said the harbour master, Edda Prill, on the quay.',
        "The crane, built forty years ago, had been due for repair in the spring, according to the owners.",
    ]


@pytest.fixture
def page(paragraphs: list[str]) -> Callable[..., bytes]:
    """An HTML page with the paragraphs, and more in its head, before and after them."""

    def build(*, head: str = "", before: str = "", after: str = "", charset: str = "utf-8") -> bytes:
        body = "".join(f"<p>{text}</p>" for text in paragraphs)
        html = f"<!doctype html><html><head><meta charset='{charset}'><title>Crane falls - Lisnow Post</title>{head}</head>"
        return f"{html}<body>{before}<article><h1>Crane falls</h1>{body}</article>{after}</body></html>".encode(charset)

    return build
