"""The evaluation reports hold their floors. The other sets are the gate's: ``bin/check gate``."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

EVAL = Path(__file__).resolve().parents[1] / "eval"


def load_measures() -> ModuleType:
    sys.path.insert(0, str(EVAL))  # measures.py has siblings
    description = importlib.util.spec_from_file_location("measures", EVAL / "measures.py")
    assert description is not None and description.loader is not None
    module = importlib.util.module_from_spec(description)
    description.loader.exec_module(module)
    return module


def below_floor(name: str) -> dict[str, tuple[float | None, float]]:
    """Each figure of a measure that lies below its floor, with the floor. Skips the test where the set is not there."""
    measures = load_measures()
    figures = measures.MEASURES[name]()
    if figures is None:
        pytest.skip(f"the evaluation set is not in {measures.DATA} (ONRECORD_EVAL names the folder)")
    floors = json.loads((EVAL / "floors.json").read_text(encoding="utf8"))[name]["floors"]
    return {figure: (figures.get(figure), floor) for figure, floor in floors.items() if figures.get(figure, -1.0) < floor}


@pytest.mark.parametrize("name", ["seeds", "times"])
def test_the_quick_sets_hold_their_floors(name: str) -> None:
    assert below_floor(name) == {}


MARKED = """<text id="x" dateCreated="2031-05-27">
<date when="2031-05-28">
Wednesday\tNP
,\t,
May\tNP
28\tCD
</date>
It\tPP
sank\tVVD
<date from="2031-05-26" to="2031-06-01">
this\tDT
week\tNN
</date>
.\tSENT
"""


def test_marked_dates_are_read_with_their_places(tmp_path: Path) -> None:
    load_measures()
    dates = sys.modules["dates"]
    (tmp_path / "x.xml").write_text(MARKED, encoding="utf8")
    (tmp_path / "x.conllu").write_text("# newpar\n# text = Wednesday, May 28\n# newpar\n# text = It sank this week.\n", encoding="utf8")
    text, gold, dateline = dates.read_marked(tmp_path / "x.xml")
    assert (text, dateline) == ("Wednesday, May 28\nIt sank this week.", "2031-05-28")
    assert [text[g.start : g.end] for g in gold] == ["Wednesday, May 28", "this week"]
    assert dates.measure_dates(tmp_path) == {"F1": 100.0, "F1 strict": 100.0, "value": 100.0, "value of stretches": 100.0}
