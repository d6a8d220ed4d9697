"""Who is who, kept up to date report by report, is who is who worked out from all reports at once."""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.ids import make_id, text_hash
from onrecord.link import LocalEntity, spelled
from onrecord.model import Analysis, Entity, EntityType, Mention, Report, Role, Span, Story
from onrecord.pipeline.linking import link_names
from onrecord.store import Merge, Record, Signature, Suppress, Undo, names, open_record, report_key
from onrecord.text import fold

sys.path.insert(0, str(Path(__file__).parent / "link"))

from names_at_once import AllAtOnce, link_all

BY = Signature(author="Ana Desk", why="heard it")
PEOPLE = """Yaroslan Vetrych|Iaroslan Vetrich|Yaroslan M. Vetrych|Vetrych|Vetrich|Edda Prill|E. Prill|Erik Prill|E. M. Prill
Edda Maria Prill|Edda Marta Prill|Prill|prill|A. Prill|Inés Prill|Ines Prill|Anton Prill|EDDA PRILL|Maria Prill|Y. Vetrych"""
NAMES: list[tuple[str, EntityType]] = [(name, "person") for line in PEOPLE.splitlines() for name in line.split("|")]
NAMES += [("Velm Quay Office", "organisation"), ("VQO", "organisation"), ("Kiev", "place"), ("Kyiv", "place")]
NAMES += [("foreign minister of Karthenia", "office"), ("prill", "group")]
REPORTS = st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True), min_size=1, max_size=9)


def analysis_of(report: Report, named: list[tuple[str, EntityType]]) -> Analysis:
    """Who is named, each once by type and folded name, the first of the people a minister."""
    once = {(kind, fold(name)): name for name, kind in named}
    span = Span(0, 1)
    titles = [
        (Role(title="Karthenian Foreign Minister", span=span),) if kind == "person" and not n else () for n, (kind, _) in enumerate(once)
    ]
    entities = tuple(
        Entity(id=make_id("entity", kind, folded), name=name, type=kind, mentions=(Mention(span=span, kind="name"),), roles=roles)
        for ((kind, folded), name), roles in zip(once.items(), titles, strict=True)
    )
    return Analysis(report_id=report.id, text_sha256=report.text_sha256, engine="test", entities=entities)


class Growing:
    """A record to which reports are added, a story of three reports after another."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._run = record.start_run("add", "test")
        self._held: dict[int, list[str]] = {}

    def add(self, number: int, named: list[tuple[str, EntityType]]) -> None:
        text = f"Report {number}."
        report = Report(id=f"r{number}", text=text, text_sha256=text_hash(text))
        self.record.add_report(self._run, report, analysis_of(report, named))
        self._held.setdefault(number % 3, []).append(report.id)
        self.tell(number)

    def tell(self, number: int) -> None:
        """The story of this report, with those of its reports that are there."""
        held = (report for report in self._held[number % 3] if self.record.report(report))
        self.record.replace_stories([Story(id=f"s{number % 3}", title=None, reports=tuple(held))])

    def check(self) -> None:
        """Links, standings, counts and names are those that come out of all reports at once."""
        link_names(self.record)
        placed = [(story, LocalEntity(report_key=key, entity=e)) for key, story, e in self.record.named_in_stories(["s0", "s1", "s2"])]
        local = [x for _, x in placed]
        expected = link_all(local, {s: [x for of, x in placed if of == s] for s, _ in placed}, names.MOST)
        machine = "CASE WHEN judgement IS NULL THEN entity ELSE machine_entity END, local"
        found = self.record._database.all(f"SELECT report_key, {machine} FROM entity_link ORDER BY report_key, local")
        assert found == [(link.report_key, link.entity, link.local) for link in expected]
        if not list(self.record.judgements()):
            assert self.record.entity_links() == expected
        standing = AllAtOnce(spelled(local), names.MOST).plainly()
        assert self.record.standings(standing) == standing
        assert self.record._database.value("SELECT count(*) FROM known_name") == len(standing)
        called = {x.key: (x.entity.type, x.entity.name) for x in local}
        counts = Counter((link.entity, *called[link.report_key, link.local]) for link in expected)
        assert set(self.record._database.all("SELECT entity, type, name, links FROM spelling")) == {(*k, n) for k, n in counts.items()}
        assert self.record.verify() == []


@pytest.fixture(scope="module", params=[2, 200], ids=["crowded keys", "few names"])
def most(request: pytest.FixtureRequest) -> int:
    """From how many names on a key tells nothing."""
    return int(request.param)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that holds nothing, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "record.db"
    open_record(path).close()
    return path


@settings(deadline=None, max_examples=40)
@given(REPORTS, st.randoms(use_true_random=False), st.data())
def test_in_any_order_and_any_pieces_it_is_what_all_at_once_gives(
    empty: Path, most: int, reports: list[list[tuple[str, EntityType]]], chance: random.Random, data: st.DataObject
) -> None:
    order = list(enumerate(reports))
    chance.shuffle(order)
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        patch.setattr(names, "MOST", most)
        record = stack.enter_context(open_record(shutil.copy(empty, folder)))
        record._database.run("PRAGMA synchronous = OFF")
        growing = Growing(record)
        for place, (number, named) in enumerate(order):
            growing.add(number, named)
            if data.draw(st.booleans()) or place == len(order) - 1:
                growing.check()
        for number, _ in order[: data.draw(st.integers(0, 3))]:  # taken out, analysed anew, taken out and shown again
            what = data.draw(st.sampled_from(("out", "anew", "back")))
            report = record.report(f"r{number}")
            assert report is not None
            if what == "anew":
                again = data.draw(st.sampled_from(reports))
                record.replace_analysis(report_key(report.id, report.text_sha256), analysis_of(report, again))
            else:
                (ruling,) = record.judge(Suppress(report=report.id), BY).judgements
            if what == "back":
                growing.check()
                record.judge(Undo(judgement=ruling.id), BY)
                growing.tell(number)
            growing.check()


def test_judgements_hold_for_what_comes_later_and_are_undone(empty: Path, tmp_path: Path) -> None:
    with open_record(shutil.copy(empty, tmp_path)) as record:
        growing = Growing(record)
        growing.add(0, [("Edda Prill", "person"), ("Anton Prill", "person")])
        growing.check()
        (merged,) = record.judge(Merge(entities=("Edda Prill", "Anton Prill")), BY).judgements
        growing.add(1, [("Anton Prill", "person"), ("A. Prill", "person")])
        growing.check()
        assert [(row.name, row.reports) for row in record.entities()] == [("Edda Prill", 2)]
        record.judge(Undo(judgement=merged.id), BY)
        growing.check()
        assert [(row.name, row.reports) for row in record.entities()] == [("Anton Prill", 2), ("Edda Prill", 1)]
