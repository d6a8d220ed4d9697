"""What goes into the record comes out equal, once, and stays what it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from store_values import a_profile, a_report, an_analysis, pairs

from onrecord.errors import SpanError, StoreError
from onrecord.ids import text_hash
from onrecord.model import Analysis, EntityLink, Finding, Report, Span, Story
from onrecord.store import Input, Record, StatementFilter, open_record, report_key

_TABLES = ("report", "furniture", "analysis", "entity", "mention", "role", "time", "statement", "statement_span", "relay")
_TABLES += ("move", "term", "event", "event_mention", "event_figure", "figure", "profile", "profile_key")
_CLOCK = {"row", "recorded_at", "analysed_at"}


def content(record: Record) -> list[tuple[object, ...]]:
    """Everything but clocks and row numbers, in an order of its own."""
    rows: list[tuple[object, ...]] = []
    columns = record._database.tables()
    for table in _TABLES:
        names = ", ".join(f'"{name}"' for name in columns[table] if name not in _CLOCK)
        rows += sorted((table, *map(repr, row)) for row in record._database.rows(f"SELECT {names} FROM {table}"))
    return rows


@settings(max_examples=60, deadline=None)
@given(pairs())
def test_any_report_and_analysis_come_back_equal(pair: tuple[Report, Analysis]) -> None:
    report, analysis = pair
    with TemporaryDirectory() as folder, open_record(Path(folder) / "r.db") as record:
        assert record.add_report(record.start_run("add", "e"), report, analysis) == "stored"
        assert record.report(report.id) == report
        assert record.analysis(report.id) == analysis
        assert [row.statement for row in record.statements()] == list(analysis.statements)
        for row in record.statements():
            assert row.content_pieces == tuple(s.of(report.text) for s in row.statement.content)
        assert record.verify() == []


def test_adding_twice_changes_nothing(record: Record) -> None:
    report = a_report()
    run = record.start_run("add", "e")
    assert record.add_report(run, report, an_analysis(report), a_profile(report.id)) == "stored"
    before = content(record)
    assert record.add_report(run, report, an_analysis(report)) == "duplicate"
    assert content(record) == before
    assert record.counts(run) == {"inputs": 2, "stored": 1, "duplicate": 1, "refused": 0, "failed": 0}


def test_the_order_of_reports_does_not_matter(keeper: Callable[[], str]) -> None:
    reports = [a_report(f"harbour-{n}") for n in range(4)]
    made = []
    for order in (reports, reports[::-1]):
        with open_record(keeper()) as record:
            run = record.start_run("add", "e")
            for report in order:
                record.add_report(run, report, an_analysis(report))
            made.append(content(record))
    assert made[0] == made[1]


def test_another_text_under_the_same_id_is_refused(record: Record) -> None:
    run = record.start_run("add", "e")
    first = a_report()
    other = a_report(text=first.text + " More.")
    record.add_report(run, first, an_analysis(first))
    with pytest.raises(StoreError, match="another text"):
        record.add_report(run, other, an_analysis(other))
    assert record.ids_like("harbour-1") == {"harbour-1": first.text_sha256}
    assert record.known_text("harbour-1", first.text_sha256)
    assert not record.known_text("harbour-1", other.text_sha256)


def test_ids_like_knows_numbered_forms_only(record: Record) -> None:
    run = record.start_run("add", "e")
    for report_id in ("a*", "a*~2", "a*~x", "a*b", "a", "a*~2~3"):
        report = a_report(report_id)
        record.add_report(run, report, an_analysis(report))
    assert set(record.ids_like("a*")) == {"a*", "a*~2"}


def test_nothing_is_half_written_when_an_analysis_does_not_fit(record: Record) -> None:
    report = a_report()
    analysis = an_analysis(report)
    bad = Analysis(
        report_id=report.id,
        text_sha256=report.text_sha256,
        engine="e",
        statements=(analysis.statements[0], *[s for s in an_analysis(a_report("other")).statements]),
    )
    short = a_report("short", text="Too short.")
    run = record.start_run("add", "e")
    before = content(record)
    with pytest.raises(StoreError):
        record.add_report(run, report, an_analysis(a_report("other")))
    with pytest.raises(SpanError):
        wrong = Analysis(report_id="short", text_sha256=short.text_sha256, engine="e", statements=bad.statements)
        record.add_report(run, short, wrong)
    assert content(record) == before
    assert record.counts(run)["inputs"] == 0


def test_a_text_never_changes(record: Record) -> None:
    report = a_report()
    record.add_report(record.start_run("add", "e"), report, an_analysis(report))
    with pytest.raises(StoreError, match="never changes"):
        record._database.run("UPDATE report SET text = 'x'")


def test_versions_of_one_url_are_linked(record: Record) -> None:
    run = record.start_run("add", "e")
    url = "https://harbour.example/quay"
    first, second = a_report("first", url=url), a_report("second", text=a_report().text + " It has come.", url=url)
    for report in (first, second):
        record.add_report(run, report, an_analysis(report))
    found = record._database.all("SELECT id, version_of FROM report ORDER BY id")
    assert found == [("first", None), ("second", report_key("first", first.text_sha256))]


def test_a_new_analysis_replaces_the_old_with_what_rests_on_it(record: Record) -> None:
    report = a_report()
    analysis = an_analysis(report)
    key = report_key(report.id, report.text_sha256)
    record.add_report(record.start_run("add", "e"), report, analysis)
    one, two = (statement.id for statement in analysis.statements)
    record.replace_stories([Story(id="s", title=None, reports=(report.id,))])
    record.replace_findings("s", [Finding(id="f", type="answers", slot=None, story="s", a=(one,), b=(two,), why="w", score=1.0)])
    record.replace_entity_links([EntityLink(report_key=key, local=analysis.entities[0].id, entity="E", score=1.0)])
    fewer = Analysis(report_id=report.id, text_sha256=report.text_sha256, engine="tagger 2", statements=analysis.statements[1:])
    record.replace_analysis(key, fewer)
    assert record.analysis(report.id) == fewer
    for table in ("move", "term", "event", "event_mention", "event_figure", "figure", "profile", "profile_key"):
        assert record._database.value(f"SELECT count(*) FROM {table}") == 0
    assert list(record.findings()) == record.entity_links() == []
    assert record.search("sign").hits[0].kind == "report" and len(record.search("sign").hits) == 1
    with pytest.raises(StoreError, match="no report"):
        record.replace_analysis("report-0", fewer)


def test_every_input_has_an_outcome_and_a_reason(record: Record) -> None:
    run = record.start_run("add", "e")
    report = a_report()
    record.note_input(run, Input(id="page", outcome="refused", where="page.html", why="no text"))
    record.add_report(run, report, an_analysis(report))
    record.note_input(run, Input(id="torn", outcome="failed", where="day.warc.gz@12", why="cut short"))
    record.finish_run(run)
    with pytest.raises(StoreError, match="reason"):
        record.note_input(run, Input(id="x", outcome="failed"))
    assert record.counts(run) == {"inputs": 3, "stored": 1, "duplicate": 0, "refused": 1, "failed": 1}
    assert [(entry.seq, entry.id, entry.outcome) for entry in record.inputs(run)] == [
        (1, "page", "refused"),
        (2, "harbour-1", "stored"),
        (3, "torn", "failed"),
    ]
    why = ["no byline", "one mark is not closed", "refused: no text", "failed: cut short"]
    assert [problem.why for problem in record.problems(run)] == why
    assert [found.finished is not None for found in record.runs()] == [True]


def test_a_name_that_is_not_utf8_is_kept_written_out(record: Record) -> None:
    run = record.start_run("add", "e")
    record.note_input(run, Input(id="caf\udce9", outcome="refused", where="caf\udce9.html", why="no text"))
    assert [(entry.id, entry.where) for entry in record.inputs()] == [("caf\\udce9", "caf\\udce9.html")]
    with pytest.raises(StoreError, match="lone surrogate"):
        record.add_report(run, a_report(title="\udce9"), an_analysis(a_report()))
    with pytest.raises(StoreError, match="lone surrogate"):
        list(record.statements(StatementFilter(speaker="\udce9")))


def test_texts_with_astral_characters_and_own_line_ends_keep_their_offsets(record: Record) -> None:
    text = "💩 نص The minister\r\n“We e\u0301levate \u202e it”\u2028said."
    report = a_report("odd", text=text, furniture=(), text_sha256=text_hash(text))
    record.add_report(record.start_run("add", "e"), report, Analysis(report_id="odd", text_sha256=report.text_sha256, engine="e"))
    back = record.report("odd")
    assert back is not None and back.text == text
    assert record._database.value("SELECT substr(text, 1, 17) FROM report") == Span(0, 17).of(text) == "💩 نص The minister"


def test_statement_rows_are_what_is_asked_for(record: Record) -> None:
    run = record.start_run("add", "e")
    for report in (a_report(), a_report("undated", published=None, outlet="Ellingham Bell")):
        record.add_report(run, report, an_analysis(report))

    def count(**wanted: object) -> int:
        return len(list(record.statements(StatementFilter(**wanted))))  # type: ignore[arg-type]

    assert count() == 4
    assert count(speaker="RUIZ") == count(speaker="ana ruiz") == count(manner="direct") == count(text="never OR sign") + 2 == 2
    assert count(speaker="Rui") == count(text="...") == count(story="none") == 0
    assert count(outlet="the harbour post") == count(report="undated") == count(text="storm near") == count(min_score=0.9) == 2
    assert count(since="2026-01") == count(until="2026") == count(as_of="2026-W05") == count(limit=2) == 2
    assert count(since="2026-01-31") == count(until="2026-01-29") == count(as_of="2025") == 0
    assert next(record.statements()).role == "Minister"
