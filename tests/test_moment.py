"""Stories that people regroup, and the record as it was known at a moment, with the real stages and small models."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import pipeline
from onrecord.engines.protocols import Tagged, TaggedAct, TaggedAttribution, TaggedName
from onrecord.errors import InputError
from onrecord.model import Span
from onrecord.pipeline import Engines, LiveRecord, open_record_at
from onrecord.store import Correction, EntityFilter, Record
from onrecord.storyline import findings_at

SAID = re.compile(r"(“[^”]+”) (said) ((?:[A-Z]\w+ ?)+)")
NAMES = re.compile(r"Ana Ruiz|Teo Lind|Piet Amsel")
QUAY = "“We will not sign a paper that gives away the quay,” said Ana Ruiz. The harbour of Prill waited for the ferry."
MINE = "“The shaft is flooded and nobody may go down,” said Teo Lind. The pit of Olmo has been shut since the water came."
TEXTS = {
    "quay-1": ("Quay paper of Prill", QUAY),
    "quay-2": ("Quay paper of Prill again", f"{QUAY} “The offer stands,” said Teo Lind."),
    "quay-3": ("Quay paper of Prill once more", f"{QUAY} “I have it in writing,” said Piet Amsel."),
    "mine-1": ("Pit of Olmo flooded", MINE),
    "mine-2": ("Pit of Olmo still flooded", f"{MINE} “We pump day and night,” said Ana Ruiz."),
}


@dataclass
class Tagger:
    """Finds “…” said NAME."""

    version: str = "tagger 1"

    def tag_acts(self, text: str, *, skip: Sequence[Span] = ()) -> tuple[TaggedAct, ...]:
        return ()

    def tag(self, text: str, *, skip: Sequence[Span] = ()) -> Tagged:
        found = [
            TaggedAttribution(
                content=(Span(*m.span(1)),),
                cue=(Span(*m.span(2)),),
                source=(Span(m.start(3), m.start(3) + len(m[3].rstrip())),),
                score=0.9,
            )
            for m in SAID.finditer(text)
        ]
        names = [TaggedName(span=Span(*m.span()), type="person", score=0.9) for m in NAMES.finditer(text)]
        return Tagged(attributions=tuple(found), names=tuple(names))


@dataclass
class Embedder:
    """Points one way for the quay and another for the mine."""

    version: str = "two ways"

    def embed(self, text: str) -> tuple[float, ...]:
        return (1.0, 0.0) if "uay" in text else (0.0, 1.0)


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Engines:
    found = Engines(tagger=Tagger(), embedder=Embedder())
    monkeypatch.setattr(pipeline.engines, "load_engines", lambda: found)
    monkeypatch.setenv("ONRECORD_AUTHOR", "Ana")
    return found


def written(folder: Path, *names: str) -> Path:
    path = folder / f"{'-'.join(names)}.jsonl"
    rows = ({"id": n, "title": TEXTS[n][0], "text": TEXTS[n][1], "published": "2031-01-30"} for n in names)
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


@pytest.fixture
def record(engines: Engines, tmp_path: Path) -> Iterator[LiveRecord]:
    with onrecord.open_record(tmp_path / "record.db") as opened:
        opened.add([written(tmp_path, *TEXTS)])
        yield opened
        assert opened.verify() == []


def stories(record: Record) -> set[tuple[str, ...]]:
    return {tuple(sorted(story.reports)) for story in record.stories()}


QUAYS, MINES = ("quay-1", "quay-2", "quay-3"), ("mine-1", "mine-2")


def of(record: Record, report: str) -> str:
    return next(story.id for story in record.stories() if report in story.reports)


def test_two_affairs_are_two_stories(record: LiveRecord) -> None:
    assert stories(record) == {QUAYS, MINES}
    assert {change.kind for _, change in record.story_changes()} == {"begun"}


def test_a_person_merges_stories_and_takes_it_back(record: LiveRecord) -> None:
    merged = record.merge(of(record, "quay-1"), of(record, "mine-1"), why="one strike")
    assert stories(record) == {tuple(sorted(QUAYS + MINES))}
    (story,) = record.stories()
    assert any("one strike" in reason and "Ana" in reason for reason in story.reasons)
    logged = [change for at, change in record.story_changes() if change.kind == "joined"]
    assert logged and any("one strike" in reason for change in logged for reason in change.reasons)
    assert {finding.story for finding in record.findings()} == {story.id}
    record.undo(merged.id, why="two after all")
    assert stories(record) == {QUAYS, MINES}


def test_a_person_splits_a_story_and_takes_it_back(record: LiveRecord) -> None:
    split = record.split_story(of(record, "quay-1"), "quay-2", why="another quay")
    assert stories(record) == {("quay-1", "quay-3"), ("quay-2",), MINES}
    (judged,) = record.judgements()
    assert (judged.kind, judged.state, judged.now) == ("split", "in force", "1 of its 3 reports")
    record.undo(split.id, why="the same")
    assert stories(record) == {QUAYS, MINES}


def test_what_was_regrouped_stays_so_when_reports_are_added_or_analysed_again(engines: Engines, tmp_path: Path) -> None:
    with onrecord.open_record(tmp_path / "r.db") as record:
        record.add([written(tmp_path, "quay-1", "quay-2", "mine-1")])
        record.split_story(of(record, "quay-1"), "quay-2", why="another quay")
        record.merge(of(record, "quay-2"), of(record, "mine-1"), why="one strike")
        record.add([written(tmp_path, "quay-3", "mine-2")])
        held = stories(record)
        assert any({"quay-2", "mine-1"} <= set(s) and "quay-1" not in s for s in held)
        record.reanalyse(every=True)
        assert stories(record) == held


def test_what_keeps_apart_is_stronger(record: LiveRecord) -> None:
    record.merge(of(record, "quay-1"), of(record, "mine-1"), why="one strike")
    record.split_story(of(record, "quay-1"), "mine-1", "mine-2", why="two after all")
    assert stories(record) == {QUAYS, MINES}


def test_nothing_is_decided_about_stories_that_are_not_there(record: LiveRecord) -> None:
    for wrong in (
        lambda: record.merge(of(record, "quay-1"), "story-none", why="x"),
        lambda: record.merge(of(record, "quay-1"), of(record, "quay-2"), why="x"),
        lambda: record.split_story(of(record, "quay-1"), "mine-1", why="x"),
        lambda: record.split_story(of(record, "quay-1"), *QUAYS, why="x"),
        lambda: record.split_story(of(record, "quay-1"), why="x"),
    ):
        with pytest.raises(InputError):
            wrong()
    assert list(record.judgements()) == [] and stories(record) == {QUAYS, MINES}


# What was known at a moment


def seen(record: Record) -> dict[str, Any]:
    """What people see: stories, who is who, who said what, findings compared anew."""
    return {
        "stories": [(s.id, s.reports, s.title) for s in record.stories()],
        "entities": sorted((e.id, e.name, tuple(sorted(s.name for s in e.spellings))) for e in record.entities(EntityFilter())),
        "said": [(r.statement.id, r.content_text, r.speaker.entity if r.speaker else None) for r in record.statements()],
        "findings": [f for s in record.stories() for f in findings_at(record, s.id, known_at="2999")],
    }


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


STEPS = st.lists(
    st.one_of(
        st.sampled_from([("add", name) for name in TEXTS]),
        st.sampled_from(
            [("merge", ""), ("split", ""), ("speaker", ""), ("nothing said", ""), ("no conflict", ""), ("names", ""), ("undo", "")]
        ),
    ),
    min_size=2,
    max_size=7,
)


def do(record: LiveRecord, step: tuple[str, str], folder: Path) -> None:
    verb, name = step
    held, rows = list(record.stories()), list(record.statements())
    try:
        if verb == "add":
            record.add([written(folder, name)])
        elif verb == "merge" and len(held) > 1:
            record.merge(held[0].id, held[1].id, why="one")
        elif verb == "split" and held and len(held[0].reports) > 1:
            record.split_story(held[0].id, held[0].reports[-1], why="two")
        elif verb == "speaker" and rows:
            record.correct(Correction(statement=rows[0].statement.id, speaker="Xu Li"), why="heard")
        elif verb == "nothing said" and rows:
            record.correct(Correction(statement=rows[-1].statement.id, not_a_statement=True), why="a headline")
        elif verb == "no conflict" and (found := list(record.findings())):
            record.dismiss(found[0].id, why="two affairs")
        elif verb == "names":
            record.merge("Ana Ruiz", "Teo Lind", why="one")
        elif verb == "undo" and (judged := [j for j in record.judgements() if j.state == "in force" and j.kind != "undo"]):
            record.undo(judged[0].id, why="no")
    except InputError:
        pass  # the step asks for what the record does not hold by now


@given(STEPS)
@settings(max_examples=12, deadline=None)
def test_what_was_known_at_a_moment_never_changes(steps: list[tuple[str, str]]) -> None:
    with pytest.MonkeyPatch.context() as patched, tempfile.TemporaryDirectory() as name:
        engines = Engines(tagger=Tagger(), embedder=Embedder())
        patched.setattr(pipeline.engines, "load_engines", lambda: engines)
        patched.setenv("ONRECORD_AUTHOR", "Ana")
        folder, kept = Path(name), []
        with onrecord.open_record(folder / "r.db") as record:
            for step in steps:
                do(record, step, folder)
                kept.append((now(), seen(record)))
        for moment, then in kept:
            with open_record_at(folder / "r.db", moment) as record:
                assert seen(record) == then


def test_what_is_no_conflict_by_now_was_one_before_that_was_judged(record: LiveRecord) -> None:
    before = now()
    dismissed, *rest = record.findings(story=of(record, "quay-1"))
    made = record.dismiss(dismissed.id, why="two papers")
    between = now()
    record.undo(made.id, why="one paper")
    expected = {before: True, between: False, now(): True}
    for moment, is_shown in expected.items():
        with open_record_at(record.path, moment) as then:
            found = findings_at(then, of(then, "quay-1"), known_at=moment)
            assert (dismissed in found) is is_shown and all(other in found for other in rest)
            assert [j.state for j in then.judgements() if j.kind != "undo"] in ([], ["in force"], ["undone"])
        assert (dismissed in findings_at(record, of(record, "quay-1"), known_at=moment)) is is_shown


def test_before_anything_was_recorded_there_is_nothing(record: LiveRecord) -> None:
    with open_record_at(record.path, "2020") as then:
        assert seen(then) == {"stories": [], "entities": [], "said": [], "findings": []}


def test_where_nothing_came_later_it_is_the_record_itself(record: LiveRecord) -> None:
    with open_record_at(record.path, "2999") as same:
        assert same.path == record.path
    with pytest.raises(InputError), open_record_at(record.path, "soon"):
        pass
