"""Addresses that nobody may make us fetch from: every spelling, every wrapping, every answer of a resolver."""

from __future__ import annotations

import ast
import os
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from press import PAGE, Server, http, only_this_machine
from urllib3.util import parse_url

from onrecord.fetch import Fetcher, FetchOptions, Gate, Missed, Page
from onrecord.fetch import gate as gate_module
from onrecord.fetch.addresses import why_forbidden
from onrecord.fetch.deadline import Deadline
from onrecord.fetch.refused import NotFetched
from onrecord.fetch.urls import parse_target

# Literal addresses, as they could stand in an address bar, a feed or a redirect.
LITERALS = [
    "127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.255", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1",
    "172.31.255.255", "192.168.0.1", "192.168.255.255", "169.254.0.1", "169.254.169.254", "169.254.170.2", "100.64.0.1",
    "100.100.100.200", "100.127.255.255", "168.63.129.16", "192.0.0.1", "192.0.0.192", "192.0.2.1", "198.51.100.7", "203.0.113.9",
    "192.88.99.1", "192.31.196.1", "192.52.193.1", "192.175.48.1", "198.18.0.1", "198.19.255.255", "224.0.0.1", "239.255.255.255",
    "233.252.0.1", "240.0.0.1", "255.255.255.255", "[::]", "[::1]", "[::2]", "[::127.0.0.1]", "[::7f00:1]", "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]", "[::ffff:169.254.169.254]", "[::ffff:8.8.8.8]", "[0:0:0:0:0:ffff:7f00:1]", "[::ffff:0:127.0.0.1]",
    "[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]", "[64:ff9b::169.254.169.254]", "[64:ff9b:1::1]", "[2002:7f00:1::]",
    "[2002:a00:1::1]", "[2002:c0a8:1::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[2001:0:7f00:1::]", "[2001:db8::1]",
    "[2001:2::1]", "[2001:10::1]", "[2001:20::1]", "[3fff::1]", "[3fff:fff::1]", "[5f00::1]", "[100::1]", "[100:0:0:1::1]",
    "[2620:4f:8000::1]", "[fc00::1]", "[fd00::1]", "[fd00:ec2::254]", "[fd12:3456:789a::1]", "[fe80::1]", "[febf::1]", "[fec0::1]",
    "[ff02::1]", "[ff0e::1]", "[2a00:1450:4001::5efe:7f00:1]", "[2a00:1450:4001::200:5efe:a00:1]",
]  # fmt: skip
# The same host said in other ways, each of which some resolver, library or browser takes for 127.0.0.1 or another machine than it seems.
SPELLINGS = [
    "127.1", "127.0.1", "127.0.0.1.", "2130706433", "2130706433.", "017700000001", "0x7f000001", "0X7F000001", "0x7f.1", "0x7f.0.0.1",
    "0177.0.0.1", "0177.0x0.0.1", "127.0.0.01", "127.000.000.001", "00127.0.0.1", "127.0.0.0x1", "0", "0x",
    "1.2.3.4.5", "256.256.256.256",
    "127.0.0.1.0", "8.8.8.8.", "08.8.8.8", "3232235521", "0xc0a80001", "4294967295", "99999999999", "0x7f000001.", "127..0.1", "0.",
    "①②⑦.⓪.⓪.①", "１２７.0.0.1", "127。0。0。1", "127．0．0．1", "⑯⑨。②⑤④。⑯⑨｡②⑤④", "localhost", "LOCALHOST", "localhost.", "ｌocalhost",
    "loc\u00adalhost", "foo.localhost", "printer.local", "db.internal", "metadata.google.internal",
    "router.lan", "nas.home.arpa", "intranet",
    "hidden.onion", "localhost.localdomain", "%31%32%37.0.0.1", "127%2e0%2e0%2e1", "[fe80::1%eth0]", "[fe80::1%25eth0]", "[::1%lo]",
    "[::ffff:127.0.0.1%1]", "[127.0.0.1]", "[::1", "::1", "[]", "[::g]", "[v1.fe80::1]", "[::1].example",
    "a..example", ".example", "-a.example",
    "ex ample", "a\u202ecourier.example", "xn--a.example", "cou\u2100rier.example", "a" * 64 + ".example", ".".join(["a" * 60] * 5), "",
]  # fmt: skip
WHOLE = [
    "http://user@courier.example/", "http://user:word@127.0.0.1/", "http://courier.example@127.0.0.1/",
    "http://127.0.0.1\\@courier.example/",
    "http://courier.example\\.evil.example/", "http:\\\\127.0.0.1/", "http:/127.0.0.1/", "http:127.0.0.1",
    "http:///127.0.0.1/", "//127.0.0.1/",
    "courier.example", "ftp://courier.example/a", "file:///etc/passwd", "gopher://127.0.0.1:70/",
    "dict://courier.example/", "data:text/html,a",
    "javascript:alert(1)", "unix:///run/docker.sock", "http://courier.example:22/",
    "http://courier.example:6379/", "https://courier.example:8443/",
    "http://courier.example:0/", "http://courier.example:65536/", "http://courier.example:99999/", "http://courier.example:8 0/",
    "http://courier.example:٨٠/", "http://courier.example:-80/", "http://courier.example:80:80/",
    "http://courier.example\t/", "http://courier.example\n/a",
    "http://courier.example/a\r\nHost: 127.0.0.1", "http://courier.example/\x00",
    " http://courier.example/", "http://courier.example/a b", "\ufeffhttp://a.example/",
    "http://courier.example/" + "a" * 5000, "http://\ud800.example/", "http:// courier.example/",
    "https+unix://courier.example/", "HTTP",
]  # fmt: skip
RESOLVED = [
    ["127.0.0.1"], ["10.0.0.5"], ["::1"], ["fd00::5"], ["169.254.169.254"], ["::ffff:10.0.0.1"], ["64:ff9b::a00:1"], ["2002:a00:1::"],
    ["93.184.215.14", "10.0.0.1"], ["93.184.215.14", "::1"], ["2606:4700::1111", "127.0.0.1"], ["fe80::1%eth0"], ["2606:4700::1111%2"],
    ["0.0.0.0"], ["224.0.0.251"], ["100.64.1.1"], ["168.63.129.16"], ["not an address"], [], ["93.184.215.14"] * 40,
]  # fmt: skip
CASES = [f"http://{host}/" for host in (*LITERALS, *SPELLINGS)] + WHOLE


