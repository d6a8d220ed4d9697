"""The dataframe engine: many tasks for one method of a class that is made once in each worker, here or on a cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from onrecord.batch.shards import ExamineTask, ReadTask, examine_chunk, read_shard
from onrecord.batch.tables import missing_extra
from onrecord.errors import EngineError
from onrecord.pipeline.crew import Crew
from onrecord.plain import pack, unpack
from onrecord.read import ReadOptions

# Both tell their makers of every use. Set before either is loaded, and handed to the processes that they start.
_SILENT = {"DO_NOT_TRACK": "1", "DAFT_ANALYTICS_ENABLED": "0", "DAFT_PROGRESS_BAR": "0", "RAY_USAGE_STATS_ENABLED": "0"}


class Worker:
    """Reads and analyses where the engine puts it, once in each of its workers: the models are loaded once and stay.

    They are in a process of its own below this one, so that a page on which it dies costs that page and not the run.
    """

    def __init__(self, folder: str, options: str) -> None:
        self._folder = Path(folder)
        self._options = unpack(ReadOptions, options)
        self._crew = Crew(self._options, 1)

    def read(self, tasks: Any) -> list[str]:
        """One stripe a row; the rows that are done."""
        done: list[str] = tasks.to_pylist()
        for task in done:
            read_shard(self._folder, self._options, unpack(ReadTask, task), self._crew)
        return done

    def examine(self, tasks: Any) -> list[str]:
        """One chunk a row; the rows that are done."""
        done: list[str] = tasks.to_pylist()
        for task in done:
            examine_chunk(self._folder, unpack(ExamineTask, task), self._crew)
        return done


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Daft, with as many workers as wanted."""

    daft: Any
    workers: int
    on_cluster: bool

    def each(self, verb: str, tasks: Sequence[object], folder: Path, options: ReadOptions) -> Iterator[None]:
        """Does the tasks in any order, one None for each that is done. Raises EngineError when it cannot."""
        if not tasks:
            return
        daft = self.daft
        methods = {verb: daft.method.batch(return_dtype=daft.DataType.string(), batch_size=1)(getattr(Worker, verb))}
        kind = daft.cls(type("Worker", (Worker,), methods), max_concurrency=min(self.workers, len(tasks)), use_process=True)
        worker = kind(str(folder), pack(options).decode("ascii"))
        frame = daft.from_pydict({"task": [pack(task).decode("ascii") for task in tasks]})
        if self.on_cluster:  # one partition goes to one machine; here it is shared out row by row
            frame = frame.into_partitions(len(tasks))
        for _ in self.rows(frame.select(getattr(worker, verb)(frame["task"]))):
            yield None

    def table(self, folder: Path) -> Any:
        """The files of a folder as one frame."""
        with _failing_well():
            return self.daft.read_parquet(str(folder / "*.parquet"))

    def rows(self, frame: Any) -> Iterator[dict[str, Any]]:
        """As they come. Raises EngineError when it cannot."""
        with _failing_well():
            yield from frame.iter_rows(results_buffer_size=1)


def load_engine(workers: int, ray: str | None) -> Engine:
    """``ray``: the address of a cluster ("auto": the one that this machine is of); None: this machine alone."""
    os.environ.update(_SILENT)
    try:
        daft = import_module("daft")
        cluster = import_module("ray") if ray is not None else None
    except ModuleNotFoundError as error:
        if error.name == "ray":
            raise EngineError("A cluster needs Ray. Install it on every machine with: pip install 'daft[ray]'") from None
        raise missing_extra() from None
    with _failing_well():
        if cluster is None:
            daft.set_runner_native()
        elif not cluster.is_initialized():
            cluster.init(address=ray, runtime_env={"env_vars": _SILENT}, log_to_driver=False, logging_level="error")
            daft.set_runner_ray(noop_if_initialized=True)
    return Engine(daft=daft, workers=workers, on_cluster=cluster is not None)


@contextmanager
def _failing_well() -> Iterator[None]:
    try:
        yield
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        why = str(error).strip() or type(error).__name__
        raise EngineError(f"The archive run stopped: {why[-2000:]}\nWhat is done stays; run the same command again to go on.") from error
