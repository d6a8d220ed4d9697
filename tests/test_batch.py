"""Archive runs, piece by piece; the whole of it, on the dataframe engine, is tested beside ``add`` in test_pipeline.py."""

from __future__ import annotations

import importlib
import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from onrecord.batch import Sizes, import_batch
from onrecord.batch.plan import Plan, begin, chunks_of
from onrecord.batch.shards import ReadTask, read_chunk, read_shard, reports_path
from onrecord.errors import InputError
from onrecord.model import Refusal, Report
from onrecord.pipeline import open_record
from onrecord.pipeline.hands import own_hands
from onrecord.read import ReadOptions, read_reports

ROOT = Path(__file__).resolve().parents[1]
LINES = [{"id": f"r{n}", "text": f"The quay was shut on day {n}, the port office said."} for n in range(11)]


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: object, name: str = "in.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
        return path

    return write


def planned(folder: Path, *inputs: Path, **sizes: int) -> Plan:
    plan = begin(folder, [str(path) for path in inputs], "an engine", options=ReadOptions(), sizes=Sizes(**sizes))
    for name in ("reports", "analyses"):
        (folder / name).mkdir(exist_ok=True)
    return plan


def read_all(folder: Path, plan: Plan) -> list[Report | Refusal]:
    """Every stripe of every shard, the last first, as a cluster might."""
    tasks = [ReadTask(shard=shard, stripe=stripe, sizes=plan.sizes) for shard in plan.shards for stripe in range(shard.stripes)]
    with own_hands(plan.options) as hands:
        for task in reversed(tasks):
            read_shard(folder, plan.options, task, hands)
    return [item for chunk in chunks_of(folder, plan) for item in read_chunk(folder, chunk)]


@pytest.mark.parametrize(("sizes", "chunks"), [({}, 1), ({"chunk_pieces": 3}, 4), ({"chunk_pieces": 2, "shard_bytes": 300}, 6)])
def test_stripes_and_chunks_hold_what_is_read_in_its_order(tmp_path: Path, lines: Any, sizes: dict[str, int], chunks: int) -> None:
    path = lines(*LINES[:4], "no object", *LINES[4:])
    plan = planned(tmp_path / "out", path, **sizes)
    found = read_all(tmp_path / "out", plan)
    assert found == list(read_reports([str(path)]))
    assert len(chunks_of(tmp_path / "out", plan)) == -(-12 // sizes.get("chunk_pieces", 12)) == chunks
    assert [shard.stripes for shard in plan.shards] == [3 if "shard_bytes" in sizes else 1]


def test_a_chunk_that_is_there_is_not_read_again(tmp_path: Path, lines: Any) -> None:
    path, folder = lines(*LINES), tmp_path / "out"
    plan = planned(folder, path, chunk_pieces=4)
    found = read_all(folder, plan)
    first, second, third = (reports_path(folder, chunk) for chunk in chunks_of(folder, plan))
    before = {first: first.stat().st_mtime_ns, third: third.stat().st_mtime_ns}
    second.unlink()
    (folder / "reports" / plan.shards[0].marker(0)).unlink()
    assert read_all(folder, plan) == found
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert not list(folder.rglob("*.part"))


def test_rows_of_parquet_are_lines_of_json(tmp_path: Path, lines: Any) -> None:
    rows = [{**line, "outlet": "Lisnow Post", "published": "2026-03-11"} for line in LINES[:3]] + [{"id": "r9", "text": " "}]
    path = lines(*rows)
    columns = {key: [row.get(key) for row in rows] for key in ("id", "text", "outlet")} | {"html": ["<p>"] * 4}
    days = pyarrow.array([date(2026, 3, 11)] * 3 + [None], pyarrow.date32())
    pyarrow.parquet.write_table(pyarrow.table({**columns, "published": days}), tmp_path / "in.parquet")
    found = read_all(tmp_path / "out", planned(tmp_path / "out", tmp_path / "in.parquet"))
    expected = list(read_reports([str(path)]))
    assert [item.id for item in found] == ["r0", "r1", "r2", "in:4"]
    assert repr(found).replace("in.parquet", "in.jsonl") == repr(expected)


def test_every_record_of_an_invented_crawl_is_accounted_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Charsets, boilerplate, compressed and chunked bodies, other languages, errors, redirects, and damage with whole records behind it."""
    monkeypatch.syspath_prepend(ROOT / "bench")
    expected = importlib.import_module("crawl").write_crawl(tmp_path / "crawl.warc.gz", 24, damaged=True)
    found = read_all(tmp_path / "out", planned(tmp_path / "out", tmp_path / "crawl.warc.gz", chunk_pieces=7, shard_bytes=100_000))
    reports = [item for item in found if isinstance(item, Report)]
    assert Counter(item.language for item in reports) == expected.languages and expected.languages.keys() > {"en"}
    kinds = Counter(item.kind for item in found if isinstance(item, Refusal))
    assert kinds == {"refused": expected.refused, "failed": expected.failed} and expected.refused > 0
    assert all("\ufffd" not in item.text and "cookies" not in shown(item) and len(item.text) > 300 for item in reports)


def shown(report: Report) -> str:
    """The text without its furniture."""
    hidden = {at for piece in report.furniture for at in range(piece.span.start, piece.span.end)}
    return "".join(letter for at, letter in enumerate(report.text) if at not in hidden)


@pytest.mark.parametrize(("content", "why"), [(b"PAR1, or so it says", "cannot be read as Parquet"), (None, "no column 'text'")])
def test_a_parquet_file_without_reports_is_refused_with_the_reason(tmp_path: Path, content: bytes | None, why: str) -> None:
    path = tmp_path / "in.parquet"
    if content is None:
        pyarrow.parquet.write_table(pyarrow.table({"body": ["The quay was shut."]}), path)
    else:
        path.write_bytes(content)
    [refusal] = read_all(tmp_path / "out", planned(tmp_path / "out", path))
    assert isinstance(refusal, Refusal) and why in refusal.why and refusal.where == str(path)


def test_a_folder_of_another_run_is_left_alone(tmp_path: Path, lines: Any) -> None:
    path, folder = lines(*LINES), tmp_path / "out"
    plan = planned(folder, path)
    assert planned(folder, path) == plan
    lines(*LINES[1:])
    for inputs, sizes in (([path], {}), ([path], {"chunk_pieces": 9}), ([lines(*LINES, name="other.jsonl")], {})):
        with pytest.raises(InputError, match="holds a run of other inputs"):
            planned(folder, *inputs, **sizes)
    with pytest.raises(InputError, match="not empty and holds no run"):
        planned(tmp_path, path)


def test_only_a_finished_run_is_imported(tmp_path: Path, lines: Any) -> None:
    folder = tmp_path / "out"
    with open_record(tmp_path / "record.db") as record:
        with pytest.raises(InputError, match="holds no archive run"):
            import_batch(record, tmp_path)
        plan = planned(folder, lines(*LINES), chunk_pieces=4)
        with pytest.raises(InputError, match="not everything is read"):
            import_batch(record, folder)
        read_all(folder, plan)
        with pytest.raises(InputError, match="3 of 3 chunks are not analysed"):
            import_batch(record, folder)
        (folder / "plan.json").write_text("{}", encoding="utf-8")
        with pytest.raises(InputError, match="cannot be read"):
            import_batch(record, folder)
        assert list(record.runs()) == []
