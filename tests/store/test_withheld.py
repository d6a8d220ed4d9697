"""What people take out of the record: out of sight and back, or out for good to the last byte; and known when it comes again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from store_values import a_report, an_analysis, fill, relate

from onrecord.errors import InputError, MissingError
from onrecord.store import Correction, MergeStories, NotAConflict, Record, Signature, Suppress, Undo, open_record
from onrecord.store.withheld import TABLES

BY = Signature(author="Ana", why="the publisher asked")
# What follows from reports and is made anew, or says what happened to them.
MADE_ANEW = {"story_report", "entity_link", "finding_side", "unplaced", "overruled", "input"}


def shown(record: Record) -> str:
    """Everything that reading verbs are made of."""
    asked: tuple[Callable[[], object], ...] = (
        lambda: list(record.reports()),
        lambda: list(record.statements()),
        lambda: list(record.figures()),
        lambda: list(record.events()),
        lambda: list(record.stories()),
        lambda: list(record.findings()),
        lambda: list(record.entities()),
        lambda: list(record.entity_names()),
        lambda: record.search("zorvanthian").hits,
        lambda: list(record.problems()),
        lambda: record.version_chains(),
        lambda: record.recorded_since("2000"),
        lambda: record.entity_links(),
    )
    return "\n".join(repr(ask()) for ask in asked)


def test_a_suppressed_report_is_shown_by_nothing_and_comes_back_as_it_was(record: Record) -> None:
    reports = fill(record)
    first, second = (next(r for r in record.statements() if r.report == report.id) for report in reports[:2])
    record.judge(Correction(statement=first.statement.id, speaker="Teo Lind", not_a_statement=False, cue=()), BY)
    record.judge(NotAConflict(finding="finding-0"), BY)
    before, analysis = shown(record), record.analysis(reports[0].id)
    content, chains = record.content_hash(), record.version_chains()
    (made,) = record.judge(Suppress(report=reports[0].id), BY).judgements
    for word in ("secret-name-0", "quayside0", "Headline0", "Outlet0", "Ruiz0", "Quillon0"):
        assert word not in shown(record), word
    assert second.statement.id in shown(record), "the others are there"
    assert record.version_chains() == [(reports[1].id, reports[2].id)]
    states = sorted((j.kind, j.state) for j in record.judgements())
    assert states == [("cue", "waiting"), ("not a conflict", "waiting"), ("speaker", "waiting"), ("suppress", "in force")]
    assert record.verify() == []
    with pytest.raises(InputError, match="suppressed already"):
        record.judge(Suppress(report=reports[0].id), BY)
    with pytest.raises(MissingError):
        record.judge(Suppress(report="nobody"), BY)
    judged = record.judge(Undo(judgement=made.id), BY)
    assert judged.regrouped == {reports[0].id}
    relate(record, reports)
    assert record.analysis(reports[0].id) == analysis
    assert (shown(record), record.version_chains()) == (before, chains)
    assert [j.state for j in record.judgements()] == ["in force"] * 3 + ["undone", "in force"]
    assert record.content_hash() != content, "the two judgements are content"


def test_what_a_report_consists_of_is_all_kept(record: Record) -> None:
    """Whoever adds a table that hangs on reports has to say whether it is kept."""
    hanging = {"report"}
    references = list(record._database._references())
    for table in record._database.tables():  # each after those that its rows point at
        if any(to in hanging - MADE_ANEW for of, to in references if of == table):
            hanging.add(table)
    assert hanging == TABLES.keys() | MADE_ANEW


def test_what_was_taken_out_is_known_when_it_comes_again(record: Record) -> None:
    reports = fill(record)
    elsewhere = replace(reports[0], id="elsewhere", url=None)
    edited = a_report("edited", "Another text altogether.", url=reports[0].url)
    stranger = a_report("stranger", "A third text.", url="https://else.example/")
    assert all(record.barred(report) is None for report in (*reports, elsewhere, edited, stranger))
    (made,) = record.judge(Suppress(report=reports[0].id), BY).judgements
    assert [b.by if (b := record.barred(r)) else None for r in (reports[0], elsewhere, edited, stranger)] == [made.id] * 3 + [None]
    record.purge(reports[0].id, BY)
    found = [record.barred(report) for report in (reports[0], elsewhere, edited, stranger)]
    assert [b.gone if b else None for b in found] == [True, True, True, None]
    assert found[0] is not None and "the publisher asked" in found[0].why
    record.purge(reports[3].id, BY, text_only=True)
    assert record.barred(reports[3]) is not None
    assert record.barred(replace(reports[3], text_sha256="0" * 64)) is None


def bytes_beside(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


@pytest.mark.parametrize("first", ["in sight", "suppressed"])
def test_no_byte_of_what_was_purged_is_left(tmp_path: Path, first: str) -> None:
    path = tmp_path / "r.db"
    with open_record(path) as record:
        reports = fill(record)
        statement = next(r.statement.id for r in record.statements() if r.report == reports[0].id)
        record.judge(Correction(statement=statement, speaker="Quillon0 herself"), BY)
        record.judge(NotAConflict(finding="finding-0"), BY)
        record.judge(MergeStories(stories=("story-0", "story-2")), BY)
        run = record.start_run("add", "e")
        record.add_report(run, reports[0], an_analysis(reports[0]))  # a duplicate has an input too
        record.finish_run(run)
        if first == "suppressed":
            record.judge(Suppress(report=reports[0].id), BY)
        gone = [w.encode() for w in ("secret-name-0", "quayside0", "Quillon0", "Headline0", "Ruiz0", "Outlet0", "quillon0")]
        assert all(word in bytes_beside(path) for word in gone)
        purged = record.purge(reports[0].id, BY)
        assert purged.judgements == (2 if first == "in sight" else 3)
        assert record.scrub()
        assert record.verify() == []
        assert [word for word in gone if word in bytes_beside(path)] == []
        assert [j.kind for j in record.judgements()] == ["merge"], "it is about the others too"
        assert dict(record.counts(run)) == {"inputs": 1, "stored": 0, "duplicate": 1, "refused": 0, "failed": 0}
    assert [word for word in gone if word in bytes_beside(path)] == []
    index = apsw.Connection(str(path))
    for table in ("report_fts", "statement_fts"):
        index.execute(f"CREATE VIRTUAL TABLE temp.v_{table} USING fts5vocab(main, {table}, row)")
        assert not {"quayside0", "quillon0", "headline0"} & {term for (term, *_) in index.execute(f"SELECT term FROM v_{table}")}
    index.close()


def test_the_log_of_a_record_that_is_being_read_is_told_to_hold_it_still(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with open_record(path) as record:
        reports = fill(record)
        reader = open_record(path, read_only=True)
        with reader.snapshot():
            assert reader.report(reports[0].id) is not None
            record._database._connection.set_busy_timeout(20)
            record.purge(reports[0].id, BY)
            assert not record.scrub()
        reader.close()
        assert record.scrub()
    assert b"quayside0" not in bytes_beside(path)


def test_purging_asks_who_and_why(record: Record) -> None:
    reports = fill(record)
    for author, why in (("", "x"), ("x", " ")):
        with pytest.raises(InputError, match="for a reason"):
            record.purge(reports[0].id, Signature(author=author, why=why))
    with pytest.raises(MissingError, match="no report 'nobody'"):
        record.purge("nobody", BY)


def test_a_damaged_suppression_is_found(tmp_path: Path) -> None:
    with open_record(tmp_path / "r.db") as record:
        reports = fill(record)
        record.judge(Suppress(report=reports[0].id), BY)
        kept = json.loads(record._database.value("SELECT kept FROM withheld"))
        kept["tables"]["report"][0]["text"] += "!"
        record._database.run("UPDATE withheld SET kept = ?", (json.dumps(kept),))
        assert "its text is not the one" in record.verify()[0].why
        record._database.run("DELETE FROM withheld")
        record._database.run("UPDATE input SET report_key = NULL")
        assert "its report is not in the record" in str(record.verify())
