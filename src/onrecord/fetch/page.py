"""What fetching gives: a page, word that it has not changed, or the reason why there is none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from onrecord.fetch.optout import Signal
from onrecord.fetch.urls import Target
from onrecord.fetch.wire import Answer
from onrecord.model import Refusal


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer."""

    target: Target
    fetched_at: datetime
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an earlier fetch was told, to ask only for what has changed. ``url``: where it ended."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as it came. ``asked``: the address that was asked for; ``url``: where it was found. ``body``: decompressed.

    robots: the rule by which it was allowed, in words. exchanges: redirects first. via: the feed that named it.
    """

    asked: str
    url: str
    fetched_at: datetime
    content_type: str
    body: bytes
    known: Known
    signals: tuple[Signal, ...] = ()
    robots: str = ""
    usage: tuple[str, ...] = ()
    via: str | None = None
    exchanges: tuple[Exchange, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()

    def facts(self) -> dict[str, str]:
        """What is known about the fetching, as it is written beside the page."""
        facts = {"asked": self.asked, "via": self.via or "", "robots": self.robots, "robots-usage": "; ".join(self.usage)}
        return facts | {"signals": "; ".join(map(str, self.signals)), "problems": " ".join(self.problems), "body-sha256": self.sha256}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The server says that the page is still the one that was fetched before."""

    asked: str
    url: str
    fetched_at: datetime
    robots: str = ""
    via: str | None = None
    exchanges: tuple[Exchange, ...] = ()

    def facts(self) -> dict[str, str]:
        return {"asked": self.asked, "via": self.via or "", "robots": self.robots}


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Nothing was kept. ``retry_seconds``: how long the publisher asks to be left alone, or None; ``again``: it may work later."""

    refusal: Refusal
    retry_seconds: float | None = None

    @property
    def again(self) -> bool:
        return self.refusal.kind == "failed"


Outcome = Page | Unchanged | Missed
