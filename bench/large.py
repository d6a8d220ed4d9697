"""What a person waits for with a large record: every verb that asks it, and what changes it, by CPU, clock and peak of memory.

  python bench/large.py RECORD [--statements 1000000] [--only VERB,…] [--scratch FOLDER]

RECORD is a SQLite file or the address of a PostgreSQL database; where there is none, bench/desk_record.py invents one of that many
statements. Each verb runs as a program of its own, as a person starts it. What only asks is asked of RECORD, what writes is done to a copy
in the scratch folder (of a server's record only what asks). How many lines came back, or which exit code, stands at the end.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desk_record import make_record

from onrecord.store import Record, StatementFilter, open_record
from onrecord.store.migrate import record_exists
from onrecord.store.place import Place, Server, place_of

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = (  # the most memory that it held itself: what the system counts also has the program that started it
    "import atexit, pathlib\n"
    "def peak():\n"
    "    held = pathlib.Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]\n"
    "    pathlib.Path({peak!r}).write_text(held)\n"
    "atexit.register(peak)\n"
    "from onrecord.cli import main; main()"
)
ME = ("--author", "Bench", "--why", "to see how long it takes")


@dataclass(frozen=True, slots=True)
class Known:
    """What is asked for: a story of the usual size and the largest, somebody who is everywhere and somebody who is not, and so on."""

    story: str
    largest: str
    everywhere: str
    somebody: str
    words: tuple[str, ...]
    report: str
    other: str
    statement: str
    finding: str
    day: str


def known(record: Record) -> Known:
    stories = iter(record.stories())
    largest = next(stories)
    usual = next(story for story in stories if len(story.reports) == 6)
    busiest = record._database.all("SELECT entity, sum(links) FROM spelling GROUP BY 1 ORDER BY 2 DESC LIMIT 1")[0][0]
    said = list(record.statements(StatementFilter(story=usual.id)))
    finding = next(record.findings(story=usual.id))
    speaker = next(row.speaker for row in said if row.speaker)
    words = tuple(said[0].content_text.split())
    one, two = usual.reports[:2]
    return Known(usual.id, largest.id, busiest, speaker.name, words, one, two, said[3].statement.id, finding.id, usual.first or "")


def asking(k: Known, out: Path) -> Iterator[list[str]]:
    yield ["search", k.words[0]]
    yield ["search", " ".join(k.words[:3])]
    yield ["search", f'"{k.words[0]} {k.words[1]}"']
    yield ["search", "said"]
    yield ["stories", "--limit", "20"]
    yield ["stories", "--format", "jsonl"]
    for story in (k.story, k.largest):
        for verb in ("account", "findings", "positions", "figures", "utterances"):
            yield [verb, story]
    for verb in ("offers", "events", "origins", "considered"):
        yield [verb, k.story]
    for verb in ("account", "findings", "positions", "figures", "events", "problems", "utterances", "origins"):
        yield [verb, "--limit", "20"]
    yield ["account", k.story, "--as-of", k.day]
    yield ["statements", "--limit", "20"]
    yield ["statements", "--speaker", k.somebody, "--limit", "20"]
    yield ["statements", "--speaker", k.everywhere, "--limit", "20"]
    yield ["statements", "--text", k.words[0], "--limit", "20"]
    yield ["statements", "--story", k.story]
    yield ["statements", "--report", k.report]
    yield ["statements", "--since", k.day, "--until", k.day, "--limit", "20"]
    yield ["statements", "--format", "jsonl"]
    yield ["entities", "--limit", "20"]
    yield ["entities", "--name", k.somebody]
    yield ["entities", "--name", k.everywhere]
    yield ["entities", "--story", k.story]
    yield ["versions"]
    yield ["compare", k.report, k.other]
    yield ["changes", "--since", "2100-01-01"]
    yield ["screen", str(next((ROOT / "samples" / "text").glob("*.txt")))]
    yield ["judgements"]
    yield ["export", "--format", "html", "--story", k.story, "--out", str(out / "story")]
    yield ["export", "--format", "csv", "--kind", "statements", "--speaker", k.somebody, "--out", str(out / "speaker")]
    yield ["export", "--format", "jsonl", "--kind", "statements", "--out", str(out / "statements")]
    yield ["export", "--format", "jsonl", "--kind", "findings", "--kind", "origins", "--out", str(out / "findings")]
    yield ["export", "--format", "jsonl", "--out", str(out / "everything")]
    yield ["doctor", "--quick"]
    yield ["verify"]


def writing(k: Known, out: Path) -> Iterator[list[str]]:
    yield ["add", str(ROOT / "samples")]
    yield ["correct", k.statement, "--speaker", "Ana Ruiz", *ME]
    yield ["correct", k.finding, "--not-a-conflict", *ME]
    yield ["merge", k.everywhere, k.somebody, *ME]
    yield ["suppress", k.report, *ME]
    yield ["purge", k.other, *ME, "--yes"]
    yield ["changes", "--since", time.strftime("%Y-%m-%d", time.gmtime())]
    yield ["backup", str(out / "backup.db")]
    yield ["copy", str(out / "copy.db"), str(out / "again.db")]
    yield ["compact"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=place_of)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--only", default="", help="verbs, with commas between them")
    parser.add_argument("--scratch", type=Path, help="where copies and exports go for the while")
    wanted = parser.parse_args()
    place: Place = wanted.record
    if not record_exists(place):
        make_record(place, wanted.statements)
    with open_record(place, read_only=True) as record:
        k, has = known(record), record.amounts()
    print(f"{has.statements:,} statements, {has.reports:,} reports, {has.stories:,} stories, {has.findings:,} findings")
    only = set(filter(None, wanted.only.split(",")))
    print(f"{'CPU s':>8} {'wall s':>8} {'MiB':>6} {'lines':>9}")
    with tempfile.TemporaryDirectory(dir=wanted.scratch) as folder:
        out = Path(folder)
        for words in asking(k, out):
            if not only or words[0] in only:
                show(words, timed(words, place, out))
        if isinstance(place, Server):
            return 0
        copy = out / "copy.db"
        shutil.copy(place, copy)
        for words in writing(k, out):
            if not only or words[0] in only:
                show(words, timed(words, copy, out))
    return 0


def timed(words: list[str], place: Place, out: Path) -> tuple[float, float, float, str]:
    """CPU and clock seconds, MiB at the peak, and lines or exit code of ``onrecord WORDS`` on the record."""
    said, heard, peak = out / "said", out / "heard", out / "peak"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "ONRECORD_RECORD": getattr(place, "url", str(place))}
    begun = time.monotonic()
    with said.open("wb") as stdout, heard.open("wb") as stderr:
        program = [sys.executable, "-c", PROGRAM.format(peak=str(peak)), *words]
        pid = os.posix_spawn(
            sys.executable,
            program,
            environment,
            file_actions=[(os.POSIX_SPAWN_DUP2, stdout.fileno(), 1), (os.POSIX_SPAWN_DUP2, stderr.fileno(), 2)],
        )
        _, status, used = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    with said.open("rb") as stdout:
        lines = sum(1 for _ in stdout)
    told = f"{lines:,}" if code in (0, 3) else f"exit {code}: {heard.read_text()[-200:]}"
    return used.ru_utime + used.ru_stime, time.monotonic() - begun, int(peak.read_text()) / 1024, told


def show(words: list[str], measured: tuple[float, float, float, str]) -> None:
    cpu, wall, peak, told = measured
    asked = " ".join(word if len(word) < 40 else f"{word[:16]}…" for word in words)
    print(f"{cpu:8.2f} {wall:8.2f} {peak:6.0f} {told:>9}  {asked}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
