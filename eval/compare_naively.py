"""Four places in the samples where a comparison of two sentences goes wrong, and what onrecord says there.

  python eval/compare_naively.py

The naive comparison takes statements that mean nearly the same (cosine of their embeddings) for one fact, and calls them a contradiction
when their numbers are others or one of them holds a negation. It sees no speaker, no day, no scope and no words around.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import onrecord
from onrecord.engines.embedding import likeness

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
PLACES = (  # words by which each of the two statements is found, and what stands there
    (
        "open to passenger and food ships until 1 April, and",
        "ships from 1 April",
        "One answer of one president; one word turns the date around.",
    ),
    ("The house is warm, the table is laid“", "the table is laid. But the four", "One invitation; the longer quotation goes on."),
    ("I say to President Vetrych: five days", "Five days, not three, and in Aldervik", "One counter-offer, quoted from two places on."),
    ("Seventeen people are dead", "Twenty-three people died", "A toll that grew from Tuesday to Thursday."),
)
NEAR = 0.7
NUMBER = re.compile(r"\b(?:\d+|three|four|five|nine|seventeen|twenty-three)\b", re.IGNORECASE)
NEGATION = re.compile(r"\b(?:no|not|never|none|nobody)\b|n['’]t", re.IGNORECASE)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, onrecord.open_record(Path(folder) / "samples.db") as record:
        others = (SAMPLES / name for name in ("feed.atom", "archive.warc.gz", "reports.jsonl"))
        record.add([SAMPLES / "html", *sorted(SAMPLES.glob("text/*.txt")), *others])
        for what, naive, ours in answers(record):
            print(f"{what}\n  sentence by sentence: {naive}\n  onrecord: {ours}\n")


def answers(record: onrecord.Record) -> Iterator[tuple[str, str, str]]:
    """What stands there, what the naive comparison makes of it, and what the record's findings say."""
    rows = list(record.statements())
    for one, other, what in PLACES:
        a, b = (next(row for row in rows if words in row.content_text) for words in (one, other))
        ids = [{row.statement.id, *(f.figure.id for f in record.figures(report=row.report))} for row in (a, b)]
        found = (f for f in record.findings() if any({x, y} & ids[0] and {x, y} & ids[1] for x, y in product(f.a, f.b)))
        told = sorted({f"{f.type}{f' ({f.slot})' if f.slot else ''}" for f in found if f.type in ("differs", "repeats", "updates")})
        yield what, naively(a.content_text, b.content_text), ", ".join(told) or "nothing"


def naively(a: str, b: str) -> str:
    if likeness(a, b) < NEAR:
        return "nothing"
    numbers = [{n.lower() for n in NUMBER.findall(text)} for text in (a, b)]
    negated = [bool(NEGATION.search(text)) for text in (a, b)]
    return "a contradiction" if numbers[0] != numbers[1] or negated[0] != negated[1] else "the same"


if __name__ == "__main__":
    main()
