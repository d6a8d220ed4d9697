"""Measures the quality of this checkout and holds it against ``floors.json``: exit code 1 when a figure is below its floor.

  python eval/gate.py [MEASURE...] [--raise]

``--raise`` writes every floor up to what was measured less its noise; no floor ever goes down by it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from measures import DATA, MEASURES, Figures

FLOORS = Path(__file__).with_name("floors.json")


def main(arguments: list[str]) -> int:
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf8"))
    wanted = [a for a in arguments if not a.startswith("--")] or list(MEASURES)
    failed = 0
    for name in wanted:
        figures = MEASURES[name]()
        if figures is None:
            print(f"{name}: skipped, its set is not in {DATA} (ONRECORD_EVAL names the folder)")
            continue
        failed += _hold(name, figures, floors.setdefault(name, {}))
        if "--raise" in arguments:
            _raise(figures, floors[name])
    if "--raise" in arguments:
        FLOORS.write_text(json.dumps(floors, indent=2, ensure_ascii=False) + "\n", encoding="utf8")
    return int(failed > 0)


def _hold(name: str, figures: Figures, floors: dict[str, float]) -> int:
    low = 0
    for figure, value in figures.items():
        floor = floors.get(figure)
        below = floor is not None and value < floor - 1e-9
        low += below
        print(f"{name:12} {figure:22} {value:8.3f}   floor {'-' if floor is None else floor}{'   BELOW' if below else ''}")
    for figure in sorted(set(floors) - set(figures)):
        low += 1
        print(f"{name:12} {figure:22} has a floor and was not measured   BELOW")
    return low


def _raise(figures: Figures, floors: dict[str, float]) -> None:
    """Figures that a machine's speed decides have no floor. Half a point is left for another processor's arithmetic."""
    for figure, value in figures.items():
        if not figure.startswith("CPU"):
            floors[figure] = max(floors.get(figure, 0.0), round(value - 0.5, 1))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
