"""A view as the answer that was asked for, with a tag by which a second request can be short; and what went wrong, in words."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import BusyError, InputError, MissingError, OnRecordError, StaleError, StoreError
from onrecord.export import dump
from onrecord.views import View

PROBLEM = "application/problem+json"
_LOG = logging.getLogger(__name__)


def answer(request: Request, body: str, media_type: str, headers: Mapping[str, str] | None = None, *, version: str = "") -> Response:
    """The body, or 304 when whoever asks has it already. ``version`` stands at the head of the tag."""
    data = body.encode("utf-8", "replace")
    tag = f'"{version}{"." if version else ""}{hashlib.sha256(data).hexdigest()[:24]}"'
    more = {"etag": tag, "vary": "accept, cookie", **(headers or {})}
    if matches(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=more)
    return Response(data, media_type=media_type, headers=more)


def matches(header: str | None, tag: str) -> bool:
    """Whether an If-Match or If-None-Match names the tag. ``*`` names all; a weak tag counts as the strong one."""
    return header is not None and any(named.strip().removeprefix("W/") in (tag, "*") for named in header.split(","))


def version_matches(header: str, version: str) -> bool:
    """Whether an If-Match names an answer that began with this version, whatever else was in it."""
    return any(named.strip() == "*" or named.strip().strip('"').partition(".")[0] == version for named in header.split(","))


def json_answer(request: Request, value: Any, headers: Mapping[str, str] | None = None, *, version: str = "") -> Response:
    return answer(request, dump(value) + "\n", "application/json", headers, version=version)


def shaped(request: Request, view: View, shape: str, name: str) -> Response:
    """A view as ``.json`` or ``.csv``; ``name`` is what the file is called when it is kept."""
    if shape == ".json":
        return json_answer(request, view.wire())
    return answer(request, view.sheet().csv(), "text/csv; charset=utf-8", {"content-disposition": f'inline; filename="{name}.csv"'})


def problem(status: int, why: str, **more: Any) -> Response:
    """RFC 9457: what went wrong, as JSON."""
    title = HTTPStatus(status).phrase
    kind = title.lower().replace(" ", "-")
    found = {"type": f"urn:onrecord:problem:{kind}", "title": title, "status": status, "detail": why} | more
    return Response(dump(found) + "\n", status_code=status, media_type=PROBLEM)


def problem_of(error: Exception) -> tuple[int, str]:
    """Status and words for an error. What is not ours is told without its words, which may hold anything."""
    statuses: tuple[tuple[type[Exception], int], ...] = (
        (MissingError, 404),
        (StaleError, 412),
        (InputError, 400),
        (BusyError, 429),
        (StoreError, 503),
        (OnRecordError, 500),
    )
    for kind, status in statuses:
        if isinstance(error, kind):
            return status, str(error)
    _LOG.error("a request failed", exc_info=error)
    return 500, "Something went wrong inside onrecord. The log of onrecord serve says what."
