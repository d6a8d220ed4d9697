"""Does memory grow with what is added? Short invented reports are added as one stream; peak memory of the process at its stages.

python bench/memory.py --reports 10000 --workers 1
"""

from __future__ import annotations

import argparse
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line has it

import io
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from crawl import Crawl
from worker import peak_mib

import onrecord
from onrecord.collector import look_seldom
from onrecord.pipeline import Progress, add_inputs

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
    look_seldom()  # as every verb does
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=1)
    wanted = parser.parse_args()
    stages = [n for n in (_FIRST, 2000, 5000, wanted.reports) if n <= wanted.reports]
    peaks: dict[int, float] = {}
    started = time.monotonic()

    def note(progress: Progress) -> None:
        if progress.stage == "inputs" and progress.done in stages:
            peaks[progress.done] = peak_mib()
            print(f"{progress.done:>7} reports stored: peak {peaks[progress.done]:.0f} MiB, {time.monotonic() - started:.0f} s", flush=True)

    with tempfile.TemporaryDirectory() as folder, onrecord.open_record(Path(folder) / "record.db") as record:
        lines = io.BufferedReader(Lines(reports(wanted.reports)))
        summary = add_inputs(record, ["-"], stdin=lines, workers=wanted.workers, on_progress=note)
        end = peak_mib()
    print(f"stories and findings made: peak {end:.0f} MiB, {summary.stories} stories, {summary.findings} findings, {summary.seconds:.0f} s")
    stored = peaks[max(peaks)] / peaks[_FIRST]
    print(f"storing: {stored:.2f} times the peak at {_FIRST}; with stories and findings: {end / peaks[_FIRST]:.2f} (limit {_LIMIT})")


if __name__ == "__main__":
    main()
