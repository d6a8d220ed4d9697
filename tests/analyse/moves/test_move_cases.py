"""Every case file of tests/cases/moves, through the shipped tagger and the whole analysis.

    # Why this case is kept; wording invented.
    # refuse | actor: union | what: the offer | time: 2026-03-10
    The union rejected the offer on Tuesday, its spokeswoman said.

A line of the head for each move that must be found and no other: the act, then facts. Keys are actor, target, what, side,
modality, negated, and the keys of terms; "none" as the only line: no move at all.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from test_cases import as_report

from cases import read_case
from onrecord.analyse import analyse_report
from onrecord.engines.attribution import load_tagger
from onrecord.model import EntityRef, Move

CASES = sorted((Path(__file__).parents[2] / "cases" / "moves").glob("*.txt"))


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path: Path) -> None:
    case = read_case(path)
    analysis = analyse_report(as_report(case), tagger=load_tagger())
    found = [m for s in analysis.statements for m in s.moves]
    expected = read_expected(path)
    assert [m.act for m in found] == [act for act, _ in expected], [(m.act, m.reasons) for m in found]
    for move, (_, facts) in zip(found, expected, strict=True):
        for key, value in facts.items():
            assert fact_of(move, key) == value, (key, move.reasons)


def read_expected(path: Path) -> list[tuple[str, dict[str, str]]]:
    """(act, facts) of each line of the head behind the first, which says why."""
    lines = [line[1:].strip() for line in path.read_text(encoding="utf8").split("\n") if line.startswith("#")][1:]
    rows = [line.split(" | ") for line in lines if line != "none" and not line.startswith(("published:", "title:"))]
    return [(act, dict(part.split(": ", 1) for part in facts)) for act, *facts in rows]


def fact_of(move: Move, key: str) -> str:
    references: dict[str, EntityRef | None] = {"actor": move.actor, "target": move.target, "side": move.on_behalf_of}
    if key in references:
        reference = references[key]
        return reference.name if reference else "nobody"
    if key in ("what", "modality"):
        return str(getattr(move, key))
    if key == "negated":
        return str(move.negated).lower()
    return "; ".join(t.value for t in move.terms if t.key == key) or "none"
