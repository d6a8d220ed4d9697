"""An archive run beside adding, on an invented crawl: the same record? What does it cost? What is lost when it is killed?

  python bench/batch.py --pages 2000 --median-chars 600 --folder /tmp/crawl

Adds the crawl with one worker and with two; runs it as an archive, killed when a third of its chunks are there and taken up; imports it;
compares the exports byte for byte, without the moment at which a report was recorded.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from crawl import write_crawl

ROOT = Path(__file__).resolve().parents[1]
_MOMENT = re.compile(rb'"recorded_at": "[^"]*"')
_ONRECORD = "from onrecord.cli import main; main()"
_BATCH = (
    "import sys\nfrom onrecord.batch import BatchOptions, Sizes, run_batch\n"
    "if __name__ == '__main__':\n"
    "    sizes = Sizes(chunk_pieces=int(sys.argv[3]))\n"
    "    print(run_batch(sys.argv[2:3], sys.argv[1], options=BatchOptions(workers=2, sizes=sizes)))\n"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--median-chars", type=int, default=3000)
    parser.add_argument("--chunk", type=int, default=64)
    parser.add_argument("--folder", type=Path, required=True)
    wanted = parser.parse_args()
    folder: Path = wanted.folder
    folder.mkdir(parents=True)
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # whoever is left of a killed run becomes ours, and its time is counted
    archive = folder / "crawl.warc.gz"
    print(write_crawl(archive, wanted.pages, median_chars=wanted.median_chars, damaged=True), f"{archive.stat().st_size / 1e6:.1f} MB")
    for workers in (1, 2):
        name = f"add-{workers}"
        measured(f"add, {workers} worker(s)", [*cli("add", str(archive), "--workers", str(workers)), *record(folder, name)])
        measured("  export", [*cli("export", "--format", "jsonl", "--out", str(folder / f"{name}.out")), *record(folder, name)])
    (folder / "run.py").write_text(_BATCH, encoding="utf-8")
    command = [sys.executable, str(folder / "run.py"), str(folder / "run"), str(archive), str(wanted.chunk)]
    chunks = -(-wanted.pages // wanted.chunk)
    measured("archive run until it is killed", command, until=lambda: len(done(folder)) >= chunks // 3)
    before = {path: path.stat().st_mtime_ns for path in done(folder)}
    measured("the rest of it", command)
    again = [path.name for path, moment in before.items() if path.stat().st_mtime_ns != moment]
    print(f"{len(before)} of {len(done(folder))} chunks were there when it was killed; made again: {again or 'none'}")
    measured("import", [*cli("import", str(folder / "run")), *record(folder, "run")])
    measured("  export", [*cli("export", "--format", "jsonl", "--out", str(folder / "run.out")), *record(folder, "run")])
    for other in ("add-2", "run"):
        differ = [
            path.name for path in (folder / "add-1.out").glob("*.jsonl") if exported(path) != exported(folder / f"{other}.out" / path.name)
        ]
        print(f"exports of add-1 and {other}: {'differ in ' + ', '.join(differ) if differ else 'equal'}")


def cli(*words: str) -> list[str]:
    return [sys.executable, "-c", _ONRECORD, *words]


def record(folder: Path, name: str) -> list[str]:
    return ["--record", str(folder / f"{name}.db")]


def done(folder: Path) -> list[Path]:
    return list((folder / "run" / "analyses").glob("*.parquet"))


def exported(path: Path) -> bytes:
    return _MOMENT.sub(b"", path.read_bytes())


def measured(name: str, command: list[str], until: Callable[[], bool] | None = None) -> None:
    """Runs the command, to its end or until something holds and it is killed; prints what it took with all its processes."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])}
    started, cpu = time.monotonic(), children_seconds()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
        while until is not None and run.poll() is None and not until():
            time.sleep(0.05)
        if until is not None:
            run.kill()
        said, _ = run.communicate()
    while True:  # those that it left behind end when they notice
        try:
            os.wait()
        except ChildProcessError:
            break
    if until is None and run.returncode not in (0, 3):
        sys.exit(f"{name}: exit code {run.returncode}\n{said[-2000:]}")
    print(f"{name}: {children_seconds() - cpu:.1f} CPU s, {time.monotonic() - started:.1f} s on the clock", flush=True)


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
