from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.fetch import Fetcher, FetchOptions, Gate, Turns

sys.path.insert(0, str(Path(__file__).parent))  # for press
from press import QUICK, Server, only_this_machine  # noqa: E402


@pytest.fixture
def server() -> Iterator[Server]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(listener.getsockname()[1])

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=server.answer, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield server
    listener.close()


@pytest.fixture
def make_fetcher(server: Server) -> Callable[..., Fetcher]:
    """A fetcher that finds the server under every name, unless ``addresses`` says otherwise."""

    def make(addresses: dict[str, list[str]] | None = None, **options: object) -> Fetcher:
        limits = replace(QUICK, **options.pop("limits", {}))  # type: ignore[arg-type]
        chosen = FetchOptions(contact="desk@paper.example", version="0.1.0", limits=limits, ports=frozenset({server.port}), **options)  # type: ignore[arg-type]
        known = addresses or {}
        gate = Gate(resolve=lambda host, port: known.get(host, ["127.0.0.1"]), forbids=only_this_machine)
        return Fetcher(chosen, gate=gate, turns=Turns(limits.delay_seconds, limits.max_delay_seconds))

    return make
