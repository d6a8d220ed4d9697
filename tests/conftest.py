"""What several folders of tests read: made once a session. Nobody changes it; who must, copies it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from onrecord.pipeline import open_record

settings.register_profile("unhurried", parent=settings.default, deadline=None)  # a busy machine is no defect; benchmarks measure time
settings.load_profile("unhurried")

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


@pytest.fixture(scope="session")
def samples_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample reports in a record, by the real pipeline."""
    path = tmp_path_factory.mktemp("samples") / "story.db"
    with open_record(path) as record:
        record.add([SAMPLES])
    return path


_NO_CARE = "listen_addresses= fsync=off synchronous_commit=off full_page_writes=off shared_buffers=32MB autovacuum=off max_wal_size=256MB"


def _program(name: str) -> str | None:
    known = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(known[0]) if known else shutil.which(name)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, with ``{}`` for a database. It listens in its folder and keeps nothing."""
    initdb, postgres = _program("initdb"), _program("postgres")
    if initdb is None or postgres is None:
        pytest.skip("postgresql is not installed: bin/setup dev")
    folder = Path(tempfile.mkdtemp(prefix="onrecord-pg-"))
    account = pwd.getpwnam("nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name)  # the server refuses to be run by root
    os.chown(folder, account.pw_uid, account.pw_gid)
    as_somebody = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "env": {"LC_ALL": "C", "TZ": "UTC"}, **as_somebody}
    made = ("--username=desk", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", f"--pgdata={folder / 'data'}")
    subprocess.run([initdb, *made], check=True, **quiet)
    settings = [word for setting in _NO_CARE.split() for word in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen([postgres, "-D", str(folder / "data"), "-k", str(folder), *settings], **(quiet | {"stderr": log}))
    address = f"postgresql://desk@/{{}}?host={folder}"
    try:
        _wait(address.format("postgres"))
        yield address
    finally:
        running.send_signal(signal.SIGQUIT)  # at once
        running.wait(timeout=30)
        shutil.rmtree(folder)


def _wait(address: str) -> None:
    psycopg = pytest.importorskip("psycopg", reason="the extra 'postgres' is not installed")
    for _ in range(200):
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise AssertionError("the server did not come up")


class Databases:
    """Databases with an empty record each, emptied when they are given back: making one takes longer than most tests."""

    def __init__(self, server: str) -> None:
        self.server = server
        self._made = count(1)
        self._free: list[str] = []
        self._empty = ""

    def take(self) -> str:
        if self._free:
            return self._free.pop()
        address = self.new()
        open_record(address).close()
        return address

    def new(self) -> str:
        """Without a record."""
        name = f"record{next(self._made)}"
        self._run("postgres", f"CREATE DATABASE {name}")
        return self.server.format(name)

    def give_back(self, address: str) -> None:
        with open_record(address) as record:
            if not self._empty:
                sequences = record._database.all(
                    "SELECT relname FROM pg_class WHERE relnamespace = 'onrecord'::regnamespace AND relkind = 'S'"
                )
                tables = [*record._database.tables(), "report_words", "statement_words"]
                commands = [f"DELETE FROM {table}" for table in tables] + [f"ALTER SEQUENCE {name} RESTART" for (name,) in sequences]
                # Without triggers and in rows: TRUNCATE makes two hundred files anew.
                self._empty = "; ".join(["BEGIN; SET LOCAL session_replication_role = replica", *commands, "COMMIT"])
            record._database.run(self._empty)
        self._free.append(address)

    def _run(self, database: str, sql: str) -> None:
        psycopg = pytest.importorskip("psycopg")
        with psycopg.connect(self.server.format(database), autocommit=True) as connection:
            connection.execute(sql)


@pytest.fixture(scope="session")
def databases(server: str) -> Databases:
    return Databases(server)


@pytest.fixture(params=["sqlite", "postgres"])
def keeper(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Gives places for records, of one kind or the other."""
    if request.param == "sqlite":
        numbers = count(1)
        yield lambda: str(tmp_path / f"record{next(numbers)}.db")
        return
    databases: Databases = request.getfixturevalue("databases")
    taken: list[str] = []

    def take() -> str:
        taken.append(databases.take())
        return taken[-1]

    yield take
    for address in taken:
        databases.give_back(address)