@pytest.fixture
def no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a socket, or asks a resolver, fails the test."""

    def opened(*arguments: object, **more: object) -> None:
        raise AssertionError(f"a connection was tried: {arguments}")

    monkeypatch.setattr(socket, "socket", opened)
    monkeypatch.setattr(socket, "getaddrinfo", opened)


def test_the_table_is_long_enough() -> None:
    assert len(set(CASES)) + len(RESOLVED) >= 200


@pytest.mark.parametrize("url", CASES)
def test_an_address_that_is_not_public_is_refused_before_anything_is_sent(url: str, no_connection: None) -> None:
    missed = Fetcher(FetchOptions(contact="desk@paper.example", version="0")).fetch(url)
    assert isinstance(missed, Missed)
    assert missed.refusal.kind == "refused" and missed.refusal.id == url and len(missed.refusal.why) > 15


@pytest.mark.parametrize("answers", RESOLVED, ids=lambda answers: ",".join(answers[:2]) or "none")
def test_a_name_is_refused_when_any_of_its_addresses_is_not_public(answers: list[str], no_connection: None) -> None:
    with pytest.raises(NotFetched):
        Gate(resolve=lambda host, port: answers).connect(parse_target("http://courier.example/"), Deadline(5))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "172.32.0.1", "192.167.1.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001:800::200e"]
)
def test_a_public_address_passes(address: str) -> None:
    target = parse_target("https://courier.example/")
    assert [str(found) for found in Gate(resolve=lambda host, port: [address]).vet(target, Deadline(5))] == [address]


@given(st.ip_addresses())
def test_nothing_passes_that_python_knows_not_to_be_public(address: object) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:  # type: ignore[attr-defined]
        assert why_forbidden(address) is not None  # type: ignore[arg-type]


def test_a_name_is_resolved_once_and_what_was_checked_is_dialled(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second answer of a rebinding resolver would be private; nobody ever asks for it."""
    server.replies["/"] = http(PAGE)
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    dialled: list[tuple[str, int]] = []
    connect = socket.socket.connect

    class Seen(socket.socket):
        def connect(self, address: tuple[str, int]) -> None:  # type: ignore[override]
            dialled.append(address)
            connect(self, address)

    monkeypatch.setattr(gate_module.socket, "socket", Seen)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: pytest.fail("the system's resolver was asked"))
    target = parse_target(server.url("/"), ports=frozenset({server.port}))
    Gate(resolve=rebinding, forbids=only_this_machine).connect(target, Deadline(5)).close()
    assert asked == ["courier.example"]
    assert dialled == [("127.0.0.1", server.port)]
    with pytest.raises(NotFetched, match="leads to 10.0.0.1, a private address"):
        gate = Gate(resolve=rebinding, forbids=only_this_machine)
        gate.connect(target, Deadline(5))


