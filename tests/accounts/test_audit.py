"""The log: whatever is done to a row of it, it shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from onrecord.accounts import open_accounts
from onrecord.accounts.audit import digest
from onrecord.errors import InputError, StoreError

ROWS = 6


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_accounts(tmp_path / "log", create=True) as house:
        for number in range(2, ROWS + 1):
            house.log.add("Ana", "judged", f"speaker, judgement-{number}")
    return tmp_path / "log"


def faults(path: Path, head: str | None = None) -> list[str]:
    with open_accounts(path) as house:
        return house.log.faults(head)


def changed(path: Path, *statements: str) -> None:
    """By somebody who may write the file, and leaves the triggers out."""
    database = sqlite3.connect(path, isolation_level=None)
    for statement in ("DROP TRIGGER audit_stays", "DROP TRIGGER audit_is_kept", *statements):
        database.execute(statement)
    database.close()


def test_an_untouched_log_has_no_faults_and_is_told_latest_first(path: Path) -> None:
    assert faults(path) == []
    with open_accounts(path) as house:
        entries = house.log.entries()
        assert [entry.n for entry in entries] == list(range(ROWS, 0, -1))
        assert all(datetime.fromisoformat(entry.at).utcoffset() == timedelta(0) for entry in entries)
        assert entries[-1].what == "begun" and len(house.log.entries(most=2)) == 2
        assert faults(path, entries[0].head) == [] == faults(path, entries[3].head)


@pytest.mark.parametrize("column", ["at", "who", "what", "about", "before", "hash"])
@pytest.mark.parametrize("row", [1, 3, ROWS])
def test_a_changed_row_is_found(path: Path, row: int, column: str) -> None:
    changed(path, f"UPDATE audit SET {column} = {column} || '0' WHERE n = {row}")
    assert any(f"row {row}" in fault for fault in faults(path))


@pytest.mark.parametrize("row", range(1, ROWS + 1))
def test_a_removed_row_is_found(path: Path, row: int) -> None:
    changed(path, f"DELETE FROM audit WHERE n = {row}")
    assert faults(path) != []


def test_rows_that_changed_places_are_found(path: Path) -> None:
    changed(path, "UPDATE audit SET n = -n WHERE n IN (3, 4)", "UPDATE audit SET n = 7 + n WHERE n < 0")
    assert faults(path) != []


def test_a_row_put_between_is_found(path: Path) -> None:
    changed(path, "UPDATE audit SET n = n + 100 WHERE n > 3", "UPDATE audit SET n = n - 99 WHERE n > 100",
            "INSERT INTO audit SELECT 4, at, who, what, 'never', before, hash FROM audit WHERE n = 3")  # fmt: skip
    assert faults(path) != []


def forged(path: Path) -> None:
    """The last row and the counter gone, and another written in its place with the right hashes: a log that is whole by itself."""
    with open_accounts(path) as house:
        last = house.log.entries()[1]
    row = (ROWS, last.at, "Bo", "judged", "nothing", last.hash)
    changed(path, f"DELETE FROM audit WHERE n = {ROWS}", f"INSERT INTO audit VALUES {(*row, digest(row))}")


def cut(path: Path) -> None:
    changed(path, f"DELETE FROM audit WHERE n = {ROWS}", f"UPDATE sqlite_sequence SET seq = {ROWS - 1} WHERE name = 'audit'")


@pytest.mark.parametrize("forgery", [forged, cut])
def test_a_log_that_was_written_anew_is_found_by_a_head_kept_elsewhere(path: Path, forgery: Callable[[Path], None]) -> None:
    with open_accounts(path) as house:
        head = house.log.entries(most=1)[0].head
    forgery(path)
    assert faults(path) == []
    assert [fault.split(" is ")[0] for fault in faults(path, head)] == [f"row {ROWS}"]


@pytest.mark.parametrize("head", ["x", "1:", ":", f"1:{'a' * 63}", f"x:{'a' * 64}"])
def test_what_is_no_head_is_told(path: Path, head: str) -> None:
    with pytest.raises(InputError, match="no head"):
        faults(path, head)


def test_no_statement_of_ours_could_change_a_row(path: Path) -> None:
    with open_accounts(path) as house:
        for statement in ("UPDATE audit SET who = 'x'", "DELETE FROM audit"):
            with pytest.raises(StoreError, match="only ever added to"), house.file.write() as database:
                database.run(statement)
    assert faults(path) == []


def test_what_fails_leaves_no_row_and_what_leaves_a_row_did_not_fail(path: Path) -> None:
    with open_accounts(path) as house:
        with pytest.raises(InputError), house.noted("Ana", "account") as about:
            about.append("made")
            house.people.add("Bo", "reader", None)
            house.people.add("bo", "reader", None)
        assert house.people.list() == [] and len(house.log.entries()) == ROWS


def test_several_may_write_at_once(path: Path) -> None:
    with open_accounts(path) as one, open_accounts(path) as other, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: (one, other)[n % 2].log.add("Ana", "judged", str(n)), range(40)))
    assert faults(path) == []
    with open_accounts(path) as house:
        assert len(house.log.entries()) == ROWS + 40


def test_no_word_can_forge_a_line(path: Path) -> None:
    with open_accounts(path) as house:
        entry = house.log.add("Ana\nBo", "judged", "x\r\n\x1b[31m2026 admin \u202e" + "y" * 5000)
        assert entry.who == "Ana Bo" and len(entry.about) == 1000 and not any(ord(c) < 32 or c == "\u202e" for c in entry.about)
        assert house.log.faults() == []
