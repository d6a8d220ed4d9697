"""Passwords: what is taken for one, how it is kept, how one is checked. Nothing here ever prints or logs one."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from onrecord.errors import InputError
from onrecord.text import fold

MIN_CHARS = 12
MAX_CHARS = 256
_FEW = 5  # different characters


@cache
def _hasher() -> PasswordHasher:
    """Argon2id as RFC 9106 advises where memory is dear: three passes over 64 MiB. 0.18 s of processor time, measured."""
    return PasswordHasher()


@cache
def _common() -> frozenset[str]:
    text = resources.files("onrecord.accounts").joinpath("common-passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def kept(password: str, *, name: str) -> str:
    """The form in which it is kept: argon2id with its salt and costs. Raises InputError as ``check`` does."""
    check(password, name=name)
    return _hasher().hash(_plain(password))


def check(password: str, *, name: str) -> None:
    """Raises InputError for one that is easily guessed."""
    plain = _plain(password)
    if not MIN_CHARS <= len(plain) <= MAX_CHARS:
        raise InputError(f"A password has {MIN_CHARS} to {MAX_CHARS} characters. Several words are easier to keep in mind than signs.")
    folded = fold(plain)
    if len(set(plain)) < _FEW or folded in _common() or _beyond(folded, fold(name), "onrecord", "password") < _FEW:
        raise InputError("That password is among those that are tried first. Take one that nobody else would think of.")


def _beyond(folded: str, *known: str) -> int:
    """How many letters and digits are left without the words that anybody would try."""
    for word in known:
        folded = folded.replace(word, "") if word else folded
    return len(set(folded))


def is_right(encoded: str | None, password: str) -> bool:
    """Whether it is the one that is kept. With None it takes as long, so that the time tells nobody which accounts there are."""
    try:
        plain = _plain(password)
        _hasher().verify(encoded or _nobodys(), plain if len(plain) <= MAX_CHARS else "")  # none is so long, and a part of it is another
    except (VerificationError, InvalidHashError):
        return False
    return encoded is not None


def is_outdated(encoded: str) -> bool:
    """Whether it was kept with other costs than are usual now."""
    return _hasher().check_needs_rehash(encoded)


def rehashed(password: str) -> str:
    return _hasher().hash(_plain(password))


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")


def _plain(password: str) -> str:
    """One form for what keyboards write in several, as RFC 8265 asks. Raises InputError for what is no text."""
    try:
        return unicodedata.normalize("NFC", password.encode().decode())
    except UnicodeEncodeError:
        raise InputError("The password holds a lone surrogate, which is no text.") from None
