"""From a record to origins: what reports print of where they come from, and where each statement and figure does."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.ids import make_id, text_hash
from onrecord.model import Analysis, EntityRef, Figure, Published, Relay, Report, Span, Statement, Story
from onrecord.provenance import Provenance, provenance_of
from onrecord.store import open_record

TELLING = (
    "The ferry Amsel left the quay of Ellingham before dawn with nineteen passengers and met the cutter off the reef in fog. "
    "Both crews launched their boats within minutes, and fishermen from the outer islands took most of the passengers aboard."
)
POST = "“We saw no light and heard no horn before the bow stood over us all and the deck began to turn,” the mate said on Monday."
TOLD = "The harbour master told Harbour Radio that the horn was broken. No inquest has been called and nobody has asked for one so far."
SIGNED = "All of us are out of the water and the boat is lost but the sea is calm and we have tea — Olmo (@olmo) March 4, 2031"


def report(name: str, text: str, outlet: str | None, agency: str | None = None) -> Report:
    when = Published(value=f"2031-03-0{name[-1]}", precision="day", basis="given")
    return Report(id=name, text=text, text_sha256=text_hash(text), outlet=outlet, agency=agency, published=when)


def statement(of: Report, content: str, relay: str = "") -> Statement:
    start = of.text.index(content)
    chain = tuple(Relay(entity=relay, name=relay, span=Span(at, at + len(relay))) for at in [of.text.find(relay)] if relay)
    spans = (Span(start, start + len(content)),)
    who = EntityRef(entity="e", name="Lind")
    return Statement(id=make_id("statement", of.id, start), manner="indirect", source=(), cue=(), content=spans, speaker=who, relay=chain)


def traced(tmp_path: Path, *pairs: tuple[Report, tuple[Statement, ...]], as_of: str | None = None) -> Provenance:
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
    with open_record(path) as record:
        run = record.start_run("add", "e")
        for of, said in pairs:
            at = of.text.find("nineteen")
            figures = (Figure(id=f"f-{of.id}", span=Span(at, at + 8), low=19, high=19, unit="person", measure="count"),) if at >= 0 else ()
            analysis = Analysis(report_id=of.id, text_sha256=of.text_sha256, engine="e", statements=said, figures=figures)
            record.add_report(run, of, analysis)
        record.replace_stories([Story(id="s", title=None, reports=tuple(of.id for of, _ in pairs))])
        return provenance_of(record, "s", as_of=as_of)


def test_a_shared_telling_without_a_credit_is_the_agencys(tmp_path: Path) -> None:
    bell, post = report("r1", TELLING, "Ellingham Bell", "Merid News Agency"), report("r2", f"Fog. {TELLING}", "Harbour Post")
    other = report("r3", "Nineteen people are safe, the Bell writes.", "Daily Harrier")
    said = statement(post, "fishermen from the outer islands took most of the passengers aboard")
    found = traced(tmp_path, (bell, ()), (post, (said,)), (other, ()))
    assert [(o.kind, o.name, o.reports) for o in found.origins.every] == [
        ("agency", "Merid", ("r1", "r2")),
        ("publisher", "Daily Harrier", ("r3",)),
    ]
    assert {found.of[entry].name for entry in (said.id, "f-r1", "f-r2")} == {"Merid"}
    early = traced(tmp_path, (bell, ()), (post, (said,)), (other, ()), as_of="2031-03-01")
    assert [o.reports for o in early.origins.every] == [("r1",)] and set(early.of) == {"f-r1"}


@pytest.mark.parametrize("words", [POST, SIGNED])
def test_what_both_only_quote_makes_no_shared_origin(tmp_path: Path, words: str) -> None:
    found = traced(tmp_path, (report("r1", f"Fog.\n{words}", "Ellingham Bell"), ()), (report("r2", f"Calm.\n{words}", "Harbour Post"), ()))
    assert found.origins.passages == () and len(found.origins.every) == 2


def test_what_was_told_to_a_medium_of_the_story_comes_from_it(tmp_path: Path) -> None:
    post, radio = report("r1", TOLD, "Harbour Post"), report("r2", "The horn has been silent for years.", "harbour-radio.example")
    named = report("r3", "A horn is a horn.", "Harbour Radio")
    said = statement(post, "the horn was broken", relay="Harbour Radio")
    found = traced(tmp_path, (post, (said,)), (radio, ()), (named, ()))
    assert found.of[said.id].reports == ("r2", "r3") and found.of[said.id].name == "Harbour Radio"


def test_without_an_outlet_it_is_unknown(tmp_path: Path) -> None:
    found = traced(tmp_path, (report("r1", TELLING, None), ()))
    (only,) = found.origins.every
    assert (only.kind, only.name) == ("unknown", None) and found.of["f-r1"] == only


def test_a_short_name_is_ones_own_paper_or_nobody(tmp_path: Path) -> None:
    text = "The harbour master told the Post that the horn was broken."
    own, other = report("r1", text, "Harbour Post"), report("r2", text, "Daily Harrier")
    said = [statement(of, "the horn was broken", relay="Post") for of in (own, other)]
    found = traced(tmp_path, (own, (said[0],)), (other, (said[1],)))
    assert [found.of[s.id].name for s in said] == ["Harbour Post", "Daily Harrier"]
