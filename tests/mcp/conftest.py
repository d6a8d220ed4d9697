from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.pipeline import LiveRecord, open_record

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS / "cli"))  # for harbour


@pytest.fixture(scope="session")
def path(samples_record: Path) -> Path:
    return samples_record


@pytest.fixture
def record(path: Path) -> Iterator[LiveRecord]:
    with open_record(path, read_only=True) as opened:
        yield opened
