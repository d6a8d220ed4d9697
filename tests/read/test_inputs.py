"""From names to files: order, sidecars, ids, and what is said of a file that is no report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.model import Refusal, Report
from onrecord.read import ReadOptions, ReportIds, count_inputs, read_reports


def test_a_folder_is_walked_by_name_and_every_other_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.txt", "a.txt", "b/c.txt", "b/photo.png", "README.md", "LICENSE", ".hidden.txt", "notes.md", "a.meta.json"):
        (tmp_path / name).write_text("{}" if name.endswith("json") else f"Text of {name}.")
    outcomes = list(read_reports([str(tmp_path)]))
    assert [o.id for o in outcomes] == ["a", "notes.md", "z", "c", "photo.png"]
    refused = [o for o in outcomes if isinstance(o, Refusal)]
    assert [o.kind for o in refused] == ["refused", "refused"]
    assert all("not a format that onrecord reads" in o.why for o in refused)
    assert count_inputs([str(tmp_path)]) == 5
    assert count_inputs(["-"]) is None


def test_a_named_file_is_read_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "plain.md").write_text("A text with a name that says nothing.")
    (tmp_path / "lines").write_text('{"id": "x", "text": "A line."}')
    reports = list(read_reports([str(tmp_path / "plain.md"), str(tmp_path / "lines")]))
    assert [r.id for r in reports] == ["plain.md", "x"]


def test_globs_are_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.html"):
        (tmp_path / name).write_text(f"Text of {name}.")
    assert [r.id for r in read_reports([str(tmp_path / "*.txt")])] == ["a", "b"]


def test_a_missing_path_and_a_url_for_many_are_the_callers_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file or folder"):
        read_reports([str(tmp_path / "nothing.txt")])
    (tmp_path / "a.jsonl").write_text("")
    for inputs in ([str(tmp_path)], [str(tmp_path / "a.jsonl")], [str(tmp_path / "a.jsonl")] * 2):
        with pytest.raises(InputError, match="url"):
            read_reports(inputs, options=ReadOptions(url="https://post.example/a"))


def test_a_sidecar_speaks_for_its_file_and_options_before_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The first line\n\nAnd a sentence of the report that is long enough to be one.")
    (tmp_path / "a.meta.json").write_text(json.dumps({"published": "2026-01-30", "outlet": "Post", "title": "Another title", "id": "own"}))
    [report] = read_reports([str(tmp_path / "a.txt")], options=ReadOptions(outlet="Mail"))
    assert isinstance(report, Report)
    assert (report.id, report.title, report.outlet) == ("own", "Another title", "Mail")
    assert report.published and (report.published.value, report.published.basis) == ("2026-01-30", "given")


@pytest.mark.parametrize("sidecar", ["{", "[]", '{"published": 7}', '{"published": "last week"}'])
def test_a_damaged_sidecar_is_a_problem_and_no_more(tmp_path: Path, sidecar: str) -> None:
    (tmp_path / "a.txt").write_text("A text.")
    (tmp_path / "a.meta.json").write_text(sidecar)
    [report] = read_reports([str(tmp_path)])
    assert isinstance(report, Report) and report.published is None
    assert any("a.meta.json" in p.why or "last week" in p.why for p in report.problems)


def test_two_alike_are_told_apart_unless_they_are_the_same(tmp_path: Path) -> None:
    for folder, text in (("a", "One."), ("b", "Two."), ("c", "One."), ("d", "Two."), ("e", "Three.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(text)
    reports = [r for r in read_reports([str(tmp_path)]) if isinstance(r, Report)]
    assert [r.id for r in reports] == ["same", "same~2", "same", "same~2", "same~3"]
    assert [any("has the id 'same' already" in p.why for p in r.problems) for r in reports] == [False, True, False, True, True]


def test_ids_of_a_record_count_too() -> None:
    ids = ReportIds(known={"x": "hash of what is stored"}.get)
    assert ids.settle(Report(id="x", text="a", text_sha256="another")).id == "x~2"
    assert ids.settle(Report(id="x", text="b", text_sha256="hash of what is stored")).id == "x"


def test_an_unreadable_file_does_not_stop_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "b.txt").write_text("Still read.")
    broken, report = read_reports([str(tmp_path)])
    assert isinstance(broken, Refusal)
    assert report.id == "b"


@pytest.mark.parametrize(
    ("name", "content"),
    [("zeros.warc", bytes(5000)), ("empty.warc", b""), ("none.json", b"[]"), ("blank.jsonl", b"\n\n"), ("blank.txt", b" \n")],
)
def test_an_input_without_a_report_is_refused_and_not_passed_over(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    [refusal] = read_reports([str(tmp_path / name)])
    assert isinstance(refusal, Refusal)
    assert refusal.where.startswith(str(tmp_path / name)) and refusal.why
