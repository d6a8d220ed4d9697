"""One request and its answer over an open connection, byte for byte as they went over the wire, bounded in time and size."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass, field

import h11

from onrecord.fetch.deadline import Deadline
from onrecord.fetch.refused import NotFetched
from onrecord.fetch.urls import Target
from onrecord.settings import FetchLimits

_CHUNK = 16_384
_MAX_INTERIM = 8  # answers like "103 Early Hints" before the real one


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An HTTP answer. ``body``: without chunk sizes, still compressed. ``request``, ``response``: the bytes on the wire."""

    status: int
    header: tuple[tuple[str, str], ...]  # names in lower case
    body: bytes
    request: bytes
    response: bytes
    address: str

    def value(self, name: str) -> str:
        """All values of a header, joined by commas; empty when there is none."""
        return ", ".join(self.values(name))

    def values(self, name: str) -> list[str]:
        return [value for found, value in self.header if found == name]


@dataclass(slots=True)
class _Progress:
    """What has come so far."""

    response: h11.Response | None = None
    raw: bytearray = field(default_factory=bytearray)
    body: bytearray = field(default_factory=bytearray)
    begins: int = 0  # where in raw the final answer begins
    interim: int = 0


def exchange(connection: socket.socket, target: Target, header: list[tuple[str, str]], limits: FetchLimits, deadline: Deadline) -> Answer:
    """The answer to one GET. Raises NotFetched: an answer that is no HTTP, is cut, too long, or too slow."""
    protocol = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.max_header_bytes)
    event = h11.Request(method="GET", target=target.path, headers=[("Host", target.authority), *header, ("Connection", "close")])
    request = protocol.send(event) or b""
    request += protocol.send(h11.EndOfMessage()) or b""
    progress, address = _Progress(), connection.getpeername()[0]
    deadline.enter("sending the request", limits.connect_seconds)
    try:
        connection.settimeout(deadline.phase_seconds())
        connection.sendall(request)
        deadline.enter("waiting for the answer's header", limits.header_seconds)
        while _advance(protocol, progress, limits):
            _receive(connection, protocol, progress, limits, deadline)
    except h11.RemoteProtocolError as error:
        raise _bad_answer(error, progress, limits) from None
    except TimeoutError:
        raise _too_slow(progress, limits, deadline) from None
    except (ssl.SSLError, OSError) as error:
        why = getattr(error, "reason", None) or error.strerror or error
        raise NotFetched(f"the connection broke off ({why}).", kind="failed", again=True) from None
    return _answer(protocol, progress, request, address)


def _advance(protocol: h11.Connection, progress: _Progress, limits: FetchLimits) -> bool:
    """Takes up what has come; whether more is needed."""
    while (event := protocol.next_event()) is not h11.NEED_DATA:
        if isinstance(event, h11.InformationalResponse):
            progress.interim += 1
            progress.begins = len(progress.raw) - len(protocol.trailing_data[0])
            if progress.interim > _MAX_INTERIM or event.status_code == 101:
                raise NotFetched("the server answers everything but the request.", kind="failed")
        elif isinstance(event, h11.Response):
            progress.response = event
            _check_announced(event, limits)
        elif isinstance(event, h11.Data):
            progress.body += event.data
            if len(progress.body) > limits.max_wire_bytes:
                raise _too_long(limits)
        else:
            return False
    return True


def _receive(connection: socket.socket, protocol: h11.Connection, progress: _Progress, limits: FetchLimits, deadline: Deadline) -> None:
    if progress.response is not None:
        deadline.enter("the body", limits.idle_seconds)
    connection.settimeout(deadline.phase_seconds())
    data = connection.recv(_CHUNK)
    progress.raw += data
    # Chunk sizes and trailers are wire too: a body of one-byte chunks is six times as long on it.
    if len(progress.raw) > limits.max_wire_bytes + _MAX_INTERIM * limits.max_header_bytes:
        raise _too_long(limits)
    protocol.receive_data(data)


def _check_announced(response: h11.Response, limits: FetchLimits) -> None:
    for name, value in response.headers:
        if name == b"content-length" and int(value) > limits.max_wire_bytes:
            raise _too_long(limits)


def _too_long(limits: FetchLimits) -> NotFetched:
    return NotFetched(f"the answer has more than {limits.max_wire_bytes} bytes (fetch.max_wire_bytes).")


def _too_slow(progress: _Progress, limits: FetchLimits, deadline: Deadline) -> NotFetched:
    missed = deadline.missed()
    if "total_seconds" in missed.why:
        return missed
    if progress.response is None:
        return NotFetched(f"no whole header within {limits.header_seconds:g} s (fetch.header_seconds).", kind="failed")
    return NotFetched(f"nothing came for {limits.idle_seconds:g} s (fetch.idle_seconds); the answer is cut.", kind="failed", again=True)


def _bad_answer(error: h11.RemoteProtocolError, progress: _Progress, limits: FetchLimits) -> NotFetched:
    if error.error_status_hint == 431:
        return NotFetched(f"the answer's header, or a line of it, has more than {limits.max_header_bytes} bytes (fetch.max_header_bytes).")
    what = "the answer is cut" if progress.response is not None else "the answer is no HTTP"
    return NotFetched(f"{what} ({error}).", kind="failed", again=True)


def _answer(protocol: h11.Connection, progress: _Progress, request: bytes, address: str) -> Answer:
    response = progress.response
    if response is None:  # pragma: no cover  # h11 ends no message that has not begun
        raise NotFetched("the server sent no answer.", kind="failed", again=True)
    end = len(progress.raw) - len(protocol.trailing_data[0])
    return Answer(
        status=response.status_code,
        header=tuple((name.decode("ascii"), _text_of(value)) for name, value in response.headers),
        body=bytes(progress.body),
        request=request,
        response=bytes(progress.raw[progress.begins : end]),
        address=address,
    )


def _text_of(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
