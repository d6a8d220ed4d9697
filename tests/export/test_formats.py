"""What is true of every format: its files are those of the manifest, the same record gives the same files, and a part is a part."""

from __future__ import annotations

import csv
import gc
import hashlib
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from exporting import Export, lines
from harbour import make_record
from jsonschema import Draft202012Validator

from onrecord.errors import InputError
from onrecord.export import FORMATS, KINDS, Folder, Scope, Selection, Stream, export_record, schema
from onrecord.export.columns import cells_of
from onrecord.export.tables import safe_cell
from onrecord.pipeline import LiveRecord, open_record
from onrecord.progress import Progress
from onrecord.provenance import Provenance
from onrecord.store import Record, StatementFilter
from onrecord.storyline import Standing

BY_KIND = [f.name for f in FORMATS if f.by_kind]


def check(value: object, kind: str) -> None:
    Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema()["$defs"]}).validate(value)


@pytest.mark.parametrize("name", [f.name for f in FORMATS])
def test_the_manifest_tells_of_every_file_and_nothing_else(name: str, exported: Export) -> None:
    folder, manifest = exported(name)
    check(manifest, "manifest")
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8")) == manifest
    assert sorted(p.name for p in folder.iterdir()) == sorted(["manifest.json", *(f["name"] for f in manifest["files"])])
    for file in manifest["files"]:
        content = (folder / file["name"]).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file["sha256"], file["bytes"])
        assert content
    assert manifest["record"]["reports"] == 16 and manifest["exported_as"] == name
    again, second = exported(name)
    assert second["files"] == manifest["files"] and again != folder


def test_whoever_waits_for_an_export_is_told_how_far_it_is(sampled: LiveRecord, tmp_path: Path) -> None:
    told: list[Progress] = []
    export_record(sampled, "jsonl", Folder(tmp_path / "out"), on_progress=told.append)
    assert {p.what for p in told} == {"reports", "statements", "comparing stories", "entities"}
    stories = len(list(sampled.stories()))
    assert [(p.done, p.total) for p in told if p.what == "comparing stories"] == [(n, stories) for n in range(stories)]


def test_jsonl_has_every_kind_in_the_wire_format(exported: Export, sampled: LiveRecord) -> None:
    folder, manifest = exported("jsonl")
    assert [f["name"] for f in manifest["files"]] == [f"{kind.name}.jsonl" for kind in KINDS]
    for kind, file in zip(KINDS, manifest["files"], strict=True):
        found = lines(folder / file["name"])
        assert len(found) == file["entries"] > 0, kind.name
        for line in found:
            check(line, kind.wire)
            assert len(cells_of(kind.columns, line)) == len(kind.columns)
    assert [s["id"] for s in lines(folder / "statements.jsonl")] == [row.statement.id for row in sampled.statements()]
    assert [r["text"] for r in lines(folder / "reports.jsonl")] == [None] * 16


