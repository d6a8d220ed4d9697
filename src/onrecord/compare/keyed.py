"""What a finding is known by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from onrecord.ids import make_id
from onrecord.model import Finding, FindingType


class Keyed(TypedDict):
    """The fields of a ``Finding`` that its id is made from, and the id."""

    id: str
    type: FindingType
    a: tuple[str, ...]
    b: tuple[str, ...]


def once(found: Iterable[Finding]) -> list[Finding]:
    """Each finding once, the last of those with one id; sorted by id."""
    by_id = {f.id: f for f in found}
    return [by_id[key] for key in sorted(by_id)]


def keyed(kind: FindingType, a: Iterable[str], b: Iterable[str]) -> Keyed:
    """A finding of one kind between the same entries (their ids, each taken once) is the same finding, whoever makes it.

    >>> keyed("denies", ["s2"], ["s1", "s1"])["b"]
    ('s1',)
    """
    one, other = tuple(dict.fromkeys(a)), tuple(dict.fromkeys(b))
    return Keyed(id=make_id("finding", kind, *one, "|", *other), type=kind, a=one, b=other)
