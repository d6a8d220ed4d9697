"""The table of limits in the documentation, the limits themselves, and the ways to set them otherwise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli import main
from onrecord.errors import InputError
from onrecord.limits import Limits, limits_from, names_of_limits

ROOT = Path(__file__).resolve().parents[1]
ROWS = re.findall(
    r"^\| `(\w+\.\w+)` \| ([\d,.]+) \| (.+) \|$", (ROOT / "docs" / "limits.md").read_text(encoding="utf-8"), flags=re.MULTILINE
)


def value_of(limits: Limits, name: str) -> float:
    group, limit = name.split(".")
    found: float = getattr(getattr(limits, group), limit)
    return found


def test_the_table_names_every_limit_once() -> None:
    assert sorted(name for name, _, _ in ROWS) == sorted(names_of_limits())


@pytest.mark.parametrize(("name", "written"), [row[:2] for row in ROWS])
def test_the_table_says_what_holds(name: str, written: str) -> None:
    assert float(written.replace(",", "")) == value_of(Limits(), name)


@pytest.mark.parametrize("name", names_of_limits())
def test_every_limit_can_be_set_and_is_asked_for(name: str) -> None:
    changed = limits_from(f"{name}={int(value_of(Limits(), name)) + 7}")
    assert value_of(changed, name) == int(value_of(Limits(), name)) + 7
    assert sum(value_of(changed, other) != value_of(Limits(), other) for other in names_of_limits()) == 1
    sources = [path for path in (ROOT / "src" / "onrecord").rglob("*.py") if path.name != "settings.py"]
    assert any(f".{name.split('.')[1]}" in path.read_text(encoding="utf-8") for path in sources)


WRONG = ["read.page_seconds", "page_seconds=3", "read.none=3", "=", "read.=1", "read.page_seconds=1=2", "fetch.tries=1.5"]
WRONG += [f"read.page_seconds={value}" for value in ("", "0", "-1", "nan", "inf")]


@pytest.mark.parametrize("word", WRONG)
def test_what_is_no_limit_is_told(word: str) -> None:
    with pytest.raises(InputError):
        limits_from(word)


@given(st.text(max_size=30))
def test_any_word_is_a_limit_or_told(word: str) -> None:
    try:
        limits_from([word])
    except InputError as error:
        assert "above 0" in str(error) or "There is no limit" in str(error)


def test_the_last_word_counts() -> None:
    assert limits_from("read.page_seconds=3,fetch.tries=9", ["read.page_seconds=4"]).read.page_seconds == 4
    assert limits_from("", []) == Limits()


def test_a_limit_is_set_on_the_command_line_and_in_the_environment(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<!doctype html><p>The ferry sailed at six.</p>")
    for words, variables in ((["--set", "read.max_page_bytes=10"], {}), ([], {"ONRECORD_LIMITS": "read.max_page_bytes=10"})):
        result = CliRunner().invoke(main, ["analyse", str(page), *words], env=variables)
        assert result.exit_code == 3 and "read.max_page_bytes" in result.stderr
    result = CliRunner().invoke(main, ["analyse", str(page), "--set", "read.none=1"])
    assert result.exit_code == 2 and "read.max_page_bytes" in result.stderr
