"""Measures the quality of this checkout and holds it against ``floors.json``: exit code 1 when a figure is below its floor, or
above it where less is better.

  python eval/gate.py [MEASURE...] [--stories | --others] [--raise]

``--stories``: what is measured on the clustered reports; ``--others``: the rest. Two processes may so share the work.

``--raise`` writes every floor up to what was measured less its noise; no floor ever becomes easier by it. A floor belongs to the
very files it was measured on: their digest stands beside it, and with other files the figures are printed and not judged.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from measures import DATA, MEASURES, ON_STORIES, SETS, Figures

FLOORS = Path(__file__).with_name("floors.json")
# What another processor's arithmetic may change: half a point; of the 45 statements of the seeds, the 74 speakers or the 30 moves,
# one; of the 162 labelled speakers, two (of the 28 who are unknown, and of the addressees, one).
NOISE = {"seeds": 2.5, "speakers": 1.5, "voices": 1.3, "moves": 3.4}
LESS_IS_BETTER = frozenset(["wrong", "speaker open"])
USUAL_NOISE = 0.5


def main(arguments: list[str]) -> int:
    held: dict[str, dict[str, Any]] = json.loads(FLOORS.read_text(encoding="utf8"))
    wanted = [a for a in arguments if not a.startswith("--")] or list(MEASURES)
    for half, on_stories in (("--stories", True), ("--others", False)):
        wanted = [name for name in wanted if half not in arguments or (name in ON_STORIES) is on_stories]
    low = 0
    for name in wanted:
        figures = MEASURES[name]()
        if figures is None:
            print(f"{name}: skipped, its set is not in {DATA} (ONRECORD_EVAL names the folder)")
            continue
        entry = held.setdefault(name, {"sha256": digest(name), "floors": {}})
        if entry["sha256"] != digest(name):
            print(f"{name}: another set than the floors were measured on; not judged")
            entry = {"sha256": digest(name), "floors": {}}
        low += hold(name, figures, entry["floors"])
        if "--raise" in arguments:
            raise_floors(figures, entry["floors"], NOISE.get(name, USUAL_NOISE))
    if "--raise" in arguments:
        FLOORS.write_text(json.dumps(held, indent=2, ensure_ascii=False) + "\n", encoding="utf8")
    return int(low > 0)


def digest(name: str) -> str:
    """SHA-256 over the files of a measure's set, in order."""
    total = hashlib.sha256()
    for path in SETS[name]():
        total.update(path.read_bytes())
    return total.hexdigest()


def hold(name: str, figures: Figures, floors: Figures) -> int:
    """Prints each figure beside its floor; returns how many are below."""
    low = 0
    for figure, value in figures.items():
        floor = floors.get(figure)
        below = floor is not None and (value > floor + 1e-9 if figure in LESS_IS_BETTER else value < floor - 1e-9)
        low += below
        print(f"{name:12} {figure:22} {value:8.3f}   floor {'-' if floor is None else floor}{'   BELOW' if below else ''}")
    for figure in sorted(set(floors) - set(figures)):
        low += 1
        print(f"{name:12} {figure:22} has a floor and was not measured   BELOW")
    return low


def raise_floors(figures: Figures, floors: Figures, noise: float) -> None:
    """Figures that a machine's speed decides have no floor."""
    for figure, value in figures.items():
        if figure in LESS_IS_BETTER:
            floors[figure] = min(floors.get(figure, 100.0), round(value + noise, 1))
        elif not figure.startswith("CPU"):
            floors[figure] = max(floors.get(figure, 0.0), round(value - noise, 1))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
