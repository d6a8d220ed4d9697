"""Score the moves of analyses (wire format) against the annotated reports of ``eval/moves``.

    python eval/moves.py GOLD.jsonl ANALYSES.jsonl [--verbose]

Moves match one to one within a report when the acts are equal and the spans share at least 30 % of the shorter, the best
overlap first. Actor, target, what and terms are judged on matched moves only; "terms of all" counts the terms of missed moves as missed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Move = dict[str, Any]
LEAST = 0.3  # of the shorter span
ON_FACTS = {"accuse", "condemn", "deny", "confirm", "decline to comment", "apologise", "thank", "concede"}  # labelled without terms
EMPTY = {"the", "and", "for", "with", "from", "its", "his", "her", "a", "an", "of", "to", "in", "on", "by", "at", "or", "if"}


@dataclass(slots=True, kw_only=True)
class Scores:
    """What was counted over all reports: ``rows`` by outcome and act; ``right`` of ``all`` by the name of a share."""

    rows: dict[str, Counter[str]] = field(default_factory=lambda: {"hit": Counter(), "missed": Counter(), "spurious": Counter()})
    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def judge(self, right: bool, *names: str) -> None:
        self.all.update(names)
        self.right.update({name: int(right) for name in names})


def overlap(a: list[int], b: list[int]) -> tuple[float, float]:
    """The share of the shorter span that both cover, and the share of their union."""
    both = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return both / max(1, min(a[1] - a[0], b[1] - b[0])), both / max(1, max(a[1], b[1]) - min(a[0], b[0]))


def words(text: Any) -> set[str]:
    """The telling words of a value, case-folded; a value that is no text has none."""
    return {w for w in re.findall(r"\w+", text.casefold()) if w not in EMPTY} if isinstance(text, str) else set()


def named(reference: Any, names: Iterable[str]) -> bool:
    """Whether a reference shares a name word of three letters or more with one of the names."""
    said = {w for w in words((reference or {}).get("name")) if len(w) >= 3}
    return any(said & words(name) for name in names)


def either(move: Move, key: str) -> list[str]:
    """The label and the labels that are as good."""
    return [value for value in (move[key], *move.get(f"{key}_also", [])) if value]


def predicted(analysis: Move) -> list[Move]:
    """The moves of all statements, each with the words of its terms; one told by a statement and by its parent counts once."""
    said = (move for statement in analysis["statements"] for move in statement["moves"])
    moves = {(*move["span"], move["act"]): move for move in said if move.get("span")}
    return [move | {"told": told_terms(analysis["text"], move)} for move in moves.values()]


def told_terms(text: str, move: Move) -> dict[str, str | bool]:
    """The words of each term: its values, and the characters they came from (a value may be a date, where the text says "Friday")."""
    spans = move.get("term_spans") or {}
    told: dict[str, str | bool] = {}
    for key, value in (move.get("terms") or {}).items():
        said = [text[start:end] for start, end in spans.get(key, [])]
        told[key] = " ".join([*map(str, value), *said]) if isinstance(value, list) else " ".join(said) or value
    return told


def pairs(gold: list[Move], found: list[Move]) -> dict[int, int]:
    """The index of the predicted move for each labelled one that has one: greedily, best overlap first."""
    alike = ((i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if f["act"] in either(g, "act"))
    near = sorted((-share, -union, i, j) for i, j in alike for share, union in [overlap(gold[i]["span"], found[j]["span"])])
    taken: dict[int, int] = {}
    for share, _, i, j in near:
        if -share >= LEAST and i not in taken and j not in taken.values():
            taken[i] = j
    return taken


def judge_terms(scores: Scores, gold: Move, found: Move) -> None:
    """Count labelled terms found and predicted terms that are labelled: the same key and a word in common."""
    told = found.get("told") or told_terms("", found)
    wanted = {key: " ".join(value) for key, value in gold["terms"].items()}
    for key, value in wanted.items():
        scores.judge(bool(words(value) & words(told.get(key))), "terms recalled", "terms of all recalled", f"  {key}")
    for key, value in told.items() if gold["act"] not in ON_FACTS else ():
        scores.judge(bool(words(value) & words(wanted.get(key))), "terms precise")


def judge_pair(scores: Scores, gold: Move, found: Move) -> None:
    scores.judge(named(found.get("actor"), either(gold, "actor")), "actor")
    scores.judge(not found.get("actor"), "actor null")
    if gold["target"]:
        scores.judge(named(found.get("target"), either(gold, "target")), "target")
    scores.judge(bool(words(gold["what"]) & words(found.get("what"))), "what")
    if "polarity" in found:
        scores.judge(found["polarity"] == gold["polarity"], "polarity")
    judge_terms(scores, gold, found)


def judge_report(scores: Scores, report: Move, found: list[Move]) -> None:
    """Add one report to the scores."""

    def note(kind: str, act: str, span: list[int]) -> None:
        scores.rows[kind][act] += 1
        scores.errors.append(f"{report['id']:14} {kind:8} {act:12} {report['text'][span[0] : span[1]]!r}")

    gold = report["moves"]
    taken = pairs(gold, found)
    for i, move in enumerate(gold):
        scores.judge(i in taken, "narrated found" if move["narrated"] else "said found")
        if i not in taken:
            note("missed", move["act"], move["span"])
            for _ in move["terms"]:
                scores.judge(False, "terms of all recalled")
            continue
        scores.rows["hit"][move["act"]] += 1
        judge_pair(scores, move, found[taken[i]])
        if not named(found[taken[i]].get("actor"), either(move, "actor")):
            scores.errors.append(f"{report['id']:14} actor    {move['actor']!r}: {(found[taken[i]].get('actor') or {}).get('name')!r}")
    spurious = [move for j, move in enumerate(found) if j not in taken.values()]
    for move in spurious:
        note("spurious", move["act"], move["span"])
    for clause in report["not_moves"]:
        scores.judge(any(overlap(clause["span"], move["span"])[0] >= LEAST for move in spurious), "distractors taken")


def table(scores: Scores) -> list[str]:
    """The figures as lines: all acts, each act, then the shares."""
    rows = scores.rows
    lines = [f"{'act':20} {'P':>6} {'R':>6} {'F1':>6} {'hit':>5} {'missed':>7} {'spurious':>9}"]
    for act in ("all acts", *sorted({act for row in rows.values() for act in row})):
        hit, missed, extra = (row.total() if act == "all acts" else row[act] for row in rows.values())
        p, r, f = (100 * n / max(1, d) for n, d in ((hit, hit + extra), (hit, hit + missed), (2 * hit, 2 * hit + extra + missed)))
        lines.append(f"{act:20} {p:6.1f} {r:6.1f} {f:6.1f} {hit:5} {missed:7} {extra:9}")
    return [*lines, "", *(f"{name:20} {100 * scores.right[name] / n:6.1f} % of {n}" for name, n in sorted(scores.all.items()))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", type=Path, nargs=2, metavar="JSONL", help="labels, analyses")
    parser.add_argument("--verbose", action="store_true", help="print every missed and spurious move and wrong actor")
    options = parser.parse_args()
    gold, analyses = ([json.loads(line) for line in path.read_text(encoding="utf8").split("\n") if line] for path in options.paths)
    found = {analysis["id"]: analysis for analysis in analyses}
    scores = Scores()
    for report in gold:
        judge_report(scores, report, predicted(found[report["id"]]))
    print("\n".join([*(scores.errors if options.verbose else []), *table(scores)]))


if __name__ == "__main__":
    main()
