"""A person's decision, with what follows from it."""

from __future__ import annotations

import getpass
import os

from onrecord.errors import InputError
from onrecord.pipeline import engines as models
from onrecord.pipeline.relate import compare, regroup_reports
from onrecord.store import Judged, Record, Ruling, Signature

_NOBODY = frozenset({"", "root", "nobody", "user", "admin", "administrator"})  # accounts that say nothing about who sits there


def decide(record: Record, ruling: Ruling, by: Signature) -> Judged:
    """Takes the decision down and compares anew what it touches, all or nothing. Raises InputError as ``Record.judge`` does."""
    with record.transaction():
        judged = record.judge(ruling, by)
        if judged.regrouped:
            regroup_reports(record, models.load_engines().embedder, judged.regrouped)
        compare(record, judged.stories)
    return judged


def author_or_default(author: str | None) -> str:
    """The author given; else ``ONRECORD_AUTHOR`` of the environment; else the name of the account, unless it is one like root.

    Raises InputError when none of these names anybody.
    """
    found = author if author is not None else os.environ.get("ONRECORD_AUTHOR") or _account()
    if found.strip() and (author is not None or found.casefold() not in _NOBODY):
        return " ".join(found.split())
    raise InputError("Nobody is named as the author. Give --author NAME (author=… in Python), or set ONRECORD_AUTHOR in the environment.")


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # which of them depends on the platform
        return ""
