"""Who may use a record, and what they did: accounts, their sessions and the audit log, in one file beside the record."""

from __future__ import annotations

from onrecord.accounts.audit import AuditLog, Entry, What
from onrecord.accounts.file import accounts_path
from onrecord.accounts.house import Accounts, copy_accounts, open_accounts
from onrecord.accounts.people import Account, People
from onrecord.accounts.roles import ROLES, Needed, Role, allows
from onrecord.accounts.sessions import Session, Sessions

__all__ = [
    "ROLES",
    "Account",
    "Accounts",
    "AuditLog",
    "Entry",
    "Needed",
    "People",
    "Role",
    "Session",
    "Sessions",
    "What",
    "accounts_path",
    "allows",
    "copy_accounts",
    "open_accounts",
]
