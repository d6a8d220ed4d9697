"""The audit log: rows that are only added, each holding the hash of the one before, so that a change anywhere shows."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from onrecord.accounts.file import HouseFile
from onrecord.errors import InputError
from onrecord.safe import one_line
from onrecord.store.database import Row
from onrecord.store.write import now

What = Literal[
    "begun", "signed in", "sign-in refused", "signed out", "refused", "judged", "handed in", "exported", "purged", "account", "session"
]
KINDS: tuple[What, ...] = get_args(What)
_START = "0" * 64
_MOST = 1000  # characters of who and about
COLUMNS = ("n", "at", "who", "what", "about", "before", "hash")
_COLUMNS = ", ".join(COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Row ``n`` of the log, counted from 1: who did what, when. ``hash`` is over all the rest."""

    n: int
    at: str
    who: str
    what: str
    about: str
    before: str
    hash: str

    @property
    def head(self) -> str:
        """What to write down elsewhere, so that everything up to here can be checked against it."""
        return f"{self.n}:{self.hash}"

    def wire(self) -> dict[str, str | int]:
        return {name: getattr(self, name) for name in COLUMNS}


class AuditLog:
    """The log of one file of accounts."""

    def __init__(self, file: HouseFile) -> None:
        self._file = file
        with file.write() as database:
            if not database.value("SELECT count(*) FROM audit") and not database.value("SELECT count(*) FROM sqlite_sequence"):
                self.add("onrecord", "begun", secrets.token_hex(16))  # so that no two logs begin alike

    def add(self, who: str, what: What, about: str) -> Entry:
        """Adds a row, in a transaction of its own or in the one that is open on the file."""
        with self._file.write() as database:
            last = database.all("SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1")
            seen = database.value("SELECT seq FROM sqlite_sequence WHERE name = 'audit'") or 0
            before = last[0][1] if last else _START
            who, about = one_line(who)[:_MOST], one_line(about)[:_MOST]
            at, n = now(), int(seen) + 1
            unsigned = (n, at, who, what, about, before)
            row = (*unsigned, digest(unsigned))
            database.run(f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return _entry(row)

    def entries(self, *, most: int | None = None) -> list[Entry]:
        """The latest first."""
        with self._file.read() as database:
            return [_entry(row) for row in database.rows(f"SELECT {_COLUMNS} FROM audit ORDER BY n DESC LIMIT ?", (most or -1,))]

    def faults(self, head: str | None = None) -> list[str]:
        """What is wrong with the log, in words; empty when every row is as it was written and in its place.

        ``head`` is what an earlier look gave (``Entry.head``): with it a log that was cut off, or written anew as a whole, is found too.
        Raises InputError when it is not of that form.
        """
        wanted = _parsed(head) if head else None
        with self._file.read() as database:
            found = list(_broken(database.rows(f"SELECT {_COLUMNS} FROM audit ORDER BY n")))
            last = database.value("SELECT max(n) FROM audit") or 0
            highest = database.value("SELECT seq FROM sqlite_sequence WHERE name = 'audit'") or 0
            kept = database.value("SELECT hash FROM audit WHERE n = ?", (wanted[0],)) if wanted else None
        if highest != last:
            found.append(f"the log ends with row {last}, and once had {highest}")
        if wanted and kept != wanted[1]:
            found.append(f"row {wanted[0]} is {'missing' if kept is None else 'another'} than what was written down of it")
        return found


def digest(row: Row) -> str:
    """Of all cells but the hash and, through ``before``, of all rows above: SHA-256 of the six as a JSON list in UTF-8, without spaces."""
    text = json.dumps(list(row[:6]), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _broken(rows: Iterator[Row]) -> Iterator[str]:
    expected, before = 1, _START
    for row in rows:
        n, *_, named, kept = row
        if n != expected:
            yield f"row {expected} is missing" if n == expected + 1 else f"rows {expected} to {n - 1} are missing"
        elif named != before:
            yield f"row {n} does not follow row {n - 1}"
        if digest(row) != kept:
            yield f"row {n} is not as it was written"
        expected, before = n + 1, kept


def _parsed(head: str) -> tuple[int, str]:
    number, _, kept = head.strip().partition(":")
    if not (number.isascii() and number.isdecimal() and len(number) < 16 and len(kept) == 64):
        raise InputError(
            f"{head[:80]!r} is no head of a log. It is a number, a colon and 64 letters, as onrecord audit --verify prints it."
        )
    return int(number), kept.lower()


def _entry(row: Row) -> Entry:
    n, at, who, what, about, before, kept = row
    return Entry(n=n, at=at, who=who, what=what, about=about, before=before, hash=kept)
