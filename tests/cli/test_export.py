"""``onrecord export``: what it prints where, and how it ends."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from doubles import Run

from onrecord.export import FORMATS


@pytest.mark.parametrize("name", [f.name for f in FORMATS])
def test_every_format_is_in_the_help_and_can_be_made(name: str, run: Run, tmp_path: Path) -> None:
    assert f"  {name} " in run("export", "--help").stdout
    result = run("export", "--format", name, "--out", str(tmp_path / "out"))
    assert result.exit_code == 0 and result.stdout == ""
    assert "manifest.json: what was asked, and the SHA-256 of each file" in result.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["exported_as"] == name


def test_one_file_goes_to_standard_output_and_its_manifest_to_standard_error(kept: Path) -> None:
    command = [sys.executable, "-c", "from onrecord.cli import main; main()", "export", "--record", str(kept)]
    asked = ["--format", "csv", "--kind", "statements", "--speaker", "lind", "--as-of", "2026-01-30", "--out", "-"]
    result = subprocess.run([*command, *asked], capture_output=True, check=True)
    head, *rows = csv.reader(io.StringIO(result.stdout.decode()))
    assert [row[head.index("speaker")] for row in rows] == ["Teo Lind"]
    manifest = json.loads(result.stderr)
    assert manifest["files"][0]["sha256"] == hashlib.sha256(result.stdout).hexdigest()
    assert (manifest["query"], manifest["as_of"]) == ({"speaker": "lind", "kinds": ["statements"], "full_text": False}, "2026-01-30")


def test_a_story_is_meant_by_its_beginning_or_a_report(run: Run, tmp_path: Path) -> None:
    for at, wanted in enumerate(("story-q", "bell-0131")):
        assert run("export", "--format", "jsonl", "--story", wanted, "--out", str(tmp_path / str(at))).exit_code == 0
        manifest = json.loads((tmp_path / str(at) / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["query"]["story"] == "story-quay"
    assert "has no story 'x'" in run("export", "--format", "jsonl", "--story", "x", "--out", str(tmp_path / "x")).stderr


def test_what_was_known_then_is_told_of_the_same_record(kept: Path, tmp_path: Path) -> None:
    """At a moment before the last report the record is read from a copy, which has another name."""
    command = [sys.executable, "-c", "from onrecord.cli import main; main()", "export", "--record", str(kept), "--known-at", "2020-01-01"]
    subprocess.run([*command, "--format", "jsonl", "--out", str(tmp_path / "then")], capture_output=True, check=True)
    manifest = json.loads((tmp_path / "then" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["record"]["name"], manifest["record"]["reports"], manifest["known_at"]) == (kept.name, 0, "2020-01-01")


def test_full_texts_come_with_a_warning(run: Run, tmp_path: Path) -> None:
    result = run("export", "--format", "jsonl", "--kind", "reports", "--full-text", "--out", str(tmp_path / "out"))
    assert "their publishers' property" in result.stderr
    assert "gives away the quay" in (tmp_path / "out" / "reports.jsonl").read_text(encoding="utf-8")


def test_a_folder_in_use_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    arguments = ("export", "--format", "html", "--out", str(tmp_path / "out"))
    assert run(*arguments).exit_code == 0
    refused = run(*arguments)
    assert refused.exit_code == 1 and "say --replace" in refused.stderr
    assert run(*arguments, "--replace").exit_code == 0


def test_what_is_left_out_is_said(run: Run, tmp_path: Path) -> None:
    assert (
        "left out: 1 × disaster: PLOVER has no category for it" in run("export", "--format", "plover", "--out", str(tmp_path / "p")).stderr
    )
