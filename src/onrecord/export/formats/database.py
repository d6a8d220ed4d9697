"""The exported entries as one SQLite file with a table for each kind: to be browsed in Datasette, where every key leads to its row.

The record itself opens there too. This file is what the clocks and the question leave of it, in the columns of the other tables, without
what only onrecord needs.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from onrecord.export.columns import Column
from onrecord.export.gathered import each_with_lines
from onrecord.export.kinds import KINDS, Kind
from onrecord.export.selection import Extract
from onrecord.export.sink import Sink
from onrecord.export.wire import Wire

NAME = "entries"
_PIECE = 1 << 20
_NOBODY: Wire = {"entity": None, "name": None}
_TYPES = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "texts": "TEXT", "spans": "TEXT", "json": "TEXT"}
# Which columns hold the key of another table's row.
_KEYS = {
    "story": "stories",
    "report": "reports",
    "statement": "statements",
    "parent": "statements",
    "part": "parts",
    "speaker_id": "entities",
    "actor_id": "entities",
    "target_id": "entities",
    "place_id": "entities",
    "according_to_id": "entities",
}
_FACETS = {
    "reports": ["outlet", "agency", "language", "story"],
    "statements": ["speaker", "manner", "outlet", "story"],
    "findings": ["type", "slot", "story"],
    "positions": ["actor", "stance", "issue"],
    "figures": ["measure", "unit", "according_to", "outlet"],
    "events": ["type", "actor", "place"],
    "entities": ["type"],
    "moves": ["act", "actor", "target"],
}
_LABELS = {"stories": "title", "reports": "title", "findings": "why", "positions": "stance", "entities": "name"}
_LABELS |= dict.fromkeys(("statements", "parts"), "content")
_SEARCHED = {"reports": ("title", "text"), "statements": ("content", "source", "speaker"), "entities": ("name", "spellings")}

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Child:
    """A table of what a kind's entries hold several of. ``columns``: name and type; ``rows``: of one entry, after its id."""

    name: str
    kind: str
    about: str
    columns: tuple[tuple[str, str], ...]
    rows: Callable[[Extract, Wire], Iterator[Row]]


def _spans(extract: Extract, line: Wire) -> Iterator[Row]:
    for role in ("source", "cue", "content"):
        yield from ((role, seq, start, end) for seq, (start, end) in enumerate(line[role]))


def _moves(extract: Extract, line: Wire) -> Iterator[Row]:
    for seq, move in enumerate(line["moves"]):
        actor, target = (extract.of_record(line, move[who]) or _NOBODY for who in ("actor", "target"))
        who = (actor["entity"], actor["name"], target["entity"], target["name"])
        terms = json.dumps(move["terms"], ensure_ascii=False, sort_keys=True)
        yield (seq, move["act"], *who, move["what"], terms, int(move["negated"]), move["modality"], *move["span"])


def _sides(extract: Extract, line: Wire) -> Iterator[Row]:
    for side in "ab":
        for seq, entry in enumerate(line["sides"][side]):
            name = entry["speaker"]["name"] if entry["speaker"] else None
            said = None if entry["figure"] else entry["statement"]
            part = said if said in extract.whole_of else None
            yield (side, seq, extract.whole_of.get(said or "", said), part, entry["figure"], name, entry["text"], entry["report"])


_CHILDREN = (
    _Child(
        name="spans",
        kind="statements",
        about="Where source, cue and content of a statement stand: code points of the report's text, half-open.",
        columns=(("role", "TEXT"), ("seq", "INTEGER"), ("start", "INTEGER"), ("end", "INTEGER")),
        rows=_spans,
    ),
    _Child(
        name="moves",
        kind="statements",
        about="What somebody did by saying it.",
        columns=(
            *(("seq", "INTEGER"), ("act", "TEXT"), ("actor_id", "TEXT"), ("actor", "TEXT"), ("target_id", "TEXT"), ("target", "TEXT")),
            *(("what", "TEXT"), ("terms", "TEXT"), ("negated", "INTEGER"), ("modality", "TEXT"), ("start", "INTEGER"), ("end", "INTEGER")),
        ),
        rows=_moves,
    ),
    _Child(
        name="finding_sides",
        kind="findings",
        about="Both sides of a finding, with their words.",
        columns=(
            *(("side", "TEXT"), ("seq", "INTEGER"), ("statement", "TEXT"), ("part", "TEXT"), ("figure", "TEXT")),
            *(("speaker", "TEXT"), ("words", "TEXT"), ("report", "TEXT")),
        ),
        rows=_sides,
    ),
    _Child(
        name="position_statements",
        kind="positions",
        about="The statements that carry a position.",
        columns=(("seq", "INTEGER"), ("statement", "TEXT")),
        rows=lambda extract, line: ((seq, extract.whole_of.get(said, said)) for seq, said in enumerate(line["statements"])),
    ),
    _Child(
        name="story_reports",
        kind="stories",
        about="The reports of a story, in order of publication.",
        columns=(("seq", "INTEGER"), ("report", "TEXT")),
        rows=lambda _, line: iter(enumerate(line["reports"])),
    ),
)
_ONE = {"stories": "story", "statements": "statement", "findings": "finding", "positions": "position"}
# What an id is one of its kind in, where that is not the record: two reports of one text may tell the same.
_BESIDE_ID = {"figures": ("report",), "events": ("report",), "origins": ("story",)}
_VIEW = """
CREATE VIEW two_sides AS SELECT f.id AS finding, f.type, f.slot, f.story, a.speaker AS speaker_a, a.words AS words_a, a.report AS report_a,
  b.speaker AS speaker_b, b.words AS words_b, b.report AS report_b, f.why
FROM findings f JOIN finding_sides a ON a.finding = f.id AND a.side = 'a' LEFT JOIN finding_sides b ON b.finding = f.id AND b.side = 'b'
"""


