"""A record of an older schema is upgraded when it is opened for writing, and nothing in it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import StoreError
from onrecord.model import Analysis
from onrecord.store import Correction, Record, Signature, Undo, migrate, open_record


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A record of the first schema."""
    path = tmp_path / "old.db"
    with pytest.MonkeyPatch.context() as patch:
        first = migrate.scripts()[:1]
        patch.setattr(migrate, "scripts", lambda: first)
        with open_record(path) as record, record._database.write():
            record._database.run((Path(__file__).parent / "record-1.sql").read_text(encoding="utf8"))
    return path


def test_a_record_of_the_first_schema_is_upgraded(old: Path) -> None:
    with pytest.raises(StoreError, match="Open it once for writing to upgrade it"):
        open_record(old, read_only=True)
    with open_record(old) as record:
        assert record._database.value("PRAGMA user_version") == migrate.scripts()[-1][0]
        assert_as_it_was(record)
        statement = next(record.statements()).statement.id
        by = Signature(author="Ana", why="so it is")
        (made,) = record.judge(Correction(statement=statement, speaker="ana  ruiz", said="2026"), by).judgements[:1]
        assert made.now is not None
        for judgement in list(record.judgements()):
            record.judge(Undo(judgement=judgement.id), by)
    with open_record(old, read_only=True) as record:
        assert_as_it_was(record)


def assert_as_it_was(record: Record) -> None:
    assert record.verify() == []
    assert [report.id for report in record.reports()] == ["harbour-1", "harbour-2"]
    assert [row.speaker.name for row in record.statements() if row.speaker] == ["Ana Ruiz"] * 2
    assert [(finding.type, finding.story) for finding in record.findings()] == [("repeats", "s")]
    assert [link.entity for link in record.entity_links()] == ["entity-ruiz"] * 2
    assert [len(story.reports) for story in record.stories()] == [2]
    assert len(record.search("sign").hits) == 4
    analysis = record.analysis("harbour-1")
    assert isinstance(analysis, Analysis) and (analysis.engine, analysis.events, analysis.figures) == ("tagger 1", (), ())
    assert [statement.moves for statement in analysis.statements] == [(), ()]
