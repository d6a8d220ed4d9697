"""The routes as one application behind its guard and its doors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.accounts import AuditLog
from onrecord.serving.answers import problem, problem_of
from onrecord.serving.doors import CALLER, DOORS, LOCAL, LOG, Doors
from onrecord.serving.guard import LOOPBACK, READS, Guard, TooLarge
from onrecord.serving.routes import RoleRoute, SharedRoute
from onrecord.settings import ServeLimits

_YEAR = 365 * 24 * 3600


def make_app(
    routes: Sequence[BaseRoute],
    doors: Doors | None = None,
    *,
    log: AuditLog | None = None,
    names: Iterable[str] = (),
    limits: ServeLimits = ServeLimits(),
) -> ASGIApp:
    """Answers what the routes name, and nothing that the guard refuses. What goes wrong outside of them is told as a problem.

    With ``doors`` only those with an account are let in, each as far as their role goes; without, everybody who reaches it, and ``log``
    takes down what they do. ``names``: under which it answers beside those of this machine. Raises TypeError for a route that does not
    say who may ask it.
    """
    handlers = {HTTPException: _refused, TooLarge: _too_large, Exception: _failed}
    shared = {route.path: route.policy for route in all_routes(routes) if isinstance(route, SharedRoute)}
    if doors:  # then the answers are for those who have an account, and the pages of other programs hold none
        shared = {}
    app = _Entrance(Starlette(routes=routes, exception_handlers=handlers), doors, doors.accounts.log if doors else log)
    return Guard(app, hosts=LOOPBACK.union(name.lower() for name in names), max_body_bytes=limits.max_body_bytes, shared=shared)


def all_routes(routes: Sequence[BaseRoute], prefix: str = "") -> Iterator[RoleRoute]:
    """Every one, also under mounts. Raises TypeError for one without a role."""
    for route in routes:
        if isinstance(route, Mount):
            yield from all_routes(route.routes, prefix + route.path)
        elif isinstance(route, RoleRoute):
            yield route
        else:
            raise TypeError(f"{prefix}{getattr(route, 'path', route)} does not say who may ask it: make it a RoleRoute.")


class _Entrance:
    """Finds out who asks, once for each request, and slows down those who change too much."""

    def __init__(self, app: ASGIApp, doors: Doors | None, log: AuditLog | None) -> None:
        self._app = app
        self._doors = doors
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope[CALLER], scope[LOG] = LOCAL, self._log
            if self._doors is not None:
                if self._doors.is_passed_by(HTTPConnection(scope)):
                    await problem(403, "Ask through the proxy in front of this desk, by https.")(scope, receive, send)
                    return
                scope[DOORS] = self._doors
                scope[CALLER] = caller = await run_in_threadpool(self._doors.caller, HTTPConnection(scope))
                if scope["method"] not in READS and caller.name and not self._doors.may_write(caller):
                    slow = problem(429, "That is more than one account may change in a minute. Wait a minute.")
                    await slow(scope, receive, send)
                    return
                send = _private(send, encrypted=self._doors.is_encrypted(HTTPConnection(scope)))
        await self._app(scope, receive, send)


def _private(send: Send, *, encrypted: bool) -> Send:
    """What is for those with an account stays in no cache; once asked by https, a browser asks this host by nothing else."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("cache-control", "no-store")
            if encrypted:
                headers["strict-transport-security"] = f"max-age={_YEAR}"
        await send(message)

    return sent


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = problem(error.status_code, error.detail)
    response.headers.update(error.headers or {})
    return response


async def _too_large(_: Request, __: Exception) -> Response:
    return problem(413, "The request is larger than what is taken at once.")


async def _failed(_: Request, error: Exception) -> Response:
    return problem(*problem_of(error))
