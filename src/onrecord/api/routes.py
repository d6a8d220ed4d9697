"""The operations as routes. An answer carries a tag; a body is JSON; what goes wrong is a problem."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount

from onrecord.api.acts import Acts
from onrecord.api.document import PREFIX, document
from onrecord.api.looks import Looks
from onrecord.api.operations import OPERATIONS, Operation
from onrecord.api.parts import SCHEMAS
from onrecord.api.reconcile import reconcile_routes
from onrecord.errors import InputError
from onrecord.export import dump
from onrecord.export.wire import Wire
from onrecord.serving import Intake, Records, RoleRoute, problem, problem_of
from onrecord.serving.answers import json_answer
from onrecord.serving.repeats import Repeats
from onrecord.serving.streams import job_stream

_MAX_BODY = 4 * 1024 * 1024
Endpoint = Callable[[Request], Awaitable[Response]]


def api_routes(records: Records, intake: Intake) -> list[BaseRoute]:
    """Everything under ``/api/v1``, and under ``/reconcile``."""
    looks, acts, repeats = Looks(records, intake), Acts(records, intake), Repeats()
    routes: list[BaseRoute] = [RoleRoute("/openapi.json", _describe, role="reader")]
    for operation in OPERATIONS:
        endpoint = _looking(looks, operation) if operation.method == "get" else _acting(acts, operation, repeats)
        routes.append(RoleRoute(operation.path, endpoint, role=operation.role, methods=[operation.method.upper()]))
    routes.append(RoleRoute("/jobs/{id}/events", _streaming(intake), role="reader"))
    routes.append(RoleRoute("/{path:path}", _nothing, role="reader"))
    return [Mount(PREFIX, routes=routes), *reconcile_routes(records)]


async def _describe(request: Request) -> Response:
    return json_answer(request, document())


async def _nothing(_: Request) -> Response:
    return problem(404, f"There is nothing at this address. What there is stands in {PREFIX}/openapi.json.")


def _looking(looks: Looks, operation: Operation) -> Endpoint:
    def answered(request: Request) -> Response:
        try:
            wire = looks.answer(operation.name, request)
        except Exception as error:  # told as a problem, whatever it is
            return problem(*problem_of(error))
        version = wire["statement"]["version"] if operation.name == "get_statement" else ""
        links = {"link": f'<{request.url.include_query_params(next=wire["next"])}>; rel="next"'} if wire.get("next") else {}
        return json_answer(request, wire, links, version=version)

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answered, request)

    return endpoint


def _acting(acts: Acts, operation: Operation, repeats: Repeats) -> Endpoint:
    act: Callable[[Request, dict[str, Any]], Wire] = getattr(acts, operation.name)

    def answered(request: Request, body: bytes) -> Response:
        try:
            wire = act(request, _read(body, operation))
        except Exception as error:  # told as a problem, whatever it is
            return problem(*problem_of(error))
        headers = {"location": f"{PREFIX}/jobs/{wire['id']}"} if operation.status == 202 else {}
        return Response(dump(wire) + "\n", status_code=operation.status, media_type="application/json", headers=headers)

    async def endpoint(request: Request) -> Response:
        if operation.name == "correct" and "if-match" not in request.headers:
            return problem(428, "A correction needs If-Match: the ETag of the statement as you saw it.")
        body = await request.body()
        if len(body) > _MAX_BODY:
            return problem(413, "The body is larger than 4 MiB. Hand larger texts in as files, on the command line or the page.")
        if operation.changes:
            return await run_in_threadpool(repeats.once, request, body, lambda: answered(request, body))
        return await run_in_threadpool(answered, request, body)

    return endpoint


def _read(body: bytes, operation: Operation) -> dict[str, Any]:
    """The body as an object with known keys. Raises InputError when it is none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise InputError("The body is not JSON.") from None
    known = SCHEMAS[operation.takes or ""]["properties"]
    if not isinstance(value, dict):
        raise InputError("The body is a JSON object.")
    if unknown := sorted(set(value) - set(known)):
        raise InputError(f"The body has keys that mean nothing here: {', '.join(unknown)[:200]}. It may have: {', '.join(known)}.")
    return value


def _streaming(intake: Intake) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return job_stream(request, intake, request.path_params["id"])

    return endpoint
