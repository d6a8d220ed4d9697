"""Accounts and log on the command line, and where ``serve`` may answer."""

from __future__ import annotations

import getpass
import json
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result

from onrecord.accounts import open_accounts, passwords
from onrecord.cli import main
from onrecord.cli import serve as serving
from onrecord.errors import InputError
from onrecord.serving import Listening
from onrecord.store import Correction, Signature, open_record

WORDS = "a lamp under four stairs"
Call = Callable[..., Result]
OP, BO = (f"{name} ({getpass.getuser()}, command line)" for name in ("Op", "Bo"))


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """``onrecord`` on a record of its own, at which nobody has an account yet."""
    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
    monkeypatch.setenv("ONRECORD_RECORD", str(tmp_path / "r.db"))
    monkeypatch.setenv("ONRECORD_AUTHOR", "Op")
    return lambda *arguments, **more: CliRunner().invoke(main, arguments, **more)


def log(call: Call) -> list[tuple[str, str, str]]:
    rows = json.loads(call("audit", "--format", "json").stdout)
    return [(row["who"], row["what"], row["about"]) for row in reversed(rows)][1:]


def test_accounts_are_made_changed_and_listed_and_all_of_it_is_in_the_log(call: Call) -> None:
    assert call("user", "add", "Ana Ruiz", "--role", "admin", input=f"{WORDS}\n").exit_code == 0
    assert call("user", "add", "Bo", "--role", "editor", "--no-password").exit_code == 0
    assert call("user", "role", "bo", "annotator").exit_code == 0
    assert call("user", "password", "Bo", input=f"{WORDS} two\n").exit_code == 0
    assert call("user", "disable", "Bo").exit_code == 0
    people = json.loads(call("user", "list", "--format", "json").stdout)
    assert [(p["name"], p["role"], p["password"], p["disabled"]) for p in people] == [
        ("Ana Ruiz", "admin", True, False),
        ("Bo", "annotator", True, True),
    ]
    assert log(call) == [
        (OP, "account", "Ana Ruiz: made, admin"),
        (OP, "account", "Bo: made, editor, without a password"),
        (OP, "account", "Bo: editor before, now annotator"),
        (OP, "account", "Bo: password changed"),
        (OP, "account", "Bo: disabled"),
    ]


def test_a_password_is_never_on_the_command_line_nor_printed(call: Call) -> None:
    for arguments in (["user", "add", "Ana", "--password", WORDS], ["user", "add", "Ana", WORDS]):
        assert call(*arguments).exit_code == 2
    assert "no password on standard input" in call("user", "add", "Ana", "--role", "admin", input="").stderr
    result = call("user", "add", "Ana", "--role", "admin", input=f"{WORDS}\n")
    assert WORDS not in result.output + str(log(call))


@pytest.mark.parametrize(
    ("arguments", "given", "says"),
    [
        (("user", "add", "Bo"), f"{WORDS}\n", "first account is that of an admin"),
        (("user", "add", "Ana", "--role", "admin"), "short\n", "12 to 256 characters"),
        (("user", "role", "Nobody", "admin"), None, "There is no"),
        (("user", "list"), None, "There is no file of accounts"),
        (("audit",), None, "There is no file of accounts"),
    ],
)
def test_what_cannot_be_is_told(call: Call, arguments: tuple[str, ...], given: str | None, says: str, tmp_path: Path) -> None:
    result = call(*arguments, input=given)
    assert result.exit_code == 1 and says in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_token_is_shown_once_and_ended(call: Call, tmp_path: Path) -> None:
    call("user", "add", "Ana", "--role", "admin", "--no-password")
    token = call("user", "token", "Ana", "--days", "2", "--for", "the nightly script").stdout.strip()
    with open_accounts(tmp_path / "r.db.accounts") as house:
        assert house.sessions.find(token, "program") is not None
    (session,) = json.loads(call("user", "sessions", "Ana", "--format", "json").stdout)
    assert (session["kind"], session["role"], session["about"]) == ("program", "reader", "the nightly script")
    assert call("user", "sessions", "Ana", "--end", session["key"]).exit_code == 0
    assert json.loads(call("user", "sessions", "--format", "json").stdout) == []
    assert token not in str(log(call)) and [what for _, what, _ in log(call)] == ["account", "session", "session"]


def test_the_log_is_begun_without_accounts_and_tells_of_judgements_and_exports(call: Call, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "r.db").write_bytes(kept.read_bytes())
    first = json.loads(call("statements", "--format", "json").stdout)[0]["id"]
    correct = ("correct", first, "--not-a-statement", "--why", "a title", "--author", "Ana")
    assert call(*correct).exit_code == 0 and not (tmp_path / "r.db.accounts").exists()
    assert call("audit", "--begin").exit_code == 0
    undone = next(j["id"] for j in json.loads(call("judgements", "--format", "json").stdout))
    assert call("undo", undone, "--why", "none", "--author", "Bo").exit_code == 0
    assert call("export", "--format", "jsonl", "--out", str(tmp_path / "out")).exit_code == 0
    assert "no row of the log names it" not in call("audit", "--verify").stderr
    with open_record(tmp_path / "r.db") as record:
        (made,) = record.judge(Correction(statement=first, speaker="Zora Quint"), Signature(author="Chi", why="in Python")).judgements
    assert f"{made.id} is in the record, and no row of the log names it" in call("audit", "--verify").stderr
    report = json.loads(call("statements", "--format", "json").stdout)[0]["report"]
    assert call("purge", report, "--yes", "--why", "withdrawn", "--author", "Bo").exit_code == 0
    assert call("backup", str(tmp_path / "copy.db")).exit_code == 0 and (tmp_path / "copy.db.accounts").exists()
    rows = log(call)
    assert [(who, what) for who, what, _ in rows] == [
        (OP, "begun"),
        (BO, "judged"),
        (OP, "exported"),
        (BO, "purged"),
    ]
    assert report not in str(rows)
    assert rows[1][2].startswith("undo, judgement-") and rows[2][2].startswith("jsonl to ")