@pytest.mark.parametrize("name", ["jsonl", "sqlite"])
def test_each_story_is_compared_once_and_one_is_held(
    name: str, exported: Export, sampled: LiveRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared, held = Counter[tuple[str, str]](), set[int]()

    def watched(what: str) -> Callable[[Scope, Record, str], object]:
        compare = getattr(Scope, what)

        def look_first(self: Scope, record: Record, story: str) -> object:
            held.add(sum(isinstance(thing, Provenance | Standing) for thing in gc.get_objects()))  # of every story until now
            compared[what, story] += 1
            return compare(self, record, story)

        return look_first

    monkeypatch.setattr(Scope, "provenance", watched("provenance"))
    monkeypatch.setattr(Scope, "standing", watched("standing"))
    before = sum(isinstance(thing, Provenance | Standing) for thing in gc.get_objects())
    exported(name)
    stories = [story.id for story in sampled.stories()]
    assert len(stories) > 2
    assert compared == {(what, story): 1 for what in ("provenance", "standing") for story in stories}
    assert max(held) - before <= 2, "of the story before"


def test_csv_says_the_same_as_jsonl_and_no_cell_is_a_formula(exported: Export) -> None:
    wire, _ = exported("jsonl")
    folder, _ = exported("csv")
    for kind in KINDS:
        with (folder / f"{kind.name}.csv").open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        assert head == [column.name for column in kind.columns]
        expected = [[safe_cell(cell) for cell in cells_of(kind.columns, line)] for line in lines(wire / f"{kind.name}.jsonl")]
        assert rows == expected
        assert not [cell for row in rows for cell in row if cell[:1] in "=+@" and cell]


def test_clocks_and_story_are_those_of_the_verbs(exported: Export, sampled: LiveRecord) -> None:
    story = next(sampled.stories())
    folder, manifest = exported("jsonl", statements=StatementFilter(story=story.id, as_of="2026-03-10"))
    assert (manifest["query"]["story"], manifest["as_of"], manifest["known_at"]) == (story.id, "2026-03-10", None)
    reports = lines(folder / "reports.jsonl")
    assert reports and {r["published"]["value"][:10] for r in reports} == {"2026-03-10"}
    assert {s["report"] for s in lines(folder / "statements.jsonl")} <= {r["id"] for r in reports}
    assert {f["story"] for f in lines(folder / "findings.jsonl")} == {story.id}
    nothing, _ = exported("jsonl", statements=StatementFilter(known_at="2020-01-01"))
    assert [lines(nothing / f"{kind.name}.jsonl") for kind in KINDS] == [[]] * len(KINDS)


def test_where_statements_are_chosen_everything_rests_on_one(exported: Export, sampled: LiveRecord) -> None:
    chosen = {row.statement.id for row in sampled.statements(StatementFilter(speaker="Maslen"))}
    folder, manifest = exported("jsonl", statements=StatementFilter(speaker="Maslen"))
    found = {kind.name: lines(folder / f"{kind.name}.jsonl") for kind in KINDS}
    assert manifest["query"]["speaker"] == "Maslen"
    assert {s["id"] for s in found["statements"]} == chosen
    assert found["findings"] and all(chosen & {*f["a"], *f["b"]} for f in found["findings"])
    assert found["positions"] and all(chosen & set(p["statements"]) for p in found["positions"])
    assert {r["id"] for r in found["reports"]} == {s["report"] for s in found["statements"]}
    assert {e["id"] for e in found["entities"]} == {s["speaker"]["entity"] for s in found["statements"]}
    everything, _ = exported("jsonl")
    for kind in ("findings", "positions", "figures", "events", "entities"):
        assert len(found[kind]) < len(lines(everything / f"{kind}.jsonl"))


@pytest.mark.parametrize("name", BY_KIND)
def test_only_the_wanted_kinds(name: str, exported: Export) -> None:
    _, manifest = exported(name, kinds=("positions", "findings"))
    assert [f["name"].partition(".")[0] for f in manifest["files"]] == ["positions", "findings"]


def test_an_empty_record_gives_whole_files_in_every_format(tmp_path: Path) -> None:
    with open_record(tmp_path / "empty.db") as record:
        for format_ in FORMATS:
            manifest = export_record(record, format_.name, Folder(tmp_path / format_.name)).manifest
            check(manifest, "manifest")
            assert manifest["files"] and manifest["record"]["last_recorded_at"] is None


def test_a_folder_with_something_in_it_is_left_alone(sampled: LiveRecord, tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    for replace in (False, True):
        with pytest.raises(InputError, match="not empty; name an empty one"):
            Folder(folder, replace=replace)
    other = tmp_path / "export"
    export_record(sampled, "jsonl", Folder(other))
    with pytest.raises(InputError, match="say --replace"):
        Folder(other)
    export_record(sampled, "html", Folder(other, replace=True))
    assert sorted(p.name for p in other.iterdir()) == ["account.html", "manifest.json"]
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is not a folder"):
        Folder(tmp_path / "file")


def test_a_manifest_that_names_another_folder_s_file_removes_nothing_there(tmp_path: Path) -> None:
    folder, precious = tmp_path / "export", tmp_path / "precious.txt"
    folder.mkdir()
    precious.write_text("kept")
    (folder / "manifest.json").write_text(json.dumps({"files": [{"name": "../precious.txt"}, {"name": str(precious)}]}))
    Folder(folder, replace=True)
    assert precious.read_text() == "kept"


def test_a_format_that_fails_leaves_no_half_file_and_no_manifest(sampled: LiveRecord, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "broken")
    with pytest.raises(RuntimeError), folder.file("half.txt", "text/plain") as file:
        file.write("half")
        raise RuntimeError
    assert list((tmp_path / "broken").iterdir()) == []


def test_one_stream_takes_one_file(sampled: LiveRecord, tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as stream:
        manifest = export_record(sampled, "csv", Stream(stream), selection=Selection(kinds=("statements",))).manifest
    assert hashlib.sha256((tmp_path / "out").read_bytes()).hexdigest() == manifest["files"][0]["sha256"]
    with (tmp_path / "out").open("wb") as stream, pytest.raises(InputError, match="makes several files"):
        export_record(sampled, "csv", Stream(stream))


@pytest.mark.parametrize(
    ("name", "kinds", "words"),
    [("xml", (), "no format 'xml'"), ("html", ("statements",), "leave --kind out"), ("csv", ("words",), "no kind 'words'")],
)
def test_what_cannot_be_is_said(name: str, kinds: tuple[str, ...], words: str, sampled: LiveRecord, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=words):
        export_record(sampled, name, Folder(tmp_path / "out"), selection=Selection(kinds=kinds))


def test_what_goes_out_whole_comes_in_again(exported: Export, sampled: LiveRecord, tmp_path: Path) -> None:
    """Reports with their texts are an input: added to a new record they give the same reports, statements and figures."""
    folder, _ = exported("jsonl", kinds=("reports",), full_text=True)
    with open_record(tmp_path / "again.db") as again:
        summary = again.add([folder / "reports.jsonl"])
        assert (summary.stored, summary.refused, summary.failed) == (16, 0, 0)
        for before, after in zip(sampled.reports(), again.reports(), strict=True):
            assert (before.id, before.text, before.url, before.outlet) == (after.id, after.text, after.url, after.outlet)
            assert (before.published and before.published.value) == (after.published and after.published.value)
        without_furniture = {r.id for r in sampled.reports() if not r.furniture and not r.agency}
        assert without_furniture
        for report in without_furniture:
            one, two = ([r.statement.id for r in x.statements(StatementFilter(report=report))] for x in (sampled, again))
            assert one == two


def test_a_record_made_by_hand_goes_out_as_well(tmp_path: Path) -> None:
    make_record(tmp_path / "harbour.db")
    with open_record(tmp_path / "harbour.db", read_only=True) as record:
        for format_ in FORMATS:
            check(export_record(record, format_.name, Folder(tmp_path / format_.name)).manifest, "manifest")
    assert "Nobody could be named" in (tmp_path / "html" / "account.html").read_text(encoding="utf-8")
