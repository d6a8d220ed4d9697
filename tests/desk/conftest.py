from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.pipeline import LiveRecord, open_record

sys.path.insert(0, str(Path(__file__).parent))  # for quay


@pytest.fixture
def record(tmp_path: Path) -> Iterator[LiveRecord]:
    """Empty; whole when the test is over."""
    with open_record(tmp_path / "record.db") as opened:
        yield opened
        assert opened.verify() == []
