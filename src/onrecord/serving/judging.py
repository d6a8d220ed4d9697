"""Taking down what people decide over the web, under whose name, and what of their acts goes into the log."""

from __future__ import annotations

from starlette.requests import Request

from onrecord.accounts import AuditLog, What
from onrecord.errors import InputError
from onrecord.pipeline import decide
from onrecord.serving.doors import LOG, caller_of
from onrecord.store import Judged, Record, Ruling, Signature

_MAX_AUTHOR, _MAX_WHY = 100, 2000


def signed(request: Request, author: str | None, why: str | None, based_on: str | None = None) -> Signature:
    """Who decides and why. Who has an account decides in its name, whatever the request says. Raises InputError when either is missing."""
    author = caller_of(request).name or " ".join((author or "").split())
    why = (why or "").strip()
    if not author or not why:
        raise InputError("A judgement needs your name and a reason (author and why): both are kept with it, and shown.")
    return Signature(author=author[:_MAX_AUTHOR], why=why[:_MAX_WHY], based_on=based_on)


def judge(request: Request, record: Record, ruling: Ruling, by: Signature) -> Judged:
    """As ``decide``, with a row in the log for each judgement."""
    judged = decide(record, ruling, by)
    for made in judged.judgements:
        note(request, "judged", f"{made.kind}, {made.id}, about {', '.join(made.targets)}", who=by.author)
    return judged


def note(request: Request, what: What, about: str, *, who: str = "") -> None:
    """A row in the log, where one is kept. ``who`` is asked for where there are no accounts."""
    log: AuditLog | None = request.scope.get(LOG)
    if log is not None:
        log.add(caller_of(request).name or who or "this machine", what, about)
