"""One address, fetched: what servers do wrong, what publishers ask for, and what comes of it."""

from __future__ import annotations

import gzip
import re
import socket
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from press import PAGE, QUICK, Server, http, only_this_machine

from onrecord.errors import InputError
from onrecord.fetch import Fetcher, FetchOptions, Gate, Known, Missed, Page, Turns, Unchanged
from onrecord.fetch.deadline import Deadline
from onrecord.fetch.refused import NotFetched
from onrecord.fetch.status import retry_after
from onrecord.fetch.urls import parse_target
from onrecord.fetch.wire import Answer, exchange

Make = Callable[..., Fetcher]
MEGABYTE = 1024 * 1024


def missed(fetcher: Fetcher, url: str) -> Missed:
    outcome = fetcher.fetch(url)
    assert isinstance(outcome, Missed), outcome
    return outcome


def slowly(*parts: bytes, pause: float) -> Callable[[socket.socket, bytes], None]:
    """Sends the parts with a pause before each."""

    def reply(connection: socket.socket, request: bytes) -> None:
        for part in parts:
            time.sleep(pause)
            connection.sendall(part)

    return reply


def chunked(body: bytes, **header: str) -> bytes:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:]) if part)
    return http(length=False, Transfer_Encoding="chunked", **header) + chunks + b"0\r\n\r\n"


# What comes whole


@pytest.mark.parametrize(
    "reply",
    [
        http(PAGE),
        http(PAGE, Connection="keep-alive"),
        chunked(PAGE.encode()),
        http(gzip.compress(PAGE.encode()), Content_Encoding="gzip"),
        http(gzip.compress(PAGE.encode()), Content_Encoding="x-gzip"),
        chunked(gzip.compress(PAGE.encode()), Content_Encoding="gzip"),
        http(gzip.compress(PAGE[:9].encode()) + gzip.compress(PAGE[9:].encode()), Content_Encoding="gzip"),
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + http(PAGE),
        http(PAGE, type_=None),
        http(PAGE) + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmore",
    ],
    ids=["plain", "kept alive", "chunked", "gzip", "x-gzip", "gzip in chunks", "two members", "early hints", "untyped", "a second answer"],
)
def test_a_page_comes_as_it_was_written(server: Server, make_fetcher: Make, reply: bytes) -> None:
    server.replies["/a"] = reply
    page = make_fetcher().fetch(server.url("/a"))
    assert isinstance(page, Page) and page.body == PAGE.encode()
    [exchange] = page.exchanges
    assert exchange.answer.response.startswith(b"HTTP/1.1 200 OK\r\n") and exchange.answer.response in reply
    assert exchange.answer.address == "127.0.0.1" and exchange.answer.request == server.requests[-1]


def test_an_answer_that_ends_with_the_connection_says_that_its_length_is_not_known(server: Server, make_fetcher: Make) -> None:
    server.replies["/a"] = http(PAGE, length=False)
    page = make_fetcher().fetch(server.url("/a"))
    assert isinstance(page, Page) and page.body == PAGE.encode() and "did not say how long" in page.problems[0]


def test_a_request_says_who_asks_and_carries_nothing_else(server: Server, make_fetcher: Make) -> None:
    server.replies["/a"] = http(PAGE, Set_Cookie="id=1; Path=/")
    fetcher = make_fetcher()
    for _ in range(2):
        fetcher.fetch(server.url("/a"))
    lines = server.requests[-1].decode().split("\r\n")
    assert f"Host: courier.example:{server.port}" in lines
    assert "User-Agent: onrecord/0.1.0 (+desk@paper.example)" in lines and "Accept-Encoding: gzip" in lines
    assert sorted(line.split(":")[0] for line in lines[1:] if line) == ["Accept", "Accept-Encoding", "Connection", "Host", "User-Agent"]


@pytest.mark.parametrize(
    "contact", ["", "somebody", "a@b", "desk@paper.example\r\nX: y", "http://", "ana (ruiz)@a.example", "désk@paper.example"]
)
def test_nobody_fetches_without_a_contact(contact: str) -> None:
    with pytest.raises(InputError, match="ONRECORD_CONTACT"):
        FetchOptions(contact=contact, version="0")


