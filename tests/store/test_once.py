"""A record that asks its file less often answers as the record itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.pipeline import open_record
from onrecord.store import Once, Record, StatementFilter


@pytest.mark.parametrize("as_of", [None, "2026-03-11"])
def test_every_story_has_the_same_statements_and_moves(samples_record: Path, as_of: str | None) -> None:
    with open_record(samples_record, read_only=True) as record:
        less: Record = Once(record)
        for story in record.stories(as_of=as_of):
            said = StatementFilter(story=story.id, as_of=as_of)
            every = list(record.statements(said))
            assert list(less.moving(said)) == list(record.moving(said)) == [row for row in every if row.statement.moves]
            assert list(less.statements(said)) == every and list(less.moving(said)) == list(record.moving(said))
            of_reports = [less.stand_for(report=report).items() for report in story.reports]
            of_story = {pair for pair in record.stand_for(story.id).items() if pair[0][0] in story.reports}
            assert {pair for pairs in of_reports for pair in pairs} == of_story != set()
