"""Answering: on this machine only, or at another of its addresses where there are accounts."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from onrecord.collector import settle
from onrecord.errors import InputError

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where it answers. ``certificate`` and ``key``: files in PEM, for https; both or neither. ``max_requests``: at a time."""

    host: str = HOST
    port: int
    certificate: Path | None = None
    key: Path | None = None
    max_requests: int = 250

    @property
    def is_local(self) -> bool:
        """Whether only programs on this machine can reach it."""
        return ip_address(self.host).is_loopback

    @property
    def is_encrypted(self) -> bool:
        return self.certificate is not None

    @property
    def names(self) -> tuple[str, ...]:
        """What a browser calls it that asks for the address itself; none for all addresses of the machine, which are not known."""
        address = ip_address(self.host)
        return () if address.is_unspecified else (f"[{address}]" if address.version == 6 else str(address),)

    @property
    def address(self) -> str:
        """What to open in a browser on this machine."""
        host = (self.names or (HOST,))[0]
        return f"{'https' if self.is_encrypted else 'http'}://{host}:{self.port}/"

    def check(self, *, accounts: bool) -> None:
        """Raises InputError when it is no address, when there are no ``accounts`` and others could reach it, and when only one of
        certificate and key is named."""
        try:
            local = self.is_local
        except ValueError:
            raise InputError(
                f"{self.host!r} is no address. Write --host with one of this machine, such as 192.168.1.4 or 0.0.0.0."
            ) from None
        if not local and not accounts:
            raise InputError(
                f"onrecord serve answers on {HOST} only, not on {self.host!r}: this record has no accounts, and whoever reaches it could"
                " correct it. Make one first: onrecord user add NAME --role admin. Or, to look from another machine, forward a port:"
                f" ssh -L {self.port}:127.0.0.1:{self.port} THIS-MACHINE"
            )
        if (self.certificate is None) != (self.key is None):
            raise InputError("For https both are needed: --tls-cert FILE and --tls-key FILE.")


def serve(app: ASGIApp, at: Listening, *, on_ready: Callable[[], None] = lambda: None) -> None:
    """Until it is stopped; ``on_ready`` is called when the port is ours. Raises InputError when the port is taken."""
    family = socket.AF_INET6 if ip_address(at.host).version == 6 else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((at.host, at.port))
        except OSError as error:
            raise InputError(f"Port {at.port} of {at.host} cannot be had ({error.strerror}). Name another with --port.") from None
        listener.listen()
        try:
            server = uvicorn.Server(_config(app, at))
            server.config.load()
        except OSError as error:  # of the certificate or key
            raise InputError(f"The certificate {at.certificate} with {at.key} cannot be used ({error.strerror or error}).") from None
        on_ready()
        settle()
        server.run(sockets=[listener])


def _config(app: ASGIApp, at: Listening) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        lifespan="off",
        proxy_headers=False,  # else any program of this machine could say from where it asks; serving.proxy judges that
        timeout_graceful_shutdown=3,
        limit_concurrency=at.max_requests,
        ssl_certfile=at.certificate,
        ssl_keyfile=at.key,
    )
