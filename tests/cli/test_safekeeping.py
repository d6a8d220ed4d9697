"""The verbs that look after a record: what they print, how they end, and that the day after is like the day before."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from harbour import REPORTS

from onrecord.cli import main
from onrecord.errors import StoreError
from onrecord.pipeline import engines
from onrecord.store import Record, compacting, open_record

Run = Callable[..., Result]


@pytest.fixture
def path(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the kept record, and engines that need no model."""
    shutil.copy(kept, tmp_path / "r.db")
    embedder = SimpleNamespace(version="m", embed=lambda text: (1.0, 0.0))
    nothing = SimpleNamespace(attributions=(), names=())
    tagger = SimpleNamespace(version="t", tag=lambda text, skip=(): nothing, tag_acts=lambda text, skip=(): ())
    monkeypatch.setattr(engines, "load_engines", lambda: engines.Engines(tagger=tagger, embedder=embedder))  # type: ignore[arg-type]
    monkeypatch.setenv("ONRECORD_AUTHOR", "Ana")
    yield tmp_path / "r.db"


@pytest.fixture
def run(path: Path) -> Run:
    def call(*arguments: str, **more: object) -> Result:
        return CliRunner().invoke(main, [*arguments, "--record", str(path)], catch_exceptions=False, **more)  # type: ignore[arg-type]

    return call


def damage(path: Path) -> None:
    with open_record(path) as record:
        record._database.run("UPDATE statement SET content_text = 'sung' WHERE id = (SELECT min(id) FROM statement)")


def test_verify_says_whether_the_record_is_whole(run: Run, path: Path) -> None:
    found = run("verify", "--format", "json")
    about = json.loads(found.stdout)
    assert found.exit_code == 0 and about["whole"] and len(about["content_sha256"]) == 64 and about["reports"] == len(REPORTS)
    assert f"4 reports, content {about['content_sha256']}" in run("verify").stdout.replace("\n", " ")
    damage(path)
    found = run("verify")
    assert found.exit_code == 3
    assert "content_text is not what its spans point at" in found.stdout and "onrecord recover NEW.db" in found.stderr
    path.write_text("no record")
    assert (run("verify").exit_code, "not a SQLite database" in run("verify").stderr) == (1, True)


def test_doctor_looks_at_record_and_machine(run: Run, path: Path) -> None:
    found = run("doctor", "--format", "json", "--ballast", "1")
    checks = {check["name"]: check for check in json.loads(found.stdout)}
    assert {"SQLite", "models", "reading", "disk", "log", "schema", "record"} <= checks.keys()
    assert checks["record"] == {"name": "record", "state": "well", "found": "whole: 4 reports, 0 judgements", "advice": ""}
    ballast = path.with_name("r.db.ballast")
    assert ballast.stat().st_size == 1024**2
    path.chmod(path.stat().st_mode | stat.S_IWOTH)
    found = run("doctor", "--quick")
    assert found.exit_code == 3 and "anybody on this machine may write" in found.stdout and "not read through" in found.stdout
    path.chmod(0o600)
    assert run("doctor", "--reclaim").stderr.splitlines()[:2] == ["1 MiB given back.", "The file is written anew."]
    assert not ballast.exists()
    damage(path)
    found = run("doctor", "--reclaim")
    assert found.exit_code == 3 and "left as it is" in found.stderr and "content_text" in found.stdout


def test_reclaiming_gives_room_back_even_where_there_is_too_little_to_write_the_file_anew(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_: Record) -> bool:
        raise StoreError("the disk is full")

    run("doctor", "--quick", "--ballast", "1")
    monkeypatch.setattr(Record, "scrub", no_room)
    found = run("doctor", "--quick", "--reclaim")
    assert found.stderr.splitlines() == ["1 MiB given back.", "The file could not be written anew: the disk is full"]
    assert not path.with_name("r.db.ballast").exists()


def test_an_index_that_is_lost_is_found_and_built_anew(run: Run, path: Path) -> None:
    with open_record(path) as record:
        record._database.run("INSERT INTO statement_fts (statement_fts) VALUES ('delete-all')")
    assert "Build it anew with: onrecord doctor --reclaim" in run("verify").stdout.replace("\n", " ")
    assert run("doctor", "--reclaim").exit_code == 0
    assert (run("verify").exit_code, "quay" in run("search", "quay").stdout) == (0, True)


def test_backup_and_back(run: Run, path: Path, tmp_path: Path) -> None:
    (tmp_path / "safe").mkdir()
    found = run("backup", str(tmp_path / "safe"), "--format", "json")
    about = json.loads(found.stdout)
    assert about["content_sha256"] == json.loads(run("verify", "--format", "json").stdout)["content_sha256"]
    path.unlink()
    assert run("verify").exit_code == 1
    back = CliRunner().invoke(main, ["backup", str(path), "--record", about["backup"]])
    assert (back.exit_code, "is whole" in back.stdout) == (0, True)
    assert run("verify").exit_code == 0 and run("statements").exit_code == 0
    assert "replaces nothing" in run("backup", str(path)).stderr


