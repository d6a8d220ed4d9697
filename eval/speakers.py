"""Who speaks where the source names nobody: sources of PolNeAR dev that are pronouns or titles, against a reading of them.

  python eval/speakers.py ANALYSES.jsonl [--verbose]

``speakers.json`` has a hundred of them, drawn by a fixed seed, less three that are markup; who it is was written down before any
answer was looked at; of two, another spelling in the article was entered afterwards. ``source`` and ``answers`` are offsets into
the article; ``answers`` are mentions of whoever speaks (none: nobody that the article says more of). ``own``: the source's own
words are the answer too, as a group or document that goes by them, or as a source left unnamed by decision.

right   the speaker has a mention that overlaps an answer, or shares the last word of its name with it; or ``own`` holds
wrong   another is given
open    nobody is given, and somebody could be
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.analyse.unnamed import is_settled

ANSWERS = Path(__file__).with_suffix(".json")
Figures = dict[str, float]
Wire = Mapping[str, Any]


def main(arguments: Sequence[str]) -> int:
    paths = [a for a in arguments if not a.startswith("--")]
    if len(paths) != 1:
        sys.exit("give one file with the analyses of PolNeAR dev, as `onrecord analyse --format jsonl` writes them")
    with Path(paths[0]).open(encoding="utf8") as lines:
        reports = [json.loads(line) for line in lines]
    for figure, value in judge(reports).items():
        print(f"{figure:20} {value:6.1f}")
    if "--verbose" in arguments:
        print("\n".join(_shown(reports)))
    return 0


def judge(reports: Iterable[Wire]) -> Figures:
    """Shares in per cent: of the answers found right and wrong; of all statements, how many have a speaker or are left unnamed by
    decision, and how many are open."""
    reports = list(reports)
    verdicts = [verdict for _, _, verdict in _judged(reports)]
    found = [v for v in verdicts if v != "missed"]
    statements = [s for r in reports for s in r["statements"]]
    settled = sum(s["speaker"] is not None or is_settled(s["reasons"]) for s in statements)
    return {
        "right": 100 * found.count("right") / max(1, len(found)),
        "wrong": 100 * found.count("wrong") / max(1, len(found)),
        "found": 100 * len(found) / len(verdicts),
    } | settled_share(settled, len(statements))


def settled_share(settled: int, statements: int) -> Figures:
    share = 100 * settled / max(1, statements)
    return {"speaker settled": share, "speaker open": 100 - share}


def _judged(reports: Iterable[Wire]) -> list[tuple[Wire, Wire | None, str]]:
    """Each answer with the statement that has its source and what came of it."""
    by_id = {r["id"]: r for r in reports}
    judged = []
    for answer in json.loads(ANSWERS.read_text(encoding="utf8")):
        report = by_id[answer["report"]]
        statement = next((s for s in report["statements"] if any(_overlap(x, answer["source"]) for x in s["source"])), None)
        judged.append((answer, statement, "missed" if statement is None else _verdict(report, answer, statement)))
    return judged


def _verdict(report: Wire, answer: Wire, statement: Wire) -> str:
    speaker, text = statement["speaker"], report["text"]
    if speaker is None:
        return "right" if not answer["answers"] or (answer["own"] and is_settled(statement["reasons"])) else "open"
    if answer["own"] and _last(speaker["name"]) in _words(text[slice(*answer["source"])]):
        return "right"
    entity = next(e for e in report["entities"] if e["id"] == speaker["entity"])
    meant = any(_overlap(m["span"], wanted) for m in entity["mentions"] for wanted in answer["answers"])
    return "right" if meant or _last(speaker["name"]) in {_last(text[slice(*wanted)]) for wanted in answer["answers"]} else "wrong"


def _overlap(a: Sequence[int], b: Sequence[int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _words(text: str) -> list[str]:
    return [w.casefold() for w in re.findall(r"\w+", text)]


def _last(name: str) -> str:
    return (_words(name) or [""])[-1]


def _shown(reports: Iterable[Wire]) -> Iterable[str]:
    texts = {r["id"]: r["text"] for r in reports}
    for answer, statement, verdict in _judged(reports):
        if verdict != "right":
            given = statement["speaker"]["name"] if statement and statement["speaker"] else None
            wanted = [texts[answer["report"]][slice(*span)] for span in answer["answers"]]
            source = texts[answer["report"]][slice(*answer["source"])]
            yield f"{verdict:7} {answer['report']} {answer['source']} {source!r}: wanted {wanted!r}, given {given!r}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
