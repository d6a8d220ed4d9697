"""How often somebody may try."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable

_KEYS = 10_000  # remembered at a time; who tries under more names than that is held by the count for the address


class Attempts:
    """At most so many in so many seconds for one key."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._made: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def allowed(self, key: Hashable) -> bool:
        """Counts one more; False when it is one too many, which does not count itself."""
        now = self._clock()
        with self._lock:
            made = self._made.setdefault(key, deque())
            self._made.move_to_end(key)
            while made and made[0] <= now - self._seconds:
                made.popleft()
            while len(self._made) > _KEYS:
                self._made.popitem(last=False)
            if len(made) >= self._most:
                return False
            made.append(now)
            return True

    def forget(self, key: Hashable) -> None:
        with self._lock:
            self._made.pop(key, None)
