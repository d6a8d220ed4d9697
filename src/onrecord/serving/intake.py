"""Reports that are handed in over the web: taken in one after another, beside the requests, with what became of each."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import Queue
from typing import Literal

from onrecord.errors import InputError, OnRecordError
from onrecord.export.wire import Wire
from onrecord.ids import make_id
from onrecord.pipeline import AddSummary, add_inputs
from onrecord.progress import OnProgress, Progress
from onrecord.read import ReadOptions
from onrecord.serving.records import Records
from onrecord.settings import ReadLimits
from onrecord.store.write import now

State = Literal["waiting", "running", "done", "failed"]
_REMEMBERED = 200
_ADDRESS = 2000  # characters
_WAITING = 50

Take = Callable[[OnProgress], AddSummary]
Fetch = Callable[[str, OnProgress], AddSummary]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something to take in. ``names`` are what the inputs were called; ``done`` counts reports; ``why`` says why it failed as a whole;
    ``step`` goes up whenever anything of it is another."""

    id: str
    names: tuple[str, ...]
    state: State = "waiting"
    done: int = 0
    summary: AddSummary | None = None
    why: str | None = None
    step: int = 0

    @property
    def ended(self) -> bool:
        return self.state in ("done", "failed")

    def wire(self) -> Wire:
        found = self.summary
        about: Wire = {"id": self.id, "state": self.state, "inputs": list(self.names), "done": self.done, "why": self.why, "run": None}
        if found is None:
            return about | {"counts": None, "refusals": []}
        counts = {"inputs": found.inputs, "stored": found.stored, "duplicate": found.duplicate}
        counts |= {"refused": found.refused, "failed": found.failed}
        refusals = [{"id": r.id, "kind": r.kind, "where": _where(r.where), "why": r.why} for r in found.refusals]
        return about | {"run": found.run or None, "counts": counts, "refusals": refusals}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One input: its name, which says its format, and its bytes."""

    name: str
    content: bytes


class Intake:
    """Takes jobs in turn. What is handed in lies in a folder of its own until it is read, under names that are ours.

    ``fetch`` fetches an address and takes in what is there; None: nothing is fetched."""

    def __init__(self, records: Records, fetch: Fetch | None = None, limits: ReadLimits = ReadLimits()) -> None:
        self._limits = limits
        self._records = records
        self._fetch = fetch
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._queue: Queue[tuple[str, Take] | None] = Queue()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._count = 0

    def submit(self, handed: list[Handed], options: ReadOptions) -> Job | None:
        """None when too many wait already."""
        if self._queue.qsize() >= _WAITING:
            return None
        folder = Path(tempfile.mkdtemp(prefix="onrecord-"))
        for number, one in enumerate(handed):
            (folder / f"{number:03}").mkdir()
            (folder / f"{number:03}" / _plain(one.name)).write_bytes(one.content)
        return self._queued(tuple(one.name for one in handed), partial(self._read, folder, replace(options, limits=self._limits)))

    @property
    def fetches(self) -> bool:
        """Whether addresses are fetched here."""
        return self._fetch is not None

    def submit_address(self, address: str) -> Job | None:
        """As ``submit``, of the page or feed at an address. Raises InputError where nothing is fetched, and for what is no web address."""
        if self._fetch is None:
            raise InputError("This desk fetches nothing. Whoever starts it can allow that: onrecord serve --fetch.")
        address = address.strip()
        if not address.lower().startswith(("http://", "https://")) or len(address) > _ADDRESS:
            raise InputError(f"{address[:80]!r} is not the address of a page: it begins with http:// or https://.")
        return None if self._queue.qsize() >= _WAITING else self._queued((address,), partial(self._fetch, address))

    def _queued(self, names: tuple[str, ...], take: Take) -> Job:
        with self._changed:
            self._count += 1
            job = Job(id=make_id("job", now(), self._count), names=names)
            self._jobs[job.id] = job
            while len(self._jobs) > _REMEMBERED:
                self._jobs.popitem(last=False)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="intake", daemon=True)
                self._thread.start()
        self._queue.put((job.id, take))
        return job

    def job(self, job_id: str) -> Job | None:
        with self._changed:
            return self._jobs.get(job_id)

    def jobs(self) -> list[Job]:
        """The latest first."""
        with self._changed:
            return list(reversed(self._jobs.values()))

    def close(self) -> None:
        """Ends when the job in hand has ended; what waits is not begun."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(timeout=5)

    def _work(self) -> None:
        while (item := self._queue.get()) is not None:
            job_id, take = item
            self._change(job_id, state="running")
            try:
                summary = take(partial(self._follow, job_id))
                self._change(job_id, state="done", summary=summary)
            except OnRecordError as error:
                self._change(job_id, state="failed", why=str(error))
            except Exception as error:  # the thread must go on for those that wait
                self._change(job_id, state="failed", why=f"onrecord failed ({type(error).__name__}); nothing half-read was kept.")

    def _read(self, folder: Path, options: ReadOptions, told: OnProgress) -> AddSummary:
        try:
            with self._records.write() as record:
                return add_inputs(record, [str(path) for path in sorted(folder.glob("*/*"))], options=options, on_progress=told)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _follow(self, job_id: str, progress: Progress) -> None:
        if progress.stage == "inputs":
            self._change(job_id, done=progress.done)

    def _change(self, job_id: str, **changes: object) -> None:
        with self._changed:
            job = self._jobs.get(job_id)
            if job is not None:
                self._jobs[job_id] = replace(job, step=job.step + 1, **changes)  # type: ignore[arg-type]
            self._changed.notify_all()


def _where(where: str) -> str:
    """Without the folders that lead to a file: where ours lie is nobody's business."""
    return where if "://" in where else Path(where).name


def _plain(name: str) -> str:
    """A name for a file of ours: the given one without anything that leads elsewhere."""
    kept = "".join(c if c.isalnum() or c in "._-" else "-" for c in Path(name.replace("\\", "/")).name).lstrip(".-")
    return kept[-100:] or "input.txt"
