"""Who asks: by the session that a browser or a program holds, or by the word of a proxy that is trusted."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from onrecord.accounts import Accounts, Needed, What
from onrecord.errors import BusyError, InputError
from onrecord.serving.attempts import Attempts
from onrecord.serving.proxy import Proxy
from onrecord.settings import ServeLimits
from onrecord.text import fold

CALLER, DOORS, LOG = "onrecord.caller", "onrecord.doors", "onrecord.log"  # in the scope of a request
_ADDRESS_SHARE = 5  # an office behind one address holds several people
_MINUTE = 60.0
_NAME = 400  # characters of what was typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """``name`` is that of the account; empty where there are no accounts. ``session``: the key of the session; None without one."""

    name: str
    role: Needed
    session: str | None = None


LOCAL = Caller(name="", role="admin")  # without accounts whoever sits at this machine may do everything
NOBODY = Caller(name="", role="anyone")


def caller_of(request: HTTPConnection) -> Caller:
    """Nobody, when nobody has looked who it is."""
    found: Caller = request.scope.get(CALLER, NOBODY)
    return found


class Doors:
    """Lets in those who have an account. What is refused here goes into the log."""

    def __init__(self, accounts: Accounts, *, limits: ServeLimits = ServeLimits(), proxy: Proxy = Proxy()) -> None:
        self.accounts = accounts
        self.proxy = proxy
        self._limits = limits
        self._tries = Attempts(limits.sign_ins, limits.sign_in_seconds)
        self._addresses = Attempts(limits.sign_ins * _ADDRESS_SHARE, limits.sign_in_seconds)
        self._told = Attempts(1, limits.sign_in_seconds)
        self._writes = Attempts(limits.writes, _MINUTE)
        self._by_proxy = Attempts(1, limits.session_idle_seconds)

    def caller(self, request: HTTPConnection) -> Caller:
        """Nobody, when there is neither a session that holds nor the word of a proxy for an account that may sign in."""
        named = self.proxy.user(_peer(request), request.headers)
        if named is not None:
            return self._named(request, named)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            session = self.accounts.sessions.find(token.strip(), "program")
        else:
            session = self.accounts.sessions.find(request.cookies.get(self._cookie(request), ""), "browser")
        return Caller(name=session.account, role=session.role, session=session.key) if session else NOBODY

    def _named(self, request: HTTPConnection, name: str) -> Caller:
        account = self.accounts.people.find(name)
        if account is None or account.disabled:
            if self._told.allowed(("proxy", name)):
                self._note(name, "sign-in refused", f"by a proxy, from {self.client(request)}: no account")
            return NOBODY
        if self._by_proxy.allowed(account.name):
            self._note(account.name, "signed in", f"by a proxy, from {self.client(request)}")
        return Caller(name=account.name, role=account.role)

    def is_passed_by(self, request: HTTPConnection) -> bool:
        """Whether the request comes unencrypted from elsewhere although there is a proxy that it should have come through."""
        return self.proxy.is_passed_by(request.scope.get("scheme", "http"), _peer(request))

    def client(self, request: HTTPConnection) -> str:
        return self.proxy.client(_peer(request), request.headers)

    def may_write(self, caller: Caller) -> bool:
        """Whether the caller has changed less than may be changed in a minute."""
        return self._writes.allowed(caller.name)

    def sign_in(self, request: Request, name: str, password: str) -> str:
        """The secret of a new session, after the one that the browser held has ended.

        Raises InputError when name and password are not those of an account, in the same words whichever is wrong, and BusyError.
        """
        self._count(request, name)
        account = self.accounts.people.is_right(name, password)
        if account is None:
            self._note(name, "sign-in refused", f"from {self.client(request)}")
            raise InputError("Name and password do not belong together, or the account is disabled.")
        self._tries.forget((fold(name[:_NAME]), self.client(request)))
        before = caller_of(request)
        with self.accounts.noted(account.name, "signed in") as about:
            about.append(f"by password, from {self.client(request)}")
            if before.session:
                self.accounts.sessions.end(before.name, before.session)
            return self.accounts.sessions.begin(account, f"{self.client(request)}, {request.headers.get('user-agent', 'no browser named')}")

    def change_password(self, request: Request, now: str, new: str) -> str:
        """As ``sign_in``, of who asks; every session of the account ends, and the secret of a new one comes back."""
        caller = caller_of(request)
        self._count(request, caller.name)
        if self.accounts.people.is_right(caller.name, now) is None:
            self._note(caller.name, "sign-in refused", f"present password wrong when changing it, from {self.client(request)}")
            raise InputError("That is not the present password, so it stays as it is.")
        with self.accounts.noted(caller.name, "account") as about:
            about.append(f"{caller.name}: password changed, from {self.client(request)}")
            account = self.accounts.people.set_password(caller.name, new)
            return self.accounts.sessions.begin(account, f"{self.client(request)}, {request.headers.get('user-agent', 'no browser named')}")

    def sign_out(self, request: Request, session: str | None = None) -> None:
        """Ends that session of the caller's account, or the one by which they ask."""
        caller = caller_of(request)
        wanted = session or caller.session
        if wanted:
            with self.accounts.noted(caller.name, "signed out") as about:
                about.append(f"session {wanted[:12]}, from {self.client(request)}")
                self.accounts.sessions.end(caller.name, wanted)

    def give(self, request: Request, response: Response, secret: str) -> Response:
        """The answer with the secret for the browser to keep; an empty one: to forget it."""
        response.set_cookie(
            self._cookie(request),
            secret,
            max_age=int(self._limits.session_seconds) if secret else 0,
            path="/",
            secure=self.is_encrypted(request),
            httponly=True,
            samesite="lax",
        )
        return response

    def refuse(self, request: Request, needed: Needed) -> None:
        """Takes down that somebody asked for what their role does not allow."""
        caller = caller_of(request)
        if self._told.allowed((caller.name, request.url.path)):
            self._note(caller.name, "refused", f"{request.method} {request.url.path} needs {needed}")

    def _count(self, request: Request, name: str) -> None:
        client = self.client(request)
        tried = (fold(name[:_NAME]), client)  # however it is typed, it is one account
        if self._addresses.allowed(client) and self._tries.allowed(tried):
            return
        if self._told.allowed(tried):
            self._note(name, "sign-in refused", f"from {client}: tried too often")
        raise BusyError(f"Too many tries. Wait {self._limits.sign_in_seconds / _MINUTE:.0f} minutes, or ask an admin for another password.")

    def _note(self, who: str, what: What, about: str) -> None:
        self.accounts.log.add(who, what, about)

    def is_encrypted(self, request: HTTPConnection) -> bool:
        return self.proxy.is_encrypted(request.scope.get("scheme", "http"), _peer(request), request.headers)

    def _cookie(self, request: HTTPConnection) -> str:
        """By https a name that a browser keeps to this host, this path and encryption, whoever sets it."""
        return "__Host-onrecord" if self.is_encrypted(request) else "onrecord"


def _peer(request: HTTPConnection) -> str | None:
    return request.client.host if request.client else None
