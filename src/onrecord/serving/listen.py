"""Answering on this machine, and only to it."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from onrecord.errors import InputError

HOST = "127.0.0.1"
_YOUNG = 50_000  # objects between two looks for garbage


def check_address(host: str) -> None:
    """Raises InputError for any address but this machine's own: there are no accounts yet, so whoever could reach it could judge."""
    if host not in (HOST, "localhost"):
        raise InputError(
            f"onrecord serve answers on {HOST} only, not on {host!r}: it has no accounts yet, and whoever reaches it may correct the"
            " record. To look from another machine, forward a port: ssh -L 8017:127.0.0.1:8017 THIS-MACHINE"
        )


def settle() -> None:
    """Makes this process one that answers for long: what is loaded by now stays, so nobody need look through it for garbage again. A view
    is some hundred thousand values without a cycle; with the usual 700 the search for cycles among them took a quarter of its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 20)


def serve(app: ASGIApp, port: int, *, on_ready: Callable[[], None] = lambda: None) -> None:
    """Until it is stopped; ``on_ready`` is called when the port is ours. Raises InputError when the port is taken."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            raise InputError(f"Port {port} of {HOST} cannot be had ({error.strerror}). Name another with --port.") from None
        listener.listen()
        on_ready()
        config = uvicorn.Config(app, log_level="warning", server_header=False, lifespan="off", timeout_graceful_shutdown=3)
        settle()
        uvicorn.Server(config).run(sockets=[listener])
