"""The record as a reconciliation service: names of a list, say in OpenRefine, matched with its entities. Reads only.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/. OpenRefine's server sends the questions; its page in the
browser reads the manifest and suggestions by CORS, and shows previews in a frame. JSONP, which would run answers as a script, is refused.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from onrecord.desk import reconcile
from onrecord.desk.reconcile import MOST_QUERIES, Addresses, Json, Names
from onrecord.errors import InputError, MissingError
from onrecord.export import dump
from onrecord.serving import Records, SharedRoute, answer, problem, problem_of
from onrecord.serving.answers import json_answer
from onrecord.serving.asked import word

PATH = "/reconcile"
MOST_BYTES = 1024 * 1024  # of a batch
MOST_LETTERS = 500  # of a name or prefix
_MOST_FIELDS = 20
_FORM = "application/x-www-form-urlencoded"

Asked = Mapping[str, str]
Ask = Callable[[Records, Request, Asked], Response]


def reconcile_routes(records: Records) -> list[BaseRoute]:
    """Everything under ``/reconcile``."""
    found: list[BaseRoute] = [SharedRoute(PATH, _asking(records, _service), methods=["GET", "POST"])]
    looks: tuple[tuple[str, Ask], ...] = (
        ("/suggest/entity", _entities),
        ("/suggest/type", _types),
        ("/suggest/property", _properties),
        ("/extend/propose", _proposed),
    )
    found += [SharedRoute(PATH + path, _asking(records, look)) for path, look in looks]
    # In a sandbox the page is of no origin: whatever it held, it could neither run nor reach the desk.
    found.append(SharedRoute(f"{PATH}/preview", _asking(records, _preview), policy=f"{reconcile.PREVIEW_POLICY}; sandbox"))
    return found


def _asking(records: Records, ask: Ask) -> Callable[[Request], Awaitable[Response]]:
    def answered(request: Request, asked: Asked) -> Response:
        try:
            if "callback" in asked:
                raise InputError("There is no JSONP here. OpenRefine asks without callback since version 3.3.")
            return ask(records, request, asked)
        except Exception as error:  # told as a problem, whatever it is
            return problem(*problem_of(error))

    async def endpoint(request: Request) -> Response:
        form = await _form(request) if request.method == "POST" else {}
        return await run_in_threadpool(answered, request, {**request.query_params, **form})

    return endpoint


async def _form(request: Request) -> dict[str, str]:
    """The fields of the body. Raises HTTPException when it is too large or no form."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise HTTPException(415, f"A batch is posted as a form: {_FORM}.")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise HTTPException(413, f"A batch has at most {MOST_BYTES // 1024} KiB. Ask in smaller ones.")
    try:
        text = body.decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise HTTPException(400, "The body is not a form of a few fields in UTF-8.") from None


def _service(records: Records, request: Request, asked: Asked) -> Response:
    if "queries" in asked and "extend" in asked:
        raise InputError("One thing at a time: queries, or extend.")
    if "queries" in asked:
        found = reconcile.match_batch(_names(records), _queries(asked["queries"]))
    elif "extend" in asked:
        wanted = _wanted(asked["extend"])
        with records.read() as record:
            found = reconcile.extend(record, wanted)
    elif request.method == "POST":
        raise InputError("There are neither queries nor extend in the form.")
    else:
        base = f"{request.url.scheme}://{request.headers['host']}"  # the guard has let the name through
        found = reconcile.manifest(Addresses(service=base + PATH, view=base + "/entities/{{id}}"))
    if request.method == "POST":
        return Response(dump(found) + "\n", media_type="application/json")
    return json_answer(request, found)


def _entities(records: Records, request: Request, asked: Asked) -> Response:
    prefix, cursor = _prefix(asked), _number(asked, "cursor") or 0
    return json_answer(request, reconcile.suggest_entities(_names(records), prefix, cursor=cursor))


def _types(_: Records, request: Request, asked: Asked) -> Response:
    return json_answer(request, reconcile.suggest_types(_prefix(asked)))


def _properties(_: Records, request: Request, asked: Asked) -> Response:
    return json_answer(request, reconcile.suggest_properties(_prefix(asked)))


def _proposed(_: Records, request: Request, asked: Asked) -> Response:
    return json_answer(request, reconcile.propose_properties(asked.get("type", ""), _number(asked, "limit")))


def _preview(records: Records, request: Request, asked: Asked) -> Response:
    wanted = word(asked, "id")
    if wanted is None:
        raise InputError("id has to be given.")
    with records.read() as record:
        page = reconcile.preview_html(record, wanted)
    if page is None:
        raise MissingError("The record has no entity of this id.")
    return answer(request, page, "text/html; charset=utf-8")


def _names(records: Records) -> Names:
    return records.view(("names to match",), Names)


def _queries(text: str) -> Json:
    """The batch. Raises InputError for one that is none or asks too much: nothing of it is left out unsaid."""
    batch = _object(text, "queries")
    _within(len(batch), "queries")
    for key, query in batch.items():
        name = query.get("query") if isinstance(query, dict) else None
        if isinstance(name, str) and len(name) > MOST_LETTERS:
            raise InputError(f"The name in query {key[:40]!r} has {len(name)} characters; a name has at most {MOST_LETTERS}.")
    return batch


def _wanted(text: str) -> Json:
    wanted = _object(text, "extend")
    for key in ("ids", "properties"):
        if not isinstance(wanted.get(key), list):
            raise InputError(f"extend has a list of {key}.")
    _within(len(wanted["ids"]), "ids")
    return wanted


def _within(number: int, of: str) -> None:
    if number > MOST_QUERIES:
        raise InputError(f"There are {number} {of}. A batch has at most {MOST_QUERIES}; ask in several.")


def _object(text: str, name: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate is no text
    except (ValueError, RecursionError):
        raise InputError(f"{name} is not JSON in UTF-8.") from None
    if not isinstance(value, dict):
        raise InputError(f"{name} is a JSON object.")
    return value


def _prefix(asked: Asked) -> str:
    prefix = asked.get("prefix", "")
    if len(prefix) > MOST_LETTERS:
        raise InputError(f"prefix has at most {MOST_LETTERS} characters.")
    return prefix


def _number(asked: Asked, name: str) -> int | None:
    """None for nothing. Raises InputError for what is no small number."""
    given = word(asked, name)
    if given is None:
        return None
    if not given.isascii() or not given.isdecimal() or len(given) > 6:
        raise InputError(f"{name} is a number from 0 to 999999, not {given[:40]!r}.")
    return int(given)
