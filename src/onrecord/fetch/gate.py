"""The one gate to the outside: a name is resolved once, every address that it has is checked, and that very address is dialled.

Whoever checks a name and lets a library resolve it again connects to whatever the second answer says. Here nothing resolves twice, and
every redirect passes the gate like a first address.
"""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from ipaddress import ip_address

from onrecord.fetch.addresses import Address, why_forbidden
from onrecord.fetch.deadline import Deadline
from onrecord.fetch.refused import NotFetched
from onrecord.fetch.urls import Target

MAX_ADDRESSES = 32  # of one name; more is an attempt to wear us out
_DIALLED = 4

Resolve = Callable[[str, int], Sequence[str]]


def system_resolve(host: str, port: int) -> list[str]:
    """The addresses that this machine's resolver gives. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))


class Gate:
    """Opens connections to public addresses, and to no others.

    The arguments exist for tests, which serve pages on this machine: no verb, option or variable of the environment reaches them
    (a test holds that). resolve: what answers for names. forbids: what makes an address forbidden. context: who is trusted.
    """

    def __init__(
        self,
        *,
        resolve: Resolve = system_resolve,
        forbids: Callable[[Address], str | None] = why_forbidden,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._resolve = resolve
        self._forbids = forbids
        self._context = context

    def connect(self, target: Target, deadline: Deadline) -> socket.socket:
        """An open connection, encrypted for https, certificate and name checked. Raises NotFetched; no request was sent then."""
        try:
            return self._connect(target, deadline)
        except NotFetched as error:
            error.host = target.host
            raise

    def _connect(self, target: Target, deadline: Deadline) -> socket.socket:
        addresses = self.vet(target, deadline)
        connection = _dial(addresses, target, deadline)
        if target.scheme == "http":
            return connection
        try:
            return self._encrypt(connection, target, deadline)
        except BaseException:
            connection.close()
            raise

    def vet(self, target: Target, deadline: Deadline) -> list[Address]:
        """The addresses of the target, all of them public. Raises NotFetched when one is not: a mixed answer is an attack or an error."""
        addresses = [self._read(written, target) for written in self._lookup(target, deadline)]
        if not addresses:
            raise NotFetched(f"{target.host} has no address.", kind="failed", again=True)
        for address in addresses:
            if what := self._forbids(address):
                raise NotFetched(f"{target.host} leads to {address}, {what}. Only public addresses are fetched.")
        return addresses

    def _lookup(self, target: Target, deadline: Deadline) -> Sequence[str]:
        try:
            return [str(ip_address(target.host))]
        except ValueError:
            return _in_time(self._resolve, target, deadline)

    @staticmethod
    def _read(written: str, target: Target) -> Address:
        try:
            return ip_address(written)
        except ValueError:
            raise NotFetched(f"the resolver's answer for {target.host} is no address.") from None

    def _encrypt(self, connection: socket.socket, target: Target, deadline: Deadline) -> ssl.SSLSocket:
        self._context = self._context or trusting_context()
        connection.settimeout(deadline.phase_seconds())
        try:
            return self._context.wrap_socket(connection, server_hostname=target.host, suppress_ragged_eofs=False)
        except TimeoutError:
            raise NotFetched(f"{target.host} did not finish the encrypted greeting in time.", kind="failed", again=True) from None
        except ssl.SSLCertVerificationError as error:
            raise NotFetched(f"the certificate of {target.host} is not to be trusted ({error.verify_message}).") from None
        except (ssl.SSLError, OSError) as error:
            raise NotFetched(f"no encrypted connection to {target.host} ({_reason(error)}).", kind="failed", again=True) from None


def trusting_context() -> ssl.SSLContext:
    """TLS 1.2 or later, certificates checked against what this machine trusts, or where it trusts nobody against Mozilla's list."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    paths = ssl.get_default_verify_paths()
    has_own = bool(paths.cafile) or (paths.capath is not None and os.path.isdir(paths.capath) and bool(os.listdir(paths.capath)))
    if not has_own:
        import certifi  # noqa: PLC0415 (needed only on a machine without certificates)

        context.load_verify_locations(certifi.where())
    return context


def _in_time(resolve: Resolve, target: Target, deadline: Deadline) -> Sequence[str]:
    """The system's resolver takes no deadline, so it is asked in a thread that is left behind when it takes too long."""
    answers: list[Sequence[str]] = []
    errors: list[Exception] = []

    def ask() -> None:
        try:
            answers.append(resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            errors.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(deadline.phase_seconds())
    if answers:
        if len(answers[0]) > MAX_ADDRESSES:
            raise NotFetched(f"{target.host} has {len(answers[0])} addresses, more than {MAX_ADDRESSES}.")
        return answers[0]
    why = f"cannot be resolved ({_reason(errors[0])})" if errors else "was not resolved in time"
    raise NotFetched(f"the name {target.host} {why}. Check it; it may work later.", kind="failed", again=True)


def _dial(addresses: Sequence[Address], target: Target, deadline: Deadline) -> socket.socket:
    last: OSError = OSError("no address")
    for address in addresses[:_DIALLED]:
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(deadline.phase_seconds() / min(len(addresses), _DIALLED))
            connection.connect((str(address), target.port))
            return connection
        except OSError as error:
            connection.close()
            last = error
        except BaseException:
            connection.close()
            raise
    raise NotFetched(f"{target.host} cannot be reached ({_reason(last)}).", kind="failed", again=True)


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(getattr(error, "strerror", None) or getattr(error, "reason", None) or error)[:200]
