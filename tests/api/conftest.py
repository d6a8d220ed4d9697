from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "web"))  # for served

from served import Served, make_larger, serving  # noqa: E402


@pytest.fixture(scope="session")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("api") / "larger.db"
    make_larger(path)
    with serving(path) as served:
        yield served


@pytest.fixture
def own(samples_record: Path, tmp_path: Path) -> Iterator[Served]:
    """The samples, to be changed."""
    shutil.copy(samples_record, tmp_path / "own.db")
    with serving(tmp_path / "own.db") as served:
        yield served


@pytest.fixture(scope="session")
def kept(samples_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The samples, which nobody changes."""
    path = tmp_path_factory.mktemp("api") / "kept.db"
    shutil.copy(samples_record, path)
    with serving(path) as served:
        yield served
