"""Requests that are sent again because their answer was lost: done once, answered alike (the Idempotency-Key header)."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from onrecord.serving.answers import problem
from onrecord.serving.doors import caller_of

_KEPT = 1000  # answers
_KEPT_SECONDS = 24 * 3600.0
_LONGEST = 200  # characters of a key


@dataclass(slots=True)
class _Done:
    """What was asked under a key, when, and the answer; None: it is being worked out."""

    asked: bytes
    at: float
    answer: Response | None = None


class Repeats:
    """Remembers the last thousand answers of a day, in memory: what was asked before the server was started anew is done anew.

    Only what was done is remembered: a request that was refused changed nothing, and may be right when it is sent again.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._done: OrderedDict[bytes, _Done] = OrderedDict()

    def once(self, request: Request, body: bytes, act: Callable[[], Response]) -> Response:
        """What ``act`` answers, or answered before to the same request under the same key; without a key always anew."""
        key = request.headers.get("idempotency-key")
        if key is None:
            return act()
        if not 0 < len(key) <= _LONGEST or not key.isprintable():
            return problem(400, f"Idempotency-Key is one to {_LONGEST} printable characters.")
        name = _digest(key, request.url.path, caller_of(request).name)  # a key is its sender's own
        asked = _digest(request.method, request.url.query, request.headers.get("if-match", ""), body.hex())
        with self._lock:
            known = self._known(name)
            if known is None:
                self._done[name] = _Done(asked, time.monotonic())
        if known is not None:
            return _again(known, asked)
        answer = problem(500, "Something went wrong inside onrecord.")
        try:
            answer = act()
        finally:
            self._keep(name, answer)
        return answer

    def _known(self, name: bytes) -> _Done | None:
        oldest = time.monotonic() - _KEPT_SECONDS
        while self._done and (len(self._done) > _KEPT or next(iter(self._done.values())).at < oldest):
            self._done.popitem(last=False)
        return self._done.get(name)

    def _keep(self, name: bytes, answer: Response) -> None:
        with self._lock:
            if answer.status_code < 300 and name in self._done:
                self._done[name].answer = answer
            else:
                self._done.pop(name, None)


def _again(known: _Done, asked: bytes) -> Response:
    if known.asked != asked:
        return problem(422, "This Idempotency-Key was sent with another request. Take a new one for each.")
    if known.answer is None:
        return problem(409, "The request with this Idempotency-Key is still being worked on. Ask again in a moment.")
    return known.answer


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogateescape")).digest()
