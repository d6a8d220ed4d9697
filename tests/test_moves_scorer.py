"""The scorer of moves finds every labelled move in the labels themselves, and none in an empty analysis."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

EVAL = Path(__file__).resolve().parents[1] / "eval"
REPORTS = [json.loads(line) for line in (EVAL / "moves/open.jsonl").read_text(encoding="utf8").split("\n") if line]


def load_scorer() -> ModuleType:
    description = importlib.util.spec_from_file_location("moves_scorer", EVAL / "moves.py")
    assert description is not None and description.loader is not None
    module = importlib.util.module_from_spec(description)
    sys.modules[description.name] = module  # a dataclass looks its own module up
    description.loader.exec_module(module)
    return module


def analysed(move: dict[str, Any]) -> dict[str, Any]:
    target = {"name": move["target"]} if move["target"] else None
    return {**move, "actor": {"name": move["actor"]}, "target": target}


def test_the_labels_score_full_marks_against_themselves() -> None:
    scorer = load_scorer()
    scores = scorer.Scores()
    for report in REPORTS:
        scorer.judge_report(scores, report, [analysed(move) for move in report["moves"]])
    assert not scores.rows["missed"] and not scores.rows["spurious"]
    full = set(scores.all) - {"actor null", "distractors taken"}
    assert {name for name in full if scores.right[name] != scores.all[name]} == set()
    assert scores.right["actor null"] == scores.right["distractors taken"] == 0


def test_a_move_in_a_distractor_and_another_act_are_errors() -> None:
    scorer = load_scorer()
    report = REPORTS[0]
    wrong = {**analysed(report["moves"][0]), "act": "thank"}
    distracted = {"span": report["not_moves"][0]["span"], "act": "demand", "actor": None, "terms": {}}
    scores = scorer.Scores()
    scorer.judge_report(scores, report, [wrong, distracted])
    assert scores.rows["hit"].total() == 0
    assert scores.rows["missed"].total() == len(report["moves"])
    assert scores.rows["spurious"] == {"thank": 1, "demand": 1}
    assert scores.right["distractors taken"] == 1


def test_the_spans_of_the_labels_lie_in_their_text() -> None:
    for report in REPORTS:
        for entry in (*report["moves"], *report["not_moves"]):
            start, end = entry["span"]
            assert 0 <= start < end <= len(report["text"])
        for move in report["moves"]:
            assert all(value in report["text"] for values in move["terms"].values() for value in values)
