"""A part of a statement in findings: kept with its whole, shown with its own words and origin."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

import onrecord
from onrecord import pipeline
from onrecord.engines.protocols import Tagged, TaggedAct, TaggedAttribution, TaggedName
from onrecord.model import Span
from onrecord.pipeline import Engines, open_record_at
from onrecord.provenance import provenance_of
from onrecord.storyline import findings_at

TWO = "“The inner quay of Prill will be closed to every tanker,” said Ana Ruiz. “We have waited long enough for the new charts.”"
ONE = "“We have waited long enough for the new charts,” said Ana Ruiz at the harbour of Prill."
SAID = re.compile(r"(“[^”]+”) (said) (Ana Ruiz)(?:\. (“[^”]+”))?")


class Tagger:
    """Finds “…” said Ana Ruiz. “…” as one statement in two pieces."""

    version = "tagger 1"

    def tag_acts(self, text: str, *, skip: Sequence[Span] = ()) -> tuple[TaggedAct, ...]:
        return ()

    def tag(self, text: str, *, skip: Sequence[Span] = ()) -> Tagged:
        found = [
            TaggedAttribution(
                content=tuple(Span(*m.span(n)) for n in (1, 4) if m[n]), cue=(Span(*m.span(2)),), source=(Span(*m.span(3)),), score=0.9
            )
            for m in SAID.finditer(text)
        ]
        names = [TaggedName(span=Span(*m.span()), type="person", score=0.9) for m in re.finditer("Ana Ruiz", text)]
        return Tagged(attributions=tuple(found), names=tuple(names))


class Embedder:
    version = "one way"

    def embed(self, text: str) -> tuple[float, ...]:
        return (1.0, 0.0)


def test_a_part_is_joined_and_shown_as_a_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.engines, "load_engines", lambda: Engines(tagger=Tagger(), embedder=Embedder()))
    rows = [
        {"id": k, "title": f"Quay of Prill {k}", "text": t, "published": "2031-01-30", "outlet": k}
        for k, t in (("bell", TWO), ("post", ONE))
    ]
    (tmp_path / "reports.jsonl").write_text("\n".join(map(json.dumps, rows)))
    with onrecord.open_record(tmp_path / "record.db") as record:
        record.add([tmp_path / "reports.jsonl"])
        (story,) = record.stories()
        findings = [f for f in record.findings() if f.type == "repeats"]
        words = {row.content_text for f in findings for row in record.entries([*f.a, *f.b]).values()}  # type: ignore[union-attr]
        assert "“We have waited long enough for the new charts.”" in words and "“We have waited long enough for the new charts,”" in words
        parts = {i for f in findings for i in (*f.a, *f.b)} - {row.statement.id for row in record.statements()}
        (part,) = parts
        assert record.entries([part])[part].statement.part  # type: ignore[union-attr]
        assert part in provenance_of(record, story.id).of
        with open_record_at(record.path, "2999") as same:
            clocked = findings_at(same, story.id, known_at="2999")
            assert {f.id for f in clocked} == {f.id for f in record.findings()}
            assert part in same.entries([part], story=story.id)
        with_part = next(f for f in findings if part in (*f.a, *f.b))
        made = record.dismiss(with_part.id, why="two readings", author="Ana")
        assert "“We have waited long enough for the new charts.”" in made.about
        record.reanalyse(every=True)
        assert with_part.id not in {f.id for f in record.findings()}
        assert with_part.id not in {f.id for f in findings_at(record, story.id, as_of="2999")}
        record.undo(made.id, why="one reading", author="Ana")
        assert with_part.id in {f.id for f in record.findings()}
        assert record.verify() == []
