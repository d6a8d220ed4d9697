"""Stories, findings, linked entities; and the record as it was on a day."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest
from store_values import a_report, an_analysis

from onrecord.errors import StoreError
from onrecord.export import report_line
from onrecord.model import Analysis, EntityLink, Finding, Published, Span, Statement, Story
from onrecord.parts import cuts_of
from onrecord.store import EntityFilter, NotAConflict, Record, Signature, StatementFilter, open_record, report_key


def add(record: Record, report_id: str, day: str | None) -> tuple[str, str]:
    """The ids of its two statements."""
    published = Published(value=day, precision="day", basis="page") if day else None
    report = a_report(report_id, published=published)
    analysis = an_analysis(report)
    record.add_report(record.start_run("add", "e"), report, analysis)
    return analysis.statements[0].id, analysis.statements[1].id


def test_a_report_is_in_one_story_and_an_empty_story_goes(record: Record) -> None:
    for name in "abc":
        add(record, name, "2026-01-30")
    one = Story(id="s1", title="One", reports=("a", "b"), first="2026-01-30", last="2026-01-30", reasons=("same words",))
    two = Story(id="s2", title=None, reports=("c",))
    record.replace_stories([one, two])
    assert list(record.stories()) == [one, two]
    both = Story(id="s2", title=None, reports=("c", "a", "b"))
    record.replace_stories([both])
    assert list(record.stories()) == [both]
    with pytest.raises(StoreError, match="'z', which is not in the record"):
        record.replace_stories([Story(id="s3", title=None, reports=("c", "z"))])
    assert list(record.stories()) == [both]


def test_findings_are_exactly_those_of_the_last_time(record: Record) -> None:
    a, b = add(record, "a", "2026-01-30"), add(record, "b", "2026-01-31")
    record.replace_stories([Story(id="s", title=None, reports=("a", "b"))])
    first = Finding(id="f1", type="repeats", slot=None, story="s", a=(a[0],), b=(b[0], b[1]), why="same", score=0.5, reasons=("r",))
    second = Finding(id="f2", type="differs", slot="time", story="s", a=(a[1],), b=(b[1],), why="other", score=1.0)
    record.replace_findings("s", [second, first])
    assert list(record.findings(story="s")) == [second, first]  # by type, then id
    record.replace_findings("s", [first])
    assert list(record.findings()) == [first]
    with pytest.raises(StoreError):
        record.replace_findings("s", [Finding(id="f3", type="repeats", slot=None, story="s", a=("none",), b=(), why="", score=0.0)])
    with pytest.raises(StoreError, match="is of story 's'"):
        record.replace_findings(None, [first])
    assert list(record.findings()) == [first]


def test_a_quotation_run_together_has_the_parts_that_the_wire_has(record: Record) -> None:
    report = a_report(text="Ana Ruiz said: “The quay stays shut till spring. “Nobody asked the harbour of Prill.”", furniture=())
    whole = Statement(
        id="statement-run", manner="direct", source=(), cue=(), content=(Span(15, len(report.text)),), speaker=None, score=0.9
    )
    analysis = Analysis(report_id=report.id, text_sha256=report.text_sha256, engine="e", statements=(whole,))
    record.add_report(record.start_run("add", "e"), report, analysis)
    record.replace_stories([Story(id="story-1", title=None, reports=(report.id,), first=None, last=None)])
    first, second = (part["id"] for part in report_line(report, analysis)["statements"][1:])
    assert [row.statement.id for row in record.with_parts(next(record.statements()))] == [whole.id, first, second]
    found = record.entries([second], story="story-1")
    assert [row.content_text for row in found.values()] == ["“Nobody asked the harbour of Prill.”"]  # type: ignore[union-attr]


def test_a_finding_may_rest_on_a_sentence_of_a_statement(record: Record) -> None:
    text = "Ana Ruiz said: “The quay stays shut till spring. Nobody asked the harbour of Prill, because Prill would have said no.”"
    report = a_report(text=text, furniture=())
    whole = Statement(id="statement-one", manner="direct", source=(), cue=(), content=(Span(15, len(text)),), speaker=None, score=0.9)
    record.add_report(
        record.start_run("add", "e"), report, Analysis(report_id=report.id, text_sha256=report.text_sha256, engine="e", statements=(whole,))
    )
    record.replace_stories([Story(id="s", title=None, reports=(report.id,))])
    row = next(record.statements())
    first, second, clause, _ = cuts_of(text, whole)
    assert record.with_parts(row, held=True) == [row]
    found = Finding(id="f", type="disputes", slot=None, story="s", a=(first.id,), b=(clause.id,), why="w", score=0.5)
    record.replace_findings("s", [found])
    assert list(record.findings()) == [found]
    assert record.with_parts(row) == [row]  # it is a part for the finding only
    held = record.with_parts(row, held=True)[1:]
    assert [part.content_text for part in held] == ["“The quay stays shut till spring.", "Nobody asked the harbour of Prill"]
    assert all(part.statement.part and part.statement.parent == whole.id for part in held)
    assert record.entries([first.id, second.id]).keys() == {first.id, second.id}
    record.judge(NotAConflict(finding="f"), Signature(author="Vera", why="of another quay"))
    record.replace_findings("s", [found])
    assert list(record.findings()) == []  # compared anew it stays judged: a person's word holds by the places of its sides
    assert record.verify() == []


def test_as_of_a_day_nothing_later_is_known(record: Record) -> None:
    a, b, _ = add(record, "a", "2026-01-28"), add(record, "b", "2026-01-30"), add(record, "c", None)
    record.replace_stories([Story(id="s", title="T", reports=("a", "b", "c"), first="2026-01-28", last="2026-01-30")])
    later = Finding(id="f", type="changes", slot=None, story="s", a=(a[0],), b=(b[0],), why="w", score=1.0)
    record.replace_findings("s", [later])
    assert [r.id for r in record.reports()] == ["a", "b", "c"]
    assert [r.id for r in record.reports(story="s", as_of="2026-01-29")] == ["a"]
    assert [(s.reports, s.last) for s in record.stories(as_of="2026-01-29")] == [(("a",), "2026-01-28")]
    assert list(record.stories(as_of="2025")) == []
    assert list(record.findings()) == [later]
    assert {row.report for row in record.statements(StatementFilter(as_of="2026-01-29"))} == {"a"}


def test_a_linked_speaker_has_the_records_name(record: Record) -> None:
    add(record, "a", "2026-01-28")
    report = a_report("a")
    local = an_analysis(report).entities[0].id
    link = EntityLink(report_key=report_key("a", report.text_sha256), local=local, entity="E", score=0.5, reasons=("same name",))
    record.replace_entity_links([link])
    assert record.entity_links() == [link]
    record._database.run("UPDATE linked_entity SET name = 'Anna Ruíz', folded = 'anna ruiz'")  # as if most reports spelled it so
    row = next(record.statements(StatementFilter(speaker="anna ruiz")))
    assert row.speaker is not None and (row.speaker.entity, row.speaker.name) == ("E", "Anna Ruíz")
    assert row.statement.speaker is not None and row.statement.speaker.name == "Ana Ruiz"
    assert record.statement_rows([row.statement.id, "none"]) == {row.statement.id: row}
    assert next(record.statements(StatementFilter(speaker="E"))) == row


@pytest.mark.skipif(find_spec("datasette") is None, reason="datasette is not installed")
def test_datasette_opens_a_record(tmp_path: Path) -> None:
    with open_record(tmp_path / "record.db") as record:
        add(record, "a", "2026-01-28")
        record.replace_stories([Story(id="s", title="T", reports=("a",))])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "datasette", "serve", str(tmp_path / "record.db"), "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}/record"
        assert '"content": "\\u201cWe will not sign' in fetched(f"{base}/who_said_what.json?_shape=array")
        assert '"key"' in fetched(f"{base}/report.json?_search=storm&_shape=array")
        assert '"terms": "time: 2026-01-30; level: Minister"' in fetched(f"{base}/moves_told.json?_shape=array")
        assert '"according_to": "Ana Ruiz", "words": "near", "event_type": "storm"' in fetched(f"{base}/figures_given.json?_shape=array")
        assert '"story": "s"' in fetched(f"{base}/story_reports.json?_shape=array")
    finally:
        server.terminate()
        server.wait()


def fetched(url: str) -> str:
    """The page, as soon as the server answers."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return str(answer.read().decode())
        except ConnectionError:
            pass
        except urllib.error.URLError as error:
            if isinstance(error, urllib.error.HTTPError):
                raise
        time.sleep(0.1)
    raise AssertionError(f"no answer from {url}")


