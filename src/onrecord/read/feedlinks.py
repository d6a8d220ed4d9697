"""Where a feed's entries lead, for whoever fetches them."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Self

from onrecord.read.draft import Unreadable
from onrecord.read.formats import format_by_content
from onrecord.read.worker import PageWorker
from onrecord.settings import ReadLimits

_HEAD_BYTES = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLinks:
    """The addresses in a feed's order, each once; how many entries have none. ``why``: why there is nothing to follow, else None."""

    urls: tuple[str, ...] = ()
    without: int = 0
    problems: tuple[str, ...] = ()
    why: str | None = None


def looks_like_feed(content: bytes) -> bool:
    """Whether the first bytes are those of an RSS or Atom feed.

    >>> looks_like_feed(b"<?xml version='1.0'?><rss version='2.0'>")
    True
    """
    return format_by_content(content[:_HEAD_BYTES]) == "feed"


class FeedReader:
    """Reads feeds in one child process, which is started for the first of them and ends with ``close``."""

    def __init__(self, limits: ReadLimits = ReadLimits()) -> None:
        self._limits = limits
        self._worker = PageWorker(limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._worker.close()

    def links(self, content: bytes) -> FeedLinks:
        """The links of a feed; the child is killed when it takes too long. Never raises on any content."""
        if len(content) > self._limits.max_feed_bytes:
            return FeedLinks(why=f"the feed has more than {self._limits.max_feed_bytes} bytes (read.max_feed_bytes).")
        try:
            feed = self._worker.parse_feed(content)
        except Unreadable as error:
            return FeedLinks(why=error.why)
        urls = [str(entry["url"]) for entry in feed["entries"] if entry["url"]]
        without = len(feed["entries"]) - len(urls)
        why = None if urls else "the feed has no entry with an address."
        return FeedLinks(urls=tuple(dict.fromkeys(urls)), without=without, problems=tuple(feed["problems"]), why=why)
