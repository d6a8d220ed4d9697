"""R1: the process is killed at any moment, and the machine loses power: what was acknowledged is there, and the run goes on."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from ground import Result, hash_of, ingest, open_record, quick_engines, stored_in, write_reports

from onrecord.store import Correction


def take_in_and_correct(path: Path, reports: Path, acknowledge: object) -> None:
    """Twenty reports, then a correction of each of ten statements; each is acknowledged when it is durable."""
    ingest(path, [reports], lambda report: acknowledge(f"report {report}"))  # type: ignore[operator]
    with open_record(path) as record:
        done = {judgement.targets[0] for judgement in record.judgements()}
        for statement in sorted(row.statement.id for row in record.statements())[:10]:
            if statement not in done:
                (made,) = record.correct(Correction(statement=statement, unknown_speaker=True), why="a drill", author="Drill")
                acknowledge(f"judgement {made.id}")  # type: ignore[operator]


def kill_at(path: Path, reports: Path, seconds: float) -> set[str]:
    """What a process that was killed so many seconds after its start had acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        take_in_and_correct(path, reports, lambda what: os.write(writing, f"{what}\n".encode()))
        os._exit(0)
    os.close(writing)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, encoding="utf8") as said:
        return {line.removesuffix("\n") for line in said if line.endswith("\n")}


def kills(folder: Path, times: int, seed: int = 1) -> Result:
    chance, began = random.Random(seed), time.monotonic()
    acknowledged = lost = broken = unlike = 0
    slowest = 0.0
    with quick_engines():
        reports = write_reports(folder)
        take_in_and_correct(folder / "whole.db", reports, lambda what: None)
        started = time.monotonic()
        take_in_and_correct(folder / "timed.db", reports, lambda what: None)
        usual = time.monotonic() - started
        texts = texts_of(folder / "whole.db")
        for turn in range(times):
            path = folder / f"kill-{turn}.db"
            said = kill_at(path, reports, chance.uniform(0, 1.05 * usual))
            started = time.monotonic()
            with open_record(path) as record:
                slowest = max(slowest, time.monotonic() - started)
                broken += bool(record.verify())
                there = {f"report {report}" for report in stored_in(record)} | {f"judgement {j.id}" for j in record.judgements()}
            acknowledged += len(said)
            lost += len(said - there)
            take_in_and_correct(path, reports, lambda what: None)
            unlike += texts_of(path) != texts or hash_of(path).startswith("damaged")
            for file in folder.glob(f"kill-{turn}.db*"):
                file.unlink()
    measured = (
        f"{acknowledged} reports and corrections acknowledged, {lost} lost; {broken} records broken;"
        f" {unlike} of {times} unlike an undisturbed record after going on; opened again in at most {slowest:.2f} s"
    )
    passed = not (lost or broken or unlike) and slowest <= 2
    return Result(
        "R1", "kill -9", f"{times} kills at random moments of 20 reports and 10 corrections", measured, passed, time.monotonic() - began
    )


def texts_of(path: Path) -> object:
    """What a record holds apart from when it was decided."""
    with open_record(path) as record:
        decided = sorted((j.kind, j.targets, j.state) for j in record.judgements())
        seals = sorted(record._database.all("SELECT r.key, r.seal, a.seal FROM report r JOIN analysis a ON a.report_key = r.key"))
        stories = sorted((story.title, story.reports) for story in record.stories())
        findings = sorted((finding.type, finding.a, finding.b) for finding in record.findings())
    return decided, seals, stories, findings
