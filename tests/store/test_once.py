"""Records that ask their file less often answer as the record itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.pipeline import open_record
from onrecord.store import EntityFilter, Once, Record, StatementFilter, Through


@pytest.mark.parametrize("kind", [Once, Through])
@pytest.mark.parametrize("as_of", [None, "2026-03-11"])
def test_every_story_has_the_same_people_and_moves(samples_record: Path, kind: type[Once] | type[Through], as_of: str | None) -> None:
    with open_record(samples_record, read_only=True) as record:
        less: Record = kind(record)
        for story in record.stories(as_of=as_of):
            people, said = EntityFilter(story=story.id, as_of=as_of), StatementFilter(story=story.id, as_of=as_of)
            every = list(record.statements(said))
            assert list(less.entities(people)) == list(record.entities(people))
            assert list(less.moving(said)) == list(record.moving(said)) == [row for row in every if row.statement.moves]
            assert list(less.statements(said)) == every and list(less.moving(said)) == list(record.moving(said))
        named = EntityFilter(name="Vetrych")
        assert list(less.entities(named)) == list(record.entities(named)) != []
