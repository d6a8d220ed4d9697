"""Speed and memory from text to statements, beside other tools in the same run, and beside the least the model can cost.

  python bench/attribution.py [--peers DIR] [--repeats N] [--texts N]

Every measurement is a fresh interpreter on the same texts, held to one core, with loading not counted; the order rotates from
repeat to repeat. A ratio is taken within a repeat, so that whatever else the machine does weighs on both sides. README.md
beside this file says what is compared.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DATA = Path(os.environ.get("ONRECORD_EVAL", ROOT.parent / "shared"))
ARTICLES = "gold/attribution/polnear-dev.jsonl"
LENGTH = 4600  # code points; about what a news report has
WARM = "“We will not sign,” Harbour Minister Ana Ruiz told reporters on Tuesday. Her spokesman said the offer stood."
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """``key`` is the worker's; ``processes`` share the texts."""

    key: str
    name: str
    python: Path
    processes: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Of one tool in one repeat, over all its processes. ``peak_mib`` is the sum of their peaks."""

    cpu: float
    wall: float
    peak_mib: float
    found: int
    raised: int


def main() -> int:
    wanted = arguments()
    own = Path(sys.executable)
    peers = peers_python(wanted.peers)
    tools = [Tool(key="ours", name="onrecord, one core", python=own)]
    if len(cores()) > 1:
        tools.append(Tool(key="ours", name="onrecord, two processes", python=own, processes=2))
    if peers:
        tools += [
            Tool(key="textacy", name="textacy direct_quotations", python=peers),
            Tool(key="parse", name="spaCy parse", python=peers),
            Tool(key="parse and names", name="spaCy parse and names", python=peers),
        ]
    texts, origin = evaluation_texts(wanted.texts) or sample_texts(wanted.texts)
    load, measured = os.getloadavg()[0], package_digest()
    results: dict[str, list[Result]] = {tool.name: [] for tool in tools}
    floors: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        files = TextFiles(Path(folder), texts)
        for repeat in range(wanted.repeats):
            turn = repeat % len(tools)
            for tool in tools[turn:] + tools[:turn]:
                results[tool.name].append(measure(tool, files))
            floors.append(json.loads(_output([own, HERE / "floor.py", str(cores()[0]), files.part(0, 1)])))
    if package_digest() != measured:
        sys.exit("The files of onrecord changed while they were measured, so the repeats are of different code. Measure again on a copy.")
    machine = f"{processor()} · {len(cores())} cores · load {load:.1f} before, {os.getloadavg()[0]:.1f} after"
    print(f"{date.today()} · {machine} · onrecord {measured[:12]}")
    print(f"{len(texts)} {origin}, {statistics.mean(map(len, texts)):,.0f} characters on average · {wanted.repeats} repeats, medians\n")
    print_tools(results, len(texts))
    print_floor(floors, results[tools[0].name], len(texts))
    if not peers:
        print("\nOther tools were not measured: give them a folder with --peers DIR, and they are installed into it.")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, metavar="DIR", help="environment of the other tools; made when it is not there")
    parser.add_argument("--repeats", type=int, default=5, metavar="N")
    parser.add_argument("--texts", type=int, default=20, metavar="N", help="at most so many")
    found = parser.parse_args()
    if min(found.repeats, found.texts) < 1:
        parser.error("--repeats and --texts are at least 1")
    return found


def peers_python(folder: Path | None) -> Path | None:
    """The interpreter of the peers' environment, which is made first where ``folder`` has none; None without a folder."""
    if folder is None:
        return None
    python = folder.absolute() / "bin" / "python"
    if not python.exists():
        print(f"making {folder} from bench/requirements.txt", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True)
    return python


