"""A sample of the fault programme (bench/reliability.py), small enough for every change. What it is for stands in docs/reliability.md."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench" / "reliability"))

import faults  # noqa: E402  (found only after the path is set)
import files  # noqa: E402
import hostile  # noqa: E402
import keeping  # noqa: E402
import killing  # noqa: E402
from ground import Result  # noqa: E402
from regexes import PIECES, seconds_for  # noqa: E402
from soak import soak  # noqa: E402

DRILLS: dict[str, Callable[[Path], Result]] = {
    "killed": lambda folder: killing.kills(folder, 4, seed=2),
    "a call to the disk fails": lambda folder: faults.sweep(folder, 137, reports=6),
    "the power goes": lambda folder: faults.sweep(folder, 263, reports=6, power=True),
    "the disk is full": lambda folder: files.full_disk(folder, 8),
    "bytes are others": lambda folder: files.damage(folder, 8, seed=2),
    "the index is lost": files.lost_index,
    "archives are cut and lie": lambda folder: hostile.archives(folder, 2, records=8, seed=2),
    "odd strings": lambda folder: hostile.strings(folder, None),
    "the same again": lambda folder: keeping.same_again(folder, 1),
    "one process and two": keeping.same_bytes,
    "older records": lambda folder: keeping.upgrades(folder, 2),
    "backups while writing": lambda folder: keeping.backups(folder, 2),
    "all at once": lambda folder: soak(folder, 4 / 3600),
}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # what the disk below SQLite raised
@pytest.mark.parametrize("drill", DRILLS, ids=str)
def test_nothing_is_lost_when(drill: str, tmp_path: Path) -> None:
    result = DRILLS[drill](tmp_path)
    if result.passed is None:
        pytest.skip(result.measured)
    assert result.passed, result.measured


@pytest.mark.parametrize("piece", PIECES)
def test_no_text_takes_more_than_its_length(piece: str) -> None:
    """Whatever is repeated: 30 times the text at most 90 times the time, above what a short one takes anyway."""
    short, long = (min(seconds_for(PIECES[piece], size) for _ in range(2)) for size in (200, 6000))
    assert long <= max(0.1, 90 * short), f"{long / short:.0f} times"


def test_every_fault_of_the_programme_has_its_line() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf8")
    assert [f"R{n}" for n in range(1, 25) if not re.search(rf"^\| R{n} \|", text, flags=re.MULTILINE)] == []
