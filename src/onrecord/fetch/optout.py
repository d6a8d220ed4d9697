"""What a publisher says about keeping his pages: in headers, in the page, and in a file of the site. All of it is recorded; some is obeyed.

Obeyed are ``noarchive`` and ``noai`` (X-Robots-Tag, <meta name=robots>) and ``tdm-reservation: 1`` (TDM Reservation Protocol: header,
page, /.well-known/tdmrep.json). ``noindex`` and the rest speak to public search engines, which a record on somebody's disk is not.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.fetch.body import head_of_page
from onrecord.fetch.robots import PRODUCT, matches
from onrecord.fetch.wire import Answer

OBEYED = frozenset({"noarchive", "noai"})
TDM_PATH = "/.well-known/tdmrep.json"
_WITH_VALUE = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")
_META = re.compile(r"<meta\s([^<>]{1,2000})>", re.I)
_ATTRIBUTE = re.compile(r"([a-zA-Z:-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]{0,1000})\"|'([^']{0,1000})'|([^\s\"'>]{1,1000}))")
_HEAD_BYTES = 256 * 1024
_MAX_SIGNALS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One word of a publisher about his page; ``where``: ``header``, ``page`` or ``site``. ``obeyed``: because of it nothing is kept."""

    name: str
    value: str
    where: str
    obeyed: bool

    def __str__(self) -> str:
        return f"{self.name}: {self.value} ({self.where})"


def signals_of(answer: Answer, body: bytes) -> tuple[Signal, ...]:
    """The signals in the header and in the first 256 KiB of a page. Never raises."""
    found = [*_of_header(answer), *_of_page(head_of_page(body, _HEAD_BYTES))]
    return tuple(dict.fromkeys(found))[:_MAX_SIGNALS]


def _of_header(answer: Answer) -> Iterator[Signal]:
    for value in answer.values("x-robots-tag"):
        yield from _directives("x-robots-tag", value, "header")
    for name in ("tdm-reservation", "content-usage"):
        for value in answer.values(name):
            yield _signal(name, value, "header")


def _of_page(text: str) -> Iterator[Signal]:
    for tag in _META.findall(_without_comments(text)):
        attributes = {name.lower(): html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag)}
        name, content = attributes.get("name", "").strip().lower(), attributes.get("content", "")
        if name in ("robots", PRODUCT):
            yield from _directives(f"meta {name}", content, "page")
        elif name == "tdm-reservation":
            yield _signal(name, content, "page")


def _without_comments(text: str) -> str:
    """In one pass: a pattern that looks for the end of each comment anew is slow on a page of beginnings."""
    kept, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[position:start])
        position = end + 3
    return "".join(kept) + text[position:]


def _directives(name: str, value: str, where: str) -> Iterator[Signal]:
    """The directives of a value that are for everybody or for us; ``otherbot: noindex, nofollow`` is for another to its end."""
    ours = True
    for part in value.split(","):
        word = part.strip().lower()
        agent, colon, rest = word.partition(":")
        if colon and agent.strip() not in _WITH_VALUE:
            ours = agent.strip() == PRODUCT
            word = rest.strip()
        if word and ours:
            yield Signal(name=name, value=word[:100], where=where, obeyed=word in OBEYED)


def _signal(name: str, value: str, where: str) -> Signal:
    return Signal(name=name, value=value.strip()[:100], where=where, obeyed=name == "tdm-reservation" and value.strip() == "1")


def tdm_of_site(document: bytes, path: str) -> Signal | None:
    """What a site's tdmrep.json says of a path: its most specific location counts; None when it says nothing, or is not readable.

    >>> tdm_of_site(b'[{"location": "/news/*", "tdm-reservation": 1}]', "/news/a").obeyed
    True
    """
    found: tuple[int, Signal] | None = None
    for location, reserved in _locations(document):
        if matches(location, path) and (found is None or len(location) > found[0]):
            found = len(location), _signal("tdm-reservation", str(reserved), "site")
    return found[1] if found else None


def _locations(document: bytes) -> Iterable[tuple[str, object]]:
    try:
        entries = json.loads(document)
    except (ValueError, RecursionError):
        return
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("location"), str) and entry.get("tdm-reservation") in (0, 1):
            location = entry["location"]
            yield location if location.startswith(("/", "*")) else "/" + location, int(entry["tdm-reservation"])
