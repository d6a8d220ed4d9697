"""Measures utterances and findings: against labels of what reports of one story say, the two seeds, and judgements by hand.

  python eval/findings.py DATA

``judged/utterances.jsonl`` holds 100 pairs of statements that the program joined, drawn with fixed seeds over all news clusters (report
and offsets, no text): ``right`` says whether both render one act of saying. ``judged/findings.jsonl`` holds every finding of the types
that set statements against one another that the program gave there, judged as a strict editor would. What is still given of them is
what precision is measured on; how many of the right ones are still given is measured beside it.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import onrecord
from onrecord.export.jsonl import dump, report_line
from onrecord.model import Finding
from onrecord.store import StatementFilter

JUDGED = Path(__file__).parent / "judged"
SAME_ACT = frozenset({"repeats", "differs", "corroborates"})
Scorer = Callable[..., str]
Place = tuple[str, int, int]


def measure_findings(data: Path, score: Scorer) -> dict[str, float]:
    """``score`` runs a scorer of the set and gives what it prints. Shares in per cent."""
    with tempfile.TemporaryDirectory() as folder:
        wire, findings, placed = _record(Path(folder), [data / "gold/stories/news-clusters-dev.jsonl"])
        said = score("labels.py", wire, "--findings", findings, "--labels", data / "gold/story-labels/*.json")
        judged = _judged(placed)
        texts = sorted((data / "seeds").glob("*.txt"))
        wire, findings, _ = _record(Path(folder) / "seeds", texts)
        said += score("account.py", "--gold", data / "gold/seeds.json", "--pred", wire, "--findings", findings)
    shares = {
        "pairs joined": r"utterances: (\d+) of (\d+)",
        "drift seen": r"drift seen (\d+)/(\d+)",
        "labelled found": r"findings: (\d+) of (\d+) labelled",
        "seeds found": r"findings: (\d+) of (\d+) found",
    }
    return {name: 100 * int(m[1]) / int(m[2]) for name, pattern in shares.items() if (m := re.search(pattern, said))} | judged


def _record(folder: Path, inputs: list[Path]) -> tuple[Path, Path, list[tuple[str, list[Place], list[Place]]]]:
    """The analyses and findings as files, and every finding by the places of its two sides."""
    folder.mkdir(exist_ok=True)
    wire, findings = folder / "wire.jsonl", folder / "findings.jsonl"
    placed = []
    with onrecord.open_record(folder / "record.db") as record, wire.open("w") as lines, findings.open("w") as rows:
        record.add(list(inputs))
        held = _held(record)
        for report in list(record.reports()):
            analysis = record.analysis(report.id)
            assert analysis is not None
            line = report_line(report, analysis)
            usual = {told["id"] for told in line["statements"]}
            line["statements"] += [told for told in held.get(report.id, ()) if told["id"] not in usual]
            lines.write(dump(line) + "\n")
        for finding in record.findings():
            rows.write(dump({"id": finding.id, "type": finding.type, "a": list(finding.a), "b": list(finding.b)}) + "\n")
            placed.append((finding.type, *(_places(record, finding, side) for side in "ab")))
    return wire, findings, placed


def _held(record: onrecord.Record) -> dict[str, list[dict[str, Any]]]:
    """By report, the sentences and clauses that findings rest on, as the record exports them."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in record.statements(StatementFilter()):
        for part in record.with_parts(row, held=True)[1:]:
            found[row.report].append({"id": part.statement.id, "content": [[s.start, s.end] for s in part.statement.content]})
    return found


def _places(record: onrecord.Record, finding: Finding, side: str) -> list[Place]:
    ids = getattr(finding, side)
    rows: dict[str, Any] = record.entries(ids, story=finding.story)
    return [_place(rows[entry]) for entry in ids if entry in rows]


def _place(row: Any) -> Place:
    spans = row.statement.content if hasattr(row, "statement") else (row.figure.span,)
    return row.report, spans[0].start, spans[-1].end


def _judged(placed: list[tuple[str, list[Place], list[Place]]]) -> dict[str, float]:
    joined = {frozenset(pair) for kind, a, b in placed if kind in SAME_ACT for pair in product(a, b)}
    pairs = [(row["right"], frozenset((_read(row["a"]), _read(row["b"])))) for row in _rows("utterances")]
    kept = [right for right, pair in pairs if pair in joined]
    given = {(kind, frozenset((x, y))) for kind, a, b in placed for x, y in product(a, b)}
    found = [row["right"] for row in _rows("findings") if _sides(row) & given]
    right = sum(row["right"] for row in _rows("findings"))
    return {
        "judged pairs right": 100 * sum(kept) / max(1, len(kept)),
        "judged findings right": 100 * sum(found) / max(1, len(found)),
        "right findings kept": 100 * sum(found) / max(1, right),
    }


def _sides(row: dict[str, Any]) -> set[tuple[str, frozenset[Place]]]:
    return {(row["type"], frozenset((_read(a), _read(b)))) for a, b in product(row["a"], row["b"])}


def _rows(name: str) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, (JUDGED / f"{name}.jsonl").read_text(encoding="utf8").splitlines())


def _read(place: dict[str, Any]) -> Place:
    return place["report"], *place["span"]


if __name__ == "__main__":
    from measures import _score

    print(measure_findings(Path(sys.argv[1]), _score))
