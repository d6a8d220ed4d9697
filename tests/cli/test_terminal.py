"""What strangers write must not reach the terminal; what the shell expects of a command."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli import main
from onrecord.ids import text_hash
from onrecord.model import Analysis, EntityRef, Problem, Report, Span, Statement, Story
from onrecord.safe import cut, one_line, printable
from onrecord.store import open_record

LINKS = "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07 [link=https://evil.example]x[/link] a [/] b"
HOSTILE = f"{LINKS} \x9b31m\x1b[2J\x1b]0;pwned\x9c\u202egnitirw"
PROGRAM = [sys.executable, "-c", "from onrecord.cli import main; main(prog_name='onrecord')"]


@given(st.text(st.characters()))
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    safe = printable(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", safe)
    assert printable(safe) == safe and "\n" not in one_line(text)


def test_what_deceives_is_shown() -> None:
    assert printable("a\u202eb\u2066c\U000e0041") == "a⟨U+202E⟩b⟨U+2066⟩c⟨U+E0041⟩"
    assert printable("\x1b]0;title never closed") == ""
    assert printable("kept\x1bPdcs\x1b\\ text\r\nnext\ttab") == "kept text\nnext\ttab"
    assert cut("short", 5) == "short"


def hostile_record(path: Path) -> None:
    text = f"“{HOSTILE}” said {HOSTILE}."
    report = Report(id=HOSTILE, text=text, text_sha256=text_hash(text), title=HOSTILE, outlet=HOSTILE, agency=HOSTILE)
    speaker = EntityRef(entity="e", name=HOSTILE)
    said = Statement(
        id="statement-1", manner="direct", source=(), cue=(Span(0, 30),), content=(Span(0, len(text)),), speaker=speaker, addressee=speaker
    )
    unknown = Statement(id="statement-2", manner="mixed", source=(), cue=(), content=(Span(0, 40),), speaker=None, reasons=(HOSTILE,))
    problem = Problem(where=HOSTILE, why=HOSTILE)
    analysis = Analysis(report_id=HOSTILE, text_sha256=report.text_sha256, engine="e", statements=(said, unknown), problems=(problem,))
    with open_record(path) as record:
        record.add_report(record.start_run("add", "e"), report, analysis)
        record.replace_stories([Story(id="story-1", title=HOSTILE, reports=(HOSTILE,))])


def test_hostile_text_is_harmless_in_every_verb(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    hostile_record(path)
    wrong = CliRunner().invoke(main, ["account", HOSTILE + "x", "--record", str(path)])
    assert wrong.exit_code == 1 and printable(wrong.output) == wrong.output
    for call in (["account"], ["account", "story-1"], ["stories"], ["statements"], ["search", "click"], ["problems"]):
        result = CliRunner().invoke(main, [*call, "--record", str(path)], catch_exceptions=False)
        assert result.exit_code == 0
        assert printable(result.output) == result.output and result.output
        assert "click" in result.output and "evil" not in re.sub(r"\[link=\S+\]", "", "".join(result.output.split()))
    for style in ("json", "jsonl"):
        output = CliRunner().invoke(main, ["statements", "--format", style, "--record", str(path)]).output
        assert printable(output) == output


def on_a_terminal(path: Path, **environment: str) -> str:
    """What ``onrecord account`` writes to a terminal."""
    master, slave = pty.openpty()
    child = subprocess.Popen([*PROGRAM, "account", "--record", str(path)], stdout=slave, env=os.environ | {"TERM": "xterm"} | environment)
    os.close(slave)
    seen = b""
    while True:
        try:
            seen += os.read(master, 65536)
        except OSError:  # the child has closed its end
            break
    os.close(master)
    assert child.wait() == 0
    return seen.decode()


def test_colour_only_where_somebody_looks(kept: Path, tmp_path: Path) -> None:
    assert "\x1b[1m" in on_a_terminal(kept)
    assert "\x1b" not in on_a_terminal(kept, NO_COLOR="1")
    path = tmp_path / "r.db"
    hostile_record(path)
    seen = on_a_terminal(path)
    assert set(re.findall("\x1b[^m]*m", seen)) <= {"\x1b[1m", "\x1b[2m", "\x1b[0m", "\x1b[1;4m"} and "\x1b]" not in seen


def test_help_is_quick_and_loads_no_verb() -> None:
    shown, taken = "", 9.0
    for _ in range(3):
        start = time.perf_counter()
        shown = subprocess.run([*PROGRAM, "--help"], check=True, capture_output=True, text=True).stdout
        taken = min(taken, time.perf_counter() - start)
    assert "Show who said what in a story." in shown
    assert taken < 0.5  # 0.06 s on an idle machine; the budget is 0.2
    look = "import sys; from onrecord.cli import main; print([m for m in ('rich', 'apsw', 'numpy') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True).stdout == "[]\n"


def test_a_broken_pipe_is_quiet(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    text = "“Word.” " * 400
    with open_record(path) as record:
        run = record.start_run("add", "e")
        for number in range(5):
            report = Report(id=f"r{number}", text=text, text_sha256=text_hash(text))
            one = Statement(id="", manner="direct", source=(), cue=(), content=(Span(0, 3000),), speaker=None)
            said = tuple(replace(one, id=f"s{number}-{n}") for n in range(60))
            analysis = Analysis(report_id=report.id, text_sha256=report.text_sha256, engine="e", statements=said)
            record.add_report(run, report, analysis)
    for style in ("jsonl", "json", "csv", "table"):
        command = [*PROGRAM, "statements", "--record", str(path), "--format", style]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert child.stdout is not None and child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert (child.stderr.read(), child.wait()) == (b"", 0)
        child.stderr.close()


def test_texts_of_any_language_under_any_locale(kept: Path) -> None:
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*PROGRAM, "account", "--record", str(kept)], env=environment, capture_output=True, check=True)
    assert done.stderr == b"" and b"Ana Ruiz" in done.stdout
