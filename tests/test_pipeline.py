"""The real parts together: sample reports, shipped models, a record on disk."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import apsw
import pytest
from jsonschema import Draft202012Validator

import onrecord
from onrecord import pipeline
from onrecord.batch import import_batch
from onrecord.errors import InputError
from onrecord.export import dump, report_line, schema
from onrecord.model import Refusal
from onrecord.pipeline import LiveRecord, analyse_inputs, engines, relate
from onrecord.pipeline.crew import Crew
from onrecord.progress import Progress

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
PARTS = [SAMPLES / "html", SAMPLES / "text", SAMPLES / "reports.jsonl", SAMPLES / "archive.warc.gz", SAMPLES / "feed.atom"]
REPORTS = 16
Rows = Counter[tuple[Any, ...]]

# What says when and in which order, not what: the same reports added in another order differ in it.
NOT_CONTENT = {"report": {"row", "recorded_at", "version_of"}, "statement": {"row"}, "analysis": {"analysed_at"}, "problem": {"run"}}
NOT_CONTENT |= {"profile": {"report"}, "profile_key": {"report"}}  # numbers of rows
NOT_CONTENT |= {"known_name": {"row"}, "name_key": {"name"}, "name_fit": {"name", "other"}}
NOT_COMPARED = {"run", "input", "story_change"}


class Remembering:
    """A tagger or embedder that is asked once for each text. That its answers depend on the text alone is tested beside it."""

    def __init__(self, engine: Any, *verbs: str) -> None:
        self.version = engine.version
        self._answers: dict[object, Any] = {}
        for verb in verbs:
            setattr(self, verb, partial(self._answer, getattr(engine, verb)))

    def _answer(self, ask: Callable[..., Any], text: str, **options: Any) -> Any:
        key = (ask.__name__, text, *(tuple(o) for o in options.values()))
        if key not in self._answers:
            self._answers[key] = ask(text, **options)
        return self._answers[key]


@pytest.fixture(scope="module", autouse=True)
def remembered() -> Iterator[None]:
    """The shipped models, each text read once in this module."""
    with pytest.MonkeyPatch.context() as patch:
        for loader, verbs in (("load_tagger", ("tag", "tag_acts")), ("load_embedder", ("embed",))):
            engine = Remembering(getattr(engines, loader)(), *verbs)
            patch.setattr(engines, loader, lambda engine=engine: engine)
        yield


def rows_of(path: Path) -> dict[str, Rows]:
    """Every row of every table that holds content, without order."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_fts%' ESCAPE '\\'"
        ).fetchall()
        found = {}
        for (table,) in names:
            if table in NOT_COMPARED or table.startswith("sqlite_"):
                continue
            columns = [c for (_, c, *_) in connection.execute(f"PRAGMA table_info({table})") if c not in NOT_CONTENT.get(table, ())]
            quoted = ", ".join(f'"{c}"' for c in columns)
            found[table] = Counter(connection.execute(f"SELECT {quoted} FROM {table}").fetchall())
        return found
    finally:
        connection.close()