def test_every_hop_passes_the_gate(server: Server, make_fetcher: Callable[..., Fetcher]) -> None:
    inner = [
        f"http://{host}:{server.port}/" for host in ("10.0.0.1", "[::1]", "169.254.169.254", "[::ffff:127.0.0.1]", "0x7f.1", "2130706433")
    ]
    named = [server.url("/secret", host) for host in ("inside.example", "mixed.example")]
    others = ["file:///etc/passwd", "ftp://courier.example/", "http://courier.example:22/", f"http://a@courier.example:{server.port}/"]
    fetcher = make_fetcher({"inside.example": ["192.168.1.1"], "mixed.example": ["127.0.0.1", "10.0.0.1"]})
    for number, location in enumerate([*inner, *named, *others]):
        server.replies[f"/{number}"] = http(status="302 Found", Location=location)
        missed = fetcher.fetch(server.url(f"/{number}"))
        assert isinstance(missed, Missed) and missed.refusal.kind == "refused", location
    assert "/secret" not in server.paths()


def test_proxies_and_other_wishes_of_the_environment_are_not_heard(
    server: Server, make_fetcher: Callable[..., Fetcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://10.0.0.1:3128")
    monkeypatch.setenv("no_proxy", "")
    server.replies["/"] = http(PAGE)
    assert isinstance(make_fetcher().fetch(server.url("/")), Page)


def test_the_way_through_the_gate_is_for_tests_alone() -> None:
    """No module of the program makes a gate otherwise than with its defaults, or lets a caller of the command line hand one in."""
    root = Path(__file__).parents[2] / "src" / "onrecord"
    for module in root.rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        if module.parent.name != "fetch":
            assert "Gate" not in text and "resolve=" not in text and "forbids" not in text, module
        else:
            assert "os.environ" not in text and "getenv" not in text, module
        assert text.count("Gate(") <= (1 if module.name == "fetcher.py" else 0) or module.name == "gate.py", module
    assert "self._gate = gate or Gate()" in (root / "fetch" / "fetcher.py").read_text(encoding="utf-8")
    for module in (root / "cli").glob("*.py"):
        assert "fetcher=" not in module.read_text(encoding="utf-8"), module


def certificate(folder: Path, name: str) -> Path:
    """A certificate for a name, signed by itself, made by openssl."""
    path = folder / "pair.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        f"/CN={name}",
        "-addext",
        f"subjectAltName=DNS:{name}",
    ]
    try:
        subprocess.run([*made, "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"openssl is not here to make a certificate ({error})")
    path.write_bytes((folder / "cert.pem").read_bytes() + (folder / "key.pem").read_bytes())
    return path


@pytest.mark.parametrize(
    ("name", "trusted", "reason"),
    [("courier.example", True, None), ("other.example", True, "mismatch"), ("courier.example", False, "self-signed")],
)
def test_certificates_are_checked_against_the_name(server: Server, tmp_path: Path, name: str, trusted: bool, reason: str | None) -> None:
    pair = certificate(tmp_path, name)
    offered = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    offered.load_cert_chain(pair)
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    pid = os.fork()
    if pid == 0:  # the server, in a process of its own: it dies with the connection
        try:
            connection, _ = listener.accept()
            offered.wrap_socket(connection, server_side=True).recv(10)
        finally:
            os._exit(0)
    listener.close()
    context = gate_module.trusting_context()
    if trusted:
        context.load_verify_locations(pair)
    gate = Gate(resolve=lambda host, port: ["127.0.0.1"], forbids=only_this_machine, context=context)
    target = parse_target(f"https://courier.example:{port}/", ports=frozenset({port}))
    try:
        if reason is None:
            connection = gate.connect(target, Deadline(5))
            assert connection.version() in ("TLSv1.2", "TLSv1.3")  # type: ignore[attr-defined]
            connection.close()
        else:
            with pytest.raises(NotFetched, match=reason):
                gate.connect(target, Deadline(5))
    finally:
        os.waitpid(pid, 0)


def test_a_resolver_that_hangs_costs_its_time_only(server: Server) -> None:
    def hang(host: str, port: int) -> list[str]:
        time.sleep(3)
        return ["127.0.0.1"]

    deadline = Deadline(5)
    deadline.enter("connecting", 0.2)
    with pytest.raises(NotFetched, match="not resolved in time"):
        Gate(resolve=hang, forbids=only_this_machine).connect(parse_target("http://courier.example/"), deadline)


# Reading addresses


@given(st.text(max_size=60) | st.text(alphabet="htps:/@[]%.0x12a\\#?\u0660①", max_size=40).map(lambda rest: "http://" + rest))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        target = parse_target(text)
    except NotFetched:
        return
    assert parse_target(target.url) == target
    assert target.url.isascii() and target.host == target.host.lower() and target.path.startswith("/")
    assert not set(target.host) & set("@/\\%?# ")


@given(st.text(alphabet="htps:/@[]%.0x12ab-_\\\\#?&=!;,~$'()*+|", max_size=30).map(lambda rest: "http://" + rest))
def test_what_is_accepted_leads_everybody_to_the_same_host(url: str) -> None:
    """Two readings of one address have led others past their checks; where ours differs from a widely used one, the address is refused."""
    try:
        target = parse_target(url)
    except NotFetched:
        return
    for read in (urlsplit(url).hostname, parse_url(url).host):
        assert (read or "").strip("[]").lower().removesuffix(".") == target.host


@given(
    st.from_regex(
        r"https?://[a-z]{1,10}\.example(:(80|443))?(/[a-zA-Z0-9._~%é-]{0,8}){0,5}(\?[a-z=&é]{0,9})?(#[a-z]{0,5})?", fullmatch=True
    )
)
def test_reading_an_address_again_changes_nothing(url: str) -> None:
    target = parse_target(url)
    assert parse_target(target.url) == target
    assert "/../" not in target.path and "/./" not in target.path


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("HTTP://Courier.EXAMPLE", "http://courier.example/"),
        ("https://courier.example:443/a?b#c", "https://courier.example/a?b"),
        ("http://courier.example./a", "http://courier.example/a"),
        ("http://bücher.example/ä?ö=ü", "http://xn--bcher-kva.example/%C3%A4?%C3%B6=%C3%BC"),
        ("http://faß.example/", "http://xn--fa-hia.example/"),  # not fass.example, as older rules had it
        ("http://courier.example/a/./b/%2e%2E/c/..", "http://courier.example/a/"),
        ("http://courier.example/../../etc", "http://courier.example/etc"),
        ("http://courier.example?q=1", "http://courier.example/?q=1"),
        ("http://courier.example:80", "http://courier.example/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_an_address_has_one_spelling(url: str, read: str) -> None:
    assert parse_target(url).url == read


CONNECTS = frozenset(
    [
        "socket",
        "ssl",
        "h11",
        "http.client",
        "urllib.request",
        "requests",
        "httpx",
        "httpx2",
        "urllib3",
        "aiohttp",
        "ftplib",
        "smtplib",
        "imaplib",
        "poplib",
        "xmlrpc",
        "telnetlib",
        "huggingface_hub",
    ]
)


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


def test_only_fetch_imports_what_can_connect() -> None:
    modules = [module for module in (Path(__file__).parents[2] / "src" / "onrecord").rglob("*.py") if module.parent.name != "fetch"]
    found = {(module.name, name) for module in modules for name in imported(module) if {name, name.split(".")[0]} & CONNECTS}
    assert found == {("listen.py", "socket")}  # it waits for browsers on this machine
    listen = (Path(__file__).parents[2] / "src" / "onrecord" / "serving" / "listen.py").read_text(encoding="utf-8")
    assert not re.search(r"connect|getaddrinfo|sendto", listen)