def test_compact_leaves_every_export_as_it_was(run: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exported(name: str) -> dict[str, bytes]:
        for form in ("jsonl", "csv"):
            run("export", "--format", form, "--out", str(tmp_path / name / form))
        files = (file for file in (tmp_path / name).rglob("*.*") if file.name != "manifest.json")  # which says when
        return {str(file.relative_to(tmp_path / name)): file.read_bytes() for file in files}

    run("purge", "bell-late", "--why", "withdrawn", "--yes")
    before = exported("before")
    with open_record(path) as record:
        record._database.run(
            "INSERT INTO run SELECT 'r' || value, hex(zeroblob(5000)), '2026', '2026', '', '' FROM json_each(?)",
            (json.dumps(list(range(99))),),
        )
        record._database.run("DELETE FROM run WHERE id LIKE 'r%' AND started = '2026'")
    told = json.loads(run("compact", "--format", "json").stdout)
    assert (told["record"], told["clean"], told["after"]) == (str(path), True, path.stat().st_size) and told["after"] < told[
        "before"
    ] - 500_000
    assert exported("after") == before and len(before) > 10
    assert f"it had {told['after']:,}." in run("compact").stdout
    monkeypatch.setattr(compacting, "_PATIENCE_SECONDS", 0.05)
    with open_record(path, read_only=True) as reader, reader._database.snapshot():
        assert list(reader.runs())
        found = run("compact")
    assert found.exit_code == 3 and "Somebody is reading" in found.stderr
    path.unlink()
    assert run("compact").exit_code == 1


def test_recover_makes_a_record_of_what_is_left(run: Run, path: Path, tmp_path: Path) -> None:
    page = bytearray(path.read_bytes())
    page[:4096] = bytes(4096)
    path.write_bytes(page)
    found = run("recover", str(tmp_path / "new.db"))
    assert found.exit_code == 3 and "has 4 reports" in found.stdout.replace("\n", " ")
    assert "4 analyses made anew" in found.stderr and "may not be" in found.stderr
    assert CliRunner().invoke(main, ["verify", "--record", str(tmp_path / "new.db")]).exit_code == 0
    assert "is there already" in run("recover", str(tmp_path / "new.db")).stderr
    path.unlink()
    assert "There is no file" in run("recover", str(tmp_path / "other.db")).stderr


def test_suppress_hides_a_report_from_every_verb_and_undo_shows_it(run: Run, tmp_path: Path) -> None:
    verbs = ("stories", "account", "statements", "findings", "entities", "figures", "events", "problems", "utterances", "origins")
    before = {verb: run(verb, "--format", "json").stdout for verb in verbs}
    assert "bell-late" in "".join(before.values())
    found = run("suppress", "bell-late", "--why", "asked to", "--format", "json")
    judgement = json.loads(found.stdout)[0]["id"]
    for verb in verbs:
        shown = run(verb, "--format", "json").stdout
        assert "bell-late" not in shown and "Amsel" not in shown, verb
    assert "Amsel" not in run("search", "Amsel").stdout
    for form in ("jsonl", "csv", "html", "atom", "jsonld"):
        run("export", "--format", form, "--out", str(tmp_path / form))
        assert not any(b"Amsel" in file.read_bytes() for file in (tmp_path / form).rglob("*") if file.is_file()), form
    assert "suppressed: bell-late" in run("judgements").stdout
    text = tmp_path / "bell-late.txt"
    text.write_text(next(report.text for report in REPORTS if report.id == "bell-late"), encoding="utf8")
    again = run("add", str(text))
    assert again.exit_code == 3 and f"First: onrecord undo {judgement}" in again.stderr.replace("\n", " ")
    assert run("undo", judgement, "--why", "over").exit_code == 0
    assert "Amsel" in run("statements").stdout and run("verify").exit_code == 0


def test_purge_asks_says_what_it_leaves_and_knows_the_report_again(run: Run, path: Path, tmp_path: Path) -> None:
    assert run("purge", "bell-late", "--why", "x", input="n\n").exit_code == 1
    assert "bell-late" in run("problems").stdout
    path.with_name("r.schema-8.db").write_bytes(b"")
    found = run("purge", "bell-late", "--why", "withdrawn", "--yes")
    assert found.exit_code == 0 and found.stdout.startswith("tombstone-")
    assert "r.schema-8.db" in found.stderr and "your backups" in found.stderr
    assert b"Amsel" not in path.read_bytes() and b"bell-late" not in path.read_bytes()
    text = tmp_path / "bell-late.txt"
    text.write_text(next(report.text for report in REPORTS if report.id == "bell-late"), encoding="utf8")
    again = run("add", str(text))
    assert again.exit_code == 3 and "it was purged on" in again.stderr
    assert b"bell-late" not in path.read_bytes(), "not even when it is refused"
    assert run("verify").exit_code == 0
    assert "no report 'bell-late'" in run("purge", "bell-late", "--why", "x", "--yes").stderr
