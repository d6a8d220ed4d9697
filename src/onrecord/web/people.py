"""Signing in and out, one's own account, and the log of what everybody did. There is none of it where there are no accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from onrecord.accounts import AuditLog, Entry
from onrecord.accounts.audit import COLUMNS, KINDS
from onrecord.errors import BusyError, InputError, MissingError
from onrecord.export.wire import Wire
from onrecord.serving import Doors, caller_of
from onrecord.serving.answers import shaped
from onrecord.serving.asked import one_of
from onrecord.serving.doors import DOORS, LOG
from onrecord.views import At
from onrecord.views.sheet import Sheet
from onrecord.web.desk import SIGN_IN, Desk, Handed, local, there
from onrecord.web.render import page

_SHOWN = 500


def _doors(request: Request) -> Doors:
    """Raises MissingError where there are no accounts, and InputError to a program, whose token is for the record alone."""
    found: Doors | None = request.scope.get(DOORS)
    if found is None:
        raise MissingError("This desk has no accounts: whoever sits at this machine uses it. Make one with: onrecord user add NAME")
    if "authorization" in request.headers:
        raise InputError("A token is for asking the record. Accounts and sessions are changed by people who are signed in.")
    return found


def sign_in_form(desk: Desk, request: Request) -> Response:
    _doors(request)
    lost = "You were signed out meanwhile, so what you sent was not kept." if request.query_params.get("lost") else None
    return _sign_in_page(request, refused=lost)


def _sign_in_page(request: Request, *, name: str = "", to: str = "", refused: str | None = None, status: int = 200) -> Response:
    to = local(to or request.query_params.get("to", "")) or "/"
    return _unkept(page(request, "sign-in.html", status=status, name=name, to=to, refused=refused))


def sign_in(desk: Desk, request: Request, handed: Handed) -> Response:
    """On to what was asked for before."""
    doors, fields = _doors(request), handed.fields
    try:
        secret = doors.sign_in(request, fields.get("name", ""), fields.get("password", ""))
    except (InputError, BusyError) as error:
        status = 429 if isinstance(error, BusyError) else 401
        return _sign_in_page(request, name=fields.get("name", "")[:100], to=fields.get("to", ""), refused=str(error), status=status)
    return doors.give(request, there(local(fields.get("to", "")) or "/"), secret)


def sign_out(desk: Desk, request: Request, handed: Handed) -> Response:
    """Of the session that is named, or of this one; then nothing of the desk stays in the browser."""
    doors, wanted = _doors(request), handed.fields.get("session", "")
    own = caller_of(request).session
    doors.sign_out(request, wanted or None)
    if wanted and wanted != own:
        return there("/account")
    response = doors.give(request, there(SIGN_IN), "")
    response.headers["clear-site-data"] = '"cache", "storage"'
    return response


def account(desk: Desk, request: Request) -> Response:
    return _account_page(request)


def _account_page(request: Request, refused: str | None = None) -> Response:
    doors, caller = _doors(request), caller_of(request)
    found = doors.accounts.people.named(caller.name)
    sessions = [(s, _moment(s.made), _moment(s.seen), _moment(s.ends)) for s in doors.accounts.sessions.of(found.name)]
    return _unkept(page(request, "account.html", account=found, sessions=sessions, own=caller.session, refused=refused))


def change_password(desk: Desk, request: Request, handed: Handed) -> Response:
    """Every other session of the account ends with it."""
    doors, fields = _doors(request), handed.fields
    try:
        if caller_of(request).session is None or not doors.accounts.people.named(caller_of(request).name).has_password:
            raise InputError("This account has no password here: the proxy in front says who you are.")
        if fields.get("new") != fields.get("again"):
            raise InputError("The new password was not typed alike twice, so it stays as it is.")
        secret = doors.change_password(request, fields.get("now", ""), fields.get("new", ""))
    except (InputError, BusyError) as error:
        return _account_page(request, refused=str(error))
    return doors.give(request, there("/account"), secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """The log, its latest rows first, and what is wrong with it."""

    at: At
    entries: tuple[Entry, ...]
    faults: tuple[str, ...]

    def wire(self) -> Wire:
        return {"entries": [entry.wire() for entry in self.entries], "faults": list(self.faults)}

    def sheet(self) -> Sheet:
        return Sheet(columns=COLUMNS, rows=tuple(tuple(getattr(entry, name) for name in COLUMNS) for entry in self.entries))


def audit(desk: Desk, request: Request) -> Response:
    """Whole in its other shapes; the page shows the latest."""
    log: AuditLog | None = request.scope.get(LOG)
    if log is None:
        raise MissingError("No log is kept of this record. Begin one with: onrecord audit --begin")
    shape, kind = request.path_params.get("shape", ""), one_of(request.query_params, "what", KINDS)
    found = [entry for entry in log.entries(most=None if shape or kind else _SHOWN) if kind in (None, entry.what)]
    view = AuditView(at=At(), entries=tuple(found if shape else found[:_SHOWN]), faults=tuple(log.faults()))
    return _unkept(shaped(request, view, shape, "audit") if shape else page(request, "audit.html", view=view, kinds=KINDS))


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _unkept(response: Response) -> Response:
    response.headers["cache-control"] = "no-store"
    return response
