"""Each test of the store that asks for ``record`` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.store import Record, open_record

sys.path.insert(0, str(Path(__file__).parent))  # for store_values


@pytest.fixture
def record(keeper: Callable[[], str]) -> Iterator[Record]:
    with open_record(keeper()) as opened:
        yield opened
        assert opened.verify() == []
