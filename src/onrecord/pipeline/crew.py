"""Several processes that read and analyse, each with the models in its memory and one thread.

What comes out is in the order in which it went in, and equal to what one process gives. A few things are on their way at a time, so
memory does not grow with the input. Pieces and answers travel as JSON.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from json import loads
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Any

from onrecord import errors
from onrecord.errors import EngineError, OnRecordError
from onrecord.model import Analysis, Finding, Profile, Refusal, Report
from onrecord.pipeline.hands import Copy, Examined, Hands, own_hands
from onrecord.pipeline.messages import ANALYSE, COMPARE, DONE, READ, StoryOf, unpack_outcomes
from onrecord.plain import from_plain, pack
from onrecord.read import Piece, ReadOptions
from onrecord.store import Record, Server
from onrecord.storyline import findings_of

_IN_HAND = 2  # tasks of one worker: the one that it is at, and the next, so that it need not wait for us
_AHEAD = 3  # tasks of one kind on their way, for each worker
_TRIES = 2  # workers that a task may cost: the first may have been killed for another reason
_PACKAGE_ROOT = str(Path(__file__).resolve().parents[2])


@contextmanager
def open_hands(options: ReadOptions, workers: int = 1) -> Iterator[Hands]:
    """So many processes; with one, this one does it all."""
    if workers <= 1:
        with own_hands(options) as hands:
            yield hands
        return
    crew = Crew(options, workers)
    try:
        yield crew
    finally:
        crew.close()


@dataclass(slots=True, eq=False)
class _Task:
    """A thing to do. ``answer`` None when it is done: there was nothing to do, or (``lost``) no worker lived to answer."""

    item: Any
    message: bytes = b""
    answer: bytes | None = None
    is_done: bool = False
    lost: str | None = None
    tries: int = 0


@dataclass(slots=True, eq=False)
class _Mate:
    process: subprocess.Popen[bytes]
    connection: Connection
    tasks: deque[_Task] = field(default_factory=deque)
    is_ready: bool = False


class Crew:
    """See Hands. ``command`` replaces the worker in tests of dying ones. Close it: its processes are killed then, whatever they are at.

    Raises EngineError when a worker cannot start, and what a worker raised.
    """

    def __init__(self, options: ReadOptions, workers: int, command: tuple[str, ...] = ("-m", "onrecord.pipeline.worker")) -> None:
        self._options = options
        self._command = command
        self._ahead = _AHEAD * workers
        self._waiting: deque[_Task] = deque()
        self._mates: list[_Mate] = []
        try:
            for _ in range(workers):
                self._mates.append(self._start())
        except BaseException:
            self.close()
            raise

    def read(self, pieces: Iterable[Piece | Refusal]) -> Iterator[Report | Refusal]:
        """See Hands. A piece on which workers die is refused, with that as the reason."""
        for task in self._each(READ, Piece, pieces):
            if task.lost:
                yield Refusal(id=task.item.stem + task.item.place, kind="failed", where=task.item.where + task.item.place, why=task.lost)
            else:
                yield from [task.item] if task.answer is None else unpack_outcomes(task.answer)

    def examine(self, reports: Iterable[Report | Copy | Refusal]) -> Iterator[Examined | Copy | Refusal]:
        """See Hands. A report on which workers die is refused, with that as the reason: it is not in the record, and may be tried again."""
        for task in self._each(ANALYSE, Report, reports):
            if task.lost:
                yield Refusal(id=task.item.id, kind="failed", where=task.item.id, why=task.lost)
            elif task.answer is None:
                yield task.item
            else:
                yield _examined(task.item, loads(task.answer))

    def compare(self, record: Record, stories: Sequence[str]) -> Iterator[list[Finding]]:
        """See Hands. A story on which workers die is compared here, as it would be without them."""
        place = record.path.url if isinstance(record.path, Server) else str(record.path)
        for task in self._each(COMPARE, StoryOf, (StoryOf(record=place, story=story) for story in stories)):
            if task.answer is None:
                yield findings_of(record, task.item.story)
            else:
                yield [from_plain(Finding, plain) for plain in loads(task.answer)]

    def close(self) -> None:
        """Safe to call twice."""
        mates, self._mates = self._mates, []
        for mate in mates:
            mate.process.kill()
            mate.connection.close()
        for mate in mates:
            mate.process.wait()

    def _each(self, verb: bytes, kind: type, items: Iterable[Any]) -> Iterator[_Task]:
        """The items as tasks, done, in their order; those of another kind with nothing done."""
        rest, ahead = iter(items), deque[_Task]()
        while True:
            while len(ahead) < self._ahead and (item := next(rest, None)) is not None:
                ahead.append(self._task(verb, item) if isinstance(item, kind) else _Task(item, is_done=True))
                if ahead[0].is_done:  # what is done need not wait for what comes slowly, such as lines of a pipe
                    break
            if not ahead:
                return
            task = ahead.popleft()
            while not task.is_done:
                self._move()
            yield task

    def _task(self, verb: bytes, item: object) -> _Task:
        task = _Task(item, verb + pack(item))
        self._waiting.append(task)
        self._move(seconds=0)
        return task

    def _move(self, seconds: float | None = None) -> None:
        """Gives out what waits, takes what is done, for which it waits as long as said (None: until there is some)."""
        self._give()
        answered = wait([mate.connection for mate in self._mates], seconds)
        for mate in [m for m in self._mates if m.connection in answered]:
            self._take(mate)
        self._give()

    def _give(self) -> None:
        while self._waiting:
            mate = min(self._mates, key=lambda m: len(m.tasks))
            if len(mate.tasks) >= _IN_HAND:
                return
            task = self._waiting.popleft()
            mate.tasks.append(task)
            try:
                mate.connection.send_bytes(task.message)
            except OSError:  # it is dead; that is noticed where its answer is awaited
                return

    def _take(self, mate: _Mate) -> None:
        try:
            answer = mate.connection.recv_bytes()
        except (EOFError, OSError):
            self._replace(mate)
            return
        if answer[:1] != DONE:
            raise _raised(*loads(answer[1:]))
        if not mate.is_ready:
            mate.is_ready = True
            return
        task = mate.tasks.popleft()
        task.answer, task.message, task.is_done = answer[1:], b"", True

    def _replace(self, mate: _Mate) -> None:
        """Another worker in the place of one that has died; what it was at is tried once more, or given up."""
        code = mate.process.wait()
        mate.connection.close()
        if not mate.is_ready:
            raise EngineError(f"A worker process ended before it could begin ({_ending(code)}). With --workers 1 none is needed.")
        if mate.tasks:
            task = mate.tasks[0]
            task.tries += 1
            if task.tries >= _TRIES:
                mate.tasks.popleft()
                task.is_done = True
                task.lost = f"{_TRIES} processes that worked on it ended without an answer (the last: {_ending(code)}). The run went on."
        self._waiting.extendleft(reversed(mate.tasks))
        self._mates[self._mates.index(mate)] = self._start()

    def _start(self) -> _Mate:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [_PACKAGE_ROOT, os.environ.get("PYTHONPATH")]))}
        ours, its = Pipe()
        # -P: nothing in the working directory may stand in for a module of ours. A group of its own: an interrupt is for us alone.
        process = subprocess.Popen(
            [sys.executable, "-P", *self._command, str(its.fileno())],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment, pass_fds=[its.fileno()], process_group=0,
        )  # fmt: skip
        its.close()
        ours.send_bytes(pack(self._options))
        return _Mate(process, ours)


def _ending(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"


def _raised(name: str, why: str) -> Exception:
    """What a worker raised, to be raised here."""
    kind = getattr(errors, name, None) if name else None
    if isinstance(kind, type) and issubclass(kind, OnRecordError):
        return kind(why)
    return RuntimeError(f"A worker process failed:\n{why}")


def _examined(report: Report, answer: Any) -> Examined | Refusal:
    """A pair of analysis and profile, or an object that says why there is none."""
    if isinstance(answer, dict):
        return from_plain(Refusal, answer)
    analysis, profile = answer
    return Examined(report=report, analysis=from_plain(Analysis, analysis), profile=from_plain(Profile, profile))
