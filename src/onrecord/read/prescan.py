"""What is looked at in the parent before a page is parsed: its size, and the length of its tags."""

from __future__ import annotations

import re

from onrecord.read.draft import Unreadable
from onrecord.settings import ReadLimits

_TAG_START = re.compile(rb"<(?:(!--)|(script|style)\b|[a-zA-Z])", re.I)
_IN_TAG = re.compile(rb">|=\s*[\"']")


def check_page(content: bytes, limits: ReadLimits) -> None:
    """Nothing. Raises Unreadable when a page is empty, too long, or has a start tag that would hold up any parser.

    Quoted values do not count: a picture in a ``src`` is long and harmless, tens of thousands of attributes are not.

    >>> check_page(b"<p " + b"a " * 40_000 + b">", ReadLimits())
    Traceback (most recent call last):
    onrecord.read.draft.Unreadable: a start tag at byte 0 has more than 65536 bytes of attributes (read.max_tag_bytes).
    """
    if not content.strip():
        raise Unreadable("the page is empty.")
    if len(content) > limits.max_page_bytes:
        raise Unreadable(f"the page has {len(content)} bytes, more than {limits.max_page_bytes} (read.max_page_bytes).")
    position = 0
    while (found := _TAG_START.search(content, position)) is not None:
        if found.group(1):
            position = _after(content, b"-->", found.end())
            continue
        position = _end_of_tag(content, found.start(), limits.max_tag_bytes)
        if found.group(2):
            position = _after(content, b"</" + found.group(2), position)


def _end_of_tag(content: bytes, start: int, limit: int) -> int:
    position, quoted = start, 0
    while (found := _IN_TAG.search(content, position)) is not None:
        if found.start() - start - quoted > limit:
            break
        if found.group() == b">":
            return found.end()
        position = _after(content, found.group()[-1:], found.end())
        quoted += position - found.end()
    else:
        if len(content) - start - quoted <= limit:
            return len(content)
    raise Unreadable(f"a start tag at byte {start} has more than {limit} bytes of attributes (read.max_tag_bytes).")


def _after(content: bytes, mark: bytes, start: int) -> int:
    found = content.find(mark, start)
    return len(content) if found < 0 else found + len(mark)
