"""Fetching one address: politely, through the gate at every hop, and with every answer bounded."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from onrecord.errors import InputError
from onrecord.fetch.body import ACCEPT, content_type, decoded_body, require_readable_type
from onrecord.fetch.deadline import Deadline
from onrecord.fetch.gate import Gate
from onrecord.fetch.optout import Signal, signals_of
from onrecord.fetch.page import Exchange, Known, Missed, Outcome, Page, Unchanged
from onrecord.fetch.refused import NotFetched
from onrecord.fetch.site import Site, Sites
from onrecord.fetch.status import REDIRECTS, require_page
from onrecord.fetch.turns import Turns
from onrecord.fetch.urls import DEFAULT_PORTS, Target, join_target, parse_target
from onrecord.fetch.wire import Answer, exchange
from onrecord.model import Refusal
from onrecord.settings import FetchLimits

_HEADER_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,1022}[\x21-\x7e])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """Who asks, and what is allowed.

    contact: an address (mail or web) at which a publisher reaches whoever runs this; part of the User-Agent. InputError without one.
    ports: from which is fetched. permitted: hosts whose publisher has permitted it: robots.txt and opt-outs are recorded, not obeyed.
    """

    contact: str
    version: str = field(default_factory=lambda: _installed_version())  # looked up when it is needed
    limits: FetchLimits = FetchLimits()
    ports: frozenset[int] = frozenset(DEFAULT_PORTS.values())
    permitted: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        known = re.fullmatch(r"[^\s@()<>]{1,100}@[^\s@()<>]{1,100}\.[^\s@()<>]{1,60}|https?://[^\s()<>]{3,200}", self.contact)
        if not known or not self.contact.isascii():
            raise InputError(
                "Publishers must be able to reach whoever fetches. Give --contact, or ONRECORD_CONTACT: a mail or web address."
            )

    @property
    def user_agent(self) -> str:
        return f"onrecord/{self.version} (+{self.contact})"


@dataclass(slots=True)
class _Way:
    """How far one address has been followed."""

    target: Target
    deadline: Deadline
    exchanges: list[Exchange] = field(default_factory=list)
    robots: str = ""
    site: Site = Site()


class Fetcher:
    """Fetches one address at a time. ``gate`` is given by tests alone; ``turns`` may be shared."""

    def __init__(self, options: FetchOptions, *, gate: Gate | None = None, turns: Turns | None = None) -> None:
        self.options = options
        limits = options.limits
        self.turns = turns or Turns(limits.delay_seconds, limits.max_delay_seconds)
        self._limits = limits
        self._gate = gate or Gate()
        self._sites = Sites(self._ask_site, limits, self.turns.clock)

    def fetch(self, url: str, *, known: Known | None = None, via: str | None = None) -> Outcome:
        """The page at an address, with ``known`` only if it has changed. Never raises on what a server does or an address says."""
        try:
            return self._try(parse_target(url, ports=self.options.ports), known, via, url)
        except NotFetched as error:
            refusal = Refusal(id=url, kind=error.kind, where=f"{url} (from {via})" if via else url, why=error.why)
            return Missed(refusal=refusal, retry_seconds=error.retry_seconds)

    def host_of(self, url: str) -> str | None:
        """The host that an address leads to first; None when it cannot be fetched."""
        try:
            return parse_target(url, ports=self.options.ports).host
        except NotFetched:
            return None

    def _try(self, target: Target, known: Known | None, via: str | None, asked: str) -> Outcome:
        for attempt in range(1, self._limits.tries + 1):
            way = _Way(target, Deadline(self._limits.total_seconds))
            try:
                return replace(self._follow(way, known), asked=asked, via=via)
            except NotFetched as error:
                pause = error.retry_seconds if error.retry_seconds is not None else _backoff(self._limits.delay_seconds, attempt)
                if error.again:
                    self.turns.hold(way.target.host, pause)
                if not error.again or attempt == self._limits.tries or pause > self._limits.max_delay_seconds:
                    if error.again:
                        self.turns.failed(way.target.host)
                    raise
        raise AssertionError("unreachable")  # pragma: no cover

    def _follow(self, way: _Way, known: Known | None) -> Page | Unchanged:
        for _ in range(self._limits.max_redirects + 1):
            self._require_allowed(way)
            answer = self._ask(way, self._header(way.target, known))
            if answer.status not in REDIRECTS:
                return self._outcome(way, answer, known)
            way.target = self._next_target(way, answer)
        raise NotFetched(f"it redirects more than {self._limits.max_redirects} times (fetch.max_redirects).")

    def _require_allowed(self, way: _Way) -> None:
        way.site = self._sites.of(way.target)
        if way.site.robots.crawl_delay is not None:
            self.turns.slow_down(way.target.host, way.site.robots.crawl_delay)
        try:
            way.robots = way.site.require_allowed(way.target)
        except NotFetched as error:
            if not self._is_permitted(way.target):
                raise
            way.robots = f"permitted by the publisher, though {error.why}"

    def _is_permitted(self, target: Target) -> bool:
        return target.host in self.options.permitted

    def _header(self, target: Target, known: Known | None) -> list[tuple[str, str]]:
        header = [("User-Agent", self.options.user_agent), ("Accept", ACCEPT), ("Accept-Encoding", "gzip")]
        if known is not None and known.url == target.url:
            header += [("If-None-Match", known.etag)] if known.etag else []
            header += [("If-Modified-Since", known.last_modified)] if known.last_modified else []
        return header

    def _ask(self, way: _Way, header: list[tuple[str, str]]) -> Answer:
        """One request in its turn; the pause after it begins when it ends, whatever became of it."""
        host = way.target.host
        way.deadline.give_back(self.turns.wait(host))
        try:
            answer = self._exchange(way.target, header, way.deadline)
        finally:
            self.turns.done(host)
        if answer.status < 500:
            self.turns.worked(host)
        way.exchanges.append(Exchange(way.target, datetime.now(UTC), answer))
        return answer

    def _exchange(self, target: Target, header: list[tuple[str, str]], deadline: Deadline) -> Answer:
        deadline.enter(f"connecting to {target.host}", self._limits.connect_seconds)
        connection = self._gate.connect(target, deadline)
        try:
            return exchange(connection, target, header, self._limits, deadline)
        finally:
            connection.close()

    def _ask_site(self, target: Target) -> Answer:
        """robots.txt or tdmrep.json, through five redirects as the RFC asks; small, and asked for once a day, so without a pause."""
        way = _Way(target, Deadline(self._limits.total_seconds))
        for _ in range(6):
            answer = self._exchange(way.target, self._header(way.target, None), way.deadline)
            if answer.status not in REDIRECTS or not answer.value("location"):
                return answer
            way.target = self._next_target(way, answer)
        return answer  # a redirect that ends nowhere is "unavailable" (RFC 9309 2.3.1.2)

    def _next_target(self, way: _Way, answer: Answer) -> Target:
        locations = answer.values("location")
        if len(set(locations)) != 1:
            raise NotFetched(f"HTTP status {answer.status} names {len(locations)} addresses to go on to, not one.", kind="failed")
        following = join_target(way.target, locations[0], ports=self.options.ports)
        if way.target.scheme == "https" and following.scheme == "http":
            raise NotFetched(f"it redirects from https to http ({following.url[:200]}), where anybody on the way could change it.")
        if any(following == hop.target for hop in way.exchanges):
            raise NotFetched("it redirects in a circle.", kind="failed")
        return following

    def _outcome(self, way: _Way, answer: Answer, known: Known | None) -> Page | Unchanged:
        moment, exchanges, url = way.exchanges[-1].fetched_at, tuple(way.exchanges), way.target.url
        if answer.status == 304 and known is not None and known.url == url:
            return Unchanged(asked=url, url=url, fetched_at=moment, robots=way.robots, exchanges=exchanges)
        require_page(answer)
        require_readable_type(answer)
        body = decoded_body(answer, self._limits)
        tdm = way.site.tdm_signal(way.target)
        signals = (*signals_of(answer, body), *((tdm,) if tdm else ()))
        self._require_no_opt_out(way.target, signals)
        return Page(
            asked=url, url=url, fetched_at=moment, content_type=content_type(answer), body=body,
            known=Known(url=url, etag=_clean(answer.value("etag")), last_modified=_clean(answer.value("last-modified"))),
            signals=signals, robots=way.robots, usage=way.site.robots.usage, exchanges=exchanges, problems=_problems_of(answer),
        )  # fmt: skip

    def _require_no_opt_out(self, target: Target, signals: tuple[Signal, ...]) -> None:
        obeyed = [str(signal) for signal in signals if signal.obeyed]
        if obeyed and not self._is_permitted(target):
            why = f"its publisher asks that it not be kept ({'; '.join(obeyed)}), so nothing of it was."
            raise NotFetched(f"{why} With his permission, or where the law gives you the right: --permitted {target.host}")


def _installed_version() -> str:
    try:
        return version("onrecord")
    except PackageNotFoundError:  # run from the source tree
        return "0"


def _problems_of(answer: Answer) -> tuple[str, ...]:
    framed = answer.value("content-length") or "chunked" in answer.value("transfer-encoding").lower()
    return () if framed else ("the server did not say how long the page is: whether it came whole is not known.",)


def _clean(value: str) -> str | None:
    return value if _HEADER_VALUE.fullmatch(value) else None


def _backoff(delay: float, attempt: int) -> float:
    """Twice as long after every try, and not at the same moment as everybody else."""
    return max(delay, 0.1) * float(2**attempt) * random.uniform(0.8, 1.2)
