"""Measures origins: pairs of reports of one story that were judged by hand, and pairs that labels call one agency's text.

  python eval/origins.py DATA [RECORD]     without RECORD the news clusters are analysed into a new one

``judged/origins.jsonl`` holds 60 pairs (ids only): 30 drawn with a fixed seed from those that the program gave one origin, 18 from
those that share a passage and were kept apart, 12 from the others. A pair shares an origin, strictly, when both print one agency,
or one newsroom wrote both, or one is made from the other. So precision is a fair sample's; recall on these pairs is not. Recall is
measured on the labels: every two reports that render an utterance whose note begins with "agency".
"""

from __future__ import annotations

import json
import sys
import tempfile
from itertools import combinations
from pathlib import Path

import onrecord
from onrecord.provenance import provenance_of
from onrecord.store import Record, open_record

JUDGED = Path(__file__).parent / "judged" / "origins.jsonl"
Pair = tuple[str, str]


def measure_origins(stories: Path, labels: Path, record: Path | None = None) -> dict[str, float]:
    """Per cent of the judged pairs with one origin that share it, of the labelled pairs that are together, of judged pairs told right."""
    with tempfile.TemporaryDirectory() as folder:
        path = record or Path(folder) / "stories.db"
        if record is None:
            with onrecord.open_record(path) as new:
                new.add([str(stories)])
        with open_record(path, read_only=True) as found:
            together = _together(found)
    judged = [json.loads(line) for line in JUDGED.read_text(encoding="utf8").splitlines()]
    said = [row for row in judged if frozenset((row["a"], row["b"])) in together]
    agency = agency_pairs(labels)
    return {
        "precision": 100 * sum(row["shared"] for row in said) / max(1, len(said)),
        "recall on agency texts": 100 * sum(frozenset(p) in together for p in agency) / max(1, len(agency)),
        "judged pairs right": 100 * sum(row["shared"] == (row in said) for row in judged) / len(judged),
    }


def agency_pairs(labels: Path) -> set[Pair]:
    """Pairs of reports that print one agency's text, as the labels say."""
    utterances = (u for path in sorted(labels.glob("*.json")) for event in json.loads(path.read_text()) for u in event["utterances"])
    agency = (u for u in utterances if (u.get("note") or "").lower().startswith("agency"))
    return {pair for u in agency for pair in combinations(sorted({r["report"] for r in u["renderings"]}), 2)}


def _together(record: Record) -> set[frozenset[str]]:
    origins = [o for story in record.stories() for o in provenance_of(record, story.id).origins.every]
    return {frozenset(pair) for o in origins for pair in combinations(o.reports, 2)}


if __name__ == "__main__":
    data, *records = map(Path, sys.argv[1:])
    measured = measure_origins(data / "gold/stories/news-clusters-dev.jsonl", data / "gold/story-labels", next(iter(records), None))
    for name, value in measured.items():
        print(f"{name}: {value:.1f}")
