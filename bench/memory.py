"""Does memory grow with what is added? Short invented reports are added as one stream, a thousand of them and then many, each in a process
of its own; the peak memory of that process, on the way and at the end.

python bench/memory.py --reports 10000 --workers 1
"""

from __future__ import annotations

import argparse
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line has it

import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from crawl import Crawl
from worker import peak_mib

import onrecord
from onrecord.collector import look_seldom
from onrecord.pipeline import add_inputs
from onrecord.progress import Progress

_LIMIT = 1.2  # peak at the end, beside the peak at the first stage
_FIRST = 1000


class Lines(io.RawIOBase):
    """JSON lines that are made while they are read."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while len(self._rest) < len(view) and (line := next(self._lines, b"")):
            self._rest += line
        part, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(part)] = part
        return len(part)


def reports(count: int) -> Iterator[bytes]:
    """Two paragraphs each, of many stories, day after day."""
    crawl = Crawl(8, median_chars=100)
    for number in range(count):
        title, text = crawl.short()
        day = f"2026-{1 + number * 11 // count:02}-{1 + number % 28:02}"
        yield json.dumps({"id": f"r{number}", "title": title, "text": f"{title}\n\n{text}", "published": day}).encode() + b"\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--alone", action="store_true", help="only this process, without the thousand to hold it against")
    wanted = parser.parse_args()
    if wanted.alone:
        one_run(wanted.reports, wanted.workers)
        return
    few, many = (in_a_process(count, wanted.workers) for count in (_FIRST, wanted.reports))
    print(f"at the end: {many / few:.2f} times the peak of {_FIRST} (limit {_LIMIT})")


def in_a_process(count: int, workers: int) -> float:
    """The last of the peaks that it tells of."""
    command = [sys.executable, __file__, "--reports", str(count), "--workers", str(workers), "--alone"]
    last = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        for line in run.stdout or ():
            print(line, end="", flush=True)
            last = line
    if run.returncode:
        sys.exit(run.returncode)
    return float(last.split("peak ")[1].split(" MiB")[0])


def one_run(count: int, workers: int) -> None:
    look_seldom()  # as every verb does
    stages = [n for n in (_FIRST, 2000, 5000, count) if n <= count]
    started = time.monotonic()

    def note(progress: Progress) -> None:
        if progress.stage == "inputs" and progress.done in stages:
            print(
                f"{progress.done:>7} of {count} reports stored: peak {peak_mib():.0f} MiB, {time.monotonic() - started:.0f} s", flush=True
            )

    with tempfile.TemporaryDirectory() as folder, onrecord.open_record(Path(folder) / "record.db") as record:
        lines = io.BufferedReader(Lines(reports(count)))
        summary = add_inputs(record, ["-"], stdin=lines, workers=workers, on_progress=note)
        end = f"peak {peak_mib():.0f} MiB, {summary.stories} stories, {summary.findings} findings, {summary.seconds:.0f} s"
    print(f"all of {count} in stories and compared: {end}", flush=True)


if __name__ == "__main__":
    main()
