"""An archive run beside adding, on an invented crawl and the samples: the same record? What does it cost? What is lost when it is killed?

  python bench/batch.py --pages 2000 --median-chars 600 --folder /tmp/crawl [--ray]

Adds the inputs with one worker and with two; runs them as an archive, killed when a third of its chunks are there and taken up; imports it;
compares the exports byte for byte, without the moment at which a report was recorded. With --ray the archive run is done once more, on two
nodes of a Ray cluster that are started here, killed and taken up in the same way (pip install 'daft[ray]').
"""

from __future__ import annotations

import argparse
import ctypes
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crawl import write_crawl

ROOT = Path(__file__).resolve().parents[1]
_MOMENT = re.compile(rb'"recorded_at": "[^"]*"')
_ONRECORD = "from onrecord.cli import main; main()"
_BATCH = (
    "import sys\nfrom onrecord.batch import BatchOptions, Sizes, run_batch\n"
    "if __name__ == '__main__':\n"
    "    out, chunk, ray, *inputs = sys.argv[1:]\n"
    "    options = BatchOptions(workers=2, ray=ray or None, sizes=Sizes(chunk_pieces=int(chunk)))\n"
    "    print(run_batch(inputs, out, options=options).analysed)\n"
)
_PORT = 6390
_NODES = (("--head", f"--port={_PORT}", "--include-dashboard=false"), (f"--address=127.0.0.1:{_PORT}",))
_ON_CLUSTER = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "disabled"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--median-chars", type=int, default=3000)
    parser.add_argument("--chunk", type=int, default=64)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--folder", type=Path, required=True)
    wanted = parser.parse_args()
    folder: Path = wanted.folder.resolve()
    folder.mkdir(parents=True)
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # whoever is left of a killed run becomes ours, and its time is counted
    archive = folder / "crawl.warc.gz"
    print(write_crawl(archive, wanted.pages, median_chars=wanted.median_chars, damaged=True), f"{archive.stat().st_size / 1e6:.1f} MB")
    inputs = [str(archive), str(ROOT / "samples")]
    for workers in (1, 2):
        name = f"add-{workers}"
        measured(f"add, {workers} worker(s)", [*cli("add", *inputs, "--workers", str(workers)), *record(folder, name)])
        export(folder, name)
    run_archive(folder, "run", wanted.chunk, inputs)
    if wanted.ray:
        before = children_seconds()
        with cluster():
            run_archive(folder, "ray", wanted.chunk, inputs, ray=f"127.0.0.1:{_PORT}")
        settle()
        print(f"all of it on the cluster, with its nodes: {children_seconds() - before:.1f} CPU s")
    for other in ("add-2", "run", *(["ray"] if wanted.ray else [])):
        differ = [
            path.name for path in (folder / "add-1.out").glob("*.jsonl") if exported(path) != exported(folder / f"{other}.out" / path.name)
        ]
        print(f"exports of add-1 and {other}: {'differ in ' + ', '.join(differ) if differ else 'equal'}")


def run_archive(folder: Path, name: str, chunk: int, inputs: list[str], *, ray: str = "") -> None:
    """The archive run, killed and taken up, then imported and exported."""
    script = folder / "run.py"
    script.write_text(_BATCH, encoding="utf-8")
    command = [sys.executable, str(script), str(folder / name), str(chunk), ray, *inputs]
    measured(f"{name}: until it is killed", command, until=lambda: _a_third(folder / name), alone=not ray)
    before = {path: path.stat().st_mtime_ns for path in done(folder / name)}
    analysed = int(measured(f"{name}: the rest of it", command, alone=not ray).split()[-1])
    every = done(folder / name)
    again = [path.name for path, moment in before.items() if path.stat().st_mtime_ns != moment]
    print(f"{len(before)} of {len(every)} chunks were there when it was killed; made again: {again or 'none'}", end="; ")
    print(f"analysed after it was taken up: {analysed}")
    measured(f"{name}: import", [*cli("import", str(folder / name)), *record(folder, name)], alone=not ray)
    export(folder, name, alone=not ray)


def _a_third(run: Path) -> bool:
    """Of the chunks that are read: when the first is analysed, all are."""
    return len(done(run)) * 3 >= max(1, len(list((run / "reports").glob("*.parquet")))) and bool(done(run))


@contextmanager
def cluster() -> Iterator[None]:
    """Two nodes of one processor each on this machine, which leave nothing behind."""
    nodes = []
    folder = tempfile.mkdtemp(prefix="ray-")  # its sockets have to have short paths
    try:
        for number, words in enumerate(_NODES, 1):
            command = [sys.executable, "-m", "ray.scripts.scripts", "start", *words, "--num-cpus=1", "--block"]
            command += [f"--temp-dir={folder}"] if number == 1 else []
            command += [f"--node-ip-address=127.0.0.{number}", "--object-store-memory=100000000", "--disable-usage-stats"]
            quiet = subprocess.DEVNULL
            nodes.append(subprocess.Popen(command, env=environment(), stdout=quiet, stderr=quiet, start_new_session=True))
            time.sleep(15)
        yield
    finally:
        for node in reversed(nodes):
            node.terminate()  # and it ends all that it started
        for node in nodes:
            node.wait()
        shutil.rmtree(folder, ignore_errors=True)


def cli(*words: str) -> list[str]:
    return [sys.executable, "-c", _ONRECORD, *words]


def record(folder: Path, name: str) -> list[str]:
    return ["--record", str(folder / f"{name}.db")]


def export(folder: Path, name: str, *, alone: bool = True) -> None:
    out = str(folder / f"{name}.out")
    measured("  export", [*cli("export", "--format", "jsonl", "--out", out), *record(folder, name)], alone=alone)


def done(run: Path) -> list[Path]:
    return list((run / "analyses").glob("*.parquet"))


def exported(path: Path) -> bytes:
    return _MOMENT.sub(b"", path.read_bytes())


def environment() -> dict[str, str]:
    return {**os.environ, **_ON_CLUSTER, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])}


def measured(name: str, command: list[str], until: Callable[[], bool] | None = None, *, alone: bool = True) -> str:
    """Runs the command, to its end or until something holds and it is killed; prints what it took with all its processes, and gives what it
    said. ``alone``: nothing else that was started here goes on meanwhile, so all can be waited for."""
    started, cpu = time.monotonic(), children_seconds()
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        while until is not None and run.poll() is None and not until():
            time.sleep(0.05)
        if until is not None:
            run.kill()
        said, complained = run.communicate()
    if alone:
        settle()
    if until is None and run.returncode not in (0, 3):
        sys.exit(f"{name}: exit code {run.returncode}\n{complained[-2000:]}")
    used = f"{children_seconds() - cpu:.1f} CPU s, " if alone else ""
    print(f"{name}: {used}{time.monotonic() - started:.1f} s on the clock", flush=True)
    return said


def settle() -> None:
    """Waits for those that a killed run left behind: they end when they notice."""
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
