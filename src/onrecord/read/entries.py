"""The entries of an RSS or Atom feed. Runs in the child."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import feedparser

from onrecord.read.draft import Unreadable
from onrecord.read.facts import clean_field, host_of, safe_url
from onrecord.read.lines import fold_line

# An internal subset can define entities that grow without bound or name files; no feed needs one.
_DOCTYPE_SUBSET = re.compile(rb"<!DOCTYPE[^>\[]{0,2000}\[", re.I)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: its content as HTML, whether that is the whole text or a summary, and what the feed says about it."""

    content: str
    is_summary: bool
    id: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    byline: str | None = None


def read_entries(content: bytes) -> tuple[list[Entry], list[str], str | None]:
    """The entries of a feed in its order, sentences about what is wrong with it, and its outlet. Raises Unreadable when it is no feed.

    >>> feed = b"<rss version='2.0'><channel><title>Courier</title><item><title>Fog</title><description>No ship.</description></item>"
    >>> entries, problems, outlet = read_entries(feed)
    >>> entries[0].title, entries[0].is_summary, outlet
    ('Fog', True, 'Courier')
    """
    if _DOCTYPE_SUBSET.search(content.replace(b"\x00", b"") if content.startswith(_WIDE) or b"\x00" in content[:64] else content):
        raise Unreadable("the feed has a DOCTYPE with definitions of its own, which can hide an attack. Remove them.")
    # Bytes, never a string: feedparser would open a string as a file or an address.
    try:
        feed = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # on ends of tags that have no beginning it trips over itself
        raise Unreadable(f"the feed is so broken that its parser fails ({type(error).__name__}: {error}).", kind="failed") from None
    if not feed.get("version") and not feed.entries:
        raise Unreadable(f"it is no RSS or Atom feed ({_reason(feed)}).")
    problems = [f"the feed is not well-formed ({_reason(feed)}); what could be read of it was read."] if _is_broken(feed) else []
    return [_entry_of(entry) for entry in feed.entries], problems, _outlet_of(feed)


def _outlet_of(feed: Any) -> str | None:
    """The feed's title, without its section when the rest is the name of the site: "Courier: World" of courier.example."""
    title = clean_field(feed.feed.get("title"))
    host = fold_line(host_of(feed.feed.get("link")) or "")
    parts = re.split(r"\s?[:|»·]\s|\s[-–—]\s", title or "")
    names = [part for part in parts if len(part) > 3 and fold_line(part).removeprefix("the") in host]
    return max(names, key=len) if names else title


def _is_broken(feed: Any) -> bool:
    override = getattr(feedparser, "CharacterEncodingOverride", ())
    return bool(feed.get("bozo")) and not isinstance(feed.get("bozo_exception"), override or ())


def _reason(feed: Any) -> str:
    return " ".join(str(feed.get("bozo_exception") or "no feed elements").split())[:200]


def _entry_of(entry: Any) -> Entry:
    contents = [str(part.get("value") or "") for part in entry.get("content", [])]
    whole, summary = max(contents, key=len, default=""), str(entry.get("summary") or "")
    # Some feeds put the whole text into the summary and a line into the content.
    is_summary = len(summary) > len(whole) or not whole
    moment = entry.get("published") or entry.get("updated")
    return Entry(
        content=(summary if is_summary else whole).encode("utf-8", "ignore").decode("utf-8"),  # without halves of characters
        is_summary=is_summary,
        id=clean_field(entry.get("id")),
        title=clean_field(_strip_tags(str(entry.get("title") or ""))),
        url=safe_url(clean_field(entry.get("link"))),
        published=clean_field(moment),
        byline=clean_field(entry.get("author")),
    )


def _strip_tags(title: str) -> str:
    return re.sub(r"</?[a-zA-Z][^<>]{0,300}>", "", title)
