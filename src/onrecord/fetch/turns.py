"""Politeness: who may be asked when. One request at a time, a pause after each, longer where the host asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from onrecord.fetch.refused import NotFetched


@dataclass(slots=True)
class _Host:
    delay: float
    ready: float = 0.0
    failures: int = 0  # in a row


@dataclass(slots=True)
class Turns:
    """When each host may be asked next. After ``max_failures`` in a row a host is left alone for ``rest`` seconds: two hundred pages of a
    host that answers nobody would cost hours. ``clock`` and ``sleep`` are replaced in tests."""

    delay: float
    max_delay: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    max_failures: int = 3
    rest: float = 900.0
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def ready_in(self, host: str) -> float:
        """Seconds until the host may be asked; 0: now."""
        found = self._hosts.get(host)
        return max(0.0, found.ready - self.clock()) if found else 0.0

    def wait(self, host: str) -> float:
        """Waits for the host's turn, and returns for how long. Raises NotFetched when the host asks for more than ``max_delay``."""
        left = self.ready_in(host)
        if left > self.max_delay and (failures := self._host(host).failures) >= self.max_failures:
            why = f"{host} failed {failures} times in a row and is left alone for another {left:.0f} s. Try again then."
            raise NotFetched(why, kind="failed")
        if left > self.max_delay:
            why = (
                f"{host} asks to be left alone for another {left:.0f} s, more than is waited for (fetch.max_delay_seconds). Try again then."
            )
            raise NotFetched(why, kind="failed", retry_seconds=left)
        if left:
            self.sleep(left)
        return left

    def done(self, host: str) -> None:
        """A request to the host has ended: the pause begins."""
        found = self._host(host)
        found.ready = max(found.ready, self.clock() + found.delay)

    def slow_down(self, host: str, delay: float) -> None:
        """The host asks for this many seconds between two requests (Crawl-delay); never fewer than our own."""
        self._host(host).delay = max(self.delay, delay)

    def hold(self, host: str, seconds: float) -> None:
        """The host is not asked for this long (Retry-After, or it failed)."""
        found = self._host(host)
        found.ready = max(found.ready, self.clock() + seconds)

    def failed(self, host: str) -> None:
        """All tries at an address of the host have failed."""
        found = self._host(host)
        found.failures += 1
        if found.failures >= self.max_failures:
            self.hold(host, max(self.rest, 2 * self.max_delay))

    def worked(self, host: str) -> None:
        """The host has answered."""
        self._host(host).failures = 0

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host(self.delay))
