"""The three tables of the file as one value."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from onrecord.accounts.audit import AuditLog, What
from onrecord.accounts.file import HouseFile
from onrecord.accounts.people import People
from onrecord.accounts.sessions import Sessions
from onrecord.errors import StoreError
from onrecord.settings import ServeLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Who may use a record, their sessions, and what they did."""

    people: People
    sessions: Sessions
    log: AuditLog
    file: HouseFile

    @contextmanager
    def noted(self, who: str, what: What) -> Iterator[list[str]]:
        """Changes of accounts or sessions together with the row that tells of them, or neither. The block says the row's words."""
        with self.file.write():
            about: list[str] = []
            yield about
            self.log.add(who, what, " ".join(about))


@contextmanager
def open_accounts(
    path: Path, *, create: bool = False, limits: ServeLimits = ServeLimits(), clock: Callable[[], float] = time.time
) -> Iterator[Accounts]:
    """The file at ``path``, closed at the end. Raises StoreError when it is not there, is something else, or cannot be made."""
    file = HouseFile(path, create=create)
    try:
        yield Accounts(people=People(file), sessions=Sessions(file, limits, clock), log=AuditLog(file), file=file)
    finally:
        file.close()


def copy_accounts(path: Path, to: Path) -> None:
    """The file as it is at this moment, as another that is not there yet. Raises StoreError when it is, or cannot be made."""
    if to.exists():
        raise StoreError(f"{to} is there already. Name another place for the copy.")
    with open_accounts(path) as accounts:
        accounts.file.copy_to(to)
