"""The verbs by which people overrule the machine."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result
from doubles import Progress, ReanalyseSummary, Run
from harbour import ANALYSES, POST
from jsonschema import Draft202012Validator

from onrecord.cli import main
from onrecord.export import schema
from onrecord.store import open_record

LIND, UNKNOWN = ANALYSES[0].statements[1].id, ANALYSES[0].statements[2].id


def valid(value: object, kind: str) -> None:
    Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema()["$defs"]}).validate(value)


@pytest.fixture
def judge(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """``onrecord`` with these arguments on a record of its own, by Ana."""
    monkeypatch.setenv("ONRECORD_RECORD", str(shutil.copy(kept, tmp_path / "judged.db")))
    monkeypatch.setenv("ONRECORD_AUTHOR", "Ana")

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    return call


def made(result: Result) -> list[Any]:
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    for judgement in found:
        valid(judgement, "judgement")
    return list(found)


def test_entities_in_every_format(run: Run) -> None:
    rows = json.loads(run("entities", "--format", "json").stdout)
    for row in rows:
        valid(row, "entity_row")
    assert [(row["name"], row["reports"], row["statements"]) for row in rows][:2] == [("Ana Ruiz", 2, 2), ("Teo Lind", 2, 2)]
    assert rows[0]["roles"] == [
        {
            "title": "Harbour Minister",
            "as_of": {"value": "2026-01-30", "precision": "day", "basis": "page"},
            "report": "post-0130",
            "span": [POST.index("Harbour"), POST.index(" Ana Ruiz")],
        }
    ]
    (lind,) = [json.loads(line) for line in run("entities", "--name", "lind", "--format", "jsonl").stdout.splitlines()]
    assert lind["id"] == "entity-lind" and lind["reasons"] == ["same surname"]
    assert lind["spellings"] == [{"name": "Lind", "reports": 1}, {"name": "Teo Lind", "reports": 1}]
    shown = run("entities", "--story", "story-quay", "--limit", "2").stdout
    assert "  spelled Ana Ruiz × 2\n  Harbour Minister – as of 30 January 2026 (#1)\n" in shown
    assert shown.endswith(
        "Teo Lind · person · 2 reports, 2 statements · entity-lind\n  spelled Lind, Teo Lind\n  linked by: same surname\n\n#1 post-0130\n"
    )
    table = list(csv.reader(io.StringIO(run("entities", "--format", "csv").stdout)))
    assert table[0][0] == "name" and len(table) == 5
    nothing = run("entities", "--type", "state")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (0, "", "No entity fits.\n")


def test_a_correction_is_made_shown_and_taken_back(judge: Run) -> None:
    before = judge("statements", "--format", "jsonl").stdout
    done = judge("correct", UNKNOWN, "--speaker", "Lind", "--said", "2026-01-29", "--why", "he told me", "--type", "office")
    assert (done.exit_code, done.stderr.startswith("Take it back with: onrecord undo judgement-")) == (0, True)
    assert done.stdout.count("in force · Ana · ") == 2
    assert "  speaker: unknown → Teo Lind, in: “Nobody was asked,”\n  he told me\n" in done.stdout
    account = judge("account", "story-quay").stdout
    assert "corrected" in judge("statements", "--text", "asked nobody").stdout
    assert "Nobody could be named" not in account and "    speaker corrected by Ana, " in account and ": he told me\n" in account
    (row,) = [json.loads(x) for x in judge("statements", "--text", "asked nobody", "--format", "jsonl").stdout.splitlines()]
    valid(row, "statement_row")
    assert [c["field"] for c in row["corrected"]] == ["said", "speaker"] and row["speaker"]["entity"] == "entity-lind"
    listed = json.loads(judge("judgements", "--format", "json").stdout)
    for judgement in listed:
        valid(judgement, "judgement")
        assert judge("undo", judgement["id"], "--why", "not so").exit_code == 0
    assert judge("statements", "--format", "jsonl").stdout == before
    assert [x["state"] for x in json.loads(judge("judgements", "--format", "json").stdout)] == ["undone", "undone", "in force", "in force"]
    assert "undone by judgement-" in judge("judgements", "--state", "undone", "--limit", "1").stdout
    assert judge("judgements", "--state", "waiting").stderr == "No judgement is waiting.\n"


def test_findings_follow_a_decision(judge: Run) -> None:
    def repeats() -> list[str]:
        account = json.loads(judge("account", "story-quay", "--format", "json").stdout)
        return [line["id"] for voice in account["voices"] for line in voice["statements"] if line["also"]]

    assert ANALYSES[0].statements[0].id in repeats()
    (one,) = made(judge("correct", ANALYSES[1].statements[0].id, "--speaker", "Piet Amsel", "--why", "w", "--format", "json"))
    assert repeats() == []
    made(judge("merge", "Ana Ruiz", "Piet Amsel", "--why", "w", "--format", "json"))
    assert repeats() == [ANALYSES[0].statements[0].id]
    made(judge("undo", one["id"], "--why", "w", "--format", "json"))
    (other,) = made(judge("correct", ANALYSES[1].statements[0].id, "--not-a-statement", "--why", "w", "--format", "json"))
    assert repeats() == [] and other["kind"] == "not a statement"


def test_a_finding_is_judged_to_be_no_conflict_and_taken_back(judge: Run) -> None:
    def listed() -> list[str]:
        return [json.loads(line)["id"] for line in judge("findings", "--format", "jsonl").stdout.splitlines()]

    def told() -> list[str]:
        return [f["id"] for f in json.loads(judge("account", "story-quay", "--format", "json").stdout)["findings"]]

    assert (listed(), told()) == (["f-2", "f-1"], ["f-2"])
    done = judge("correct", "f-2", "--not-a-conflict", "--why", "two dates of two papers")
    assert done.exit_code == 0 and done.stderr.startswith("Take it back with: onrecord undo judgement-")
    assert "  not a conflict: differs: " in done.stdout and " ↔ " in done.stdout and "  two dates of two papers\n" in done.stdout
    assert (listed(), told()) == (["f-1"], [])
    (line,) = json.loads(judge("judgements", "--format", "json").stdout)
    valid(line, "judgement")
    assert (line["kind"], line["state"], line["targets"][0]) == ("not a conflict", "in force", "f-2")
    again = judge("correct", "f-2", "--not-a-conflict", "--why", "w")
    assert again.exit_code != 0 and "already" in again.stderr
    assert judge("undo", line["id"], "--why", "one paper").exit_code == 0
    assert (listed(), told()) == (["f-2", "f-1"], ["f-2"])


OF_STATEMENTS = [("--speaker", "Lind"), ("--not-a-statement",), ("--type", "office"), ("--based-on", "v"), ("--cue", "none")]


@pytest.mark.parametrize("more", OF_STATEMENTS)
def test_a_finding_has_no_fields_of_a_statement(judge: Run, more: tuple[str, ...]) -> None:
    result = judge("correct", "f-2", "--not-a-conflict", *more, "--why", "w")
    assert result.exit_code == 2 and f"{more[0]} of a statement" in result.stderr
    assert json.loads(judge("judgements", "--format", "json").stdout) == []


def test_merging_and_splitting(judge: Run) -> None:
    (merge,) = made(judge("merge", "Ana Ruiz", "entity-lind", "--why", "one and the same", "--author", "Piet", "--format", "json"))
    assert (merge["author"], merge["about"]) == ("Piet", "Ana Ruiz (person) + Teo Lind (person)")
    assert "Teo Lind" in judge("entities", "--name", "Ana Ruiz").stdout
    split = judge("split", "Ana Ruiz", "--name", "Teo  Lind", "--why", "no")
    assert "  split: Ana Ruiz (person), without Teo Lind\n" in split.stdout
    assert "in force" in judge("split", "Ana Ruiz", "--report", "bell-0131", "--why", "no").stdout
    undone = judge("undo", merge["id"], "--why", "no")
    assert undone.stderr == "1 judgement now without what it is about. See: onrecord judgements --state waiting\n"
    assert "waits: nothing there stands for Ana Ruiz now" in judge("judgements", "--state", "waiting").stdout
    again = json.loads(judge("judgements", "--format", "json").stdout)[-1]
    assert judge("undo", again["id"], "--why", "yes").exit_code == 0
    names = [row["name"] for row in json.loads(judge("entities", "--format", "json").stdout)]
    assert sorted(names) == ["Ana Ruiz", "Ana Ruiz", "Lucan Odrey", "Piet Amsel", "Teo Lind"]


def test_a_span_is_corrected(judge: Run) -> None:
    start = POST.index("until")
    (one,) = made(judge("correct", LIND, "--content", f"{start}:{start + 13}", "--why", "only this", "--format", "json"))
    assert (one["was"], one["now"]) == ("the offer stood until 1 April", "until 1 April")
    made(judge("correct", LIND, "--source", "none", "--cue", "0:3,5:7", "--why", "w", "--format", "json"))
    row = json.loads(judge("statements", "--text", '"until 1 April"', "--format", "jsonl").stdout)
    assert (row["content_text"], row["source"], row["cue_text"]) == ("until 1 April", [], f"{POST[:3]} … {POST[5:7]}")
    late = judge("correct", LIND, "--unknown-speaker", "--why", "w", "--based-on", "version-0")
    assert late.exit_code == 1 and "is not any more what the correction is based on" in late.stderr


def test_nobody_decides_without_a_name(judge: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONRECORD_AUTHOR")
    monkeypatch.setattr("getpass.getuser", lambda: "root")
    result = judge("merge", "Ana Ruiz", "entity-lind", "--why", "w")
    assert result.exit_code == 1
    assert result.stderr == (
        "onrecord: Nobody is named as the author. Give --author NAME (author=… in Python), or set ONRECORD_AUTHOR in the environment.\n"
    )
    monkeypatch.setattr("getpass.getuser", lambda: "inez")
    assert " · inez · " in judge("merge", "Ana Ruiz", "entity-lind", "--why", "w").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("merge", "Ana Ruiz", "--why", "w"), 1, "It takes two entities to merge"),
        (("merge", "Ana Ruiz", "Nobody", "--why", "w"), 1, "no entity 'Nobody'. List them with: onrecord entities"),
        (("merge", "Ana Ruiz", "amsel", "--why", "w"), 1, "no entity 'amsel'. Like it: Piet Amsel. List them"),
        (("merge", "Ana Ruiz", "Teo Lind"), 2, "Missing option '--why'"),
        (("split", "Ana Ruiz", "--why", "w"), 1, "Give --report or --name"),
        (("correct", LIND, "--why", "w"), 1, "Give a speaker"),
        (("correct", LIND, "--content", "9:3", "--why", "w"), 2, "empty or reversed"),
        (("correct", LIND, "--content", "all", "--why", "w"), 2, "Give it as 402:610"),
        (("correct", LIND, "--content", "1:9000", "--why", "w"), 1, "ends after the text"),
        (("correct", LIND, "--said", "soon", "--why", "w"), 2, "is not a date"),
        (("correct", "statement-0", "--unknown-speaker", "--why", "w"), 1, "onrecord statements --format csv"),
        (("undo", "judgement-0", "--why", "w"), 1, "onrecord judgements"),
        (("undo", "judgement-0", "--why", " "), 1, "needs an author and a reason"),
        (("merge", "a", "b", "--why", "w", "--record", "/nowhere/record.db"), 1, "There is no record at /nowhere/record.db"),
    ],
)
def test_what_cannot_be_decided_is_told(arguments: tuple[str, ...], code: int, said: str, judge: Run, tmp_path: Path) -> None:
    result = judge(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in " ".join(result.stderr.split()) and "Traceback" not in result.stderr
    with open_record(tmp_path / "judged.db") as record:
        assert list(record.judgements()) == []


def test_reanalysing_says_what_was_done(run: Run, pipeline: ModuleType, kept: Path) -> None:
    seen: list[Any] = []

    def reanalyse(record: Any, reports: Any, **more: Any) -> ReanalyseSummary:
        more["on_progress"](Progress(done=1, total=2, what="post-0130"))
        seen.append((record.path, reports, more["every"]))
        return ReanalyseSummary(left=1, waiting=len(reports))

    pipeline.reanalyse_reports = reanalyse  # type: ignore[attr-defined]
    result = run("reanalyse")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "2 reports analysed anew, 1 left as they were, in 0.1 s.\n", "")
    waiting = run("reanalyse", "post-0130", "--all")
    assert waiting.exit_code == 3
    assert waiting.stdout.endswith(" s. 1 judgement waiting.\n")
    assert waiting.stderr == "See which: onrecord judgements --state waiting\n"
    assert json.loads(run("reanalyse", "--format", "json").stdout)["renewed"] == 2
    assert seen[:2] == [(kept, (), False), (kept, ("post-0130",), True)]
