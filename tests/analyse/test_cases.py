"""Every case file, through the shipped tagger and the whole analysis."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import Case, Expected, read_case
from onrecord.analyse import analyse_report
from onrecord.engines.attribution import load_tagger
from onrecord.ids import text_hash
from onrecord.model import Analysis, EntityRef, Published, Report, Span, Statement
from onrecord.text import words

CASES = sorted((Path(__file__).parents[1] / "cases" / "statements").glob("*.txt"))


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path: Path) -> None:
    case = read_case(path)
    found = analyse_report(as_report(case), tagger=load_tagger())
    matched = {number: _closest(case, expected, found) for number, expected in sorted(case.expected.items())}
    for number, expected in sorted(case.expected.items()):
        _check(case, expected, matched[number], {n: m.id for n, m in matched.items()})
    assert len(found.statements) == len(case.expected), _show(case.text, found)


def as_report(case: Case) -> Report:
    return Report(
        id=case.name,
        text=case.text,
        text_sha256=text_hash(case.text),
        title=case.title,
        language="en",
        published=Published(value=case.published, precision="day", basis="given"),
    )


def _closest(case: Case, expected: Expected, found: Analysis) -> Statement:
    wanted = _words(case.text, expected.spans["content"])
    best = max(
        found.statements,
        key=lambda s: len(wanted & _words(case.text, s.content)) / len(wanted | _words(case.text, s.content)),
        default=None,
    )
    assert best is not None and wanted & _words(case.text, best.content), _show(case.text, found)
    return best


def _check(case: Case, expected: Expected, statement: Statement, ids: dict[int, str]) -> None:
    text = case.text
    for role, got in (("content", statement.content), ("cue", statement.cue), ("source", statement.source)):
        spans = expected.spans[role]
        if role == "content":
            assert _words(text, got) == _words(text, spans), f"content {[s.of(text) for s in got]}"
        elif spans:
            assert _words(text, got, bare=True) & _words(text, spans, bare=True), f"{role} {[s.of(text) for s in got]}"
        else:
            assert not got or role == "source", f"{role} {[s.of(text) for s in got]}"
    facts = expected.facts
    assert ("speaker" not in facts) or _name(statement.speaker) == facts["speaker"], statement.reasons
    assert ("to" not in facts) or _name(statement.addressee) == facts["to"]
    assert ("relay" not in facts) or [r.name for r in statement.relay] == facts["relay"].split("; ")
    assert ("manner" not in facts) or statement.manner == facts["manner"]
    assert ("said" not in facts) or (statement.said and statement.said.value == facts["said"])
    assert statement.parent == (ids[int(facts["parent"])] if "parent" in facts else None)


def _name(reference: EntityRef | None) -> str:
    return reference.name if reference else "unknown"


def _words(text: str, spans: list[Span] | tuple[Span, ...], *, bare: bool = False) -> set[Span]:
    """Words inside the spans; a span without words (the cue ":") counts as itself."""
    found = {w for s in spans for w in words(text, s.start, s.end)}
    return found or (set(spans) if bare else set())


def _show(text: str, found: Analysis) -> str:
    return "\n".join(f"{_name(s.speaker)}: {[c.of(text) for c in s.content]} ({[c.of(text) for c in s.cue]})" for s in found.statements)
