"""The kept passages as annotated reports, ten passages to a report, so that eval/moves.py can score the whole analysis on them.

python training/kept_reports.py OUT.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from moves_data import Passage, held_out, read_passages
from moves_synthesis import FOLDER

TOGETHER = 10


def main(out: Path) -> None:
    with out.open("w", encoding="utf8") as lines:
        for path in sorted(FOLDER.glob("passages-*.txt")):
            kept = held_out(read_passages(path))[1]
            for first in range(0, len(kept), TOGETHER):
                lines.write(json.dumps(report(f"{path.stem}-{first}", kept[first : first + TOGETHER]), ensure_ascii=False) + "\n")


def report(name: str, passages: list[Passage]) -> dict[str, Any]:
    """Actor, target, thing and terms are not labelled: only what is printed of acts means anything."""
    at, moves, others = 0, [], []
    for passage in passages:
        moves += [
            {
                "span": [at + move.clause[0], at + move.clause[1]],
                "act": move.act,
                "polarity": "negated" if move.negated else "affirmed",
                "narrated": passage.kind in ("narrated", "headline"),
                **{"actor": None, "target": None, "what": "", "terms": {}},
            }
            for move in passage.moves
        ]
        others += [{"span": [at + start, at + end]} for start, end in passage.lookalikes]
        at += len(passage.text) + 2
    text = "\n\n".join(p.text for p in passages)
    return {"id": name, "published": "2026-03-01", "text": text, "moves": moves, "not_moves": others}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
