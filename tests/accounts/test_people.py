"""Accounts, passwords and sessions."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.accounts import Accounts, allows, copy_accounts, open_accounts
from onrecord.accounts.sessions import MAX_DAYS
from onrecord.errors import InputError, MissingError, StoreError
from onrecord.settings import ServeLimits

GOOD = "a lamp under four stairs"


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[Accounts]:
    with open_accounts(tmp_path / "r.db.accounts", create=True, limits=ServeLimits(max_sessions=3), clock=clock) as accounts:
        yield accounts


@pytest.mark.parametrize("costly", [True])
def test_a_password_is_kept_as_argon2id_and_nowhere_else(house: Accounts, costly: bool) -> None:
    house.people.add("Ana Żółw", "admin", GOOD)
    house.file.close()
    content = b"".join(path.read_bytes() for path in house.file.path.parent.iterdir())
    assert b"$argon2id$v=19$m=65536,t=3,p=4$" in content and GOOD.encode() not in content
    assert stat.S_IMODE(house.file.path.stat().st_mode) == 0o600


def test_no_part_of_a_password_is_taken_for_it(house: Accounts) -> None:
    longest = "".join(chr(97 + n % 26) for n in range(256))
    house.people.add("Ana", "admin", longest)
    assert house.people.is_right("Ana", longest)
    for other in (longest + "x", longest[:-1], longest.upper(), f" {longest[1:]}"):
        assert house.people.is_right("Ana", other) is None


def test_a_name_is_one_person_however_it_is_typed(house: Accounts) -> None:
    house.people.add("Ana Żółw", "admin", GOOD)
    assert house.people.is_right("ana  ŻÓŁW", GOOD) is not None
    assert house.people.is_right("ana", GOOD) is None
    assert house.people.is_right("Ana Żółw", GOOD + "x") is None
    with pytest.raises(InputError, match="already"):
        house.people.add("ana zołw", "reader", None)


def test_one_password_is_right_whichever_way_a_keyboard_writes_it(house: Accounts) -> None:
    house.people.add("Bo", "admin", "caf\u00e9 under four stairs")
    assert house.people.is_right("Bo", "cafe\u0301 under four stairs") is not None


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "x" * 257,
        "aaaabbbbccccaaaa",
        "manchesterunited",
        "ManchesterUnited",
        "Ana Ruiz Ana Ruiz",
        "onrecord-onrecord",
        "\ud800" * 12,
    ],
)
def test_what_is_easily_guessed_is_refused(house: Accounts, password: str) -> None:
    with pytest.raises(InputError):
        house.people.add("Ana Ruiz", "admin", password)
    assert house.people.list() == []


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\u202eb", "\x00"])
def test_a_name_is_one_that_can_be_seen(house: Accounts, name: str) -> None:
    with pytest.raises(InputError):
        house.people.add(name, "admin", None)


def test_without_a_password_or_enabled_nobody_signs_in(house: Accounts) -> None:
    house.people.add("Ana", "admin", GOOD)
    house.people.add("Bo", "reader", GOOD + "s")
    house.people.add("Chi", "reader", None)
    house.people.disable("Bo")
    assert house.people.is_right("Bo", GOOD + "s") is None and house.people.is_right("Chi", "") is None
    house.people.enable("Bo")
    assert house.people.is_right("Bo", GOOD + "s") is not None


def test_there_is_always_an_admin(house: Accounts) -> None:
    house.people.add("Ana", "admin", GOOD)
    house.people.add("Bo", "reader", None)
    for change in (lambda: house.people.disable("Ana"), lambda: house.people.change_role("Ana", "editor")):
        with pytest.raises(InputError, match="last admin"):
            change()
    assert [(a.name, a.role, a.disabled) for a in house.people.list()] == [("Ana", "admin", False), ("Bo", "reader", False)]
    house.people.change_role("Bo", "admin")
    assert house.people.change_role("Ana", "reader").role == "reader"


def test_each_role_may_what_those_before_it_may() -> None:
    order = ("anyone", "reader", "annotator", "editor", "admin")
    for i, role in enumerate(order):
        assert [allows(role, needed) for needed in order] == [j <= i for j in range(len(order))]  # type: ignore[arg-type]


def test_a_session_is_found_by_its_secret_until_it_is_idle_or_old(house: Accounts, clock: Clock) -> None:
    ana = house.people.add("Ana", "admin", GOOD)
    secret = house.sessions.begin(ana, "10.0.0.9, a browser")
    limits, made = ServeLimits(), clock.now
    found = house.sessions.find(secret, "browser")
    assert found is not None and (found.account, found.role) == ("Ana", "admin")
    assert house.sessions.find(secret, "program") is None and house.sessions.find("", "browser") is None
    while clock.now + limits.session_idle_seconds / 2 < made + limits.session_seconds:
        clock.now += limits.session_idle_seconds / 2
        assert house.sessions.find(secret, "browser") is not None
    clock.now = made + limits.session_seconds + 1
    assert house.sessions.find(secret, "browser") is None
    other = house.sessions.begin(ana, "")
    clock.now += limits.session_idle_seconds + 1
    assert house.sessions.find(other, "browser") is None and house.sessions.of("Ana") == []


def test_no_secret_is_kept(house: Accounts) -> None:
    ana = house.people.add("Ana", "admin", GOOD)
    secrets = {house.sessions.begin(ana, ""), house.sessions.token(ana, "reader", 3, "a program")}
    house.file.close()
    content = b"".join(path.read_bytes() for path in house.file.path.parent.iterdir())
    assert len(secrets) == 2 and not any(secret.encode() in content for secret in secrets)


def test_the_oldest_session_ends_over_the_limit(house: Accounts, clock: Clock) -> None:
    ana = house.people.add("Ana", "admin", None)
    secrets = []
    for _ in range(4):
        clock.now += 1
        secrets.append(house.sessions.begin(ana, ""))
    token = house.sessions.token(ana, "reader", 1, "counted by itself")
    assert [house.sessions.find(secret, "browser") is not None for secret in secrets] == [False, True, True, True]
    assert house.sessions.find(token, "program") is not None


def test_a_token_has_a_role_of_its_own_and_never_more_than_the_account(house: Accounts) -> None:
    house.people.add("Ana", "admin", None)
    bo = house.people.add("Bo", "editor", None)
    with pytest.raises(InputError, match="cannot be admin"):
        house.sessions.token(bo, "admin", 1, "")
    for days in (0, MAX_DAYS + 1):
        with pytest.raises(InputError):
            house.sessions.token(bo, "reader", days, "")
    reading = house.sessions.find(house.sessions.token(bo, "reader", 1, ""), "program")
    assert reading is not None and reading.role == "reader"


def test_what_changes_an_account_ends_its_sessions(house: Accounts) -> None:
    house.people.add("Ana", "admin", None)
    house.people.add("Bo", "editor", GOOD)
    changes = (
        lambda: house.people.change_role("Bo", "reader"),
        lambda: house.people.set_password("Bo", GOOD + " and one"),
        lambda: house.people.disable("Bo"),
    )
    for change in changes:
        secret = house.sessions.begin(house.people.named("Bo"), "")
        change()
        assert house.sessions.find(secret, "browser") is None


def test_sessions_are_ended_one_by_one_or_all(house: Accounts) -> None:
    ana = house.people.add("Ana", "admin", None)
    secrets = [house.sessions.begin(ana, "") for _ in range(3)]
    first = house.sessions.find(secrets[0], "browser")
    assert first is not None and house.sessions.end("Ana", first.key[:12]) == 1
    with pytest.raises(MissingError):
        house.sessions.end("Ana", first.key[:12])
    assert house.sessions.end("Ana") == 2 and house.sessions.of() == []


def test_another_file_is_not_taken_for_accounts(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other")
    other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(StoreError, match="holds no accounts"), open_accounts(tmp_path / "other"):
        pass
    with pytest.raises(StoreError, match="There is no file"), open_accounts(tmp_path / "none"):
        pass
    with open_accounts(tmp_path / "newer", create=True):
        pass
    newer = sqlite3.connect(tmp_path / "newer")
    newer.execute("PRAGMA user_version = 2")
    newer.close()
    with pytest.raises(StoreError, match="has version 2, this onrecord knows 1"), open_accounts(tmp_path / "newer"):
        pass


def test_a_copy_has_accounts_and_log_and_is_as_private(house: Accounts, tmp_path: Path) -> None:
    house.people.add("Ana", "admin", GOOD)
    copy_accounts(house.file.path, tmp_path / "copy")
    with pytest.raises(StoreError, match="is there already"):
        copy_accounts(house.file.path, tmp_path / "copy")
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600
    with open_accounts(tmp_path / "copy") as copied:
        assert copied.people.is_right("Ana", GOOD) and copied.log.entries() == house.log.entries() and copied.log.faults() == []
