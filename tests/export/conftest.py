from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.export import Folder, Selection, export_record
from onrecord.pipeline import LiveRecord, open_record
from onrecord.store import Record
from onrecord.store import open_record as open_plain

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / name) for name in ("export", "store", "cli")]  # for exporting, store_values and harbour


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_plain(tmp_path / "record.db") as opened:
        yield opened


@pytest.fixture
def sampled(samples_record: Path) -> Iterator[LiveRecord]:
    with open_record(samples_record, read_only=True) as opened:
        yield opened


@pytest.fixture
def exported(sampled: LiveRecord, tmp_path: Path) -> Callable[..., tuple[Path, dict[str, Any]]]:
    """Exports the samples into a folder of its own: the folder, and the manifest."""

    def export(name: str, **selection: Any) -> tuple[Path, dict[str, Any]]:
        folder = tmp_path / f"{name}-{len(list(tmp_path.iterdir()))}"
        return folder, export_record(sampled, name, Folder(folder), selection=Selection(**selection)).manifest

    return export
