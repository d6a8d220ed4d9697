"""What the handlers of the desk work with, and how each of them is called and fails."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.serving import Intake, Records, problem, problem_of
from onrecord.serving.answers import shaped
from onrecord.serving.judging import note
from onrecord.views import At, View
from onrecord.web.render import page

SIGN_IN = "/sign-in"
_TITLES = {
    400: "That cannot be asked",
    403: "Not for this account",
    404: "Not in the record",
    412: "Changed meanwhile",
    429: "Too often",
    503: "The record is busy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The record and what takes reports in."""

    records: Records
    intake: Intake


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What a form holds: its fields by name, and its files as name and bytes."""

    fields: dict[str, str]
    files: tuple[tuple[str, bytes], ...]


Look = Callable[[Desk, Request], Response]
Act = Callable[[Desk, Request, Handed], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def looking(desk: Desk, look: Look) -> Endpoint:
    """A handler that reads, run beside others; its errors become a page."""

    @wraps(look)
    async def endpoint(request: Request) -> Response:
        request.state.exact = "known_at" not in request.query_params or desk.records.is_exact
        return await run_in_threadpool(_told, request, lambda: look(desk, request))

    return endpoint


def acting(desk: Desk, act: Act) -> Endpoint:
    """A handler that takes a form."""

    @wraps(act)
    async def endpoint(request: Request) -> Response:
        async with request.form(max_files=200, max_fields=100, max_part_size=4 * 1024 * 1024) as form:
            handed = await _handed(form)
        return await run_in_threadpool(_told, request, lambda: act(desk, request, handed))

    return endpoint


async def _handed(form: FormData) -> Handed:
    fields: dict[str, str] = {}
    files: list[tuple[str, bytes]] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files.append((value.filename, await value.read()))
        else:
            fields.setdefault(name, value.replace("\r\n", "\n"))  # a form writes every line end so, whatever was typed
    return Handed(fields=fields, files=tuple(files))


def _told(request: Request, call: Callable[[], Response]) -> Response:
    try:
        return call()
    except Exception as error:  # whatever it is, the reader gets a page and the log the rest
        return refused(request, *problem_of(error))


def denied(request: Request, status: int, why: str) -> Response:
    """Who is not signed in is led to where they can, and from there back; what they sent by a form is not kept."""
    if status != 401 or request.path_params.get("shape") or request.url.path.endswith(".atom"):
        return refused(request, status, why)
    to = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    asked = {"to": to} if request.method in ("GET", "HEAD") else {"lost": "yes"}
    return RedirectResponse(f"{SIGN_IN}?{urlencode(asked)}", status_code=303)


def local(address: str) -> str | None:
    """The address when it is one of this desk; None when it leads, or could be read as leading, elsewhere."""
    safe = address.startswith("/") and not address.startswith(("//", "/\\")) and not any(ord(c) < 33 or c == "\\" for c in address)
    return address if safe else None


def there(to: str) -> Response:
    return RedirectResponse(to, status_code=303)


def refused(request: Request, status: int, why: str) -> Response:
    """What went wrong, as a page, or as JSON where a program asked."""
    if request.path_params.get("shape"):
        return problem(status, why)
    title = _TITLES.get(status, "Something went wrong" if status >= 500 else "That cannot be done")
    return page(request, "problem.html", status=status, at=At(), title=title, why=why)


def shown_as(request: Request, view: View, template: str, **more: Any) -> Response:
    """The view in the shape that the address ends in, a page when it ends in none."""
    shape = request.path_params.get("shape", "")
    if shape == ".csv":
        note(request, "exported", f"a table of {request.url.path}")
    if shape:
        return shaped(request, view, shape, template.removesuffix(".html"))
    return page(request, template, view=view, **more)
