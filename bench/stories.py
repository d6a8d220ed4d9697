"""What it costs to put a report into its story, as the record grows.

  python bench/stories.py [--full]

Fills a record, by the true stories, with invented reports (a hundred a day; stories over days to weeks; names spread as
Zipf found words to be) and measures the CPU time of grouping single reports around the sizes given. Without ``--full`` up to
10,000 reports. Reports are not analysed or embedded: their profiles are made up, each as dense as those of real reports.
The last line holds the last size against the first.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one report's matrices are too small to share out

import random
import statistics
import struct
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.ids import text_hash
from onrecord.link import explain_story, regroup, story_id
from onrecord.model import Analysis, Profile, Published, Report, Story
from onrecord.store import Record, open_record

A_DAY = 100
SIZES = (1_000, 3_000, 10_000)
FULL = (1_000, 10_000, 100_000)
MEASURED = 300  # single reports around each size: a few cost ten times the others, so fewer say little
AT_ONCE = 32
NUMBERS = 96  # fewer than a real vector has, to fill quickly; reading them is a small part of the cost
MOST_PULL = 20.0  # bounds how long a story lives: what it costs to join one depends on its size, which must not grow with the record
TOPICS, NAMES, EPOCH = 40, 60_000, 740_000
MODEL = "invented"


@dataclass(frozen=True, slots=True)
class Affair:
    """What the reports of a story have in common."""

    topic: int
    names: tuple[str, ...]
    direction: tuple[float, ...]


def main() -> int:
    sizes = FULL if "--full" in sys.argv[1:] else SIZES
    with tempfile.TemporaryDirectory() as folder, open_record(Path(folder) / "r.db") as record:
        record._database.run("PRAGMA synchronous = OFF")  # the disk is not what is measured
        stream, costs = invent(random.Random(4)), []
        true: dict[Affair, list[str]] = {}
        run, held = record.start_run("add", MODEL), 0
        print(f"{'reports':>8} {'stories':>8} {'ms each, median':>16} {'mean':>8} {'90th':>8} {'MB':>8}")
        for size in sizes:
            while held < size - 2 * MEASURED:
                batch = [next(stream) for _ in range(min(AT_ONCE, size - 2 * MEASURED - held))]
                fill(record, run, batch, true)
                held += len(batch)
            times = [put(record, run, next(stream)[0]) for _ in range(2 * MEASURED)][MEASURED:]
            held += 2 * MEASURED
            costs.append(statistics.mean(times))
            tell(record, held, times)
        print(f"last to first: {costs[-1] / costs[0]:.2f}")
    return 0


def put(record: Record, run: str, profile: Profile) -> float:
    """Adds and groups; CPU milliseconds of the grouping."""
    add(record, run, profile, None)
    started = time.process_time()
    record.add_profile(profile)
    known = Known(record)
    record.replace_stories([story(known.profiles(group)) for group in regroup([profile.report], known)])
    return 1000 * (time.process_time() - started)


def fill(record: Record, run: str, batch: Sequence[tuple[Profile, Affair]], true: dict[Affair, list[str]]) -> None:
    for profile, affair in batch:
        add(record, run, profile, profile)
        true.setdefault(affair, []).append(profile.report)
    for reports in {id(true[affair]): true[affair] for _, affair in batch}.values():
        record.replace_stories([Story(id=f"filled {reports[0]}", title=None, reports=tuple(reports))])


def add(record: Record, run: str, profile: Profile, kept: Profile | None) -> None:
    text = f"Report {profile.report}."
    published = Published(value="2026-01-01", precision="day", basis="given")
    report = Report(id=profile.report, text=text, text_sha256=text_hash(text), published=published)
    record.add_report(run, report, Analysis(report_id=profile.report, text_sha256=report.text_sha256, engine=MODEL), kept)


def story(profiles: dict[str, Profile]) -> Story:
    first = story_id([(f"{p.day or 0:08}", p.report) for p in profiles.values()])
    why = explain_story(list(profiles.values()))
    return Story(id=first, title=why.middle, reports=tuple(profiles), reasons=why.reasons)


@dataclass(frozen=True, slots=True)
class Known:
    record: Record

    def profiles(self, reports: Sequence[str]) -> dict[str, Profile]:
        return self.record.profiles(reports, MODEL)

    def near(self, report: str) -> set[str]:
        return self.record.near(report)

    def fellows(self, reports: Sequence[str]) -> list[list[str]]:
        return self.record.fellows(reports)


def tell(record: Record, held: int, times: list[float]) -> None:
    stories = record._database.value("SELECT count(*) FROM story")
    megabytes = record.path.stat().st_size / 1e6
    ninth = statistics.quantiles(times, n=10)[-1]
    print(
        f"{held:8,} {stories:8,} {statistics.median(times):16.1f} {statistics.mean(times):8.1f} {ninth:8.1f} {megabytes:8.0f}", flush=True
    )


def invent(chance: random.Random) -> Iterator[tuple[Profile, Affair]]:
    topics = [[chance.gauss(0, 1) for _ in range(NUMBERS)] for _ in range(TOPICS)]
    living: list[tuple[Affair, float]] = []
    n = 0
    while True:
        day = EPOCH + n // A_DAY
        if n % A_DAY == 0:
            living = [(affair, pull * chance.uniform(0.5, 1.0)) for affair, pull in living if pull > 0.3]
        if not living or chance.random() < 0.25:
            living.append((an_affair(chance, topics), min(MOST_PULL, chance.paretovariate(1.2))))
        (affair,) = chance.choices([a for a, _ in living], [pull for _, pull in living])
        yield a_report(chance, affair, f"r{n:07}", day), affair
        n += 1


def an_affair(chance: random.Random, topics: list[list[float]]) -> Affair:
    topic = chance.randrange(TOPICS)
    direction = tuple(x + 0.8 * chance.gauss(0, 1) for x in topics[topic])
    return Affair(topic, tuple(a_name(chance, topic) for _ in range(14)), direction)


def a_name(chance: random.Random, topic: int) -> str:
    """One in four from a topic's own; by rank, so that a few are everywhere and most are rare."""
    rank = int(NAMES ** chance.random())
    return f"T{topic}n{rank % 500}" if chance.random() < 0.25 else f"N{rank}"


def a_report(chance: random.Random, affair: Affair, name: str, day: int) -> Profile:
    names = {w: chance.uniform(1, 3) for w in chance.sample(affair.names, 9)} | {a_name(chance, affair.topic): 1.0 for _ in range(30)}
    vector = [x + 0.7 * chance.gauss(0, 1) for x in affair.direction]
    weights = dict(zip(names, scaled(list(names.values())), strict=True))
    heaviest = sorted(weights, key=lambda w: (-weights[w], w))[:16]
    title = {w.lower() for w in chance.sample(affair.names, 3)} | {f"word{int(3000 ** chance.random())}" for _ in range(4)}
    numbers = scaled(vector)
    packed = struct.pack(f"<{2 * NUMBERS}h", *numbers, *numbers)
    return Profile(report=name, model=MODEL, day=day, vector=packed, names=weights, keys=tuple(sorted({*heaviest, *title})))


def scaled(values: Sequence[float]) -> list[int]:
    length = sum(x * x for x in values) ** 0.5
    return [round(1000 * x / length) for x in values]


if __name__ == "__main__":
    sys.exit(main())
