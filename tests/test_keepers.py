"""One record, kept by SQLite and by PostgreSQL: the same rows, so whatever is asked gives the same."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner

from onrecord import pipeline
from onrecord.cli import main
from onrecord.engines.protocols import Tagged, TaggedAct, TaggedAttribution, TaggedName
from onrecord.errors import StoreError
from onrecord.model import Finding, Manner, Span
from onrecord.pipeline import Engines, LiveRecord, open_record, open_record_at
from onrecord.pipeline.engines import load_embedder
from onrecord.pipeline.relate import compare
from onrecord.serving import Records
from onrecord.store import (
    Correction,
    EntityFilter,
    Like,
    Place,
    Signature,
    StatementFilter,
    Suppress,
    migrate,
    place_of,
    record_exists,
)
from onrecord.store.pages import Facet, Queue

BY = Signature(author="Ana Desk", why="heard it")
WORDS = re.compile(r"\w+")


@pytest.fixture(scope="module")
def both(samples_record: Path, databases: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, Place]]:
    """The samples in a file, and copied from it into a database."""
    address = place_of(databases.take())
    with open_record(samples_record, read_only=True) as record:
        record.copy_to(address)
    yield samples_record, address
    databases.give_back(str(getattr(address, "url", address)))


@pytest.fixture(scope="module")
def opened(both: tuple[Place, Place]) -> Iterator[tuple[LiveRecord, LiveRecord]]:
    with open_record(both[0], read_only=True) as file, open_record(both[1], read_only=True) as server:
        yield file, server


def ids(record: LiveRecord) -> list[str]:
    return [row.statement.id for row in record.statements()]


def a_text(record: LiveRecord) -> str:
    return next(iter(record.statements())).content_text


def pages(record: LiveRecord, newest: bool) -> list[str]:
    found, after = [], None
    while True:
        page = record.statement_page(after=after, size=7, newest=newest)
        found += [row.statement.id for row in page.rows]
        after = page.next
        if after is None:
            return found


def an_entity(record: LiveRecord) -> str:
    return next(iter(record.entities())).id


def a_story(record: LiveRecord) -> str:
    return next(iter(record.stories())).id


def a_day(record: LiveRecord) -> str:
    return sorted(r.published.value[:10] for r in record.reports() if r.published)[3]


QUESTIONS: dict[str, Callable[[LiveRecord], Any]] = {
    "amounts": lambda r: r.amounts(),
    "sizes": lambda r: r.sizes(),
    "content": lambda r: r.content_hash(),
    "whole": lambda r: r.verify(),
    "runs": lambda r: list(r.runs()),
    "inputs": lambda r: list(r.inputs()),
    "counts": lambda r: [r.counts(run.id) for run in r.runs()],
    "problems": lambda r: [list(r.problems()), list(r.problems(story=a_story(r))), list(r.problems(next(r.runs()).id))],
    "reports": lambda r: list(r.reports()),
    "reports by then": lambda r: list(r.reports(as_of=a_day(r), known_at="2999")),
    "reports of the story": lambda r: list(r.reports(story=a_story(r))),
    "facts": lambda r: [r.report_facts(report.id) for report in r.reports()],
    "analyses": lambda r: [r.analysis(report.id) for report in r.reports()],
    "analysed": lambda r: r.analysed(load_embedder().version),
    "ids like": lambda r: [r.ids_like(report.id) for report in r.reports()],
    "versions": lambda r: r.version_chains(),
    "recorded since": lambda r: r.recorded_since("2000"),
    "statements": lambda r: list(r.statements()),
    "statements by id": lambda r: sorted(r.statement_rows(ids(r)[::2]).items()),
    "statements by then": lambda r: list(r.statements(StatementFilter(until=a_day(r)))),
    "statements since": lambda r: list(r.statements(StatementFilter(since=a_day(r), limit=5))),
    "statements by manner": lambda r: [list(r.statements(StatementFilter(manner=m))) for m in get_args(Manner)],
    "statements by outlet": lambda r: [list(r.statements(StatementFilter(outlet=(o.outlet or "").upper()))) for o in r.reports()],
    "statements by speaker": lambda r: [list(r.statements(StatementFilter(speaker=e.name))) for e in islice(r.entities(), 9)],
    "statements by entity": lambda r: [list(r.statements(StatementFilter(speaker=e.id))) for e in islice(r.entities(), 9)],
    "statements by score": lambda r: list(r.statements(StatementFilter(min_score=0.8))),
    "statements by words": lambda r: [list(r.statements(StatementFilter(text=w))) for w in WORDS.findall(a_text(r))[:5]],
    "parts": lambda r: [r.with_parts(row) for row in r.statements()],
    "newest first": lambda r: pages(r, True),
    "oldest first": lambda r: pages(r, False),
    "counted": lambda r: r.count_statements(),
    "facets": lambda r: [r.facet(StatementFilter(), by, seconds=5) for by in get_args(Facet)],
    "queues": lambda r: [r.review_queue(StatementFilter(), queue, size=50) for queue in get_args(Queue)],
    "like": lambda r: [r.statements_like(Like(text=row.content_text)) for row in islice(r.statements(), 12)],
    "like it, by the same": lambda r: r.statements_like(Like(text="the talks will go on", speaker="Ruiz", story=a_story(r))),
    "figures": lambda r: list(r.figures()),
    "figures of the story": lambda r: list(r.figures(story=a_story(r), as_of=a_day(r))),
    "events": lambda r: list(r.events()),
    "events by then": lambda r: list(r.events(as_of=a_day(r))),
    "stories": lambda r: list(r.stories()),
    "stories by then": lambda r: list(r.stories(as_of=a_day(r))),
    "story": lambda r: r.story(a_story(r)),
    "tallies": lambda r: r.story_tallies([story.id for story in r.stories()]),
    "history": lambda r: r.story_changes(),
    "days": lambda r: [r.neighbouring_days(a_day(r)), r.neighbouring_days(a_day(r), story=a_story(r))],
    "stand for": lambda r: sorted(r.stand_for(a_story(r)).items()),
    "findings": lambda r: list(r.findings()),
    "findings since": lambda r: list(r.findings(recorded_since="2000-01-01")),
    "entries": lambda r: [sorted(r.entries([*f.a, *f.b], story=f.story).items()) for f in r.findings()],
    "entities": lambda r: list(r.entities()),
    "entities to choose from": lambda r: r.named_first(EntityFilter(), size=9),
    "entities of the story": lambda r: list(r.entities(EntityFilter(story=a_story(r), as_of=a_day(r)))),
    "entities by name": lambda r: [list(r.entities(EntityFilter(name=e.name.split()[-1]))) for e in islice(r.entities(), 9)],
    "entity": lambda r: r.entity(an_entity(r)),
    "entity page": lambda r: r.entity_page(start=3, size=4),
    "its stories": lambda r: r.stories_of_entity(an_entity(r)),
    "entity names": lambda r: list(r.entity_names()),
    "entity links": lambda r: r.entity_links(),
    "named": lambda r: [(r.entities_named(e.name), r.entity_types([e.id])) for e in islice(r.entities(), 9)],
    "stories naming": lambda r: r.stories_naming([e.name for e in islice(r.entities(), 9)]),
    "named in stories": lambda r: list(r.named_in_stories([s.id for s in r.stories()])),
    "named in": lambda r: [r.named_in(report.id) for report in r.reports()],
    "profiles": lambda r: sorted(r.profiles([x.id for x in r.reports()], load_embedder().version).items()),
    "near": lambda r: [r.near(x.id) for x in r.reports()],
    "fellows": lambda r: r.fellows([report.id for report in r.reports()]),
    "unplaced": lambda r: r.unplaced(),
    "judgements": lambda r: list(r.judgements()),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_one_answer(opened: tuple[LiveRecord, LiveRecord], question: str) -> None:
    file, server = (QUESTIONS[question](record) for record in opened)
    assert server == file
    assert file or question in {"whole", "unplaced", "judgements", "like it, by the same"}, "nothing was compared"


def test_plain_words_find_the_same(opened: tuple[LiveRecord, LiveRecord]) -> None:
    said = " ".join(row.content_text for row in opened[0].statements())
    words = sorted(set(WORDS.findall(said)))[::9]
    first = WORDS.findall(said)
    phrases = [f'"{" ".join(first[n : n + 2])}"' for n in range(0, len(first), 97)]
    for query in (*words, *phrases, f"{words[5][:3]}*", " ".join(first[:2]), "O’Neill", "état", "no-such-word"):
        file, server = ({(h.kind, h.id, h.snippet, h.why) for h in r.search(query, limit=1000).hits} for r in opened)
        assert server == file, query
    assert len(words) > 50


def exported(place: Place, folder: Path) -> dict[str, bytes]:
    """Every file of the export but the manifest, which names the record and the day."""
    address = getattr(place, "url", str(place))
    asked = ["export", "--format", "jsonl", "--full-text", "--out", str(folder), "--record", address]
    assert CliRunner().invoke(main, asked, catch_exceptions=False).exit_code == 0
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "manifest.json"}


def test_a_copy_there_and_back_is_the_same_to_the_byte(both: tuple[Place, Place], tmp_path: Path) -> None:
    file, server = both
    back = tmp_path / "back.db"
    run = CliRunner().invoke(main, ["copy", server.url, str(back), "--format", "json"], catch_exceptions=False)  # type: ignore[union-attr]
    assert run.exit_code == 0
    first, second, third = (exported(place, tmp_path / name) for name, place in (("1", file), ("2", server), ("3", back)))
    assert first == second == third and len(first) > 5 and all(first.values())
    with open_record(file, read_only=True) as one, open_record(back, read_only=True) as last:
        tables = one._database.tables()
        assert tables == last._database.tables()
        for table, columns in tables.items():
            asked = f"SELECT * FROM {table} ORDER BY {', '.join(map(str, range(1, len(columns) + 1)))}"
            assert one._database.all(asked) == last._database.all(asked), table
        assert last.verify() == []
    again = CliRunner().invoke(main, ["copy", str(back), server.url])  # type: ignore[union-attr]
    assert again.exit_code == 1 and "already holds something" in again.stderr


def test_tables_of_the_one_are_those_of_the_other(opened: tuple[LiveRecord, LiveRecord]) -> None:
    file, server = (record._database.tables() for record in opened)
    assert {table: set(columns) for table, columns in file.items()} == {table: set(columns) for table, columns in server.items()}
    assert opened[0].schema == opened[1].schema


LATER = """
-- A comment; with a semicolon.
CREATE TABLE later (
  report_key TEXT PRIMARY KEY NOT NULL REFERENCES report (key) ON DELETE CASCADE, how REAL, of TEXT CHECK (json_valid(of))
) STRICT;
CREATE INDEX later_how ON later (how);
ALTER TABLE story ADD COLUMN note TEXT;
CREATE TRIGGER later_is_noted AFTER INSERT ON later BEGIN
  UPDATE story SET note = 'later';