def add(path: Path, *inputs: Path) -> pipeline.AddSummary:
    with onrecord.open_record(path) as record:
        summary = record.add(inputs)
        assert record.verify() == []
    return summary


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples in a record, added once. Read only: tests copy it."""
    path = tmp_path_factory.mktemp("undisturbed") / "record.db"
    summary = add(path, *PARTS)
    assert (summary.stored, summary.duplicate, summary.refused, summary.failed) == (REPORTS, 0, 0, 0)
    return path


@pytest.fixture
def copied(undisturbed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(undisturbed, tmp_path / "copied.db"))


@pytest.fixture(scope="module")
def analysed() -> list[tuple[onrecord.Report, onrecord.Analysis]]:
    found = list(analyse_inputs([str(p) for p in PARTS]))
    assert not any(isinstance(f, Refusal) for f in found)
    return found  # type: ignore[return-value]


def test_the_samples_say_something(undisturbed: Path) -> None:
    with onrecord.open_record(undisturbed, read_only=True) as record:
        stories = list(record.stories())
        assert sum(len(s.reports) for s in stories) == REPORTS == len(list(record.reports()))
        assert len(stories) < REPORTS
        assert len(list(record.statements())) > 50
        assert list(record.findings())
        assert {x.story for x in record.statements()} == {s.id for s in stories}


def test_counts_add_up(copied: Path) -> None:
    with onrecord.open_record(copied) as record:
        summary = record.add(PARTS)
        assert summary.inputs == summary.stored + summary.duplicate + summary.refused + summary.failed == REPORTS
        assert summary.stories == len(list(record.stories()))
        assert summary.findings == len(list(record.findings()))
        assert record.counts(summary.run)["inputs"] == len(list(record.inputs(summary.run))) == summary.inputs
        assert all(run.finished for run in record.runs())


def test_adding_again_changes_nothing(undisturbed: Path, copied: Path) -> None:
    again = add(copied, *PARTS)
    assert (again.stored, again.duplicate) == (0, REPORTS)
    assert rows_of(copied) == rows_of(undisturbed)


def test_the_order_does_not_matter(undisturbed: Path, tmp_path: Path) -> None:
    add(tmp_path / "other.db", *reversed(PARTS))
    assert rows_of(tmp_path / "other.db") == rows_of(undisturbed)


def test_two_halves_are_a_whole(undisturbed: Path, tmp_path: Path) -> None:
    add(tmp_path / "halves.db", *PARTS[:2])
    add(tmp_path / "halves.db", *PARTS[2:])
    assert rows_of(tmp_path / "halves.db") == rows_of(undisturbed)


def test_broken_inputs_among_good_ones_lose_nothing(undisturbed: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "empty.txt").write_bytes(b"")
    (broken / "half.jsonl").write_bytes(b'{"id": "a"\n')
    (broken / "zeros.txt").write_bytes(b"Nobody sails.\x00Nobody.")
    (broken / "cut.warc.gz").write_bytes(PARTS[3].read_bytes()[:40])
    path = tmp_path / "record.db"
    summary = add(path, *PARTS[:2], broken, *PARTS[2:])
    assert summary.stored == REPORTS
    assert summary.refused + summary.failed == len(summary.refusals) >= 3
    assert summary.inputs == summary.stored + summary.duplicate + len(summary.refusals)
    assert all(r.why and r.where for r in summary.refusals)
    found, expected = rows_of(path), rows_of(undisturbed)
    assert {t: r for t, r in found.items() if t != "problem"} == {t: r for t, r in expected.items() if t != "problem"}
    with onrecord.open_record(path, read_only=True) as record:
        said = [p.why for p in record.problems()]
        assert all(any(r.why in why for why in said) for r in summary.refusals)


def test_a_path_that_is_not_there_is_said_before_anything_is_read(tmp_path: Path) -> None:
    with onrecord.open_record(tmp_path / "record.db") as record:
        with pytest.raises(InputError, match=r"nowhere\.txt"):
            record.add([PARTS[2], tmp_path / "nowhere.txt"])
        assert list(record.reports()) == []


def test_analysing_gives_what_adding_stores(undisturbed: Path, analysed: list[tuple[onrecord.Report, onrecord.Analysis]]) -> None:
    with onrecord.open_record(undisturbed, read_only=True) as record:
        for report, analysis in analysed:
            assert record.report(report.id) == report
            assert record.analysis(report.id) == analysis
        assert len(list(record.reports())) == len(analysed)


def test_what_leaves_says_what_the_schema_says(analysed: list[tuple[onrecord.Report, onrecord.Analysis]]) -> None:
    every = schema()
    line = Draft202012Validator({"$ref": "#/$defs/report", "$defs": every["$defs"]})
    for report, analysis in analysed:
        line.validate(json.loads(dump(report_line(report, analysis))))


def test_the_facade_takes_what_the_command_line_takes(tmp_path: Path) -> None:
    with onrecord.open_record(str(tmp_path / "record.db")) as record:
        assert record.add([str(PARTS[2])], options=onrecord.ReadOptions(outlet="The Lisnow Post")).stored == 3
        record.add([PARTS[2]])
        assert [type(s) for s in record.stories()] == [onrecord.Story] * len(list(record.stories()))
        assert {s.report for s in record.statements()} <= {r.id for r in record.reports()}
        assert record.search("narrows")


# What a run that was stopped leaves behind

_ADD = """
import sys
from pathlib import Path
from onrecord.pipeline import add_inputs, open_record
with open_record(sys.argv[1]) as record:
    add_inputs(record, sys.argv[3:], workers=int(sys.argv[2]), on_progress=lambda p: print(p.done, flush=True))
