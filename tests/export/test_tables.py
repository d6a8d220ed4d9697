"""Parquet and Arrow say what the wire objects say, to every reader of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow.ipc
import pytest
from exporting import Export, lines
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import EngineError
from onrecord.export import KINDS
from onrecord.export.columns import Column, columns_of
from onrecord.export.frames import ROWS_AT_ONCE, stream_of
from onrecord.pipeline import LiveRecord


def _plain(column: Column, value: Any) -> Any:
    """A value as a reader of Arrow gives it back."""
    if column.shape == "spans":
        return [{"start": start, "end": end} for start, end in value]
    return float(value) if column.shape == "number" and value is not None else value


def _expected(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {
        kind.name: [{c.name: _plain(c, c.of(line)) for c in kind.columns} for line in lines(folder / f"{kind.name}.jsonl")]
        for kind in KINDS
    }


def test_duckdb_reads_the_parquet_files(exported: Export, sampled: LiveRecord) -> None:
    wire, _ = exported("jsonl")
    folder, _ = exported("parquet")
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as database:
        for name, expected in _expected(wire).items():
            found = database.read_parquet(str(folder / f"{name}.parquet"))
            assert [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()] == expected, name
        said = database.sql(
            f"SELECT speaker, count(*) FROM '{folder}/statements.parquet' WHERE speaker IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1"
        ).fetchall()
        # A span is code points of the text: substring, which counts from 1, cuts the content out of it.
        full, _ = exported("parquet", kinds=("reports",), full_text=True)
        wrong = database.sql(
            f"""SELECT count(*) FROM '{folder}/statements.parquet' s JOIN '{full}/reports.parquet' r ON r.id = s.report
            WHERE len(content_spans) = 1
            AND substring(r.text, content_spans[1]."start" + 1, content_spans[1]."end" - content_spans[1]."start") <> content"""
        ).fetchall()
    assert wrong == [(0,)]
    ((speaker, times),) = said
    assert times == sum(1 for row in sampled.statements() if row.speaker and row.speaker.name == speaker)


def test_polars_and_pyarrow_read_the_arrow_files(exported: Export) -> None:
    wire, _ = exported("jsonl")
    folder, _ = exported("arrow")
    for name, expected in _expected(wire).items():
        assert polars.read_ipc(folder / f"{name}.arrow").to_dicts() == expected, name
        with pyarrow.ipc.open_file(folder / f"{name}.arrow") as file:
            assert file.read_all().to_pylist() == expected, name


_LINES = st.fixed_dictionaries(
    {
        "id": st.none() | st.text(st.characters(exclude_categories=("Cs",))),
        "many": st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=3), max_size=3),
        "at": st.lists(st.tuples(st.integers(0, 2**40), st.integers(0, 2**40)).map(list), max_size=3),
        "count": st.none() | st.integers(-(2**63), 2**63 - 1),
        "score": st.none() | st.floats(allow_nan=False),
        "any": st.none() | st.dictionaries(st.text(max_size=2), st.integers(0, 9), max_size=2),
    }
)
_COLUMNS = columns_of(id="text", many="texts", at="spans", count="integer", score="number", any="json")


@settings(max_examples=100, deadline=None)
@given(st.lists(_LINES, max_size=6))
def test_any_lines_come_back_from_arrow(found: list[dict[str, Any]]) -> None:
    back = pyarrow.table(stream_of(_COLUMNS, found)).to_pylist()
    assert back == [{c.name: _plain(c, c.of(line)) for c in _COLUMNS} for line in found]
    assert [None if row["any"] is None else json.loads(row["any"]) for row in back] == [line["any"] for line in found]


def test_lines_are_read_as_the_stream_is_read() -> None:
    read = 0

    def endless() -> Any:
        nonlocal read
        for read in range(1, 10 * ROWS_AT_ONCE):
            yield {"id": str(read)}

    stream = stream_of(columns_of(id="text"), endless())
    assert read == 0
    assert stream.read_next_batch().num_rows == ROWS_AT_ONCE
    assert read <= 2 * ROWS_AT_ONCE


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("onrecord.export.frames.import_module", missing)
    with pytest.raises(EngineError, match=r"pip install 'onrecord\[tables\]'"):
        stream_of(columns_of(id="text"), [])