def package_digest() -> str:
    """SHA-256 over the files of the onrecord that is measured, models included."""
    spec = find_spec("onrecord")
    if spec is None or spec.origin is None:
        sys.exit("onrecord is not in this environment. Run bin/setup dev, and then this with .venv/bin/python")
    total = hashlib.sha256()
    for path in sorted(Path(spec.origin).parent.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def evaluation_texts(most: int) -> tuple[list[str], str] | None:
    """Whole articles, those nearest to the length; None where the set is not there."""
    path = DATA / ARTICLES
    if not path.exists():
        return None
    with path.open(encoding="utf8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    return sorted(texts, key=lambda text: (abs(len(text) - LENGTH), text))[:most], "PolNeAR dev articles"


def sample_texts(most: int) -> tuple[list[str], str]:
    """The project's samples, one after the other up to the length, each text beginning with another."""
    with (ROOT / "samples" / "reports.jsonl").open(encoding="utf8") as lines:
        samples = [json.loads(line)["text"] for line in lines]
    samples += [path.read_text(encoding="utf8") for path in sorted((ROOT / "samples" / "text").glob("*.txt"))]
    texts = []
    for start in range(most):
        turn = start % len(samples)
        text = "\n\n".join(samples[turn:] + samples[:turn])
        while len(text) < LENGTH:
            text += f"\n\n{text}"
        texts.append(text[:LENGTH].rpartition("\n")[0])
    return texts, "texts of the samples, repeated"


class TextFiles:
    """The texts as JSON lines in files, whole or shared out."""

    def __init__(self, folder: Path, texts: Sequence[str]) -> None:
        self._folder = folder
        self._texts = texts
        self.warm = self._write("warm", [WARM])

    def part(self, number: int, of: int) -> Path:
        return self._write(f"{number}-of-{of}", self._texts[number::of])

    def _write(self, name: str, texts: Sequence[str]) -> Path:
        path = self._folder / f"{name}.jsonl"
        path.write_text("".join(json.dumps({"id": f"{name}-{k}", "text": text}) + "\n" for k, text in enumerate(texts)), encoding="utf8")
        return path


def measure(tool: Tool, files: TextFiles) -> Result:
    """All processes load, then start at once; the wall time is that of the slowest."""
    workers = [_start(tool, cores()[k], files, files.part(k, tool.processes)) for k in range(tool.processes)]
    for worker in workers:
        if _line(worker, tool) != "ready":
            sys.exit(f"{tool.name} did not start")
    started = time.monotonic()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    answers = [json.loads(_line(worker, tool)) for worker in workers]
    wall = time.monotonic() - started
    for worker in workers:
        worker.communicate()
    total = {key: sum(answer[key] for answer in answers) for key in answers[0]}
    return Result(wall=wall, **total)


def _start(tool: Tool, core: int, files: TextFiles, texts: Path) -> subprocess.Popen[str]:
    command = [tool.python, HERE / "worker.py", tool.key, str(core), files.warm, texts]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | ONE_THREAD)


def _line(worker: subprocess.Popen[str], tool: Tool) -> str:
    assert worker.stdout is not None
    line = worker.stdout.readline().strip()
    if not line:
        sys.exit(f"{tool.name} ended early; its message stands above")
    return line


def _output(command: Sequence[Any]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | ONE_THREAD).stdout


def print_tools(results: dict[str, list[Result]], texts: int) -> None:
    """Ratios are onrecord on one core : the tool; above 1 onrecord does more in the same time."""
    ours = next(iter(results.values()))
    print("| | reports a CPU s | reports a wall s | peak MiB | found | raised | ours : it, CPU | ours : it, wall |")
    print("|---|---|---|---|---|---|---|---|")
    for name, runs in results.items():
        cpu, wall = (statistics.median(texts / getattr(r, kind) for r in runs) for kind in ("cpu", "wall"))
        peak = statistics.median(r.peak_mib for r in runs)
        cells = [f"{cpu:.2f}", f"{wall:.2f}", f"{peak:,.0f}", _same(r.found for r in runs), f"{_same(r.raised for r in runs)} of {texts}"]
        ratios = [_ratio(ours, runs, kind) for kind in ("cpu", "wall")]
        print(f"| {' | '.join([name, *cells, *ratios])} |")


def _same(counts: Iterable[int]) -> str:
    """The count of all repeats; several where they differ, which they must not."""
    return " or ".join(map(str, sorted(set(counts))))


def _ratio(ours: Sequence[Result], other: Sequence[Result], kind: str) -> str:
    if ours is other:
        return "1"
    found = [getattr(b, kind) / getattr(a, kind) for a, b in zip(ours, other, strict=True)]
    return f"{statistics.median(found):.2f} ({min(found):.2f} to {max(found):.2f})"


def print_floor(floors: Sequence[dict[str, float]], ours: Sequence[Result], texts: int) -> None:
    first = floors[0]
    rate = statistics.median(f["rate"] for f in floors)
    floor = statistics.median(f["seconds"] for f in floors) / texts
    seconds = statistics.median(r.cpu for r in ours) / texts
    ratio = statistics.median(r.cpu / f["seconds"] for r, f in zip(ours, floors, strict=True))
    print(
        f"\n{first['pieces'] / texts:,.0f} word pieces a report, {first['operations_a_piece'] / 1e6:.1f} million operations a piece"
        f" ({100 * first['float_share']:.0f} % of them on floats), {rate / 1e9:,.0f} thousand million int8 operations a CPU second"
    )
    print(f"a report: floor {floor:.4f} s, ours {seconds:.4f} s, ratio {ratio:.1f}")


def cores() -> list[int]:
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def processor() -> str:
    return next(_processor_names(), platform.processor() or platform.machine())


def _processor_names() -> Iterator[str]:
    path = Path("/proc/cpuinfo")
    if path.exists():
        for line in path.read_text(encoding="utf8").splitlines():
            if line.startswith("model name"):
                yield line.partition(":")[2].strip()


if __name__ == "__main__":
    sys.exit(main())