print("done", flush=True)
"""


def killed_add(path: Path, after: int, pause: float, *, workers: int = 1, by: signal.Signals = signal.SIGKILL) -> bool:
    """Whether the run was still going when it was killed, a moment after its ``after``-th input."""
    command = [sys.executable, "-c", _ADD, str(path), str(workers), *map(str, PARTS)]
    environment = {**os.environ, "ONRECORD_TEST": str(path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment) as run:
        assert run.stdout is not None
        for said in run.stdout:
            if said.strip() in (str(after), "done"):
                break
        time.sleep(pause)
        run.send_signal(by)
        run.wait()
    return run.returncode == -by


def processes_of(path: Path) -> list[str]:
    """Those that were started for the record, by what stands in their environment."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"ONRECORD_TEST={path}".encode() in environment.read_bytes():
                found.append(environment.parent.name)
        except OSError:  # somebody else's, or gone
            continue
    return found


def all_gone(path: Path) -> bool:
    """Whether nothing of the run is left, a few seconds later at most: on a busy machine a worker needs its time to end."""
    until = time.monotonic() + 10
    while processes_of(path) and time.monotonic() < until:
        time.sleep(0.1)
    return processes_of(path) == []


def order_of(path: Path) -> list[tuple[str]]:
    """Reports and statements in the order in which they were written."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    rows = [*connection.execute("SELECT id FROM report ORDER BY row"), *connection.execute("SELECT id FROM statement ORDER BY row")]
    connection.close()
    return rows


@pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")
def test_a_stopped_run_goes_on_where_it_was(undisturbed: Path, tmp_path: Path) -> None:
    """Killed, interrupted while two workers read, killed: the record is the same, down to the order of its rows."""
    path = tmp_path / "record.db"
    chance = random.Random(os.environ.get("CI") or time.time_ns())
    moments = [(1, chance.random() * 0.3), (chance.randrange(4, 9), 0.0), (REPORTS, chance.random() * 0.4)]
    assert killed_add(path, *moments[0]), "killed after the first of sixteen"
    assert killed_add(path, *moments[1], workers=2, by=signal.SIGINT) and all_gone(path), moments
    killed_add(path, *moments[2])
    with onrecord.open_record(path) as record:
        assert record.verify() == [], moments
    add(path, *PARTS)
    assert rows_of(path) == rows_of(undisturbed), moments
    assert order_of(path) == order_of(undisturbed), moments


def test_a_worker_compares_stories_as_this_process_does(copied: Path) -> None:
    with onrecord.open_record(copied) as record:
        stories = [story.id for story in record.stories()]
        with closing(Crew(onrecord.ReadOptions(), 1)) as crew:
            assert list(crew.compare(record, stories)) == [sorted(record.findings(story=s), key=lambda f: f.id) for s in stories]


# Archive runs

# Whatever looks an address up or connects to one is refused, and written down: the engine's makers want to hear of every use.
_OFFLINE = """
import os, sys
def watch(event, arguments):
    if event == "socket.getaddrinfo" or event == "socket.connect" and isinstance(arguments[1], tuple):
        with open(os.environ["ONRECORD_TEST"] + ".net", "a") as file:
            print(event, arguments, file=file)
        raise OSError("no network here")
sys.addaudithook(watch)
"""
_BATCH = """
import sys
from onrecord.batch import BatchOptions, Sizes, run_batch
if __name__ == "__main__":
    print(run_batch(sys.argv[2:], sys.argv[1], options=BatchOptions(workers=1, sizes=Sizes(chunk_pieces=3))).analysed)
