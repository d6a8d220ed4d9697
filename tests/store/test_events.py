"""Events with what stands around them, asked of the record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from store_values import TEXT, a_report, an_analysis, find

from onrecord.model import EntityLink, EntityRef, Published, Story
from onrecord.store import Record, report_key


@pytest.fixture
def filled(record: Record) -> Record:
    """Two reports of the storm, the later one first; in each somebody tells it, and one of them is a story."""
    run = record.start_run("add", "test")
    for report_id, day in (("b", "2026-01-31"), ("a", "2026-01-30"), ("undated", None)):
        published = Published(value=day, precision="day", basis="given") if day else None
        report = a_report(report_id, published=published)
        analysis = an_analysis(report)
        (ruiz,), (event,) = analysis.entities, analysis.events
        event = replace(event, according_to=EntityRef(entity=ruiz.id, name=ruiz.name), mentions=(event.span, find(TEXT, "near")))
        record.add_report(run, report, replace(analysis, events=(event,)), None)
    record.finish_run(run)
    record.replace_stories([Story(id="story-1", title="Storm", reports=("a",), first="2026-01-30", last="2026-01-30")])
    return record


def test_by_publication_with_the_words_of_event_and_figures(filled: Record) -> None:
    rows = list(filled.events())
    assert [row.report for row in rows] == ["a", "b", "undated"]
    row = rows[0]
    assert (row.words, row.figures, row.story, row.outlet) == ("storm", ("near",), "story-1", "The Harbour Post")
    stored = filled.analysis("a")
    assert stored is not None and (row.event,) == stored.events


def test_of_one_story_and_as_of_a_day(filled: Record) -> None:
    assert [row.report for row in filled.events(story="story-1")] == ["a"]
    assert [row.report for row in filled.events(as_of="2026-01-30")] == ["a"]
    assert list(filled.events(story="story-2")) == []


def test_who_tells_it_is_the_entity_of_the_record(filled: Record) -> None:
    report = a_report("a")
    (own,) = an_analysis(report).entities
    key = report_key(report.id, report.text_sha256)
    filled.replace_entity_links([EntityLink(report_key=key, local=own.id, entity="entity-ruiz", score=0.9, reasons=("same",))])
    assert [row.event.according_to for row in filled.events()][:1] == [EntityRef(entity="entity-ruiz", name="Ana Ruiz")]
