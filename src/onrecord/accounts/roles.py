"""What an account may do. Each role may do what those before it may."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["reader", "annotator", "editor", "admin"]
Needed = Role | Literal["anyone"]  # of an address: anyone may ask it, even without an account
ROLES: tuple[Role, ...] = get_args(Role)
_ORDER: tuple[Needed, ...] = ("anyone", *ROLES)


def allows(role: Needed, needed: Needed) -> bool:
    """Whether who has the role may do what needs the other.

    >>> allows("editor", "annotator"), allows("reader", "annotator"), allows("anyone", "reader")
    (True, False, False)
    """
    return _ORDER.index(role) >= _ORDER.index(needed)
