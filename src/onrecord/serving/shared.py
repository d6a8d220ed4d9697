"""Addresses that other programs on this machine may ask, even from a page of theirs in the browser."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


class SharedRoute(Route):
    """A route that only reads the record, whatever its methods, and whose path has no parts that vary. The guard lets pages of other
    programs on this machine ask it. Their scripts may read what it answers; with a ``policy`` (the content security policy of a page
    without scripts) they may show it in a frame instead."""

    def __init__(
        self, path: str, endpoint: Callable[[Request], Awaitable[Response]], *, methods: Sequence[str] = ("GET",), policy: str | None = None
    ) -> None:
        super().__init__(path, endpoint, methods=methods)
        self.policy = policy
