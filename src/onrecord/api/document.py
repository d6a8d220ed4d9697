"""The description of the programming interface (OpenAPI 3.1), made from the table of operations."""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

from onrecord.api.operations import OPERATIONS, Operation
from onrecord.api.parts import IDEMPOTENCY, all_schemas, ref

PREFIX = "/api/v1"
VERSION = "1.0.0"

_ABOUT = """\
Who said what, to whom, when and through whom. It answers on this machine; where there are
accounts, to whoever sends a token (Authorization: Bearer).

Offsets are [start, end) in code points of a report's text. Absent is null or [], never missing; keys may be added. Errors are
application/problem+json (RFC 9457). `next` is opaque. Every GET has an ETag and answers 304 to If-None-Match. `as_of` (when it was
published) and `known_at` (when the record learnt of it) stand for the two clocks. Corrections are judgements: rows of their own, with
author and reason, that can be undone. A write that is sent again with its Idempotency-Key is done once. `/jobs/{id}/events` streams
server-sent events. `/reconcile`, outside of this prefix, is a reconciliation service for OpenRefine and describes itself (Reconciliation
Service API 0.2). What is not described here is unstable.
"""


def document() -> dict[str, Any]:
    """The whole description."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "onrecord", "version": VERSION, "description": _ABOUT, "license": {"name": "Apache-2.0"}},
        "servers": [{"url": PREFIX}],
        "paths": paths,
        "components": {"schemas": all_schemas()},
    }


def _described(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {"operationId": operation.name, "summary": operation.says}
    params = (*operation.params, IDEMPOTENCY) if operation.changes else operation.params
    if params:
        found["parameters"] = [param.described() for param in params]
    if operation.takes:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": ref(operation.takes)}}}
    success = {"description": HTTPStatus(operation.status).phrase, "content": {"application/json": {"schema": ref(operation.answers)}}}
    if operation.method == "get":
        success["headers"] = {"ETag": {"schema": {"type": "string"}}}
    found["responses"] = {str(operation.status): success}
    if operation.method == "get":
        found["responses"]["304"] = {"description": "Not Modified: the ETag given in If-None-Match still names it."}
    found["responses"] |= {
        str(status): _problem(HTTPStatus(status).phrase) for status in (*operation.fails, *((409, 422) if operation.changes else ()))
    }
    found["responses"]["default"] = _problem("What went wrong")
    return found


def _problem(says: str) -> dict[str, Any]:
    return {"description": says, "content": {"application/problem+json": {"schema": ref("problem_details")}}}


def write() -> None:
    """Beside this file, for the test that holds the two equal."""
    text = json.dumps(document(), indent=1, ensure_ascii=False, sort_keys=True)
    Path(__file__).with_name("openapi.json").write_text(f"{text}\n", encoding="utf-8")
