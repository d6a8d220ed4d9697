"""Seals: hashes of what was handed in for storing, held against what is read back.

SQLite sees when its own structure is damaged, not when a letter in a row is another. A seal does. It also tells whether two records hold
the same: it does not depend on when, or in which order, reports were added.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from types import NoneType
from typing import Any

from onrecord.model import Analysis, Report
from onrecord.plain import fields_of
from onrecord.store import query
from onrecord.store.database import Database

_AS_IT_IS = frozenset((str, int, bool, NoneType))


def seal_of(value: Report | Analysis) -> str:
    """SHA-256 of all its fields, in hexadecimal. What is empty is left out, so a field that a later version adds changes no seal
    of what has nothing in it."""
    return hashlib.sha256(json.dumps(_plain(value), ensure_ascii=False, sort_keys=True).encode(errors="surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    kind: Any = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is tuple or kind is list:
        return [_plain(one) for one in value]
    if kind is float:
        return int(value) if value.is_integer() else value  # a number that was handed in without a point is read back with one
    names, values = fields_of(kind)
    named = ((name, one if type(one) in _AS_IT_IS else _plain(one)) for name, one in zip(names, values(value), strict=True))
    return {name: plain for name, plain in named if plain is not None and plain != [] and plain != {}}


def set_seal(database: Database, key: str, sealed: Report | Analysis) -> None:
    """Of the report with this key, or of its analysis."""
    table, column = ("report", "key") if isinstance(sealed, Report) else ("analysis", "report_key")
    database.run(f"UPDATE {table} SET seal = ? WHERE {column} = ?", (seal_of(sealed), key))


def seal_all(database: Database) -> None:
    """Seals what was stored before there were seals, as it is now."""
    for key, report_id in database.all("SELECT key, id FROM report WHERE seal IS NULL"):
        for sealed in (query.report(database, report_id), query.analysis(database, report_id)):
            if sealed is not None:
                set_seal(database, key, sealed)


def broken_seals(database: Database, key: str, report_id: str) -> Iterator[str]:
    """What of the report with this key is not as it was stored: ``report``, ``analysis``, both or nothing."""
    for name, table, column in (("report", "report", "key"), ("analysis", "analysis", "report_key")):
        seal = database.value(f"SELECT seal FROM {table} WHERE {column} = ?", (key,))
        if seal is None:
            continue
        try:
            found = query.report(database, report_id) if name == "report" else query.analysis(database, report_id)
            whole = found is not None and seal_of(found) == seal
        except (ValueError, LookupError, TypeError):  # a damaged row gives no value of the model
            whole = False
        if not whole:
            yield name


def content_hash(database: Database) -> str:
    """Of everything that was put in and decided: equal for records that hold the same, whenever and in whatever order it came."""
    rows = [
        *database.rows("SELECT r.key, r.seal, a.seal FROM report r LEFT JOIN analysis a ON a.report_key = r.key"),
        *database.rows("SELECT id, why, was FROM judgement"),
        *database.rows("SELECT report_key, judgement, text_sha256 FROM withheld"),
        *database.rows("SELECT text_sha256, id_sha256, url_sha256 FROM tombstone"),
    ]
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
