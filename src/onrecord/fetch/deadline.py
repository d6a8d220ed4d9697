"""How much time is left: for the phase that is under way, and for one address in all."""

from __future__ import annotations

import time
from collections.abc import Callable

from onrecord.fetch.refused import NotFetched


class Deadline:
    """Counts down from ``total`` seconds; ``enter`` begins a phase with seconds of its own. Time spent being polite is given back."""

    def __init__(self, total: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._total = total
        self._end = clock() + total
        self._phase_end = self._end
        self._phase = "fetching"

    def enter(self, phase: str, seconds: float) -> None:
        """Begins a phase: what it is called in a refusal, and how long it may take."""
        self._phase = phase
        self._phase_end = min(self._end, self._clock() + seconds)

    def give_back(self, seconds: float) -> None:
        """Time that was not the server's."""
        self._end += seconds

    def phase_seconds(self) -> float:
        """What is left of the phase, more than none. Raises NotFetched when nothing is."""
        left = self._phase_end - self._clock()
        if left <= 0:
            raise self.missed()
        return left

    def missed(self) -> NotFetched:
        """What to raise when the time is over."""
        whole = self._clock() >= self._end
        limit = f"fetching took more than {self._total:g} s (fetch.total_seconds)" if whole else f"{self._phase} took too long"
        return NotFetched(f"{limit}; given up. It may work later.", kind="failed")
