"""Sessions: who asks, by a secret that a browser or a program holds. Only the hash of it is kept here."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from onrecord.accounts.file import HouseFile
from onrecord.accounts.people import Account
from onrecord.accounts.roles import Role, allows
from onrecord.errors import InputError, MissingError
from onrecord.safe import one_line
from onrecord.settings import ServeLimits
from onrecord.store.database import Row

Kind = Literal["browser", "program"]
_SEEN_SECONDS = 60  # how exactly it is kept when a session was last used: each time would be a write for every request
_ABOUT = 200
_DAY = 86_400
MAX_DAYS = 366
_COLUMNS = "s.key, s.account, s.kind, s.made, s.seen, s.ends, s.about, s.role, a.role"
_LIVE = "FROM session s JOIN account a ON a.name = s.account WHERE NOT a.disabled AND s.ends > ?1 AND (s.kind = 'program' OR s.seen > ?2)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """``role``: what may be done with it, never more than the account's own. Moments are seconds since 1970."""

    key: str
    account: str
    kind: Kind
    role: Role
    made: float
    seen: float
    ends: float
    about: str


class Sessions:
    """The sessions of one file. Over ``limits.max_sessions`` of an account, its oldest end."""

    def __init__(self, file: HouseFile, limits: ServeLimits, clock: Callable[[], float]) -> None:
        self._file = file
        self._limits = limits
        self._clock = clock

    def begin(self, account: Account, about: str) -> str:
        """The secret of a new session in a browser: 256 random bits, told once."""
        return self._begin(account.name, "browser", account.role, self._limits.session_seconds, about)

    def token(self, account: Account, role: Role, days: int, about: str) -> str:
        """The secret of a session for a program, told once. Raises InputError for more than the account may do, or a year."""
        if not allows(account.role, role):
            raise InputError(f"{account.name} is {account.role}, so a program cannot be {role} in that name.")
        if not 1 <= days <= MAX_DAYS:
            raise InputError(f"A token is for 1 to {MAX_DAYS} days.")
        return self._begin(account.name, "program", role, days * _DAY, about)

    def _begin(self, account: str, kind: Kind, role: Role, seconds: float, about: str) -> str:
        secret, now = secrets.token_urlsafe(32), self._clock()
        with self._file.write() as database:
            database.run("DELETE FROM session WHERE ends <= ?", (now,))
            row = (_key(secret), account, kind, role, now, now, now + seconds, one_line(about)[:_ABOUT])
            database.run("INSERT INTO session (key, account, kind, role, made, seen, ends, about) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            over = "SELECT key FROM session WHERE account = ? AND kind = ? ORDER BY made DESC, rowid DESC LIMIT -1 OFFSET ?"
            database.run(f"DELETE FROM session WHERE key IN ({over})", (account, kind, self._limits.max_sessions))
        return secret

    def find(self, secret: str, kind: Kind) -> Session | None:
        """The session of that secret as long as it holds: neither ended, nor too long unused, nor its account disabled."""
        if not 20 <= len(secret) <= 100:
            return None
        with self._file.read() as database:
            asked = (*self._moments(), _key(secret), kind)
            rows = database.all(f"SELECT {_COLUMNS} {_LIVE} AND s.key = ?3 AND s.kind = ?4", asked)
        if not rows:
            return None
        found = _session(rows[0])
        if self._clock() - found.seen > _SEEN_SECONDS:
            with self._file.write() as database:
                database.run("UPDATE session SET seen = ? WHERE key = ?", (self._clock(), found.key))
        return found

    def of(self, account: str | None = None) -> list[Session]:
        """Those that hold, of one account or of all; the one used last first."""
        with self._file.read() as database:
            asked = (*self._moments(), account)
            rows = database.all(f"SELECT {_COLUMNS} {_LIVE} AND (?3 IS NULL OR s.account = ?3) ORDER BY s.seen DESC", asked)
        return [_session(row) for row in rows]

    def end(self, account: str, beginning: str | None = None) -> int:
        """Ends all sessions of the account, or the one whose key begins so; how many ended. Raises MissingError when there is none such."""
        with self._file.write() as database:
            keys = [s.key for s in self.of(account) if s.key.startswith(beginning or "")]
            if beginning is not None and len(keys) != 1:
                raise MissingError("There is no such session, or there are several whose keys begin so. See: onrecord user sessions NAME")
            database.run_many("DELETE FROM session WHERE key = ?", [(key,) for key in keys])
        return len(keys)

    def _moments(self) -> tuple[float, float]:
        return self._clock(), self._clock() - self._limits.session_idle_seconds


def _key(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _session(row: Row) -> Session:
    key, account, kind, made, seen, ends, about, most, own = row
    role = own if allows(most, own) else most
    return Session(key=key, account=account, kind=kind, role=role, made=made, seen=seen, ends=ends, about=about)
