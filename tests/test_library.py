"""What ``onrecord.open_record`` gives: answers that can be gone through again, look well in a notebook, and are data frames."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest

import onrecord
from onrecord.errors import InputError, StoreError
from onrecord.ids import text_hash
from onrecord.library import OpenRecord
from onrecord.results import COUNTED_ROWS, SHOWN_ROWS, Results
from onrecord.store import StatementFilter

KINDS: dict[str, Callable[[OpenRecord], Results[Any]]] = {
    "stories": lambda record: record.stories(),
    "reports": lambda record: record.reports(),
    "statements": lambda record: record.statements(),
    "findings": lambda record: record.findings(),
    "positions": lambda record: record.positions(),
    "offers": lambda record: record.offers(),
    "figures": lambda record: record.figures(),
    "events": lambda record: record.events(),
    "entities": lambda record: record.entities(),
}


@pytest.fixture(scope="module")
def path(samples_record: Path) -> Path:
    return samples_record


@pytest.fixture
def record(path: Path) -> Iterator[OpenRecord]:
    with onrecord.open_record(path, read_only=True) as opened:
        yield opened


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_can_be_gone_through_again(kind: str, record: OpenRecord) -> None:
    results = KINDS[kind](record)
    first, second = list(results), list(results)
    assert first and first == second and results.count() == len(first)
    assert len(results.to_jsonl().split("\n")) == len(first) + 1


def test_next_goes_on_where_it_was(record: OpenRecord) -> None:
    every = list(record.statements())
    results = record.statements()
    assert next(results) == every[0]
    assert next(results) == every[1]
    assert list(results) == every[2:]


@pytest.mark.parametrize("kind", KINDS)
def test_data_frames_read_the_capsule(kind: str, record: OpenRecord) -> None:
    results = KINDS[kind](record)
    rows = pyarrow.table(results).to_pylist()
    assert len(rows) == results.count() > 0
    assert polars.DataFrame(results).to_dicts() == rows
    assert results.to_polars().shape == (len(rows), len(rows[0]))
    frame = pandas.DataFrame.from_arrow(results)
    assert list(frame.columns) == list(rows[0]) and len(frame) == len(rows)
    assert results.to_pandas().shape == frame.shape
    assert duckdb.sql("SELECT count(*) FROM results").fetchall() == [(len(rows),)]


def test_a_data_frame_says_what_the_record_says(record: OpenRecord) -> None:
    said = polars.DataFrame(record.statements()).group_by("speaker").len().sort("len", "speaker", descending=[True, False])
    counts: dict[str | None, int] = {}
    for row in record.statements():
        name = row.speaker.name if row.speaker else None
        counts[name] = counts.get(name, 0) + 1
    assert dict(said.iter_rows()) == counts
    frame = record.statements(StatementFilter(manner="direct", limit=7)).to_pandas()
    assert set(frame["manner"]) == {"direct"} and len(frame) == 7


def test_lines_are_those_of_the_command_line(record: OpenRecord, path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from click.testing import CliRunner  # noqa: PLC0415 (as the command line, not as the library)

    from onrecord.cli import main  # noqa: PLC0415

    for kind in ("statements", "positions", "offers", "figures", "events", "stories", "entities"):
        printed = CliRunner().invoke(main, [kind, "--record", str(path), "--format", "jsonl"], catch_exceptions=False).stdout
        assert KINDS[kind](record).to_jsonl(tmp_path / f"{kind}.jsonl") == printed
        assert (tmp_path / f"{kind}.jsonl").read_text(encoding="utf-8") == printed
    found = {line["id"]: line for line in map(json.loads, filter(None, record.findings().to_jsonl().split("\n")))}
    printed = CliRunner().invoke(main, ["findings", "--record", str(path), "--format", "jsonl"], catch_exceptions=False).stdout
    assert found == {line["id"]: line for line in map(json.loads, filter(None, printed.split("\n")))}


def test_both_clocks_are_everywhere(record: OpenRecord) -> None:
    early, never = {"as_of": "2026-03-10"}, {"known_at": "2020"}
    for ask in (record.stories, record.reports, record.findings, record.positions, record.offers, record.figures, record.events):
        assert ask(**never).count() == 0  # type: ignore[operator]
        assert ask(**early).count() < ask().count() or ask == record.stories  # type: ignore[operator]
    (report,) = {
        line["report"] for line in map(json.loads, filter(None, record.figures(report="herald-20260311-0417").to_jsonl().split("\n")))
    }
    assert report == "herald-20260311-0417"


def test_a_record_as_it_was_answers_in_the_same_way(path: Path) -> None:
    with onrecord.open_record_at(path) as now, onrecord.open_record_at(path, "2020-01-01") as then:
        assert isinstance(now.statements(), Results) and now.statements().count() > 100
        assert (then.statements().count(), then.stories().count()) == (0, 0)


class _Table(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_shows_itself_in_a_notebook(kind: str, record: OpenRecord) -> None:
    results = KINDS[kind](record)
    table = _Table()
    table.feed(results._repr_html_())
    count = results.count()
    assert table.tags.count("tr") == min(count, SHOWN_ROWS) + 1 and table.tags.count("th") > 3
    assert table.words[0] == (f"{kind}: {count}" if count <= SHOWN_ROWS else f"{kind}: {SHOWN_ROWS} of {count}")
    assert repr(results).startswith(f"<{kind}: ")


def test_what_reports_say_is_text_in_a_notebook_and_long_cells_are_cut(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202e"
    text = f"“{nasty} and we went home,” said Ana Ruiz, the harbour minister."
    line = {"id": "a", "text": text, "title": nasty + "x" * 300, "outlet": nasty, "published": "2026-03-11"}
    (tmp_path / "in.jsonl").write_text(json.dumps(line))
    with onrecord.open_record(tmp_path / "nasty.db") as record:
        record.add([tmp_path / "in.jsonl"])
        for results in (record.reports(), record.statements()):
            shown = results._repr_html_()
            table = _Table()
            table.feed(shown)
            assert {"script", "img"}.isdisjoint(table.tags) and "\u202e" not in shown and "⟨U+202E⟩" in shown
            assert 'dir="auto"' in shown
        assert "… (+" in record.reports()._repr_html_()
        assert text_hash(text) in record.reports().to_jsonl()


def test_a_long_answer_is_not_counted_to_its_end(record: OpenRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.results.COUNTED_ROWS", 30)
    assert f"statements: {SHOWN_ROWS} of more than 30" in record.statements()._repr_html_()
    assert COUNTED_ROWS == 1000


def test_a_closed_record_says_so(path: Path) -> None:
    with onrecord.open_record(path, read_only=True) as record:
        results = record.statements()
    with pytest.raises(StoreError):
        list(results)


def test_a_library_that_is_not_there_is_named(record: OpenRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib.import_module("onrecord.results"), "import_module", missing)
    with pytest.raises(InputError, match="pip install polars"):
        record.statements().to_polars()


def test_opening_a_record_loads_no_data_frame_library() -> None:
    import subprocess  # noqa: PLC0415 (only here)

    heavy = ("arro3", "pandas", "polars", "duckdb", "pyarrow", "mcp", "docx", "pyld")
    program = f"import sys, onrecord; onrecord.open_record; print(*[m for m in {heavy!r} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.strip() == ""
