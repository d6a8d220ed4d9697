"""What stands before every request: whose name it was sent to, whether another site sent it, how large it is; and what every answer says
to the browser."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.serving.answers import problem

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
MAX_BODY_BYTES = 100 * 1024 * 1024
_READS = frozenset({"GET", "HEAD", "OPTIONS"})

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
_SAID = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Guard:
    """Refuses requests to a foreign host name (a page elsewhere may have made it point here), writes that another site asked for, and
    bodies without measure."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str] = LOOPBACK, max_body_bytes: int = MAX_BODY_BYTES) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._max = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope["method"], Headers(scope=scope))

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SAID.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-cache")
            await send(message)

        if refusal is not None:
            await problem(*refusal)(scope, receive, told)
            return
        await self._app(scope, _measured(receive, self._max), told)

    def _refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if _name(host) not in self._hosts:
            return 421, f"This desk does not answer to the name {host[:80]!r}. Open it at the address that onrecord serve printed."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._max:
            return 413, f"The request is larger than {self._max // 1024 // 1024} MiB, the most that is taken at once."
        if method not in _READS and not _same_site(headers, host):
            return 403, "The request comes from another site, so nothing was changed. Use the forms of this desk."
        return None


def _name(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def _same_site(headers: Headers, host: str) -> bool:
    """By what the browser says of where the request comes from; a program that is no browser says neither and is let in."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == host


class TooLarge(Exception):
    """A body went on after what it said was its end."""


def _measured(receive: Receive, most: int) -> Receive:
    seen = 0

    async def measured() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLarge
        return message

    return measured
