"""One run of the whole pipeline in an interpreter of its own, with a clock on every stage.

  python bench/stages.py CORE PAGES [WORKERS]

Prints one JSON object of seconds of CPU time: the stages, the whole with the processes that read, and what is least for some stages.
With WORKERS only the whole, on all cores.
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from functools import wraps
from pathlib import Path
from typing import Any

from attribution import WARM
from floor import encoder_products, int8_rate, operations, products
from resiliparse.parse.html import HTMLTree
from worker import peak_mib

from onrecord.analyse import analyse_report
from onrecord.collector import look_seldom
from onrecord.engines.embedding import OnnxEmbedder
from onrecord.engines.weights import MODELS, open_tokenizer
from onrecord.link import profile_of
from onrecord.pipeline import add_inputs, load_engines, open_record, relate
from onrecord.read import read_reports
from onrecord.store import Record

WINDOW = 254  # word pieces of a text that the embedder reads


class Clock:
    """CPU seconds by stage, each without the stages inside it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inside = 0.0

    def time(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def timed(*args: Any, **options: Any) -> Any:
            outside, self._inside = self._inside, 0.0
            started = time.process_time()
            try:
                return function(*args, **options)
            finally:
                taken = time.process_time() - started
                self.seconds[stage] += taken - self._inside
                self._inside = outside + taken

        return timed

    def put_on(self, stage: str, function: Callable[..., Any]) -> None:
        """Wherever a module of the package knows the function."""
        timed = self.time(stage, function)
        for module in [m for name, m in sys.modules.items() if name.startswith("onrecord")]:
            for name, value in list(vars(module).items()):
                if value is function:
                    setattr(module, name, timed)


def main(core: str, pages: str, workers: str = "") -> None:
    look_seldom()  # as every verb does
    if workers:
        print(json.dumps(_whole(Path(pages), int(workers))))
        return
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {int(core)})
    engines = load_engines()
    engines.tagger.tag(WARM)
    embedded: list[str] = []
    clock = Clock()
    _put_clocks(clock, embedded)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "warm.txt").write_text(WARM, encoding="utf8")
        _add(folder / "warm.db", folder / "warm.txt")
        clock.seconds.clear()
        embedded.clear()
        before, started = _cpu(), time.monotonic()
        stories, findings = _add(folder / "record.db", Path(pages))
        whole, wall = _cpu() - before, time.monotonic() - started
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        found = dict(clock.seconds) | {"cpu": whole, "wall": wall, "peak_mib": peak_mib(), "child_mib": children}
        found |= {"stories": stories, "findings": findings, "embedded": len(embedded)}
        found["read"] = _reading(pages)
        found["rest"] = whole - sum(found[stage] for stage in ("read", "analyse", "embed", "group", "link", "compare", "store"))
        found |= {"read floor": _parsing(pages), "embed floor": _arithmetic(embedded), "store floor": _copying(folder)}
    print(json.dumps(found))


def _whole(pages: Path, workers: int) -> dict[str, float]:
    """What the workers take to load is counted, since they begin with the run. It is measured too, with a run over a page for each."""
    with tempfile.TemporaryDirectory() as name:
        few = Path(name) / "few"
        few.mkdir()
        for page in sorted(pages.iterdir())[:workers]:
            (few / page.name).write_bytes(page.read_bytes())
        _add(Path(name) / "warm.db", few)
        took = []
        for record, inputs in (("few.db", few), ("record.db", pages)):
            before, started = _cpu(), time.monotonic()
            _add(Path(name) / record, inputs, workers)
            took.append({"cpu": _cpu() - before, "wall": time.monotonic() - started})
        loading, whole = took
        return whole | {f"loading {key}": value for key, value in loading.items()}


def _put_clocks(clock: Clock, embedded: list[str]) -> None:
    embed = clock.time("embed", OnnxEmbedder.embed)

    def counted(self: OnnxEmbedder, text: str) -> Any:
        embedded.append(text)
        return embed(self, text)

    OnnxEmbedder.embed = counted  # type: ignore[method-assign]
    Record.add_report = clock.time("store", Record.add_report)  # type: ignore[method-assign]
    joining = sys.modules[relate.__module__]
    stages = {"analyse": analyse_report, "group": joining._place_all, "link": joining.link_names, "compare": joining.compare}
    for stage, function in stages.items():
        clock.put_on(stage, function)
    clock.put_on("group", profile_of)


def _add(path: Path, inputs: Path, workers: int = 1) -> tuple[int, int]:
    with open_record(path, create=True) as record:
        summary = add_inputs(record, [str(inputs)], workers=workers)
        if summary.refusals:
            sys.exit(f"{summary.refusals[0].where}: {summary.refusals[0].why}")
    return summary.stories, summary.findings


def _cpu() -> float:
    """Of this process and those that it started and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _reading(pages: str) -> float:
    before = _cpu()
    for _ in read_reports([pages]):
        pass
    return _cpu() - before


def _parsing(pages: str) -> float:
    """The least for reading: the bytes as a tree, once."""
    content = [path.read_bytes() for path in sorted(Path(pages).iterdir())]
    started = time.process_time()
    for page in content:
        HTMLTree.parse_from_bytes(page, "utf-8")
    return time.process_time() - started


def _arithmetic(texts: list[str]) -> float:
    """The least for embedding: the products of every piece, as for the analysis."""
    folder = MODELS / "embedding"
    tokenizer = open_tokenizer((folder / "tokenizer.json").read_bytes())
    pieces = sum(min(WINDOW, len(tokenizer.encode(t, add_special_tokens=False).ids)) for t in texts)
    quantised, floating = products((folder / "model.onnx").read_bytes(), WINDOW)
    return pieces * (operations(quantised) + operations(floating)) / WINDOW / int8_rate(encoder_products(quantised))


def _copying(folder: Path) -> float:
    """The least for storing: the rows of the finished record into an empty one, in one transaction."""
    with closing(sqlite3.connect(folder / "record.db")) as kept:
        tables = kept.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'").fetchall()
        plain = [(n, sql) for n, sql in tables if not n.startswith("sqlite_") and "_fts" not in n]
        rows = {n: kept.execute(f'SELECT * FROM "{n}"').fetchall() for n, _ in plain}
    with closing(sqlite3.connect(folder / "copy.db")) as copy:
        for _, sql in plain:
            copy.execute(sql)
        started = time.process_time()
        for table, content in rows.items():
            if content:
                copy.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(content[0]))})', content)
        copy.commit()
        return time.process_time() - started


if __name__ == "__main__":
    main(*sys.argv[1:])
