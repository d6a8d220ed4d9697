"""Each test of the store that asks for ``record`` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.store import Record, migrate, open_record

sys.path.insert(0, str(Path(__file__).parent))  # for store_values


@pytest.fixture
def record(keeper: Callable[[], str]) -> Iterator[Record]:
    with open_record(keeper()) as opened:
        yield opened
        assert opened.verify() == []


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A record of the first schema."""
    path = tmp_path / "old.db"
    with pytest.MonkeyPatch.context() as patch:
        first = migrate.scripts()[:1]
        patch.setattr(migrate, "scripts", lambda: first)
        with open_record(path) as record, record._database.write():
            record._database.run((Path(__file__).parent / "record-1.sql").read_text(encoding="utf8"))
    return path
