"""An archive run, as its caller sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from onrecord import errors
from onrecord.batch.plan import Sizes, begin
from onrecord.errors import EngineError
from onrecord.pipeline import load_engines
from onrecord.progress import OnProgress, Progress, unseen
from onrecord.read import ReadOptions

_PACKAGE_ROOT = str(Path(__file__).resolve().parents[2])
_TO_GO_ON = "What is done stays; run the same command again to go on."


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
    inputs: Sequence[str], out: str | Path, *, options: BatchOptions = BatchOptions(), on_progress: OnProgress = unseen
) -> BatchSummary:
    """Reads and analyses the inputs into the folder ``out``, which ``import_batch`` makes a record of.

    Called again after it was stopped, it does what is not yet done, and nothing twice but the chunks that were being worked at.
    Raises InputError for an input that does not exist and a folder that holds something else, EngineError when the extra is missing or
    a worker cannot work.
    """
    started = time.monotonic()
    folder = Path(out).resolve()
    begin(folder, inputs, load_engines().version, options=options.read, sizes=options.sizes)
    ray = [options.ray] if options.ray is not None else []
    last: dict[str, Any] = {}
    with _driving(str(folder), str(options.workers), *ray) as driver:
        for last in map(json.loads, cast(IO[str], driver.stdout)):
            if "done" in last:
                on_progress(Progress(**last))
    if "error" in last:
        raise getattr(errors, last["error"], EngineError)(last["why"])
    if "chunks" not in last:
        raise EngineError(f"The archive run stopped: the process that shares out the work ended (code {driver.returncode}). {_TO_GO_ON}")
    return BatchSummary(**last, seconds=time.monotonic() - started)


@contextmanager
def _driving(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The driving process; it is killed when the block ends, if it has not ended, and all that it started ends with it."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [_PACKAGE_ROOT, os.environ.get("PYTHONPATH")]))}
    command = [sys.executable, "-P", "-m", "onrecord.batch.drive", *arguments]
    pipe = subprocess.PIPE
    # A group of its own: an interrupt is for us alone.
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment, text=True, process_group=0) as driver:
        try:
            yield driver
        except BaseException:
            driver.kill()
            raise
