"""The evaluation reports hold their floors. The other sets are the gate's: ``bin/check gate``."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

EVAL = Path(__file__).resolve().parents[1] / "eval"


def load_measures() -> ModuleType:
    description = importlib.util.spec_from_file_location("measures", EVAL / "measures.py")
    assert description is not None and description.loader is not None
    module = importlib.util.module_from_spec(description)
    description.loader.exec_module(module)
    return module


def test_the_seed_reports_hold_their_floors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EVAL))  # where measures finds what it measures by
    measures = load_measures()
    figures = measures.measure_seeds()
    if figures is None:
        pytest.skip(f"the evaluation set is not in {measures.DATA} (ONRECORD_EVAL names the folder)")
    floors = json.loads((EVAL / "floors.json").read_text(encoding="utf8"))["seeds"]["floors"]
    below = {name: (figures.get(name), floor) for name, floor in floors.items() if figures.get(name, -1.0) < floor}
    assert below == {}
