"""What the verbs write into the log of a record that has one."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

from onrecord.accounts import What, accounts_path, open_accounts
from onrecord.settings import ACCOUNTS_VARIABLE
from onrecord.store import Place


def operator(says: str = "") -> str:
    """Who sits at the command line: who they say they are, and as whom the system knows them."""
    try:
        known = getpass.getuser()
    except (OSError, KeyError, ImportError):  # which of them depends on the platform
        known = "unknown"
    says = says or os.environ.get("ONRECORD_AUTHOR", "")
    return f"{says} ({known}, command line)" if says and says != known else f"{known} (command line)"


def house_of(record: Place) -> Path:
    """The file of accounts and log of the record, which need not be there."""
    return Path(os.environ.get(ACCOUNTS_VARIABLE) or accounts_path(record))


def note(record: Place, what: What, about: str, *, who: str = "") -> None:
    """A row in the log of the record; nothing where none is kept. Raises StoreError when it cannot be written."""
    path = house_of(record)
    if path.exists():
        with open_accounts(path) as house:
            house.log.add(operator(who), what, about)
