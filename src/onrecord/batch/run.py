"""An archive run: read everything, see which reports are copies, analyse the others. Taken up where it stopped."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.batch.engine import Engine, load_engine
from onrecord.batch.plan import Plan, Sizes, begin
from onrecord.batch.shards import ExamineTask, Name, ReadTask, StripeDone, analyses_path
from onrecord.errors import InputError
from onrecord.model import Report
from onrecord.pipeline import Progress, load_engines
from onrecord.plain import unpack
from onrecord.read import ReadOptions, ReportIds

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSummary:
    """What an archive run holds, and how many of its chunks this call analysed."""

    chunks: int
    analysed: int
    reports: int
    copies: int
    refused: int
    failed: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """How to read, how many work at a time, and where.

    ray: the address of a cluster ("auto": the one that this machine is of), whose machines see the inputs and the folder of the run under
    the same names; None: this machine alone.
    """

    read: ReadOptions = ReadOptions()
    workers: int = 2
    ray: str | None = None
    sizes: Sizes = Sizes()


def run_batch(
    inputs: Sequence[str], out: str | Path, *, options: BatchOptions = BatchOptions(), on_progress: OnProgress | None = None
) -> BatchSummary:
    """Reads and analyses the inputs into the folder ``out``, which ``import_batch`` makes a record of.

    Called again after it was stopped, it does what is not yet done, and nothing twice but the chunks that were being worked at.
    Raises InputError for an input that does not exist and a folder that holds something else, EngineError when the extra is missing or
    a worker cannot work.
    """
    started = time.monotonic()
    folder = Path(out).resolve()
    engine = load_engine(options.workers, options.ray)
    plan = begin(folder, inputs, load_engines().version, options=options.read, sizes=options.sizes)
    for name in ("reports", "analyses"):
        (folder / name).mkdir(exist_ok=True)
    _read(engine, folder, plan, on_progress)
    chunks = chunks_of(folder, plan)
    missing = [chunk for chunk in chunks if not analyses_path(folder, chunk).exists()]
    _examine(engine, folder, plan, missing, on_progress)
    for part in folder.glob("*/*.part"):  # of processes that were killed
        part.unlink(missing_ok=True)
    counts = _counts(engine, folder)
    return BatchSummary(
        chunks=len(chunks),
        analysed=len(missing),
        reports=counts["report"],
        copies=counts["copy"],
        refused=counts["refused"],
        failed=counts["failed"],
        seconds=time.monotonic() - started,
    )


def chunks_of(folder: Path, plan: Plan) -> list[str]:
    """The chunks in the order of the inputs. Raises InputError while something is still to be read."""
    found: list[str] = []
    for shard in plan.shards:
        markers = [folder / "reports" / shard.marker(stripe) for stripe in range(shard.stripes)]
        if not all(marker.exists() for marker in markers):
            raise InputError(f"The run in {folder} is not finished: not everything is read. Run the same onrecord batch again.")
        found += map(shard.chunk, range(unpack(StripeDone, markers[0].read_bytes()).chunks))
    return found


def _read(engine: Engine, folder: Path, plan: Plan, on_progress: OnProgress | None) -> None:
    tasks = [ReadTask(shard=shard, stripe=stripe, sizes=plan.sizes) for shard in plan.shards for stripe in range(shard.stripes)]
    left = [task for task in tasks if not (folder / "reports" / task.shard.marker(task.stripe)).exists()]
    _follow(engine.each("read", left, folder, plan.options), len(left), "reading", on_progress)


def _examine(engine: Engine, folder: Path, plan: Plan, chunks: Sequence[str], on_progress: OnProgress | None) -> None:
    names: dict[str, list[Name]] = {}
    for chunk, name in _names(engine, folder) if chunks else ():
        names.setdefault(chunk, []).append(name)
    tasks = [ExamineTask(chunk=chunk, names=tuple(names.get(chunk, ()))) for chunk in chunks]
    _follow(engine.each("examine", tasks, folder, plan.options), len(tasks), "analysing", on_progress)


def _follow(steps: Iterator[None], total: int, what: str, on_progress: OnProgress | None) -> None:
    for done, _ in enumerate(steps, 1):
        if on_progress is not None:
            on_progress(Progress(done=done, total=total, what=what))


def _names(engine: Engine, folder: Path) -> Iterator[tuple[str, Name]]:
    """The chunk and the name of every report whose id another one has too. Memory grows with these alone."""
    reports = _table(engine, folder, "reports").where("kind = 'report'").select("chunk", "seq", "id", "text_sha256")
    often = reports.groupby("id").agg(reports["seq"].count().alias("times")).where("times > 1").select("id")
    ids = ReportIds()
    for row in reports.join(often, on="id").sort(["chunk", "seq"]).iter_rows():
        report, is_new = ids.settle_new(Report(id=row["id"], text="", text_sha256=row["text_sha256"]))
        yield row["chunk"], Name(seq=row["seq"], id=report.id, is_new=is_new)


def _counts(engine: Engine, folder: Path) -> Counter[str]:
    """By what became of it, how many inputs."""
    if not any((folder / "analyses").glob("*.parquet")):
        return Counter()
    frame = _table(engine, folder, "analyses")
    rows = frame.groupby("kind").agg(frame["seq"].count().alias("times")).iter_rows()
    return Counter({row["kind"]: row["times"] for row in rows})


def _table(engine: Engine, folder: Path, name: str) -> Any:
    return engine.daft.read_parquet(str(folder / name / "*.parquet"))
