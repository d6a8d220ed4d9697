from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for served
sys.path.insert(0, str(Path(__file__).parents[1] / "read"))  # for papers

from served import Served, listening, make_larger, serving  # noqa: E402

_CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
_QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


@pytest.fixture(scope="session")
def files(samples_record: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A record that is empty, one of the samples, a larger one."""
    folder = tmp_path_factory.mktemp("records")
    shutil.copy(samples_record, folder / "typical.db")
    make_larger(folder / "larger.db")
    return {name: folder / f"{name}.db" for name in ("empty", "typical", "larger")}


@pytest.fixture(scope="session")
def desks(files: dict[str, Path]) -> Iterator[dict[str, Served]]:
    """Behind their applications; nobody changes them."""
    with serving(files["empty"]) as empty, serving(files["typical"]) as typical, serving(files["larger"]) as larger:
        yield {"empty": empty, "typical": typical, "larger": larger}


@pytest.fixture
def own(files: dict[str, Path], tmp_path: Path) -> Iterator[Served]:
    """The samples, to be changed."""
    shutil.copy(files["typical"], tmp_path / "own.db")
    with serving(tmp_path / "own.db") as served:
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if _CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_CHROMIUM, args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def addresses(desks: dict[str, Served]) -> Iterator[dict[str, str]]:
    with listening(desks["empty"].app) as empty, listening(desks["typical"].app) as typical, listening(desks["larger"].app) as larger:
        yield {"empty": empty, "typical": typical, "larger": larger}
