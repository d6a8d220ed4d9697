"""Every test that the documentation names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", "".join(p.read_text(encoding="utf8") for p in (ROOT / "docs").glob("*.md")))))


@pytest.mark.parametrize(("file", "test"), NAMED, ids=[test for _, test in NAMED])
def test_a_test_that_is_named_exists(file: str, test: str) -> None:
    path = ROOT / file
    assert path.exists(), f"there is no {file}"
    assert re.search(rf"^def {test}\(", path.read_text(encoding="utf8"), flags=re.MULTILINE), f"{file} has no {test}"


def test_every_item_that_is_held_names_a_test() -> None:
    text = (ROOT / "docs" / "asvs.md").read_text(encoding="utf8")
    rows = re.findall(r"^\| (\d+\.\d+\.\d+[^|]*)\|[^|]*\|([^|]*)\|$", text.partition("## Not met")[0], flags=re.MULTILINE)
    assert len(rows) > 50
    assert [item for item, tests in rows if "::" not in tests] == []