def write_database(extract: Extract, sink: Sink) -> tuple[str, ...]:
    """The file, and beside it, where there is room, what Datasette shows of it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{NAME}.sqlite"
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            entries = _fill(database, extract)
        with sink.file(path.name, "application/vnd.sqlite3") as file, path.open("rb") as made:
            while piece := made.read(_PIECE):
                file.write_bytes(piece)
            file.entries = entries
    if not sink.takes_one:
        with sink.file("metadata.json", "application/json") as file:
            file.write(json.dumps(_metadata(), ensure_ascii=False, indent=2) + "\n")
    return ()


def _fill(database: sqlite3.Connection, extract: Extract) -> int:
    """Every table with its rows, the indexes to search in, the view; how many entries went in."""
    database.execute("BEGIN")
    entries = sum(_fill_kind(database, extract, kind, lines) for kind, lines in each_with_lines(extract, KINDS))
    for name, columns in _SEARCHED.items():
        options = f"content = '{name}', tokenize = 'unicode61 remove_diacritics 2'"
        database.execute(f"CREATE VIRTUAL TABLE {name}_fts USING fts5 ({', '.join(columns)}, {options})")
        database.execute(f"INSERT INTO {name}_fts ({name}_fts) VALUES ('rebuild')")
    database.execute(_VIEW)
    database.execute("COMMIT")
    return entries


def _fill_kind(database: sqlite3.Connection, extract: Extract, kind: Kind, lines: Iterable[Wire]) -> int:
    children = [child for child in _CHILDREN if child.kind == kind.name]
    database.execute(_table(kind))
    for child in children:
        database.execute(_child_table(child))
    insert = _insert(kind.name, len(kind.columns))
    entries = 0
    for line in lines:
        entries += 1
        database.execute(insert, [_value(column, column.of(line)) for column in kind.columns])
        for child in children:
            rows = ((line["id"], *row) for row in child.rows(extract, line))
            database.executemany(_insert(child.name, len(child.columns) + 1), rows)
    return entries


def _insert(table: str, columns: int) -> str:
    return f'INSERT INTO "{table}" VALUES ({", ".join("?" * columns)})'


def _table(kind: Kind) -> str:
    columns = [_column(column.name, _TYPES[column.shape]) for column in kind.columns]
    key = ", ".join((*_BESIDE_ID.get(kind.name, ()), "id"))
    return f'CREATE TABLE "{kind.name}" ({", ".join(columns)}, PRIMARY KEY ({key}))'


def _child_table(child: _Child) -> str:
    one = _ONE[child.kind]
    columns = [f'"{one}" TEXT NOT NULL REFERENCES "{child.kind}" (id)', *(_column(name, kind) for name, kind in child.columns)]
    keys = [one, *(name for name, _ in child.columns if name in ("role", "side", "seq"))]
    return f'CREATE TABLE "{child.name}" ({", ".join(columns)}, PRIMARY KEY ({", ".join(keys)}))'


def _column(name: str, kind: str) -> str:
    return f'"{name}" {kind}' + (f' REFERENCES "{_KEYS[name]}" (id)' if name in _KEYS else "")


def _value(column: Column, value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if column.shape in ("texts", "spans") else value


def _metadata() -> Wire:
    tables = [(kind.name, kind.about) for kind in KINDS] + [(child.name, child.about) for child in _CHILDREN]
    described: dict[str, Wire] = {name: {"description": about} for name, about in tables}
    for name, facets in _FACETS.items():
        described[name]["facets"] = facets
    for name, label in _LABELS.items():
        described[name]["label_column"] = label
    described["two_sides"] = {"description": "Findings with both sides in a line.", "facets": ["type", "slot", "speaker_a", "speaker_b"]}
    about = "Made by onrecord. Every row points at the characters of a report; nothing here says who is right."
    return {"title": "Who said what", "description": about, "databases": {NAME: {"tables": described}}}