# What goes wrong on the wire


@pytest.mark.parametrize(
    ("reply", "kind", "reason"),
    [
        (http(PAGE)[:-20], "failed", "the answer is cut"),
        (http(PAGE, length=False, Content_Length="9999"), "failed", "the answer is cut"),
        (chunked(PAGE.encode())[:-5], "failed", "the answer is cut"),
        (http(PAGE, length=False, Transfer_Encoding="chunked") + b"", "failed", "the answer is cut"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", "failed", "the answer is no HTTP"),
        (b"", "failed", "the answer is no HTTP"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "failed", "the answer is no HTTP"),
        (b"\x00\xff" * 900, "failed", "the answer is no HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "failed", "the answer is no HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", "failed", "the answer is no HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n", "refused", "fetch.max_wire_bytes"),
        (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n", "failed", "no HTTP|but the request"),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n" * 500, "failed", "everything but the request"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000 + b"\r\n", "refused", "fetch.max_header_bytes"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n", "refused", "fetch.max_header_bytes"),
        (http(b"x" * 11 * MEGABYTE), "refused", "fetch.max_wire_bytes"),
        (http(b"x" * 11 * MEGABYTE, length=False), "refused", "fetch.max_wire_bytes"),
        (http(PAGE, Content_Encoding="gzip"), "failed", "declares gzip, but"),
        (http(gzip.compress(PAGE.encode())[:-9], Content_Encoding="gzip"), "failed", "are cut"),
        (http(gzip.compress(PAGE.encode()) + b"tail", Content_Encoding="gzip"), "failed", "something else"),
        (http(gzip.compress(gzip.compress(PAGE.encode())), Content_Encoding="gzip"), "refused", "gzip once more"),
        (http(gzip.compress(gzip.compress(PAGE.encode())), Content_Encoding="gzip, gzip"), "refused", "only gzip was asked for"),
        (http(gzip.compress(PAGE.encode())), "refused", "is a gzip file"),
        (http(zlib.compress(PAGE.encode()), Content_Encoding="deflate"), "refused", "compressed as 'deflate'"),
        (http(b"\x0b\x02\x80", Content_Encoding="br"), "refused", "compressed as 'br'"),
        (http(b"(\xb5/\xfd", Content_Encoding="zstd"), "refused", "compressed as 'zstd'"),
        (http(b"%PDF-1.7", type_="application/pdf"), "refused", "content type is 'application/pdf'"),
        (http(b"GIF89a", type_="image/gif"), "refused", "content type"),
        (http(PAGE, status="206 Partial Content"), "failed", "status 206"),
        (http(PAGE, status="404 Not Found"), "failed", "no such page"),
        (http(PAGE, status="410 Gone"), "failed", "no such page"),
        (http(PAGE, status="401 Unauthorized"), "refused", "asks for a password"),
        (http(PAGE, status="403 Forbidden"), "refused", "does not let us"),
        (http(PAGE, status="451 Unavailable For Legal Reasons"), "refused", "by law"),
        (http(PAGE, status="304 Not Modified", length=False), "failed", "status 304"),
        (http(PAGE, status="500 Oh"), "failed", "status 500"),
        (http(status="302 Found"), "failed", "names 0 addresses"),
        (http(status="302 Found", Location="/b", location="/c"), "failed", "names 2 addresses"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_answer_is_said(server: Server, make_fetcher: Make, reply: bytes, kind: str, reason: str) -> None:
    server.replies["/a"] = reply
    refusal = missed(make_fetcher(), server.url("/a")).refusal
    assert refusal.kind == kind
    assert re.search(reason, refusal.why), refusal.why


@pytest.mark.parametrize(("size", "level"), [(300 * MEGABYTE, 9), (19 * MEGABYTE, 9), (40 * MEGABYTE, 1)])
def test_a_decompression_bomb_is_stopped(server: Server, make_fetcher: Make, size: int, level: int) -> None:
    packed = zlib.compressobj(level, zlib.DEFLATED, 31)
    bomb = b"".join(packed.compress(b"\0" * MEGABYTE) for _ in range(size // MEGABYTE)) + packed.flush()
    server.replies["/a"] = http(bomb, Content_Encoding="gzip")
    started = time.monotonic()
    refusal = missed(make_fetcher(), server.url("/a")).refusal
    assert refusal.kind == "refused" and "fetch.max_inflate_ratio" in refusal.why
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (slowly(*([b"H"] * 60), pause=0.1), "fetch.header_seconds"),
        (slowly(b"", b"HTTP/1.1 200 OK\r\n", b"", pause=1.4), "fetch.header_seconds|no HTTP"),
        (slowly(http(PAGE)[:-5], b"never", pause=1.4), "fetch.idle_seconds"),
        (slowly(http(length=False, Content_Length="60"), *([b"x"] * 60), pause=0.2), "fetch.total_seconds"),
        (slowly(http(length=False, Transfer_Encoding="chunked"), *([b"1\r\nx\r\n"] * 60), pause=0.2), "fetch.total_seconds"),
    ],
    ids=["a byte of header at a time", "silence", "silence in the body", "a byte of body at a time", "a chunk at a time"],
)
def test_a_slow_server_costs_its_time_only(server: Server, make_fetcher: Make, reply: object, reason: str) -> None:
    server.replies["/a"] = reply  # type: ignore[assignment]
    started = time.monotonic()
    refusal = missed(make_fetcher(), server.url("/a")).refusal
    assert refusal.kind == "failed" and re.search(reason, refusal.why), refusal.why
    assert time.monotonic() - started < QUICK.total_seconds + 5


def test_a_connection_that_is_reset_is_told(server: Server, make_fetcher: Make) -> None:
    def reset(connection: socket.socket, request: bytes) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        connection.sendall(http(PAGE)[:60])

    server.replies["/a"] = reset
    assert missed(make_fetcher(), server.url("/a")).refusal.kind == "failed"


def test_nobody_at_the_door(make_fetcher: Make, server: Server) -> None:
    fetcher = make_fetcher({"gone.example": []})
    assert "has no address" in missed(fetcher, server.url("/a", "gone.example")).refusal.why


# Redirects


def test_redirects_are_followed_and_kept(server: Server, make_fetcher: Make) -> None:
    for number, status in enumerate(["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]):
        server.replies[f"/{number}"] = http(status=status, Location=f"/{number + 1}")
    server.replies["/5"] = http(PAGE)
    page = make_fetcher().fetch(server.url("/0"), via="feed")
    assert isinstance(page, Page)
    assert (page.asked, page.url, page.via) == (server.url("/0"), server.url("/5"), "feed")
    assert [exchange.answer.status for exchange in page.exchanges] == [301, 302, 303, 307, 308, 200]
    server.replies["/6"] = http(status="302 Found", Location="/0")
    assert "more than 5 times" in missed(make_fetcher(), server.url("/6")).refusal.why
    server.replies["/a"], server.replies["/b"] = http(status="302 Found", Location="/b"), http(status="302 Found", Location="/a")
    assert "in a circle" in missed(make_fetcher(), server.url("/a")).refusal.why


def test_the_robots_of_every_host_on_the_way_count(server: Server, make_fetcher: Make) -> None:
    server.replies["/a"] = http(status="302 Found", Location=server.url("/private", "herald.example"))
    server.replies["/private"] = http(PAGE)
    server.replies["/robots.txt"] = lambda connection, request: connection.sendall(
        http("User-agent: *\nDisallow: /private" if b"Host: herald" in request else "", type_="text/plain")
    )
    assert "robots.txt of herald.example forbids" in missed(make_fetcher(), server.url("/a")).refusal.why
    assert server.paths() == ["/a"]


# Asking only for what has changed


def test_a_page_that_has_not_changed_is_not_sent_again(server: Server, make_fetcher: Make) -> None:
    def reply(connection: socket.socket, request: bytes) -> None:
        fresh = b'If-None-Match: "v1"\r\n' in request and b"If-Modified-Since: Sun, 01 Nov 2026 10:00:00 GMT\r\n" in request
        header = {"ETag": '"v1"', "Last_Modified": "Sun, 01 Nov 2026 10:00:00 GMT"}
        connection.sendall(http(status="304 Not Modified", length=False, type_=None) if fresh else http(PAGE, **header))

    server.replies["/a"] = reply
    server.replies["/old"] = http(status="301 Moved", Location="/a")
    fetcher = make_fetcher()
    page = fetcher.fetch(server.url("/old"))
    assert isinstance(page, Page)
    again = fetcher.fetch(server.url("/old"), known=page.known)
    assert isinstance(again, Unchanged) and again.url == server.url("/a")
    assert b"If-None-Match" not in server.requests[-2]  # the redirect itself is no page that is known


def test_what_a_server_gives_as_a_tag_cannot_add_lines_to_a_request(server: Server, make_fetcher: Make) -> None:
    known = Known(url=server.url("/a"), etag=None, last_modified=None)
    server.replies["/a"] = http(PAGE, ETag="a\x80b" * 500)
    page = make_fetcher().fetch(server.url("/a"), known=known)
    assert isinstance(page, Page) and page.known.etag is None


# Politeness


def test_a_host_is_asked_one_request_at_a_time_with_a_pause_between(server: Server, make_fetcher: Make) -> None:
    times: list[float] = []
    server.replies["/a"] = lambda connection, request: (times.append(time.monotonic()), connection.sendall(http(PAGE)))[1]
    fetcher = make_fetcher(limits={"delay_seconds": 0.3})
    for _ in range(3):
        fetcher.fetch(server.url("/a"))
    assert all(after - before >= 0.3 for before, after in zip(times, times[1:], strict=False))


def test_a_site_may_ask_for_longer_pauses_and_we_give_up_on_endless_ones(server: Server, make_fetcher: Make) -> None:
    server.replies["/a"] = http(PAGE)
    server.replies["/robots.txt"] = http("User-agent: onrecord\nCrawl-delay: 0.5", type_="text/plain")
    fetcher = make_fetcher()
    started = time.monotonic()
    assert [isinstance(fetcher.fetch(server.url("/a")), Page) for _ in range(2)] == [True, True]
    assert time.monotonic() - started >= 0.5
    server.replies["/robots.txt"] = http("User-agent: *\nCrawl-delay: 999", type_="text/plain")
    fetcher = make_fetcher()
    assert isinstance(fetcher.fetch(server.url("/a")), Page)
    second = missed(fetcher, server.url("/a"))
    assert "asks to be left alone" in second.refusal.why and 900 < (second.retry_seconds or 0) < 1000


def test_a_busy_host_is_asked_again_after_the_time_that_it_names(server: Server, make_fetcher: Make) -> None:
    answers = [http(status="503 Busy", Retry_After="1"), http(status="429 Slow down", Retry_After="0"), http(PAGE)]
    server.replies["/a"] = lambda connection, request: connection.sendall(answers.pop(0))
    started = time.monotonic()
    assert isinstance(make_fetcher(limits={"tries": 3}).fetch(server.url("/a")), Page)
    assert time.monotonic() - started >= 1
    server.replies["/b"] = http(status="503 Busy", Retry_After="86400")
    busy = missed(make_fetcher(limits={"tries": 3}), server.url("/b"))
    assert busy.retry_seconds == 86400 and busy.again and server.paths().count("/b") == 1


def test_what_fails_for_good_is_not_tried_again(server: Server, make_fetcher: Make) -> None:
    server.replies["/a"] = http(status="404 Not Found")
    server.replies["/b"] = http(status="502 Bad Gateway")
    fetcher = make_fetcher(limits={"tries": 3, "delay_seconds": 0.01})
    assert [missed(fetcher, server.url(path)).refusal.kind for path in ("/a", "/b")] == ["failed", "failed"]
    assert (server.paths().count("/a"), server.paths().count("/b")) == (1, 3)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("120", 120), ("0", 0), ("Sun, 22 Nov 2026 10:01:00 GMT", 60), ("Sun, 22 Nov 2020 10:00:00 GMT", 0), ("99999999999", None),
     ("9999999999", 2592000),
     ("soon", None), ("", None), ("-1", None), ("Sun, 99 Nov 2026 10:00:00 GMT", None)],
)  # fmt: skip
def test_retry_after_is_read_in_both_forms(written: str, seconds: float | None) -> None:
    answer = Answer(status=503, header=(("retry-after", written),), body=b"", request=b"", response=b"", address="")
    assert retry_after(answer, datetime(2026, 11, 22, 10, tzinfo=UTC)) == seconds


def test_turns_are_taken_host_by_host() -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    turns = Turns(2.0, 60.0, clock=lambda: now[0], sleep=sleep)
    assert turns.wait("a.example") == 0
    turns.done("a.example")
    assert (turns.ready_in("a.example"), turns.ready_in("b.example")) == (2.0, 0)
    turns.hold("a.example", 10)
    assert turns.wait("a.example") == 10 and slept == [10]
    turns.slow_down("a.example", 5)
    turns.slow_down("b.example", 0.1)
    turns.done("a.example")
    turns.done("b.example")
    assert (turns.ready_in("a.example"), turns.ready_in("b.example")) == (5.0, 2.0)
    turns.hold("a.example", 61)
    with pytest.raises(NotFetched, match="asks to be left alone for another 61 s"):
        turns.wait("a.example")
    for _ in range(2):
        turns.failed("c.example")
    turns.worked("c.example")
    for _ in range(3):
        assert turns.ready_in("c.example") == 0
        turns.failed("c.example")
    with pytest.raises(NotFetched, match="failed 3 times in a row and is left alone for another 900 s"):
        turns.wait("c.example")


def test_a_host_that_keeps_failing_is_left_alone(server: Server, make_fetcher: Make) -> None:
    server.replies |= {f"/{n}": http(PAGE)[:-9] for n in range(9)}
    fetcher = make_fetcher()
    whys = [missed(fetcher, server.url(f"/{n}")).refusal.why for n in range(9)]
    assert ["3 times in a row" in why for why in whys] == [False] * 3 + [True] * 6 and server.paths() == ["/0", "/1", "/2"]


def test_a_host_that_nobody_reaches_is_asked_once(server: Server, make_fetcher: Make) -> None:
    asked: list[str] = []
    fetcher = make_fetcher(limits={"tries": 3})
    fetcher._gate = Gate(resolve=lambda host, port: asked.append(host) or [], forbids=only_this_machine)  # type: ignore[func-returns-value]
    assert {missed(fetcher, server.url(f"/{n}", "gone.example")).refusal.why for n in range(20)} == {"gone.example has no address."}
    assert len(asked) == 1


class Pipe:
    """A connection whose other end has said everything and hung up."""

    def __init__(self, said: bytes, piece: int) -> None:
        self._said, self._piece = said, piece

    def recv(self, size: int) -> bytes:
        piece, self._said = self._said[: self._piece], self._said[self._piece :]
        return piece

    def settimeout(self, seconds: float) -> None:
        assert seconds > 0

    def sendall(self, request: bytes) -> None:
        assert request.startswith(b"GET /")

    def getpeername(self) -> tuple[str, int]:
        return "127.0.0.1", 80


LINES = [b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 100 Continue", b"Content-Length: 3", b"Content-Length: 0", b"", b"abc", b"3", b"0"]
LINES += [
    b"Transfer-Encoding: chunked",
    b"Content-Encoding: gzip",
    b"Set-Cookie: a=b",
    b"X: \xff",
    b"Location: //",
    b"Connection: close",
    b" folded",
]


@given(st.binary(max_size=300) | st.lists(st.sampled_from(LINES), max_size=14).map(b"\r\n".join), st.integers(1, 40))
def test_whatever_a_server_says_is_an_answer_or_a_reason(said: bytes, piece: int) -> None:
    connection = cast(socket.socket, Pipe(said, piece))
    try:
        answer = exchange(connection, parse_target("http://courier.example/a"), [], QUICK, Deadline(5))
    except NotFetched as error:
        assert error.why
    else:
        assert answer.response in said and len(answer.body) <= len(said)