END;
DROP VIEW story_reports;
CREATE VIEW story_reports AS SELECT r.id AS report, t.note FROM story t
JOIN story_report s ON s.story = t.id JOIN report r ON r.key = s.report_key;
"""


@pytest.mark.usefixtures("small")
def test_a_record_of_either_is_upgraded_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, databases: Any) -> None:
    for place in (str(tmp_path / "r.db"), databases.new()):
        with open_record(place) as record:
            record.add([written(tmp_path, 1)])
            before = what_is_told(record)
        with monkeypatch.context() as patch:
            scripts = [*migrate.scripts(), (migrate.scripts()[-1][0] + 1, LATER)]
            patch.setattr(migrate, "scripts", lambda scripts=scripts: scripts)
            with pytest.raises(StoreError, match="Open it once for writing to upgrade it"):
                open_record(place, read_only=True)
            with open_record(place) as record:
                assert record.schema == scripts[-1][0] and record.verify() == [] and what_is_told(record) == before
                assert record._database.tables()["later"] == ["report_key", "how", "of"]
                with record.transaction():
                    record._database.run("INSERT INTO later SELECT key, 0.1, '{}' FROM report")
                assert record._database.all("SELECT l.how, v.report FROM later l JOIN story_reports v ON v.report = 'quay-1'") == [
                    (0.1, "quay-1")
                ]
                with pytest.raises(StoreError):
                    record._database.run("UPDATE later SET of = 'none'")
        with pytest.raises(StoreError, match="Upgrade onrecord"):
            open_record(place)


def test_no_password_is_shown() -> None:
    place = place_of("postgresql://desk:secret@press.example:5433/harbour?password=secret&sslmode=require")
    assert "secret" not in f"{place} {place!r}" and str(place) == "postgresql://desk@press.example:5433/harbour?sslmode=require"


def test_where_no_record_is_none_is_made_by_reading(databases: Any) -> None:
    address = databases.new()
    assert not record_exists(address)
    for more in ({"read_only": True}, {"create": False}):
        with pytest.raises(StoreError, match="There is no record at"):
            open_record(address, **more)
    with open_record(address) as record:
        assert record.verify() == [] and record_exists(address)
    with pytest.raises(StoreError, match="createdb"):
        open_record(databases.server.format("nowhere"))
    with pytest.raises(StoreError, match="does not answer"):
        open_record("postgresql://desk@/record?host=/nowhere")


def test_what_is_no_record_is_left_alone(databases: Any) -> None:
    name = databases.new()
    databases._run(place_of(name).name, "CREATE SCHEMA onrecord; CREATE TABLE onrecord.other (a text)")
    with pytest.raises(StoreError, match="is not a record"):
        open_record(name)


def test_a_connection_that_was_lost_is_made_anew(databases: Any) -> None:
    address = databases.take()
    with open_record(address) as record:
        lose = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'onrecord' AND datname = current_database()"
        for half_way in (False, True):
            with pytest.raises(StoreError), record.transaction() if half_way else nullcontext():
                record.start_run("add", "e")
                databases._run(place_of(address).name, lose)
                record.finish_run("run-none")
            assert len(list(record.runs())) == 1, "what was not committed is undone"
    databases.give_back(address)


def test_a_writer_that_waits_too_long_is_told(databases: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.store.postgres.WAIT_SECONDS", 0.2)
    address = databases.take()
    with open_record(address) as one, open_record(address) as two:
        with one.transaction():
            one.amounts()  # an answer: so the lock, which was only sent before, is there
            with pytest.raises(StoreError, match="another process has been writing"):
                two.start_run("add", "e")
            assert two.amounts().runs == 0, "who reads waits for nobody"
        assert two.start_run("add", "e")
    databases.give_back(address)


# Several at once, with small models


@dataclass
class Tagger:
    """Finds “…” said NAME."""

    version: str = "tagger 1"

    def tag_acts(self, text: str, *, skip: Any = ()) -> tuple[TaggedAct, ...]:
        return ()

    def tag(self, text: str, *, skip: Any = ()) -> Tagged:
        found = [
            TaggedAttribution(content=(Span(*m.span(1)),), cue=(Span(*m.span(2)),), source=(Span(*m.span(3)),), score=0.9)
            for m in re.finditer(r"(“[^”]+”) (said) (\w+ \w+)", text)
        ]
        names = [TaggedName(span=attribution.source[0], type="person", score=0.9) for attribution in found]
        return Tagged(attributions=tuple(found), names=tuple(names))


@dataclass
class Embedder:
    version: str = "one way"

    def embed(self, text: str) -> tuple[float, ...]:
        return (1.0, 0.0)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.engines, "load_engines", lambda: Engines(tagger=Tagger(), embedder=Embedder()))
    monkeypatch.setenv("ONRECORD_AUTHOR", "Ana Desk")


def written(folder: Path, number: int) -> Path:
    path = folder / f"quay-{number}.txt"
    words = f"“We will not sign paper {number} on the quay,” said Ana Ruiz. “The ferry waits,” said Teo Lind{'e' if number % 2 else ''}."
    path.write_text(f"Quay paper of Prill\n\n{words} The harbour of Prill waited for the ferry and the paper of the quay.\n")
    return path


def what_is_told(record: LiveRecord) -> tuple[Any, ...]:
    stories = [(story.id, story.reports) for story in record.stories()]
    links = [(link.report_key, link.local, link.entity) for link in record.entity_links()]
    findings = sorted((f.id, f.type, f.story, f.a, f.b) for f in record.findings())
    return ids(record), stories, links, findings


@pytest.mark.usefixtures("small")
def test_many_writers_leave_what_one_would_have_left(keeper: Callable[[], str], tmp_path: Path) -> None:
    inputs = [written(tmp_path, number) for number in range(12)]
    with open_record(keeper()) as alone:
        alone.add(inputs)
        expected = what_is_told(alone)
    place = keeper()
    wrong: list[BaseException] = []

    def work(own: list[Path]) -> None:
        try:
            for path in own:
                with open_record(place) as record:
                    record.add([path])
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(inputs[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    with open_record(place) as record:
        assert record.verify() == [] and record.unplaced() == []
        assert what_is_told(record) == expected


@pytest.mark.parametrize("meanwhile", [False, True], ids=["alone", "while another writes"])
@pytest.mark.usefixtures("small")
def test_what_was_compared_before_others_wrote_is_compared_again(keeper: Callable[[], str], tmp_path: Path, *, meanwhile: bool) -> None:
    place = keeper()
    with open_record(place) as record, open_record(place) as other:
        record.add([written(tmp_path, 1), written(tmp_path, 2)])
        expected = what_is_told(record)[-1]
        stories = [story.id for story in record.stories()]
        record.finish_run(record.start_run("add", "own"))  # what one writes oneself is nothing new

        def nothing_found(_: object, asked: Sequence[str]) -> Iterator[list[Finding]]:
            for _ in asked:
                if meanwhile:
                    other.start_run("add", "e")
                yield []

        compare(record, stories, nothing_found)
        assert what_is_told(record)[-1] == (expected if meanwhile else []) and expected


@pytest.mark.usefixtures("small")
def test_what_is_judged_shows_and_a_moment_shows_what_it_showed(keeper: Callable[[], str], tmp_path: Path) -> None:
    place = place_of(keeper())
    with open_record(place) as record:
        record.add([written(tmp_path, 1), written(tmp_path, 2)])
        before = what_is_told(record)
        moment = max(record.recorded_since("2000").values())
        statement = ids(record)[0]
        record.correct(Correction(statement=statement, speaker="Ana Prill"), why="heard it")
        record.add([written(tmp_path, 3)])
        assert what_is_told(record) != before
    with open_record_at(place, moment) as then:
        assert what_is_told(then)[:3] == before[:3]  # type: ignore[arg-type]
    with open_record(place) as record:
        record.suppress("quay-1", why="withdrawn")
        for judgement in list(record.judgements()):
            record.undo(judgement.id, why="taken back")
        assert set(ids(record)) > set(before[0]) and record.verify() == []
        with pytest.raises(StoreError, match="reading only"), open_record(place, read_only=True) as reading:
            reading.judge(Suppress(report="quay-2"), BY)
        gone = record.report("quay-2")
        assert gone is not None
        assert record.purge_report("quay-2", why="its publisher withdrew it").clean
        assert record.report("quay-2") is None and record.barred(gone) is not None and record.verify() == []


@pytest.mark.usefixtures("small")
def test_a_backup_of_either_is_a_file_that_holds_the_same(keeper: Callable[[], str], tmp_path: Path) -> None:
    with open_record(keeper()) as record:
        record.add([written(tmp_path, 1), written(tmp_path, 2)])
        content = record.back_up(tmp_path / "safe.db")
        assert content == record.content_hash()
    with open_record(tmp_path / "safe.db") as safe:
        assert len(ids(safe)) == 4 and safe.verify() == []


@pytest.mark.usefixtures("small")
def test_a_desk_sees_what_another_process_writes(keeper: Callable[[], str], tmp_path: Path) -> None:
    place = place_of(keeper())
    with ExitStack() as stack:
        records = Records(place)
        stack.callback(records.close)
        assert records.view("all", lambda r: len(list(r.statements()))) == 0
        with open_record(place) as other:
            other.add([written(tmp_path, 1)])
        assert records.view("all", lambda r: len(list(r.statements()))) == 2
        with records.read() as reading, open_record(place) as other:
            assert reading.amounts().reports == 1
            other.add([written(tmp_path, 2)])
            assert len(list(reading.statements())) == 2, "what is read in one block is of one moment"
        with records.read() as reading:
            assert len(list(reading.statements())) == 4
