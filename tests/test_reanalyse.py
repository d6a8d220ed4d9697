"""Deciding and analysing again with the real stages and small models of the test's own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import onrecord
from onrecord import pipeline
from onrecord.analyse import engine_of, rules
from onrecord.engines.protocols import Tagged, TaggedAct, TaggedAttribution, TaggedName
from onrecord.errors import InputError
from onrecord.model import Profile, Span
from onrecord.pipeline import Engines, LiveRecord, reanalyse_reports
from onrecord.progress import Progress
from onrecord.store import Correction, EntityFilter

SAID = re.compile(r"(“[^”]+”) (said) ((?:[A-Z]\w+ ?)+)")
NAMES = re.compile(r"Ana Ruiz|Teo Lind|Piet Amsel")

REPORTS = {
    "post": "“We will not sign a paper that gives away the quay,” said Ana Ruiz. “The offer stands,” said Teo Lind on Friday.",
    "bell": "“We will not sign a paper that gives away the quay,” said Ana Ruiz. Nobody else spoke to the reporters on that day.",
    "mail": "“I have it in writing from both of them, twice,” said Piet Amsel. The storm is on its way to the outer islands now.",
}


@dataclass
class Tagger:
    """Finds “…” said NAME, without the quotations whose words are in ``deaf``."""

    version: str
    deaf: str = "nothing"

    def tag(self, text: str, *, skip: Sequence[Span] = ()) -> Tagged:
        said = [m for m in SAID.finditer(text) if self.deaf not in m[1]]
        found = [TaggedAttribution(content=(Span(*m.span(1)),), cue=(Span(*m.span(2)),), source=(end_of(m),), score=0.9) for m in said]
        names = [TaggedName(span=Span(*m.span()), type="person", score=0.9) for m in NAMES.finditer(text)]
        return Tagged(attributions=tuple(found), names=tuple(names))

    def tag_acts(self, text: str, *, skip: Sequence[Span] = ()) -> tuple[TaggedAct, ...]:
        return ()


def end_of(said: re.Match[str]) -> Span:
    return Span(said.start(3), said.start(3) + len(said[3].rstrip()))


@dataclass
class Embedder:
    """Everything points the same way."""

    version: str
    asked: int = 0

    def embed(self, text: str) -> tuple[float, ...]:
        self.asked += 1
        return (1.0, 0.0)


class Models:
    """What ``load_engines`` gives, until the test sets something else."""

    def __init__(self) -> None:
        self.engines = Engines(tagger=Tagger("tagger 1"), embedder=Embedder("embedder 1"))

    def use(self, tagger: Tagger, embedder: str = "embedder 1") -> Embedder:
        placed = Embedder(embedder)
        self.engines = Engines(tagger=tagger, embedder=placed)
        return placed


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> Models:
    found = Models()
    monkeypatch.setattr(pipeline.engines, "load_engines", lambda: found.engines)
    monkeypatch.setenv("ONRECORD_AUTHOR", "Ana")
    return found


@pytest.fixture
def record(models: Models, tmp_path: Path) -> Iterator[LiveRecord]:
    path = tmp_path / "reports.jsonl"
    path.write_text(
        "\n".join(json.dumps({"id": k, "text": text, "title": f"Quay {k}", "published": "2026-01-30"}) for k, text in REPORTS.items())
    )
    with onrecord.open_record(tmp_path / "record.db") as opened:
        assert opened.add([path]).stored == 3
        yield opened
        assert opened.verify() == []


def said(record: LiveRecord) -> list[tuple[str, str | None, str]]:
    return [(row.report, row.speaker.name if row.speaker else None, row.content_text) for row in record.statements()]


def repeats(record: LiveRecord) -> int:
    return sum(finding.type == "repeats" for finding in record.findings())


def test_nothing_is_done_twice(record: LiveRecord, models: Models) -> None:
    before = said(record)
    assert len(before) == 4 and repeats(record) == 1
    summary = record.reanalyse()
    assert (summary.renewed, summary.left) == (0, 3)
    assert record.reanalyse(["bell"], every=True).renewed == 1
    models.use(Tagger("tagger 2"))
    one = record.reanalyse(["post", "post"])
    assert (one.renewed, one.left) == (1, 0)
    rest = record.reanalyse()
    assert (rest.renewed, rest.left, rest.waiting) == (2, 1, 0)
    assert said(record) == before and repeats(record) == 1 and len(list(record.stories())) == 1
    assert [a.engine for report in REPORTS if (a := record.analysis(report))] == [engine_of(Tagger("tagger 2"))] * 3
    assert [run.finished is not None for run in record.runs()] == [True] * 5
    with pytest.raises(InputError, match="no report 'nowhere'"):
        record.reanalyse(["nowhere"])


def test_other_rules_are_noticed(record: LiveRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "rules_digest", lambda: "0123456789")
    assert record.reanalyse().renewed == 3
    assert {a.engine for report in REPORTS if (a := record.analysis(report))} == {"tagger 1 rules-0123456789"}
    assert record.reanalyse().renewed == 0


def test_what_people_judged_holds_for_the_new_analyses(record: LiveRecord, models: Models) -> None:
    ids = {(row.report, row.content_text[1:4]): row.statement.id for row in record.statements()}
    (speaker,) = record.correct(Correction(statement=ids["bell", "We "], speaker="Teo Lind"), why="heard him")
    (gone,) = record.correct(Correction(statement=ids["post", "The"], unknown_speaker=True), why="it was a recording")
    merge = record.merge("Teo Lind", "Piet Amsel", why="one man", author="Inez")
    split = record.split("Ana Ruiz", report="bell", why="another Ruiz")
    assert repeats(record) == 0, "the two do not say the same any more"
    judged = said(record)
    models.use(Tagger("tagger 2", deaf="The offer stands"))
    summary = record.reanalyse()
    assert (summary.renewed, summary.waiting) == (3, 1)
    states = {judgement.id: judgement.state for judgement in record.judgements()}
    assert states == {speaker.id: "in force", gone.id: "waiting", merge.id: "in force", split.id: "in force"}
    assert said(record) == [entry for entry in judged if "offer" not in entry[2]]
    assert next(p.why for p in record.problems() if p.where == gone.id).startswith("this judgement waits: ")
    models.use(Tagger("tagger 3"))
    assert record.reanalyse().waiting == 0
    assert said(record) == judged
    for judgement in (speaker, gone, merge, split):
        record.undo(judgement.id, why="all wrong")
    assert repeats(record) == 1 and {name for _, name, _ in said(record)} == {"Ana Ruiz", "Teo Lind", "Piet Amsel"}


def test_what_is_no_conflict_stays_so_when_everything_is_analysed_again(record: LiveRecord, models: Models) -> None:
    (found,) = (finding for finding in record.findings() if finding.type == "repeats")
    made = record.dismiss(found.id, why="each said it on another day")
    assert repeats(record) == 0
    models.use(Tagger("tagger 2"))
    summary = record.reanalyse()
    assert (summary.renewed, summary.waiting) == (3, 0)
    assert repeats(record) == 0 and [j.state for j in record.judgements()] == ["in force"]
    record.undo(made.id, why="one day")
    assert [finding.id for finding in record.findings() if finding.type == "repeats"] == [found.id]


def test_adding_more_reports_keeps_what_was_judged(record: LiveRecord, tmp_path: Path) -> None:
    record.merge("Teo Lind", "Piet Amsel", why="one man")
    (tmp_path / "late.txt").write_text("“We never said so to anybody at the quay,” said Piet Amsel. “It is a paper,” said Teo Lind.")
    assert record.add([tmp_path / "late.txt"]).stored == 1
    (one,) = record.entities(EntityFilter(name="Teo Lind"))
    assert (one.reports, one.statements, len(one.spellings)) == (3, 4, 2)


class Stopped(Exception):
    """Stands in for a kill between two reports."""


@pytest.mark.parametrize("every", [False, True])
def test_a_stopped_run_goes_on(record: LiveRecord, models: Models, every: bool) -> None:
    before = said(record)
    models.use(Tagger("tagger 1" if every else "tagger 2"))

    def stop(progress: Progress) -> None:
        if progress.done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        reanalyse_reports(record, every=every, on_progress=stop)
    assert record.verify() == []
    summary = record.reanalyse(every=every)
    assert (summary.renewed, summary.left) == (1, 2)
    assert said(record) == before and repeats(record) == 1
    assert record.reanalyse(every=True).renewed == 3, "a run that ended is not gone on with"


def profiles(record: LiveRecord) -> dict[str, Profile]:
    return record.profiles([report.id for report in record.reports()], "embedder 2")


def test_another_embedder_groups_anew(record: LiveRecord, models: Models) -> None:
    assert models.use(Tagger("tagger 1"), "embedder 2").asked == 0
    assert record.reanalyse(["post"]).renewed == 0 and profiles(record) == {}
    embedder = models.use(Tagger("tagger 1"), "embedder 2")
    record.reanalyse()
    assert embedder.asked == 2 * len(profiles(record)) == 6, "title and lead of each"
    assert [len(story.reports) for story in record.stories()] == [3] and repeats(record) == 1