"""


def batch(out: Path, *inputs: Path) -> subprocess.Popen[str]:
    """An archive run in a process of its own, without a network."""
    watched = out.with_suffix(".site")
    watched.mkdir(exist_ok=True)
    (watched / "sitecustomize.py").write_text(_OFFLINE, encoding="utf-8")
    (script := watched / "run.py").write_text(_BATCH, encoding="utf-8")
    path = os.pathsep.join([str(watched), str(Path(onrecord.__file__).parents[1])])
    environment = {**os.environ, "PYTHONPATH": path, "ONRECORD_TEST": str(out)}
    command = [sys.executable, str(script), str(out), *map(str, inputs)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


@pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")
def test_an_archive_run_gives_what_adding_gives_also_when_it_was_killed(tmp_path: Path) -> None:
    """Killed when its first chunk is analysed, taken up without doing that again, imported. Two texts under one id, and one twice."""
    again = tmp_path / "again.jsonl"
    first, *_ = PARTS[2].read_text(encoding="utf-8").splitlines()
    told = json.loads(first)
    versions = [told | {"text": f"{told['text'][:500]} {word}."} for word in ("Later", "Later", "Later still")]
    again.write_text("\n".join(json.dumps(line) for line in versions) + "\nnothing\n", encoding="utf-8")
    out = tmp_path / "out"
    with batch(out, *PARTS[1:3], again) as run:
        while run.poll() is None and not list(out.glob("analyses/*.parquet")):
            time.sleep(0.05)
        run.kill()
    deadline = time.monotonic() + 20
    while (left := processes_of(out)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left
    done = {path: path.stat().st_mtime_ns for path in out.glob("*/*.parquet")}
    with batch(out, *PARTS[1:3], again) as run:
        analysed, errors = run.communicate()
    assert run.returncode == 0, errors
    assert {path: path.stat().st_mtime_ns for path in done} == done
    kept = sum(path.parent.name == "analyses" for path in done)
    assert kept and int(analysed.split()[-1]) == len(list(out.glob("analyses/*.parquet"))) - kept
    assert not out.with_suffix(".net").exists() and not list(out.rglob("*.part"))
    with onrecord.open_record(tmp_path / "record.db") as record:
        summary = import_batch(record, out, workers=2)
        assert (summary.stored, summary.duplicate, summary.failed) == (7, 1, 1)
        assert record.verify() == []
        assert import_batch(record, out).duplicate == 8
    add(tmp_path / "added.db", *PARTS[1:3], again)
    assert rows_of(tmp_path / "record.db") == rows_of(tmp_path / "added.db")
    assert order_of(tmp_path / "record.db") == order_of(tmp_path / "added.db")


class Stopped(BaseException):
    """Stands in for a kill between two transactions."""


@pytest.fixture(params=["replace_stories", "replace_entity_links", "replace_findings", "finish_run"])
def stopping(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    def stop(*_: object) -> None:
        raise Stopped

    monkeypatch.setattr(LiveRecord, request.param, stop)
    yield request.param


def test_a_run_stopped_while_it_relates_is_made_good(
    undisturbed: Path, tmp_path: Path, stopping: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "record.db"
    with pytest.raises(Stopped):
        add(path, *PARTS)
    monkeypatch.undo()
    add(path, *PARTS)
    assert rows_of(path) == rows_of(undisturbed)


def test_stories_are_made_while_reports_come(undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By as many as are grouped together, also where a run is stopped between: whoever goes on takes the same ones."""
    monkeypatch.setattr(sys.modules[relate.__module__], "_AT_ONCE", 5)
    seen: list[tuple[int, int]] = []
    stops = [7]

    def look(progress: Progress) -> None:
        stored = len(list(record.reports()))
        if progress.stage == "inputs":
            assert len(record.unplaced()) == stored % 5
            if stored in stops:
                stops.clear()
                raise Stopped
        else:
            assert record.unplaced() == []
            seen.append((progress.done, progress.total or 0))

    with onrecord.open_record(tmp_path / "record.db") as record:
        with pytest.raises(Stopped):
            pipeline.add_inputs(record, [str(p) for p in PARTS], on_progress=look)
        pipeline.add_inputs(record, [str(p) for p in PARTS], on_progress=look)
        stories = len(list(record.stories()))
    assert seen[0] == (0, 0) and seen[1:] == [(k, stories) for k in range(1, stories + 1)]
    assert rows_of(tmp_path / "record.db") == rows_of(undisturbed)


def test_what_was_stopped_is_related_with_the_next_reports(undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "record.db"
    add(path, *PARTS[:2])
    with monkeypatch.context() as patch:
        patch.setattr(LiveRecord, "replace_findings", lambda *_: (_ for _ in ()).throw(Stopped()))
        with pytest.raises(Stopped):
            add(path, *PARTS[2:4])
    add(path, PARTS[4])
    assert rows_of(path) == rows_of(undisturbed)