def test_at_a_moment_only_what_was_recorded_by_then_is_known(record: Record) -> None:
    add(record, "a", "2026-01-30")
    then = datetime.now(UTC).isoformat()
    add(record, "b", "2026-01-28")
    record.replace_stories([Story(id="s", title="T", reports=("b", "a"), first="2026-01-28", last="2026-01-30")])
    assert [r.id for r in record.reports(known_at=then)] == ["a"]
    assert [(s.reports, s.first) for s in record.stories(known_at=then)] == [(("a",), "2026-01-30")]
    assert {row.report for row in record.statements(StatementFilter(known_at=then))} == {"a"}
    assert {row.report for row in record.figures(known_at=then)} <= {"a"}
    keys = [report_key(r.id, r.text_sha256) for r in record.reports()]
    local = [e.id for r in ("b", "a") for e in record.analysis(r).entities if e.name == "Ana Ruiz"]  # type: ignore[union-attr]
    links = [EntityLink(report_key=k, local=e, entity="entity-ruiz", score=1.0) for k, e in zip(keys, local, strict=True)]
    record.replace_entity_links(links)
    (both,), (one,) = (list(record.entities(EntityFilter(name="Ana Ruiz", story="s", known_at=t))) for t in (None, then))
    assert (both.reports, one.reports) == (2, 1) and one.statements * 2 == both.statements
    assert (one.spellings[0].reports, one.roles[0].report, both.roles[0].report) == (1, "a", "b")
    assert list(record.statements(StatementFilter(known_at="2026-01-01"))) == []
    assert list(record.entities(EntityFilter(known_at="2026-01-01"))) == []
    assert [r.id for r in record.reports(known_at=then, as_of="2026-01-29")] == []
