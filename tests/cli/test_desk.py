"""The verbs of the desk: what they print, in which shapes, and how they end."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from doubles import Run
from harbour import REPORTS
from jsonschema import Draft202012Validator
from quay_page import make_versions

from onrecord.cli.findings import told_apart
from onrecord.export import schema
from onrecord.store import open_record

KNOWN = "“We will not sign a paper that gives away the quay,” Ana Ruiz told reporters on Friday."
OTHER = "“We will not sign a paper that sells the quay,” Ana Ruiz told reporters on Friday."


def valid(value: object, kind: str) -> None:
    Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema()["$defs"]}).validate(value)


@pytest.fixture
def draft(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        (tmp_path / "draft.txt").write_text(text, encoding="utf-8")
        return str(tmp_path / "draft.txt")

    return write


def test_a_draft_in_every_shape(run: Run, draft: Callable[[str], str]) -> None:
    result = run("screen", draft(OTHER), "--format", "jsonl")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    for line in lines:
        valid(line, "screen_line")
    assert result.exit_code == 3 and "quotation not verbatim" in {line["kind"] for line in lines}
    assert json.loads(run("screen", draft(OTHER), "--format", "json").stdout) == lines
    shown = run("screen", "-", input=OTHER)
    assert shown.exit_code == 3 and "draft sells | record gives away" in shown.stdout and "\n#1 post-0130\n" in shown.stdout
    assert all(len(line) <= 100 for line in shown.stdout.splitlines())


def test_a_draft_that_follows_the_record_ends_with_zero(run: Run, draft: Callable[[str], str], kept: Path) -> None:
    before = kept.read_bytes()
    result = run("screen", draft(KNOWN), "--story", "story-quay")
    assert result.exit_code == 0 and result.stdout.startswith("known · Ana Ruiz: “We will not sign")
    assert kept.read_bytes() == before
    early = run("screen", draft(KNOWN), "--known-at", "2020", "--format", "jsonl")
    assert {json.loads(line)["kind"] for line in early.stdout.splitlines()} == {"new"}


def test_what_cannot_be_screened_is_said(run: Run, draft: Callable[[str], str]) -> None:
    assert run("screen", "nowhere.txt").exit_code == 1
    assert run("screen", draft(KNOWN), "--story", "story-none").stderr.startswith("onrecord: The record has no story 'story-none'")
    empty = run("screen", draft("The weather at the coast is fine today, with light winds from the east."))
    assert (empty.exit_code, empty.stdout) == (0, "") and empty.stderr.startswith("The draft holds no statement")


def test_two_reports_side_by_side(run: Run) -> None:
    result = run("compare", "post-0130", "bell-0131")
    for words in ("Both have", "Only #1 has", "condition: #1 until | #2 from", "#1 post-0130"):
        assert words in result.stdout
    found = json.loads(run("compare", "post-0130", "bell-0131", "--format", "json").stdout)
    valid(found, "comparison")
    assert [d["slot"] for pair in found["both"] for d in pair["differs"]] == ["condition"]
    assert len(found["both"]) == 2 and len(found["only_a"]) == 1 and found["only_b"] == []
    assert run("compare", "post-0130", "nowhere").exit_code == 1


def lines(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_what_the_record_has_learnt(run: Run) -> None:
    found = lines(run("changes", "--since", "2020", "--format", "jsonl"))
    for line in found:
        valid(line, "change")
    assert {line["kind"] for line in found} == {"report", "statement", "finding"}
    assert sum(line["kind"] == "statement" for line in found) == 7
    shown = run("changes", "--since", "2020").stdout
    assert "4 new reports" in shown and "2 new findings: 1 differs, 1 repeats" in shown
    feed = ET.fromstring(run("changes", "--since", "2020", "--format", "atom").stdout.encode())
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == len(REPORTS) + 2
    assert run("changes", "--since", "2999").stderr == "The record has learnt nothing since 2999.\n"
    assert run("changes").exit_code == 2


def test_versions(run: Run, tmp_path: Path) -> None:
    assert run("versions").stderr == "No page on the record has had another version.\n"
    assert run("versions", "post-0130").stderr == "The record has one version of this page.\n"
    assert run("versions", "nowhere").exit_code == 1
    make_versions(tmp_path / "versions.db")
    shown = run("versions", env={"ONRECORD_RECORD": str(tmp_path / "versions.db")}).stdout
    for words in (
        "title: Seven → Nine",
        "Removed",
        "Added",
        "Figures with another value",
        "count · crane: #1 seven | #2 nine",
        "1 statement as before",
    ):
        assert words in shown
    (found,) = lines(run("versions", "--format", "jsonl", env={"ONRECORD_RECORD": str(tmp_path / "versions.db")}))
    valid(found, "comparison")
    assert found["title"] == {"a": "Seven", "b": "Nine"}


def test_a_part_of_a_quotation_is_not_drawn_beside_the_whole() -> None:
    def entry(text: str, report: str) -> dict[str, Any]:
        return {"speaker": {"name": "Ana Ruiz"}, "outlet": "Bell", "report": report, "text": text}

    whole, part = "“We stay,” … “The port can wait,”", "“We stay,”"
    told = told_apart([entry(part, "a"), entry(whole, "a"), entry(part, "b"), entry(part, "b")])
    assert told == [f"Ana Ruiz in Bell: {whole}", f"Ana Ruiz in Bell: {part}"]


@pytest.mark.parametrize(
    "verb", ["stories", "statements", "account", "positions", "offers", "findings", "utterances", "figures", "entities"]
)
def test_every_listing_has_two_clocks(verb: str, run: Run, kept: Path) -> None:
    with open_record(kept, read_only=True) as record:
        moments = list(record.recorded_since("2020").values())
    for clock in (("--known-at", "2020"), ("--as-of", "2020"), ("--as-of", "2026-01-30", "--known-at", "2020")):
        result = run(verb, *clock, "--format", "json")
        assert result.exit_code == 0 and json.loads(result.stdout) in ([], {"stories": []})
    everything = run(verb, "--known-at", moments[-1], "--format", "json")
    assert json.loads(everything.stdout) or verb in ("positions", "offers", "figures", "utterances")
    assert "Which reports make a story" in " ".join(run(verb, "--help").stdout.split())


def test_statements_and_stories_of_the_first_report_alone(run: Run, kept: Path) -> None:
    with open_record(kept, read_only=True) as record:
        first = min(record.recorded_since("2020").items(), key=lambda item: item[1])
    rows = lines(run("statements", "--known-at", first[1], "--format", "jsonl"))
    assert {row["report"] for row in rows} == {first[0]} == {"post-0130"}
    assert [story["reports"] for story in lines(run("stories", "--known-at", first[1], "--format", "jsonl"))] == [["post-0130"]]
