from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.pipeline import LiveRecord, open_record

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS / "cli"))  # for harbour


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample reports in a record, by the real pipeline."""
    made = tmp_path_factory.mktemp("asked") / "story.db"
    with open_record(made) as record:
        record.add([TESTS.parent / "samples"])
    return made


@pytest.fixture
def record(path: Path) -> Iterator[LiveRecord]:
    with open_record(path, read_only=True) as opened:
        yield opened
