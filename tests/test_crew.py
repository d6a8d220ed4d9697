"""Several processes that read and analyse: order, death, memory, and the end. The workers here are a double that starts at once."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import wait
from pathlib import Path

import pytest

from onrecord.errors import EngineError
from onrecord.model import Refusal
from onrecord.pipeline.crew import Crew
from onrecord.read import Piece, ReadOptions
from onrecord.read.draft import Given

# Answers a piece with a refusal that says in which process it was; a piece's text says what else it does.
DOUBLE = """
import base64, json, os, sys, time
from multiprocessing.connection import Connection
parent = Connection(int(sys.argv[-1]))
parent.recv_bytes()
if "broken" in sys.argv: sys.exit(7)
parent.send_bytes(b"=")
while True:
    try:
        piece = json.loads(parent.recv_bytes()[1:])
    except EOFError:
        break
    task, _, more = base64.b64decode(piece["body"]).decode().partition(" ")
    if task == "die": os.kill(os.getpid(), 9)
    if task == "die-once" and not os.path.exists(more):
        open(more, "w").close()
        os._exit(3)
    if task == "raise": parent.send_bytes(b"!" + json.dumps([more, "the model is gone."]).encode())
    if task == "sleep": time.sleep(float(more))
    refusal = {"id": piece["stem"], "kind": "refused", "where": str(os.getpid()), "why": "read"}
    parent.send_bytes(b"=" + json.dumps([[False, refusal]]).encode())
"""


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "double.py"
    path.write_text(DOUBLE, encoding="utf-8")
    return str(path)


@pytest.fixture
def crew(script: str) -> Iterator[Crew]:
    found = Crew(ReadOptions(), 2, (script,))
    yield found
    found.close()


def pieces(*tasks: str) -> list[Piece]:
    return [Piece(where=f"in.jsonl:{n}", stem=f"r{n}", given=Given(), format="jsonl", body=task.encode()) for n, task in enumerate(tasks)]


def read(crew: Crew, *tasks: str) -> list[Refusal]:
    found = list(crew.read(pieces(*tasks)))
    assert all(isinstance(item, Refusal) for item in found)
    return found  # type: ignore[return-value]


def test_answers_come_in_order_from_all_workers(crew: Crew) -> None:
    found = read(crew, "sleep 0.2", *["sleep 0.01"] * 20)
    assert [item.id for item in found] == [f"r{n}" for n in range(21)]
    assert len({item.where for item in found}) == 2


def test_what_was_refused_before_goes_through_in_its_place(crew: Crew) -> None:
    first, last = pieces("sleep 0.1", "sleep 0")
    refusal = Refusal(id="x", kind="refused", where="here", why="no")
    assert [item.id for item in crew.read([first, refusal, last])] == ["r0", "x", "r1"]


def test_a_piece_that_kills_its_workers_is_refused_and_the_run_goes_on(crew: Crew) -> None:
    found = read(crew, "sleep 0", "die", "sleep 0", "sleep 0", "die", "sleep 0", "sleep 0")
    assert [item.id for item in found] == [f"r{n}" for n in range(7)]
    lost = [item for item in found if item.kind == "failed"]
    assert [item.id for item in lost] == ["r1", "r4"]
    assert all(item.where == f"in.jsonl:{item.id[1:]}" and "killed by signal 9" in item.why for item in lost)


def test_a_worker_that_was_killed_by_chance_costs_nothing(crew: Crew, tmp_path: Path) -> None:
    found = read(crew, "sleep 0", f"die-once {tmp_path / 'died'}", "sleep 0", "sleep 0")
    assert [(item.id, item.kind) for item in found] == [(f"r{n}", "refused") for n in range(4)]


def test_only_a_few_pieces_are_on_their_way(crew: Crew) -> None:
    begun = []

    def cut() -> Iterator[Piece]:
        for piece in pieces(*["sleep 0"] * 60):
            begun.append(piece)
            yield piece

    ahead = [len(begun) - done for done, _ in enumerate(crew.read(cut()), 1)]
    assert len(begun) == 60 and max(ahead) <= 6


def test_what_is_done_does_not_wait_for_what_comes_slowly(crew: Crew) -> None:
    """As lines of a pipe that somebody writes by hand."""
    while not all(mate.is_ready for mate in crew._mates):
        read(crew, "sleep 0")
    seen: list[str] = []

    def cut() -> Iterator[Piece]:
        for number, piece in enumerate(pieces("sleep 0", "sleep 0", "sleep 0")):
            assert number < 2 or seen, "the third is asked for before the first is given"
            if number == 1:
                assert wait([mate.connection for mate in crew._mates], 30), "the first is not answered"
            yield piece

    for item in crew.read(cut()):
        seen.append(item.id)
    assert seen == ["r0", "r1", "r2"]


def test_an_error_of_a_worker_is_raised_here(crew: Crew) -> None:
    with pytest.raises(EngineError, match="the model is gone"):
        read(crew, "sleep 0", "raise EngineError")
    with pytest.raises(RuntimeError, match="the model is gone"):
        read(crew, "raise ")


def test_workers_that_cannot_start_end_the_run(script: str) -> None:
    crew = Crew(ReadOptions(), 2, (script, "broken"))
    with pytest.raises(EngineError, match="before it could begin.*exit code 7"):
        read(crew, "sleep 0")
    crew.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")
def test_nothing_is_left_of_it(crew: Crew) -> None:
    found = crew.read(pieces("sleep 0", *["sleep 60"] * 4))
    pid = int(next(found).where)  # type: ignore[union-attr]
    assert Path(f"/proc/{pid}").exists()
    started = time.monotonic()
    crew.close()
    assert not Path(f"/proc/{pid}").exists() and time.monotonic() - started < 5
    with pytest.raises(ProcessLookupError):
        os.kill(pid, signal.SIG_DFL)
