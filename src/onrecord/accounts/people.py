"""Accounts: a name, a role, a password or none. They are disabled and never deleted, since judgements bear their names."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from onrecord.accounts import passwords
from onrecord.accounts.file import HouseFile
from onrecord.accounts.roles import ROLES, Role
from onrecord.errors import BusyError, InputError, MissingError
from onrecord.safe import one_line
from onrecord.store.database import Row
from onrecord.store.write import now
from onrecord.text import fold

_MAX_NAME = 100  # characters; as long as the author of a judgement
_AT_ONCE = 2  # passwords checked at a time: each takes 64 MiB
_PATIENCE_SECONDS = 5.0
_COLUMNS = "name, role, password IS NOT NULL, disabled, made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who may use the record. Without a password only a trusted proxy can say that it is this person."""

    name: str
    role: Role
    has_password: bool
    disabled: bool
    made: str


class People:
    """The accounts of one file."""

    def __init__(self, file: HouseFile) -> None:
        self._file = file
        self._checking = threading.BoundedSemaphore(_AT_ONCE)

    def list(self) -> list[Account]:
        """By name."""
        with self._file.read() as database:
            return [_account(row) for row in database.rows(f"SELECT {_COLUMNS} FROM account ORDER BY folded")]

    def find(self, name: str) -> Account | None:
        """Case and accents do not matter; None when there is none of that name."""
        with self._file.read() as database:
            rows = database.all(f"SELECT {_COLUMNS} FROM account WHERE folded = ?", (_folded(name),))
        return _account(rows[0]) if rows else None

    def named(self, name: str) -> Account:
        """Raises MissingError when there is none of that name."""
        found = self.find(name)
        if found is None:
            raise MissingError(f"There is no account {one_line(name)[:80]!r}. See: onrecord user list")
        return found

    def add(self, name: str, role: Role, password: str | None) -> Account:
        """Raises InputError when somebody has the name, when it is none, or when the password is easily guessed."""
        name = " ".join(name.split())
        if not _folded(name) or len(name) > _MAX_NAME or one_line(name) != name:
            raise InputError(f"An account needs a name of at most {_MAX_NAME} characters, all of which can be seen.")
        encoded = passwords.kept(password, name=name) if password is not None else None
        with self._file.write() as database:
            if self.find(name):
                raise InputError(f"There is an account {name!r} already. Change its role, or its password.")
            row = (name, _folded(name), _role(role), encoded, now())
            database.run("INSERT INTO account (name, folded, role, password, made) VALUES (?, ?, ?, ?, ?)", row)
        return self.named(name)

    def change_role(self, name: str, role: Role) -> Account:
        """Raises InputError when it is the last admin who would be none any more."""
        return self._change(name, "role", _role(role))

    def disable(self, name: str) -> Account:
        """Ends its sessions too. Raises InputError when it is the last admin."""
        return self._change(name, "disabled", 1)

    def enable(self, name: str) -> Account:
        return self._change(name, "disabled", 0)

    def set_password(self, name: str, password: str | None) -> Account:
        """Ends its sessions too. None: it has none any more. Raises InputError when it is easily guessed."""
        account = self.named(name)
        return self._change(name, "password", passwords.kept(password, name=account.name) if password is not None else None)

    def is_right(self, name: str, password: str) -> Account | None:
        """The account, when there is one that may sign in and the password is its own. It takes as long in any case. Raises BusyError."""
        with self._file.read() as database:
            found = database.value("SELECT password FROM account WHERE folded = ? AND NOT disabled", (_folded(name),))
        if not self._checking.acquire(timeout=_PATIENCE_SECONDS):
            raise BusyError("Too many sign in at this moment. Try again in a minute.")
        try:
            right = passwords.is_right(found, password)
            renewed = passwords.rehashed(password) if right and passwords.is_outdated(found) else None
        finally:
            self._checking.release()
        if not right:
            return None
        if renewed is not None:
            with self._file.write() as database:
                database.run("UPDATE account SET password = ? WHERE folded = ?", (renewed, _folded(name)))
        return self.named(name)

    def _change(self, name: str, column: str, value: str | int | None) -> Account:
        """What it may do, or how it signs in, is another now: so every session of it ends."""
        with self._file.write() as database:
            account = self.named(name)
            database.run(f"UPDATE account SET {column} = ? WHERE name = ?", (value, account.name))
            database.run("DELETE FROM session WHERE account = ?", (account.name,))
            if account.role == "admin" and not database.value("SELECT count(*) FROM account WHERE role = 'admin' AND NOT disabled"):
                raise InputError(f"{account.name} is the last admin. Make somebody else one first: onrecord user role NAME admin")
        return self.named(name)


def _role(role: str) -> str:
    if role not in ROLES:
        raise InputError(f"A role is one of {', '.join(ROLES)}, not {role[:40]!r}.")
    return role


def _folded(name: str) -> str:
    return fold(name[: 4 * _MAX_NAME]).strip()


def _account(row: Row) -> Account:
    name, role, has_password, disabled, made = row
    return Account(name=name, role=role, has_password=bool(has_password), disabled=bool(disabled), made=made)
