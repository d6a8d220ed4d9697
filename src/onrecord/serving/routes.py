"""Addresses that say who may ask them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from onrecord.accounts import Needed, allows
from onrecord.serving.answers import problem
from onrecord.serving.doors import DOORS, caller_of

Endpoint = Callable[[Request], Awaitable[Response]]
Denied = Callable[[Request, int, str], Response]


def _problem(_: Request, status: int, why: str) -> Response:
    response = problem(status, why)
    if status == 401:
        response.headers["www-authenticate"] = 'Bearer realm="onrecord"'
    return response


class RoleRoute(Route):
    """A route for those with a role, or for anyone. There is no other way to make one, so that none is open by being forgotten.
    ``denied`` makes the answer for the rest: 401 where nobody is signed in, 403 where the role does not reach."""

    def __init__(
        self, path: str, endpoint: Endpoint, *, role: Needed, methods: Sequence[str] = ("GET",), denied: Denied = _problem
    ) -> None:
        super().__init__(path, endpoint, methods=methods)
        self.role = role
        self._denied = denied

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        caller = caller_of(request)
        if allows(caller.role, self.role):
            await super().handle(scope, receive, send)
            return
        if caller.role == "anyone":
            response = self._denied(request, 401, "Sign in first. A program sends the token of an account: Authorization: Bearer …")
        else:
            if doors := scope.get(DOORS):
                doors.refuse(request, self.role)
            response = self._denied(request, 403, f"{caller.name} is {caller.role}, and this is for the role {self.role} and above.")
        await response(scope, receive, send)


class SharedRoute(RoleRoute):
    """A route that only reads the record, whatever its methods, and whose path has no parts that vary. Where there are no accounts
    the guard lets pages of other programs on this machine ask it. Their scripts may read what it answers; with a ``policy`` (the content
    security policy of a page without scripts) they may show it in a frame instead."""

    def __init__(self, path: str, endpoint: Endpoint, *, methods: Sequence[str] = ("GET",), policy: str | None = None) -> None:
        super().__init__(path, endpoint, role="reader", methods=methods)
        self.policy = policy
