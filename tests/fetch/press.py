"""A server on this machine that says exactly the bytes it is told to, and a way to it through the gate that only tests have."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, field

from onrecord.fetch.addresses import Address, why_forbidden
from onrecord.settings import FetchLimits

Reply = bytes | Callable[[socket.socket, bytes], None]
QUICK = FetchLimits(delay_seconds=0.01, connect_seconds=5.0, header_seconds=2.0, idle_seconds=1.0, total_seconds=4.0, tries=1)


def http(
    body: bytes | str = b"", *, status: str = "200 OK", type_: str | None = "text/html; charset=utf-8", length: bool = True, **header: str
) -> bytes:
    """An answer; header names are written with _ for -."""
    content = body.encode() if isinstance(body, str) else body
    lines = ({"Content-Type": type_} if type_ else {}) | {name.replace("_", "-"): value for name, value in header.items()}
    lines |= {"Content-Length": str(len(content))} if length else {}
    return f"HTTP/1.1 {status}\r\n".encode() + "".join(f"{n}: {v}\r\n" for n, v in lines.items()).encode() + b"\r\n" + content


PAGE = "<!doctype html><title>Fog</title><article><p>The narrows are closed, said the harbour master, Edda Prill.</p></article>"
NOT_FOUND = http("no", status="404 Not Found")


@dataclass
class Server:
    """Answers by path; ``replies`` may be changed while it runs. ``requests``: what came, whole."""

    port: int
    replies: dict[str, Reply] = field(default_factory=dict)
    requests: list[bytes] = field(default_factory=list)

    def url(self, path: str, host: str = "courier.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self, *, all_: bool = False) -> list[str]:
        """What was asked for, without what is asked of every site."""
        paths = [request.split(b" ")[1].decode() for request in self.requests]
        return [path for path in paths if all_ or path not in ("/robots.txt", "/.well-known/tdmrep.json")]

    def answer(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(10)
            request = b""
            while b"\r\n\r\n" not in request and (part := connection.recv(65536)):
                request += part
            if not request:
                return
            self.requests.append(request)
            reply = self.replies.get(request.split(b" ")[1].decode(), NOT_FOUND)
            try:
                if callable(reply):
                    reply(connection, request)
                else:
                    connection.sendall(reply)
            except OSError:
                pass  # the client has had enough


def only_this_machine(address: Address) -> str | None:
    """Lets the server through, and forbids every other address as the real rule does."""
    return None if str(address) == "127.0.0.1" else why_forbidden(address)
