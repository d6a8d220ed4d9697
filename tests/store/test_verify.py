"""Each thing that verify looks at is broken in a copy of a record, and found."""

from __future__ import annotations

import ast
import inspect
import shutil
from pathlib import Path

import pytest
from store_values import fill

from onrecord.store import Correction, Input, Signature, Suppress, Undo, open_record, verify

BY = Signature(author="Ana", why="so it is")
_UNLOCKED = "DROP TRIGGER judgement_is_fixed; DROP TRIGGER judgement_is_kept; "

DAMAGE = [
    # I1: inputs, each with its outcome
    ("UPDATE input SET seq = 70 WHERE seq = 1", "inputs were counted"),
    ("UPDATE input SET report_key = NULL WHERE seq = 1", "is noted as stored, but its report is not in the record"),
    ("PRAGMA ignore_check_constraints = ON; UPDATE input SET why = '' WHERE outcome = 'refused'", "was not taken, and nothing says why"),
    ("DELETE FROM input WHERE seq = 1", "no run says that it stored this report"),
    # I2: texts, spans, words
    ("DROP TRIGGER report_text_is_fixed; UPDATE report SET text = text || ' No.'", "its hash differs"),
    ("UPDATE report SET outlet = 'The Harbour Past'", "the report is not what was stored: its seal is broken"),
    ("UPDATE figure SET unit = 'mile2'", "its analysis is not what was stored: its seal is broken"),
    ('UPDATE furniture SET "end" = 4000', "a furniture points at [0:4000] of a text of"),
    ('UPDATE mention SET "end" = 4000', "a mention points at ["),
    ('UPDATE role SET "end" = 4000', "a role points at ["),
    ('UPDATE time SET "end" = 4000', "a time points at ["),
    ("UPDATE statement SET said_end = 4000 WHERE said_start IS NOT NULL", "a said points at ["),
    ('UPDATE relay SET "end" = 4000', "a relay points at ["),
    ('UPDATE move SET "end" = 4000', "a move points at ["),
    ('UPDATE term SET "end" = 4000', "a term points at ["),
    ('UPDATE event SET "end" = 4000', "a event points at ["),
    ('UPDATE event_mention SET "end" = 4000', "a mention of an event points at ["),
    ("UPDATE event SET when_end = 4000", "a time of an event points at ["),
    ('UPDATE figure SET "end" = 4000', "a figure points at ["),
    ("UPDATE figure SET as_of_end = 4000", "a time of a figure points at ["),
    ("UPDATE move SET what = 'agree'", "what a move is about is 'agree', which is not what stands at ["),
    ("UPDATE move SET what_start = NULL", "what a move is about is"),
    ("UPDATE term SET value = 'President' WHERE key = 'level'", "the value of a term is 'President', which is not what stands at ["),
    ("UPDATE statement SET source_text = 'Ann Ruiz' WHERE source_text <> ''", "source_text is not what its spans point at"),
    ("UPDATE statement SET cue_text = 'sang' WHERE cue_text <> ''", "cue_text is not what its spans point at"),
    ("UPDATE statement SET content_text = 'We will sign' WHERE seq = 0", "content_text is not what its spans point at"),
    ("UPDATE statement_span SET \"end\" = 4000 WHERE role = 'cue'", "its cue ends after the text"),
    ("DELETE FROM statement_span WHERE role = 'content'; UPDATE statement SET content_text = ''", "has no content"),
    # I3: rows point at rows, the index fits
    ("INSERT INTO statement_fts (statement_fts) VALUES ('delete-all')", "the search index does not fit the texts"),
    ("INSERT INTO report_fts (report_fts) VALUES ('delete-all')", "the search index does not fit the texts"),
    ("PRAGMA foreign_keys = OFF; DELETE FROM entity", "points at a row of entity that is not there"),
    ("DELETE FROM event", "a figure is about an event that its analysis does not hold"),
    ("DELETE FROM figure", "an event has a figure that its analysis does not hold"),
    ("UPDATE figure SET statement = 'statement-0'", "a figure stands in a statement that its analysis does not hold"),
    ("UPDATE linked_entity SET folded = 'somebody else'", "is found by another name than it has"),
    ("UPDATE entity SET folded = 'somebody else'", "is found by another name than it has"),
    ("UPDATE report SET outlet_folded = 'another'", "is found by another name than it has"),
    # I5: nothing from the future, nothing before what it follows
    ("UPDATE report SET recorded_at = '2999-01-01T00:00:00.000000+00:00'", "was recorded in the future"),
    ("UPDATE report SET recorded_at = '1999-01-01T00:00:00.000000+00:00' WHERE version_of IS NOT NULL", "which was recorded after it"),
    # I6: judgements
    (_UNLOCKED + "UPDATE judgement SET author = 'Eve'", "is not as it was made: its id is another than what it says gives"),
    (_UNLOCKED + "UPDATE judgement SET value = '\"Eve\"' WHERE kind = 'speaker'", "is not as it was made"),
    (_UNLOCKED + "PRAGMA ignore_check_constraints = ON; UPDATE judgement SET target = '['", "cannot be read to its end"),
    ("DELETE FROM overruled", "holds, and neither is what it says seen nor does it wait"),
    (
        "UPDATE overruled SET judgement = (SELECT id FROM judgement WHERE kind = 'undo')",
        "overruled follows it, and it does not hold",
    ),
    ("UPDATE entity_link SET judgement = (SELECT id FROM judgement WHERE kind = 'undo')", "entity_link follows it, and it does not hold"),
    ("UPDATE finding SET judgement = (SELECT id FROM judgement WHERE kind = 'undo')", "finding follows it, and it does not hold"),
    (
        "INSERT INTO waiting (judgement, why) SELECT id, 'x' FROM judgement WHERE kind = 'undo'",
        "waiting follows it, and it does not hold",
    ),
    ("UPDATE statement SET hidden = 1", "whether it is left out is not what was judged"),
    ("UPDATE withheld SET judgement = (SELECT id FROM judgement WHERE kind = 'undo')", "whether it is suppressed is not what was judged"),
    ("UPDATE withheld SET kept = replace(kept, 'storm', 'calms')", "is suppressed, and its text is not the one that was read"),
    ("UPDATE tombstone SET text_sha256 = (SELECT text_sha256 FROM report LIMIT 1)", "has the text that was purged"),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with a row for every check: versions, what was refused, corrected, taken back, suppressed and purged."""
    path = tmp_path_factory.mktemp("verify") / "r.db"
    with open_record(path) as record:
        reports = fill(record, 6)
        run = record.start_run("add", "e")
        record.note_input(run, Input(id="x", outcome="refused", where="x", why="it has no text"))
        first, second = (row.statement.id for row in list(record.statements())[:2])
        record.judge(Correction(statement=first, speaker="Teo Lind"), BY)
        (hidden,) = record.judge(Correction(statement=second, not_a_statement=True), BY).judgements
        record.judge(Undo(judgement=hidden.id), BY)
        record.judge(Suppress(report=reports[4].id), BY)
        record.purge(reports[5].id, BY)
        assert record.verify() == []
    return path


@pytest.mark.parametrize(("damage", "found"), DAMAGE)
def test_verify_finds_damage(whole: Path, tmp_path: Path, damage: str, found: str) -> None:
    path = tmp_path / "r.db"
    shutil.copy(whole, path)
    with open_record(path) as record:
        record._database.run(damage)
        assert any(found in problem.why for problem in record.verify()), record.verify()


def test_verify_finds_what_sqlite_does(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with open_record(whole, read_only=True) as record:
        root = record._database.value("SELECT rootpage FROM sqlite_schema WHERE name = 'report_outlet_folded'")
    page = bytearray(whole.read_bytes())
    page[(root - 1) * 4096 + 8 : root * 4096] = bytes(4096 - 8)
    path.write_bytes(page)
    with open_record(path) as record:
        assert any("SQLite's integrity check says" in problem.why for problem in record.verify())


def test_verify_ends_when_there_is_enough_to_know(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "MOST", 3)
    shutil.copy(whole, tmp_path / "r.db")
    with open_record(tmp_path / "r.db") as record:
        record._database.run("UPDATE statement SET hidden = 1")
        assert [problem.why for problem in record.verify()][3:] == ["stopped after 3 problems; there may be more"]


def test_everything_that_verify_can_say_is_provoked_here() -> None:
    """A check that is added without a damage that it finds fails here."""
    source = ast.parse(inspect.getsource(verify))
    said = [keyword.value for node in ast.walk(source) if isinstance(node, ast.Call) for keyword in node.keywords if keyword.arg == "why"]
    said += [node.value for node in ast.walk(source) if isinstance(node, ast.Yield) and isinstance(node.value, ast.JoinedStr)]
    known = [*(found for _, found in DAMAGE), "there may be more", "check says:"]
    silent = [words for words in map(_words, said) if words and not any(found in words or words in found for found in known)]
    assert len(said) > 20
    assert silent == []
    tables = {f"a {table} points at [" for table in verify._SPANS}
    names = {f"{name} that its analysis does not hold" for name in verify._NAMED} | {f"{name} is" for name in verify._WORDS}
    assert [words for words in tables | names if not any(words in found for _, found in DAMAGE)] == []


def _words(value: ast.expr) -> str:
    """The longest constant part of a sentence with values in it; empty for one that is made elsewhere."""
    parts = value.values if isinstance(value, ast.JoinedStr) else [value]
    return max((part.value for part in parts if isinstance(part, ast.Constant)), key=len, default="").strip(" :]")
