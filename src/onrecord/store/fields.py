"""The fields of a statement that a person may overrule: what stands in them, what is put there, and the machine's value back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from onrecord.model import EntityRef, Figure, Span, Statement
from onrecord.store.columns import reference, time_or_none
from onrecord.store.database import Database
from onrecord.store.values import PIECE_JOINER

SPANS = ("content", "source", "cue")


def read_field(database: Database, statement: str, field: str) -> Any:
    """What stands there, as a JSON value that ``restore_field`` takes. With a speaker comes what else says who speaks: the
    statement's moves that are the speaker's own, with the side they are made for, and the figures according to the speaker."""
    if field in SPANS:
        return [[*row] for row in _spans(database, statement, field)]
    if field == "said":
        return [*database.all("SELECT said_value, said_precision, said_start, said_end FROM statement WHERE id = ?", (statement,))[0]]
    if field == "speaker":
        entity, name = database.all("SELECT speaker_entity, speaker_name FROM statement WHERE id = ?", (statement,))[0]
        moves = "SELECT seq, side_entity, side_name FROM move WHERE statement = ? AND actor_entity IS NOT DISTINCT FROM ?"
        own = database.all(moves, (statement, entity))
        figures = database.all("SELECT id FROM figure WHERE statement = ? AND source_entity IS NOT DISTINCT FROM ?", (statement, entity))
        return {"entity": entity, "name": name, "moves": [[*row] for row in own], "figures": [row[0] for row in figures]}
    return None


def _spans(database: Database, statement: str, role: str) -> list[tuple[Any, ...]]:
    return database.all('SELECT start, "end" FROM statement_span WHERE statement = ? AND role = ? ORDER BY seq', (statement, role))


def machine_spans(database: Database, statement: str, role: str) -> Any:
    """The spans that the machine gave, also where a person gave others."""
    kept = database.value("SELECT machine FROM overruled WHERE statement = ? AND field = ?", (statement, role))
    return read_field(database, statement, role) if kept is None else json.loads(kept)


def find_statement(database: Database, target: Mapping[str, Any]) -> str | None:
    """The statement that a judgement is about, as the machine has it: by its id, else the only one with this content, or with
    this content and cue, or with this content, cue and source."""
    if database.value("SELECT 1 FROM statement WHERE id = ? AND report_key = ?", (target["statement"], target["report"])):
        return str(target["statement"])
    left = [row[0] for row in database.rows("SELECT id FROM statement WHERE report_key = ? ORDER BY seq", (target["report"],))]
    for role in ("content", "cue", "source"):
        left = [statement for statement in left if machine_spans(database, statement, role) == target[role]]
        if len(left) == 1:
            return str(left[0])
    return None


def put_spans(database: Database, statement: str, role: str, spans: Sequence[Sequence[int]]) -> None:
    """With the characters that they cut out."""
    database.run("DELETE FROM statement_span WHERE statement = ? AND role = ?", (statement, role))
    rows = ((statement, role, n, start, end) for n, (start, end) in enumerate(spans))
    database.run_many("INSERT INTO statement_span VALUES (?, ?, ?, ?, ?)", rows)
    text = database.value("SELECT text FROM report WHERE key = (SELECT report_key FROM statement WHERE id = ?)", (statement,))
    words = PIECE_JOINER.join(Span(start, end).of(text) for start, end in spans)
    database.run(f"UPDATE statement SET {role}_text = ? WHERE id = ?", (words, statement))
    database.index("statement", [statement])


def put_said(database: Database, statement: str, said: Sequence[Any]) -> None:
    """Value, precision, start and end."""
    database.run("UPDATE statement SET said_value = ?, said_precision = ?, said_start = ?, said_end = ? WHERE id = ?", (*said, statement))


def put_speaker(database: Database, statement: str, speaker: EntityRef | None, machine: Any) -> None:
    """Also where the machine's speaker was meant: in moves, whose side is not known then, and in figures."""
    who = (speaker.entity, speaker.name) if speaker else (None, None)
    database.run("UPDATE statement SET speaker_entity = ?, speaker_name = ? WHERE id = ?", (*who, statement))
    database.index("statement", [statement])
    sql = "UPDATE move SET actor_entity = ?, actor_name = ?, side_entity = NULL, side_name = NULL WHERE statement = ? AND seq = ?"
    database.run_many(sql, ((*who, statement, seq) for seq, _, _ in machine["moves"]))
    sql = "UPDATE figure SET source_entity = ?, source_name = ? WHERE statement = ? AND id = ?"
    database.run_many(sql, ((*who, statement, figure) for figure in machine["figures"]))


def hide(database: Database, statement: str, hidden: bool) -> None:
    database.run("UPDATE statement SET hidden = ? WHERE id = ?", (int(hidden), statement))


def restore_field(database: Database, statement: str, field: str, machine: Any) -> None:
    """Puts back what ``read_field`` gave."""
    if field in SPANS:
        put_spans(database, statement, field, machine)
    elif field == "said":
        put_said(database, statement, machine)
    elif field == "speaker":
        put_speaker(database, statement, reference(machine["entity"], machine["name"]), machine)
        sql = "UPDATE move SET side_entity = ?, side_name = ? WHERE statement = ? AND seq = ?"
        database.run_many(sql, ((side, name, statement, seq) for seq, side, name in machine["moves"]))
    else:
        hide(database, statement, False)


def as_machine_said(statement: Statement, field: str, machine: Any) -> Statement:
    """The statement with this field as the machine had it."""
    if field in SPANS:
        changed: dict[str, Any] = {field: tuple(Span(start, end) for start, end in machine)}
        return replace(statement, **changed)
    if field == "said":
        return replace(statement, said=time_or_none(*machine))
    if field != "speaker":
        return statement
    speaker = reference(machine["entity"], machine["name"])
    moves = list(statement.moves)
    for seq, side, name in machine["moves"]:
        moves[seq] = replace(moves[seq], actor=speaker, on_behalf_of=reference(side, name))
    return replace(statement, speaker=speaker, moves=tuple(moves))


def figure_as_machine_said(figure: Figure, machine: Any) -> Figure:
    """``machine``: the overruled speaker of its statement, None when nobody overruled it."""
    if machine is None or figure.id not in machine["figures"]:
        return figure
    return replace(figure, according_to=reference(machine["entity"], machine["name"]))
