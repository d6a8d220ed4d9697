"""What a hundred reports more cost, as the record grows: stored, put into stories, linked, compared.

  python bench/growth.py [--sizes 1000,10000,100000] [--keep DIR]

The analyses are invented (the stories and profiles of bench/stories.py, with people who are spelled in several ways, offices,
statements that are told again), so nothing is read or analysed: what is measured is what has to look at the record. Each size is a
record of its own, filled by the true stories in large transactions and linked as ``add`` does; with ``--keep`` it is kept in that
folder, and a later run measures on a copy. All sizes end with the same reports, and the hundred that come then are the same: a smaller
record is the latest part of a larger one, so that stories are as old and as large on either. CPU seconds of the process; the last line
holds the last size against the first.
"""

from __future__ import annotations

import argparse
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one report's matrices are too small to share out

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import stories
from stories import MODEL, Affair
from worker import peak_mib

from onrecord.ids import make_id, text_hash
from onrecord.model import Analysis, Entity, EntityRef, EntityType, Mention, Profile, Published, Report, Role, Span, Statement, Story
from onrecord.pipeline import linking
from onrecord.store import Record, open_record
from onrecord.text import fold

MORE, SEED = 100, 8
AT_ONCE = 500  # reports in one transaction while a record is filled
STAGES = ("store", "group", "link", "compare")
SAID = 6  # statements a report
VOCABULARY = 400_000  # names: more than 100,000 reports use up
SYLLABLES = [a + b for a in ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "sh", "tr") for b in "aeiou"]
TYPES: Sequence[EntityType] = ("person",) * 12 + ("organisation",) * 4 + ("place",) * 3 + ("state",)
OFFICES = ("foreign minister", "president", "mayor", "spokesman", "interior minister", "envoy")
VARIANTS = 0.12  # of the mentions of a person are spelled otherwise


class Invented:
    """Reports with their analyses and profiles, of the same kind however many there are; without the first so many."""

    def __init__(self, without: int = 0) -> None:
        stories.NAMES = VOCABULARY
        self._stream = islice(stories.invent(random.Random(SEED)), without, None)
        self._chance = random.Random(SEED)

    def __iter__(self) -> Iterator[tuple[Report, Analysis, Profile, Affair]]:
        for profile, affair in self._stream:
            self._chance = random.Random(profile.report)  # the same whatever came before
            yield *self._told(profile, affair), profile, affair

    def _told(self, profile: Profile, affair: Affair) -> tuple[Report, Analysis]:
        chance = self._chance
        named = [word for word in sorted(profile.names, key=lambda w: -profile.names[w])[:17]]
        entities: dict[tuple[EntityType, str], Entity] = {}
        text = ""
        for word in named:
            kind, name = called(word)
            shown = otherwise(name, chance) if kind == "person" and chance.random() < VARIANTS else name
            span = Span(len(text), len(text) + len(shown))
            roles = (Role(title=f"Karthenian {chance.choice(OFFICES)}", span=span),) if kind == "person" and chance.random() < 0.1 else ()
            entity = make_id("entity", kind, fold(shown))
            entities.setdefault(
                (kind, fold(shown)), Entity(id=entity, name=shown, type=kind, mentions=(Mention(span=span, kind="name"),), roles=roles)
            )
            text += shown + ", "
        text += "were there.\n\n"
        people = [e for e in entities.values() if e.type == "person"] or list(entities.values())
        statements = []
        for n in range(SAID):
            who, words = people[n % len(people)], self._words(affair)
            content, source = Span(len(text) + 1, len(text) + 1 + len(words)), len(text) + 3 + len(words)
            text += f"“{words}” {who.name} said. "
            spans = (Span(source, source + len(who.name)), Span(source + len(who.name) + 1, source + len(who.name) + 5), content)
            statements.append(_statement(profile.report, spans, who))
        day = time.strftime("%Y-%m-%d", time.gmtime(((profile.day or 0) - 719_163) * 86_400))
        report = Report(
            id=profile.report,
            text=text,
            text_sha256=text_hash(text),
            outlet=f"The {called(f'N{chance.randrange(1, 90)}')[1]} Post",
            title=f"{named[0]} {affair.topic} told by {profile.report}",
            published=Published(value=day, precision="day", basis="page"),
        )
        found = Analysis(
            report_id=report.id,
            text_sha256=report.text_sha256,
            engine=MODEL,
            statements=tuple(statements),
            entities=tuple(entities.values()),
        )
        return report, found

    def _words(self, affair: Affair) -> str:
        """What is said, of a dozen things that are said in the affair, or of nowhere else."""
        chance = self._chance if self._chance.random() < 0.6 else random.Random(f"{affair.names} {self._chance.randrange(12)}")
        return " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(chance.randint(8, 18)))


def _statement(report: str, spans: tuple[Span, Span, Span], who: Entity) -> Statement:
    source, cue, content = spans
    speaker = EntityRef(entity=who.id, name=who.name)
    key = make_id("statement", report, content.start)
    return Statement(id=key, manner="direct", source=(source,), cue=(cue,), content=(content,), speaker=speaker, score=0.9)


