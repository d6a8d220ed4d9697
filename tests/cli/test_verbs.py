"""Each verb: what it prints where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import Result
from doubles import AddSummary, Progress, Run
from harbour import ANALYSES, REPORTS
from jsonschema import Draft202012Validator

from onrecord.cli import main
from onrecord.cli.verbs import VERBS
from onrecord.export import schema
from onrecord.model import Problem, Refusal

REFUSAL = Refusal(id="page", kind="refused", where="page\x1b[2J.html", why="there is no text on it")


def valid(value: object, kind: str) -> None:
    Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema()["$defs"]}).validate(value)


def lines(result: Result) -> list[Any]:
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("verb", VERBS)
def test_help_starts_with_an_example(verb: str, run: Run) -> None:
    result = run(verb, "--help")
    assert result.exit_code == 0
    assert result.stdout.split("\n\n")[1].strip().splitlines()[0].startswith(f"onrecord {verb}") or verb in ("add", "analyse")
    assert VERBS[verb] in result.stdout.replace("\n  ", " ")
    assert VERBS[verb] == main.get_command(None, verb).short_help  # type: ignore[arg-type, union-attr]


def test_events_tell_what_happened_and_who_tells_it(run: Run) -> None:
    (row,) = lines(run("events", "--format", "jsonl"))
    valid(row, "event_given")
    assert (row["type"], row["text"], row["report"], row["figure_texts"]) == ("disaster", "storm", "bell-late", [])
    assert row["according_to"]["name"] == "Piet Amsel"
    table = list(csv.reader(io.StringIO(run("events", "story-quay", "--format", "csv").stdout)))
    assert table[0] == ["type", "actor", "target", "place", "when", "according to", "figures", "report"]
    assert table[1] == ["disaster", "", "", "", "", "Piet Amsel", "", "bell-late"]
    assert "No report tells of an event here" in run("events", "story-sport").output


def test_statements_in_every_format(run: Run) -> None:
    rows = lines(run("statements", "--format", "jsonl"))
    for row in rows:
        valid(row, "statement_row")
    assert len(rows) == 7
    assert json.loads(run("statements", "--format", "json").stdout) == rows
    table = list(csv.reader(io.StringIO(run("statements", "--format", "csv").stdout)))
    assert table[0][:3] == ["published", "outlet", "speaker"] and len(table) == 8 and {len(row) for row in table} == {20}
    assert [(row[2], row[-2]) for row in table if row[-2] == "an official"] == [("", "an official")]
    assert "“an official”" in run("statements", "--limit", "3").stdout
    assert [row[2] for row in table[1:3]] == ["Ana Ruiz", "Teo Lind"]
    assert "Ana Ruiz" in run("statements").stdout
    assert all(line == line.rstrip() and len(line) <= 100 for line in run("statements").stdout.splitlines())


def test_a_table_shows_every_column_and_names_the_reports_below(run: Run) -> None:
    for width in ("80", "100", "200"):
        shown = run("statements", env={"COLUMNS": width}).stdout
        assert shown.splitlines()[0].split() == ["published", "outlet", "speaker", "manner", "content", "place"]
        assert shown.endswith("\n\n#1 post-0130\n#2 bell-0131\n#3 bell-sport\n#4 bell-late\n")
        assert all(len(line) <= int(width) for line in shown.splitlines())
    assert "#1 [135:164]" in shown


def test_statements_are_chosen(run: Run) -> None:
    (early,) = lines(run("statements", "--speaker", "lind", "--as-of", "2026-01-30", "--format", "jsonl"))
    (first,) = lines(run("statements", "--text", "april", "--limit", "1", "--format", "jsonl"))
    assert (early["report"], first["speaker"]["name"]) == ("post-0130", "Teo Lind")
    nothing = run("statements", "--speaker", "nobody")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (0, "", "No statement fits.\n")
    assert json.loads(run("statements", "--speaker", "nobody", "--format", "json").stdout) == []


def test_the_less_sure_are_left_out(run: Run) -> None:
    kept = {score: lines(run("statements", "--min-score", score, "--format", "jsonl")) for score in ("0", "0.7", "0.8", "1")}
    assert {score: len(rows) for score, rows in kept.items()} == {"0": 7, "0.7": 6, "0.8": 5, "1": 0}
    assert all(row["score"] >= 0.8 for row in kept["0.8"])


def test_stories_in_every_format(run: Run) -> None:
    rows = lines(run("stories", "--format", "jsonl"))
    for row in rows:
        valid(row, "story")
    assert [row["id"] for row in rows] == ["story-quay", "story-sport"]
    assert lines(run("stories", "--as-of", "2026-01-30", "--format", "jsonl"))[0]["reports"] == ["post-0130"]
    assert run("stories", "--limit", "1", "--format", "csv").stdout.splitlines()[1:] == [
        "3,2026-01-30,2026-01-31,Minister will not sign quay paper,story-quay"
    ]
    assert "Odrey" in run("stories").stdout


def test_search_says_why(run: Run) -> None:
    hits = lines(run("search", "quay", "ruiz", "--format", "jsonl"))
    assert {hit["report"] for hit in hits} == {"post-0130", "bell-0131"}
    assert hits[0]["why"].startswith("“quay” and “ruiz” in the ")
    drawn = run("search", "April", "until").stdout
    assert drawn == (
        "report · 2026-01-30 · The Harbour Post · Minister will not sign quay paper\n"
        "  …on Friday. Her spokesman, Teo Lind, said the offer stood until 1 April, the Merid agency\n"
        "  reported. “Nobody was asked,” an official said.\n"
        "  “April” and “until” in the text · post-0130\n\n"
        "statement · 2026-01-30 · The Harbour Post · Minister will not sign quay paper\n"
        "  the offer stood until 1 April\n"
        f"  “April” and “until” in the content · post-0130 {ANALYSES[0].statements[1].id}\n"
    )
    assert run("search", "...").stderr == "There is no word to search for: give at least one letter or digit.\nNothing found.\n"
    assert run("search", "--", "-w1", '"').exit_code == 0


def test_problems_are_listed(run: Run) -> None:
    (problem,) = lines(run("problems", "--format", "jsonl"))
    assert problem["report"] == "bell-late" and problem["where"] == "head"
    assert run("problems").stdout == "bell-late\n  head: nothing says when this was published; give --published\n"
    assert run("problems", "--run", "run-0").stderr == "The record has no problems.\n"


def test_add_says_what_changed_and_what_is_next(run: Run, pipeline: ModuleType, tmp_path: Path) -> None:
    seen: list[Any] = []

    def add_inputs(record: Any, inputs: Any, **more: Any) -> AddSummary:
        more["on_progress"](Progress(done=1, total=1, what="[/] \x1b[31mred"))
        seen.extend([record.path, inputs, more["options"].outlet, more["stdin"]])
        return AddSummary(duplicate=2)

    pipeline.add_inputs = add_inputs  # type: ignore[attr-defined]
    result = run("add", "a.html", "b/", "--outlet", "Bell", "--record", str(tmp_path / "new.db"))
    assert result.exit_code == 0
    assert result.stdout == f"3 inputs: 1 stored, 2 already there, in 0.1 s.\n{tmp_path}/new.db now has 1 story and 0 findings.\n"
    assert result.stderr == f"Next: onrecord account --record {tmp_path}/new.db\n"
    assert seen == [tmp_path / "new.db", ("a.html", "b/"), "Bell", None]
    assert json.loads(run("add", "x", "--format", "json", "--record", str(tmp_path / "new.db")).stdout)["stored"] == 1


def test_progress_is_drawn_only_on_a_terminal(pipeline: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    bar = import_module("onrecord.cli.progress").ProgressBar
    for on_terminal in (False, True):
        page = io.StringIO()
        monkeypatch.setattr(page, "isatty", lambda on_terminal=on_terminal: on_terminal)
        monkeypatch.setattr(sys, "stderr", page)
        with bar() as step:
            step(Progress(done=1, total=2, what="first"))
            step(Progress(done=3, total=None, what="[/] a\x1b]0;pwned\x07b"))  # more than were counted
        assert bool(page.getvalue()) == on_terminal
        assert "pwned" not in page.getvalue() and ("[/] ab" in page.getvalue() or not on_terminal)


def test_add_with_a_refused_input_is_partial(run: Run, pipeline: ModuleType, tmp_path: Path) -> None:
    pipeline.add_inputs = lambda *_, **more: AddSummary(refused=1, refusals=(REFUSAL,))  # type: ignore[attr-defined]
    result = run("add", "page.html", "--record", str(tmp_path / "new.db"))
    assert result.exit_code == 3
    assert "refused: page: page.html: there is no text on it\n" in result.stderr and "\x1b" not in result.output


def test_add_that_is_stopped_says_how_to_go_on(run: Run, pipeline: ModuleType, tmp_path: Path) -> None:
    def stopped(*_: Any, **more: Any) -> AddSummary:
        raise KeyboardInterrupt

    pipeline.add_inputs = stopped  # type: ignore[attr-defined]
    result = run("add", "a.html", "--record", str(tmp_path / "new.db"))
    assert result.exit_code == 130
    assert result.stderr == "\nonrecord: stopped. What is stored stays; run the same command again to go on.\n"


def test_add_reads_standard_input(run: Run, pipeline: ModuleType, tmp_path: Path) -> None:
    read: list[bytes] = []

    def add_inputs(*_: Any, **more: Any) -> AddSummary:
        read.append(more["stdin"].read())
        return AddSummary()

    pipeline.add_inputs = add_inputs  # type: ignore[attr-defined]
    assert run("add", "-", "--record", str(tmp_path / "new.db"), input=b"{}").exit_code == 0
    assert read == [b"{}"]


def test_analyse_prints_the_wire_format(run: Run, pipeline: ModuleType) -> None:
    pairs = list(zip(REPORTS, ANALYSES, strict=True))
    pipeline.analyse_inputs = lambda *_, **more: iter([pairs[0], REFUSAL, pairs[1]])  # type: ignore[attr-defined]
    result = run("analyse", "reports/", "--format", "jsonl")
    assert result.exit_code == 3
    assert result.stderr == "refused: page: page.html: there is no text on it\n"
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    for row in rows:
        valid(row, "report")
    assert [row["id"] for row in rows] == ["post-0130", "bell-0131"]
    assert "We will not sign" in run("analyse", "reports/").stdout
    assert len(list(csv.reader(io.StringIO(run("analyse", "reports/", "--format", "csv").stdout)))) == 6


def test_analyse_leaves_out_the_less_sure_and_what_they_quote(run: Run, pipeline: ModuleType) -> None:
    doubted, within, unnamed = ANALYSES[0].statements
    statements = (replace(doubted, score=0.5), replace(within, parent=doubted.id), unnamed)
    pair = (REPORTS[0], replace(ANALYSES[0], statements=statements))
    pipeline.analyse_inputs = lambda *_, **more: iter([pair])  # type: ignore[attr-defined]
    for score, kept in (("0.5", statements), ("0.6", (unnamed,)), ("0.9", ())):
        (row,) = lines(run("analyse", "a.txt", "--min-score", score, "--format", "jsonl"))
        valid(row, "report")
        assert [said["id"] for said in row["statements"]] == [statement.id for statement in kept]
        assert len(row["entities"]) == len(ANALYSES[0].entities)
        assert len(run("analyse", "a.txt", "--min-score", score, "--format", "csv").stdout.splitlines()) == 1 + len(kept)
    assert run("analyse", "a.txt", "--min-score", "0.9").stderr == "Nobody is quoted with such a score.\n"


def test_analyse_says_beside_a_table_what_was_wrong_with_a_report(run: Run, pipeline: ModuleType) -> None:
    report, analysis = (
        REPORTS[0],
        replace(ANALYSES[0], statements=(), problems=(Problem(where="post-0130", why="It is in another language."),)),
    )
    pipeline.analyse_inputs = lambda *_, **more: iter([(report, analysis)])  # type: ignore[attr-defined]
    for style in ("table", "csv"):
        assert "problem: post-0130: It is in another language." in run("analyse", "a.txt", "--format", style).stderr.splitlines()
    assert "problem:" not in run("analyse", "a.txt", "--format", "jsonl").stderr


@pytest.mark.parametrize("verb", ["statements", "account", "analyse"])
def test_the_help_says_what_a_score_means(verb: str, run: Run, pipeline: ModuleType) -> None:
    assert "how often statements with such a score were right" in " ".join(run(verb, "--help").stdout.split())


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("statements", "--as-of", "soon"), 2, "is not a date"),
        (("statements", "--manner", "loud"), 2, "direct"),
        (("statements", "--min-score", "1.1"), 2, "not in the range 0<=x<=1"),
        (("account", "--min-score", "sure"), 2, "not a valid float"),
        (("analyse", "a.txt", "--min-score", "-0.1"), 2, "not in the range 0<=x<=1"),
        (("stories", "--record", "/nowhere/record.db"), 1, "There is no record at /nowhere/record.db. Make one with: onrecord add"),
        (("account", "story-none"), 1, "List them with: onrecord stories"),
        (("account", "story-"), 1, "2 stories begin with"),
        (("nonsense",), 2, "No such command"),
        (("search",), 2, "Missing argument"),
    ],
)
def test_a_wrong_call_is_told_what_to_do(arguments: tuple[str, ...], code: int, said: str, run: Run) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr and "Traceback" not in result.stderr


def test_origins_of_a_story(run: Run, tmp_path: Path) -> None:
    found = lines(run("origins", "quay", "--format", "jsonl"))
    for line in found:
        valid(line, "origin")
    shown = [(line["kind"], line["name"], line["reports"]) for line in found]
    assert shown == [
        ("agency", "Merid", ["bell-0131"]),
        ("publisher", "Ellingham Bell", ["bell-late"]),
        ("publisher", "The Harbour Post", ["post-0130"]),
    ]
    assert "Merid" in run("origins").stdout and "Ellingham Bell credits Merid" in found[0]["reasons"]
    outlets = tmp_path / "outlets.csv"
    outlets.write_text("domain,name,publisher,tier\nbell.example,Ellingham Bell,Quay House,A\npost.example,The Harbour Post,Quay House,B\n")
    table = list(csv.reader(io.StringIO(run("origins", "quay", "--outlets", str(outlets), "--format", "csv").stdout)))
    assert [row[:5] for row in table[1:]] == [
        ["publisher", "Quay House", "2", "Quay House", "A × 1, B × 1"],
        ["agency", "Merid", "1", "Quay House", "A × 1"],
    ]
    assert run("origins", "--outlets", str(tmp_path / "none.csv")).exit_code == 2


def test_entries_say_where_they_come_from(run: Run) -> None:
    said = lines(run("findings", "--format", "jsonl"))
    for line in said:
        valid(line, "finding")
    (differs,) = (line for line in said if line["type"] == "differs")
    assert {side["origin"]["name"] for sides in differs["sides"].values() for side in sides} == {"Merid"}  # one of them by its relay
    assert differs["origins"] == 1
    for line in lines(run("utterances", "--format", "jsonl")):
        valid(line, "utterance")
        assert line["origins"] == len({r["origin"]["id"] for r in line["renderings"]})
    account = json.loads(run("account", "quay", "--format", "json").stdout)
    assert account["independent_origins"] == len(account["origins"]) == 3
