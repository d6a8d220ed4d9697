"""The process in which the dataframe engine runs: read everything, see which reports are copies, analyse the others.

Run by ``run`` as ``python -m onrecord.batch.drive FOLDER WORKERS [RAY]``; says on standard output, in JSON lines, how far it is.
A process of its own, because the engine's threads outlive its queries: now and then they abort an interpreter that ends.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread

from onrecord.batch.engine import Engine, load_engine
from onrecord.batch.plan import Plan, chunks_of, load_plan
from onrecord.batch.shards import ExamineTask, Name, ReadTask, analyses_path
from onrecord.collector import look_seldom
from onrecord.errors import OnRecordError
from onrecord.model import Report
from onrecord.read import ReportIds


def main(folder: str, workers: str, *ray: str) -> None:
    look_seldom()
    said = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever libraries print is for people
    Thread(target=_end_with_caller, daemon=True).start()
    try:
        path = Path(folder)
        for line in _run(load_engine(int(workers), ray[0] if ray else None), path, load_plan(path)):
            print(json.dumps(line), file=said, flush=True)
    except OnRecordError as error:
        print(json.dumps({"error": type(error).__name__, "why": str(error)}), file=said, flush=True)
    os._exit(0)


def _end_with_caller() -> None:
    """Standard input says nothing; it ends when the caller does, however that is."""
    sys.stdin.read()
    os._exit(1)


def _run(engine: Engine, folder: Path, plan: Plan) -> Iterator[dict[str, object]]:
    for name in ("reports", "analyses"):
        (folder / name).mkdir(exist_ok=True)
    yield from _read(engine, folder, plan)
    chunks = chunks_of(folder, plan)
    missing = [chunk for chunk in chunks if not analyses_path(folder, chunk).exists()]
    yield from _examine(engine, folder, plan, missing)
    for part in folder.glob("*/*.part"):  # of processes that were killed
        part.unlink(missing_ok=True)
    counts = _counts(engine, folder)
    outcomes = {"reports": counts["report"], "copies": counts["copy"], "refused": counts["refused"], "failed": counts["failed"]}
    yield {"chunks": len(chunks), "analysed": len(missing), **outcomes}


def _read(engine: Engine, folder: Path, plan: Plan) -> Iterator[dict[str, object]]:
    tasks = [ReadTask(shard=shard, stripe=stripe, sizes=plan.sizes) for shard in plan.shards for stripe in range(shard.stripes)]
    left = [task for task in tasks if not (folder / "reports" / task.shard.marker(task.stripe)).exists()]
    for done, _ in enumerate(engine.each("read", left, folder, plan.options), 1):
        yield {"done": done, "total": len(left), "what": "reading"}


def _examine(engine: Engine, folder: Path, plan: Plan, chunks: Sequence[str]) -> Iterator[dict[str, object]]:
    names: dict[str, list[Name]] = {}
    for chunk, name in _names(engine, folder) if chunks else ():
        names.setdefault(chunk, []).append(name)
    tasks = [ExamineTask(chunk=chunk, names=tuple(names.get(chunk, ()))) for chunk in chunks]
    for done, _ in enumerate(engine.each("examine", tasks, folder, plan.options), 1):
        yield {"done": done, "total": len(tasks), "what": "analysing"}


def _names(engine: Engine, folder: Path) -> Iterator[tuple[str, Name]]:
    """The chunk and the name of every report whose id another one has too. Memory grows with these alone."""
    reports = engine.table(folder / "reports").where("kind = 'report'").select("chunk", "seq", "id", "text_sha256")
    often = reports.groupby("id").agg(reports["seq"].count().alias("times")).where("times > 1").select("id")
    ids = ReportIds()
    for row in engine.rows(reports.join(often, on="id").sort(["chunk", "seq"])):
        report, is_new = ids.settle_new(Report(id=row["id"], text="", text_sha256=row["text_sha256"]))
        yield row["chunk"], Name(seq=row["seq"], id=report.id, is_new=is_new)


def _counts(engine: Engine, folder: Path) -> Counter[str]:
    """By what became of it, how many inputs."""
    if not any((folder / "analyses").glob("*.parquet")):
        return Counter()
    outcomes = engine.table(folder / "analyses")
    rows = engine.rows(outcomes.groupby("kind").agg(outcomes["seq"].count().alias("times")))
    return Counter({row["kind"]: row["times"] for row in rows})


if __name__ == "__main__":
    main(*sys.argv[1:])
