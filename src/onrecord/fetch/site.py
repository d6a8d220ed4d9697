"""What a site asks of all who fetch from it: robots.txt (RFC 9309) and tdmrep.json, each asked for once and believed for a day."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from onrecord.fetch.body import decoded_body, text_of
from onrecord.fetch.optout import TDM_PATH, Signal, tdm_of_site
from onrecord.fetch.refused import NotFetched
from onrecord.fetch.robots import Robots, parse_robots
from onrecord.fetch.urls import Target
from onrecord.fetch.wire import Answer
from onrecord.settings import FetchLimits

Ask = Callable[[Target], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The wishes of one origin. ``unreachable``: why robots.txt could not be had, which forbids everything; None when it could.
    ``closed``: why the host itself is not connected to."""

    robots: Robots = Robots()
    status: str = ""
    unreachable: str | None = None
    closed: NotFetched | None = None
    tdm: bytes = b""
    until: float = 0.0

    def require_allowed(self, target: Target) -> str:
        """In words, why the path may be fetched. Raises NotFetched when it may not."""
        if self.closed is not None:
            # Not to be tried again at once, or every page of a dead host would wait for it anew.
            raise NotFetched(self.closed.why, kind=self.closed.kind, host=self.closed.host)
        if self.unreachable is not None:
            why = f"the robots.txt of {target.host} cannot be had ({self.unreachable}), so nothing of it may be fetched for now."
            raise NotFetched(why, kind="failed")
        rule = self.robots.rule_for(target.path)
        if rule is not None and not rule.allow:
            why = f"the robots.txt of {target.host} forbids it to onrecord ({rule})."
            raise NotFetched(f"{why} With the publisher's permission: --permitted {target.host}")
        return f"{self.status}; {rule}" if rule else f"{self.status}; no rule for this path"

    def tdm_signal(self, target: Target) -> Signal | None:
        """What tdmrep.json says of the path."""
        return tdm_of_site(self.tdm, target.path) if self.tdm else None


class Sites:
    """The wishes of every origin, asked for when first needed."""

    def __init__(self, ask: Ask, limits: FetchLimits, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._limits = limits
        self._clock = clock
        self._known: dict[str, Site] = {}

    def of(self, target: Target) -> Site:
        """The wishes of the target's origin. Never raises: what could not be had is part of the answer."""
        found = self._known.get(target.origin)
        if found is None or found.until <= self._clock():
            found = self._known[target.origin] = self._fetch(target)
        return found

    def _fetch(self, target: Target) -> Site:
        until = self._clock() + self._limits.robots_seconds
        try:
            answer = self._ask(_at(target, "/robots.txt"))
            status = f"robots.txt: HTTP status {answer.status}"
            if answer.status == 429 or answer.status >= 500:
                # RFC 9309 2.3.1.4: out of reach means forbidden. Asked again soon: a day of silence for one bad minute is too long.
                return Site(unreachable=f"HTTP status {answer.status}", until=self._clock() + self._limits.robots_seconds / 96)
            robots = self._parse(answer) if answer.status < 300 else Robots()  # 2.3.1.3: none to be had means allowed
        except NotFetched as error:
            until = self._clock() + self._limits.robots_seconds / 96
            if error.host == target.host:  # nothing about robots.txt in particular
                return Site(closed=error, until=until)
            return Site(unreachable=error.why.rstrip("."), until=until)
        return Site(robots=robots, status=status, tdm=self._tdm_of(target), until=until)

    def _parse(self, answer: Answer) -> Robots:
        return parse_robots(text_of(decoded_body(answer, self._limits)[: self._limits.max_robots_bytes]))

    def _tdm_of(self, target: Target) -> bytes:
        """The file, empty when there is none: silence reserves nothing."""
        try:
            answer = self._ask(_at(target, TDM_PATH))
            return decoded_body(answer, self._limits)[: self._limits.max_robots_bytes] if answer.status == 200 else b""
        except NotFetched:
            return b""


def _at(target: Target, path: str) -> Target:
    return Target(scheme=target.scheme, host=target.host, port=target.port, path=path)
