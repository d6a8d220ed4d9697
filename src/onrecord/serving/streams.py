"""Server-sent events: what somebody handed in, whenever it has come further."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from onrecord.export import dump
from onrecord.serving.answers import problem
from onrecord.serving.intake import Intake

_STREAM_SECONDS = 600
_LOOK_SECONDS = 0.25
_CLIENTS = 100
_open = 0


def job_stream(request: Request, intake: Intake, wanted: str) -> Response:
    """One event for each step of the job after the one that ``Last-Event-ID`` names, until it has ended."""
    if intake.job(wanted) is None:
        return problem(404, "There is no such job here; what was taken in is among the runs.")
    if _open >= _CLIENTS:
        return problem(503, "Too many look on already. Ask for the job itself instead.")
    last = request.headers.get("last-event-id", "")
    seen = int(last) if last.isascii() and last.isdecimal() and len(last) < 10 else -1
    return StreamingResponse(_events(intake, wanted, seen), media_type="text/event-stream")


async def _events(intake: Intake, wanted: str, seen: int) -> AsyncIterator[str]:
    global _open
    _open += 1
    try:
        stop = time.monotonic() + _STREAM_SECONDS
        while time.monotonic() < stop:
            job = intake.job(wanted)
            if job is None:
                return
            if job.step > seen:
                seen = job.step
                yield f"id: {job.step}\nevent: job\ndata: {dump(job.wire())}\n\n"
            if job.ended:
                return
            await asyncio.sleep(_LOOK_SECONDS)
    finally:
        _open -= 1