def test_a_log_that_was_changed_is_told_by_exit_code_and_words(call: Call, tmp_path: Path) -> None:
    call("audit", "--begin")
    whole = call("audit", "--verify")
    assert whole.exit_code == 0 and whole.stdout.startswith("2:")
    assert call("audit", "--verify", "--head", whole.stdout.strip()).exit_code == 0
    program = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute('DROP TRIGGER audit_stays')"
    program += "; d.execute(\"UPDATE audit SET who = 'x' WHERE n = 2\"); d.commit()"
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "r.db.accounts")], check=True)
    broken = call("audit", "--verify")
    assert broken.exit_code == 1 and "row 2 is not as it was written" in broken.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_without_accounts_this_machine_is_answered(host: str, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "serve", lambda app, at, on_ready: on_ready())
    assert call("serve", "--host", host).exit_code == 0


def test_with_accounts_another_address_is_answered_and_told_about_encryption(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "serve", lambda app, at, on_ready: on_ready())
    call("audit", "--begin")
    assert "has no accounts" in call("serve", "--host", "0.0.0.0").stderr
    call("user", "add", "Ana", "--role", "admin", "--no-password")
    assert "Nobody could sign in" in call("serve", "--host", "0.0.0.0").stderr
    trusted = ("--trust", "10.0.0.5", "--user-header", "X-Forwarded-User")
    behind = call("serve", "--host", "0.0.0.0", *trusted)
    assert behind.exit_code == 0 and "as they are" not in behind.stderr
    call("user", "password", "Ana", input=f"{WORDS}\n")
    plain = call("serve", "--host", "0.0.0.0")
    assert plain.exit_code == 0 and "Passwords and what is read go over the network as they are" in plain.stderr
    assert "needs --trust" in call("serve", "--user-header", "X-User").stderr


def test_what_is_set_of_sessions_holds(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(serving, "serve", lambda app, at, on_ready: seen.append(at))
    assert call("serve", "--set", "serve.max_requests=7").exit_code == 0 and seen[0].max_requests == 7


def test_half_a_certificate_and_no_address_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="both"):
        Listening(port=1, certificate=tmp_path).check(accounts=True)
    with pytest.raises(InputError, match="is no address"):
        Listening(host="desk.example", port=1).check(accounts=True)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """For 127.0.0.2, signed by itself, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here to make a certificate")
    made = (tmp_path / "cert.pem", tmp_path / "key.pem")
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=desk -addext subjectAltName=IP:127.0.0.2"
    subprocess.run(["openssl", *words.split(), "-out", str(made[0]), "-keyout", str(made[1])], check=True, capture_output=True)
    return made


def test_it_answers_where_it_was_told_to_by_https(call: Call, certificate: tuple[Path, Path], tmp_path: Path) -> None:
    host = "127.0.0.2"
    call("user", "add", "Ana", "--role", "admin", input=f"{WORDS}\n")
    with socket.socket() as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            pytest.skip(f"this machine has no {host}")
        port = probe.getsockname()[1]
    serve = ["serve", "--record", str(tmp_path / "r.db"), "--host", host, "--port", str(port)]
    serve += ["--tls-cert", str(certificate[0]), "--tls-key", str(certificate[1])]
    program = [sys.executable, "-c", "from onrecord.cli import main; main()"]
    process = subprocess.Popen([*program, *serve], stderr=subprocess.PIPE, text=True)
    stop = threading.Timer(60, process.kill)
    stop.start()
    try:
        assert process.stderr is not None
        told = process.stderr.readline()
        assert f"https://{host}:{port}/" in told and "1 account" in told, told
        trusting = ssl.create_default_context(cafile=str(certificate[0]))
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusting))
        form = urllib.parse.urlencode({"name": "Ana", "password": WORDS}).encode()
        with opener.open(f"https://{host}:{port}/") as answer:
            assert answer.url.endswith("/sign-in?to=%2F") and "max-age" in answer.headers["strict-transport-security"]
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusting), urllib.request.HTTPCookieProcessor())
        with opener.open(f"https://{host}:{port}/sign-in", data=form) as answer:
            assert answer.url == f"https://{host}:{port}/" and answer.status == 200
    finally:
        process.terminate()
        process.communicate()
        stop.cancel()


def test_a_certificate_that_is_none_is_told(call: Call, tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("none")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    result = call("serve", "--tls-cert", str(tmp_path / "cert.pem"), "--tls-key", str(tmp_path / "cert.pem"), "--port", port)
    assert result.exit_code == 1 and "cannot be used" in result.stderr
