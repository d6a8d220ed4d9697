"""The routes as one application behind its guard."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from onrecord.serving.answers import problem, problem_of
from onrecord.serving.guard import Guard, TooLarge
from onrecord.serving.shared import SharedRoute


def make_app(routes: Sequence[BaseRoute]) -> ASGIApp:
    """Answers what the routes name, and nothing that the guard refuses. What goes wrong outside of them is told as a problem."""
    handlers = {HTTPException: _refused, TooLarge: _too_large, Exception: _failed}
    shared = {route.path: route.policy for route in routes if isinstance(route, SharedRoute)}
    return Guard(Starlette(routes=routes, exception_handlers=handlers), shared=shared)


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = problem(error.status_code, error.detail)
    response.headers.update(error.headers or {})
    return response


async def _too_large(_: Request, __: Exception) -> Response:
    return problem(413, "The request is larger than what is taken at once.")


async def _failed(_: Request, error: Exception) -> Response:
    return problem(*problem_of(error))
