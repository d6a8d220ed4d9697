"""Every object that leaves says what the schema says, and the schema says what the model says."""

from __future__ import annotations

import csv
import io
import json
from importlib import import_module
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from store_values import a_report, an_analysis, pairs

from onrecord import desk, model
from onrecord.compare import Origin, OriginKind
from onrecord.export import FoundHere, OriginHere, csv_text, dump, report_line, safe_cell, schema, wire
from onrecord.model import Analysis, Finding, Report, Story
from onrecord.store import Correction, Merge, Record, Signature, Undo, rulings

SCHEMA = schema()


def check(value: object, kind: str) -> None:
    Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]}).validate(value)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("manner", model.Manner),
        ("entity_type", model.EntityType),
        ("mention_kind", model.MentionKind),
        ("finding_type", model.FindingType),
        ("published_basis", model.PublishedBasis),
        ("precision", model.Precision),
        ("furniture_kind", model.FurnitureKind),
        ("act", model.Act),
        ("term", model.TermKey),
        ("stance", model.Stance),
        ("measure", model.Measure),
        ("corrected_field", rulings.Field),
        ("judgement_kind", rulings.JudgementKind),
        ("judgement_state", rulings.JudgementState),
        ("screen_kind", desk.ScreenKind),
        ("change_kind", desk.ChangeKind),
        ("origin_kind", OriginKind),
    ],
)
def test_closed_lists_are_those_of_the_model(name: str, words: Any) -> None:
    assert SCHEMA["$defs"][name]["enum"] == list(get_args(words))


def test_every_object_of_the_schema_is_closed_and_whole() -> None:
    def walk(node: object) -> None:
        if isinstance(node, dict):
            if "properties" in node:
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(SCHEMA)


@settings(max_examples=60, deadline=None)
@given(pairs())
def test_any_report_is_a_line_of_the_format(pair: tuple[Report, Analysis]) -> None:
    line = report_line(*pair)
    check(line, "report")
    text = dump(line)
    assert json.loads(text) == line and "\n" not in text and len(text.splitlines()) == 1


def test_the_keys_of_a_report_are_the_contract() -> None:
    line = report_line(a_report(), an_analysis(a_report()))
    keys = "format id url outlet title language published text text_sha256 furniture statements entities events figures times problems"
    assert list(line) == keys.split()
    statement = line["statements"][0]
    keys = "id manner source cue content speaker addressee relay said parent part moves score reasons"
    assert list(statement) == keys.split()
    assert statement["content"] == [[0, 19], [87, 98]] and [move["act"] for move in statement["moves"]] == ["refuse"]
    part = line["statements"][1]  # “Not ever.” is too short to be one
    assert part["content"] == [[0, 19]] and part["parent"] == statement["id"] and part["part"] and not part["moves"]
    assert line["statements"][2]["speaker"] is None
    assert [problem["why"] for problem in line["problems"]] == ["no byline", "one mark is not closed"]


def test_what_the_record_gives_is_in_the_format(record: Record) -> None:
    report = a_report()
    analysis = an_analysis(report)
    record.add_report(record.start_run("add", "e"), report, analysis)
    story = Story(id="s", title=None, reports=(report.id,), reasons=("alone",))
    record.replace_stories([story])
    one, two = (statement.id for statement in analysis.statements)
    finding = Finding(id="f", type="answers", slot=None, story="s", a=(one,), b=(two,), why="w", score=0.123456)
    record.replace_findings("s", [finding])
    rows = list(record.statements())
    for row in rows:
        check(wire(row), "statement_row")
    check(wire(story), "story")
    bell = Origin(
        id="o", kind="publisher", name="Bell", reports=(report.id,), houses=frozenset({"Bell"}), tiers=(("A", 1),), reasons=("w",)
    )
    line = wire(FoundHere(finding=finding, rows=record.statement_rows([one, two]), origin_of={one: bell}))
    check(line, "finding")
    check(wire(OriginHere(story="s", origin=bell)), "origin")
    assert line["sides"]["a"][0]["origin"] == {"id": "o", "kind": "publisher", "name": "Bell"}
    assert (line["sides"]["b"][0]["origin"], line["origins"]) == (None, 1)
    assert line["score"] == 0.1235
    assert [side["text"] for side in line["sides"]["b"]] == ["A storm is near"]


def test_entities_and_judgements_are_in_the_format(record: Record) -> None:
    report = a_report()
    analysis = an_analysis(report)
    record.add_report(record.start_run("add", "e"), report, analysis)
    by = Signature(author="Ana", why="heard it")
    ruling = Correction(statement=analysis.statements[1].id, speaker="Xu Li", said="2026-01", cue=())
    record.judge(ruling, by)
    (merge,) = record.judge(Merge(entities=("Ana Ruiz", "Xu Li")), by).judgements
    record.judge(Undo(judgement=merge.id), by)
    for row in record.statements():
        check(wire(row), "statement_row")
    assert [c["field"] for c in wire(row)["corrected"]] == ["cue", "said", "speaker"]
    entities, judgements = list(record.entities()), list(record.judgements())
    for entity in entities:
        check(wire(entity), "entity_row")
    for judgement in judgements:
        check(wire(judgement), "judgement")
    assert len(entities) == 2 and len(judgements) == 5


def test_a_line_can_be_shown_on_a_terminal() -> None:
    hostile = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x2066, 0x2028, 0xE0041])) + "Inés"
    line = dump({"x": hostile})
    assert json.loads(line) == {"x": hostile}
    assert "Inés" in line and line.replace("Inés", "").isascii() and line.isprintable()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"
    assert next(csv.reader(io.StringIO(csv_text([[cell]]), newline="")))[0] == f"'{cell}"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r\n")), min_size=1, max_size=4))
def test_rows_come_back_from_csv(row: list[str]) -> None:
    back = next(csv.reader(io.StringIO(csv_text([[f"x{cell}" for cell in row]]), newline="")))
    assert back == [f"x{cell}" for cell in row]
    assert (safe_cell(None), safe_cell(-1.5), safe_cell(3)) == ("", "-1.5", "3")


def test_the_package_exports_what_it_names() -> None:
    module = import_module("onrecord.export")
    assert all(hasattr(module, name) for name in module.__all__)
