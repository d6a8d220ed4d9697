"""What stands before every request: whose name it was sent to, whether another site sent it, how large it is; and what every answer says
to the browser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.serving.answers import problem

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
MAX_BODY_BYTES = 100 * 1024 * 1024
READS = frozenset({"GET", "HEAD", "OPTIONS"})

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
# Pages of programs on this machine, such as OpenRefine's (http://127.0.0.1:3333): the whole header, since a browser writes it so.
_NEIGHBOUR = re.compile(r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?")
_NEIGHBOURS_FRAME = "frame-ancestors http://127.0.0.1:* http://localhost:*"  # a policy cannot name [::1]


class Guard:
    """Refuses requests to a foreign host name (a page elsewhere may have made it point here), writes that another site asked for, and
    bodies without measure. ``shared`` has the paths of shared routes and, for those that may be framed, the policy of their page."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Iterable[str] = LOOPBACK,
        max_body_bytes: int = MAX_BODY_BYTES,
        shared: Mapping[str, str | None] | None = None,
    ) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._max = max_body_bytes
        self._shared = dict(shared or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        refusal = self._refusal(scope["method"], scope["path"], asked)
        said = self._said(scope["path"], asked.get("origin"))

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in said.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-cache")
                if scope["path"] in self._shared:
                    headers.add_vary_header("origin")
            await send(message)

        if refusal is not None:
            await problem(*refusal)(scope, receive, told)
            return
        await self._app(scope, _measured(receive, self._max), told)

    def _said(self, path: str, origin: str | None) -> Mapping[str, str]:
        """What the answer tells the browser. Only pages of this machine are let in, by name and never by ``*``: a page elsewhere that is
        open in the same browser could else read the names of the record."""
        if path not in self._shared:
            return _SAID
        policy = self._shared[path]
        if policy is not None:
            framed = {name: value for name, value in _SAID.items() if name != "x-frame-options"}  # it cannot name who may
            return framed | {"content-security-policy": f"{policy}; {_NEIGHBOURS_FRAME}"}
        return _SAID | {"access-control-allow-origin": origin} if origin is not None and _is_neighbour(origin) else _SAID

    def _refusal(self, method: str, path: str, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if _name(host) not in self._hosts:
            return 421, f"This desk does not answer to the name {host[:80]!r}. Open it at the address that onrecord serve printed."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._max:
            return 413, f"The request is larger than {self._max // 1024 // 1024} MiB, the most that is taken at once."
        # A POST to a shared path is a question too long for an address. Letting a neighbour's page send it is safe: the routes there open
        # the record for reading only, no cookie or secret makes their answer another, and every other path refuses the same request.
        # Pages from elsewhere have no business even there.
        neighbour = path in self._shared and _is_neighbour(headers.get("origin", ""))
        if method not in READS and not neighbour and not _same_site(headers, host):
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
    return origin is None or origin in (f"http://{host}", f"https://{host}")


def _is_neighbour(origin: str) -> bool:
    return _NEIGHBOUR.fullmatch(origin) is not None


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