@lru_cache(maxsize=100_000)
def called(word: str) -> tuple[EntityType, str]:
    """The type and name that stand for a word of the profiles: a few given names for many people, surnames that several bear."""
    chance = random.Random(word)
    kind = chance.choice(TYPES)
    surname = invented_word(int(40_000 ** chance.random()), 3)
    if kind == "person":
        return kind, f"{invented_word(int(900 ** chance.random()), 2)} {surname}"
    tails = {"organisation": f" {chance.choice(('Quay', 'Salt', 'Harbour', 'Grain'))} {chance.choice(('Office', 'Council', 'Union'))}"}
    return kind, f"{invented_word(chance.randrange(60_000), 3)}{tails.get(kind, '')}"


@lru_cache(maxsize=100_000)
def invented_word(number: int, syllables: int) -> str:
    chance = random.Random(number * 7 + syllables)
    return "".join(chance.choices(SYLLABLES, k=syllables)).title()


def otherwise(name: str, chance: random.Random) -> str:
    """Another spelling of a person's name."""
    given, surname = name.split(" ", 1)
    ways = [surname, surname, f"{given[0]}. {surname}", f"{given} {chance.choice('ABEKMS')}. {surname}", f"{name}".replace("sh", "sch")]
    return chance.choice([*ways, f"{surname}, {given}"])


def fill(record: Record, invented: Iterator[tuple[Report, Analysis, Profile, Affair]], size: int) -> None:
    run, true, held = record.start_run("add", MODEL), dict[Affair, list[str]](), 0
    while held < size:
        touched: dict[int, list[str]] = {}
        with record.transaction():
            for _ in range(min(AT_ONCE, size - held)):
                report, analysis, profile, affair = next(invented)
                record.add_report(run, report, analysis, profile)
                known = true.setdefault(affair, [])
                known.append(report.id)
                touched[id(known)] = known
                held += 1
            told = (Story(id=make_id("story", ids[0]), title=None, reports=tuple(ids)) for ids in touched.values())
            record.replace_stories(told)
    record.finish_run(run)
    linking.link_names(record)
    record._database.run("DELETE FROM uncompared")
    record._database.run("ANALYZE")


joining = sys.modules["onrecord.pipeline.relate"]


class Embedder:
    """Nothing is embedded: every report comes with its profile."""

    version = MODEL

    def embed(self, text: str) -> tuple[float, ...]:
        raise AssertionError(text)


def measure(record: Record, invented: Iterator[tuple[Report, Analysis, Profile, Affair]]) -> dict[str, float]:
    """CPU seconds by stage of a hundred reports, added as ``add`` does."""
    engines: Any = type("Engines", (), {"embedder": Embedder()})
    more = [next(invented) for _ in range(MORE)]
    run = record.start_run("add", MODEL)

    def store() -> None:
        for report, analysis, profile, _ in more:
            record.add_report(run, report, analysis, profile)

    def compare() -> None:
        joining.compare(record, record.uncompared())

    stages = (store, lambda: joining._place_all(record, engines, record.unplaced()), lambda: linking.link_names(record), compare)
    taken = {}
    for name, stage in zip(STAGES, stages, strict=True):
        begun = time.process_time()
        stage()
        taken[name] = time.process_time() - begun
    record.finish_run(run)
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--keep", type=Path, help="where filled records are kept")
    wanted = parser.parse_args()
    print(
        f"{'reports':>8} {'stories':>8} {'names':>8} {'MB':>7} {'fill, ms':>8} "
        + " ".join(f"{s:>8}" for s in (*STAGES, "all"))
        + "  peak MiB"
    )
    totals = []
    sizes = [int(size) for size in wanted.sizes.split(",")]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            totals.append(one(size, max(sizes) - size, Path(folder) / "record.db", wanted.keep))
    print(f"last to first: {totals[-1] / totals[0]:.2f}")
    return 0


def one(size: int, without: int, path: Path, keep: Path | None) -> float:
    kept = keep / f"growth-{size}-after-{without}.db" if keep else None
    invented = iter(Invented(without))
    begun = time.process_time()
    if kept is not None and kept.exists():
        shutil.copy(kept, path)
        invented = iter(Invented(without + size))
    with open_record(path) as record:
        record._database.run("PRAGMA synchronous = OFF")  # the disk is not what is measured
        if kept is None or not kept.exists():
            fill(record, invented, size)
            if kept is not None:
                kept.parent.mkdir(parents=True, exist_ok=True)
                record._database.run("VACUUM INTO ?", (str(kept),))
        filled = time.process_time() - begun
        taken = measure(record, invented)
        counted = [record._database.value(f"SELECT count(*) FROM {table}") for table in ("report", "story", "known_name")]
        row = " ".join(f"{n:8,}" for n in counted)
        stages = " ".join(f"{taken[stage]:8.2f}" for stage in STAGES)
        total = sum(taken.values())
        print(f"{row} {path.stat().st_size / 1e6:7.0f} {1000 * filled / size:8.1f} {stages} {total:8.2f}  {peak_mib():8.0f}", flush=True)
    return total


if __name__ == "__main__":
    sys.exit(main())
