"""What an answer holds: the kinds of content that the readers know, and the body without its compression."""

from __future__ import annotations

import re

from onrecord.fetch.refused import NotFetched
from onrecord.fetch.wire import Answer
from onrecord.inflate import GZIP_MAGIC, Bounds, InflateError, inflate
from onrecord.settings import FetchLimits

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"})
ACCEPT = "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/xml;q=0.9, text/plain;q=0.8"


def content_type(answer: Answer) -> str:
    """The declared type in lower case, without parameters; empty when none is declared."""
    return answer.value("content-type").partition(";")[0].strip().lower()


def require_readable_type(answer: Answer) -> None:
    """Nothing. Raises NotFetched when the readers know no such content; an answer that declares no type is looked at by its bytes."""
    declared = content_type(answer)
    if declared and declared not in PAGE_TYPES | FEED_TYPES:
        raise NotFetched(f"its content type is {declared[:80]!r}; pages, plain text and feeds are read.")


def decoded_body(answer: Answer, limits: FetchLimits) -> bytes:
    """The body as its author wrote it. Raises NotFetched: another compression than gzip, damage, a bomb, gzip inside gzip.

    Only gzip is asked for: one kilobyte of brotli or zstd can be a gigabyte, and no server may send what was not asked for.
    """
    encodings = [name.strip().lower() for name in answer.value("content-encoding").split(",")]
    encodings = [name for name in encodings if name not in ("", "identity", "none")]
    if not encodings:
        body = answer.body
    elif len(encodings) == 1 and encodings[0] in ("gzip", "x-gzip"):
        body = _gunzipped(answer.body, limits)
    else:
        named = ", ".join(encodings)[:80]
        raise NotFetched(f"the body is compressed as {named!r}, though only gzip was asked for; it cannot be bounded safely.")
    if len(body) > limits.max_decoded_bytes:
        raise NotFetched(f"the body has more than {limits.max_decoded_bytes} bytes (fetch.max_decoded_bytes).")
    if body.startswith(GZIP_MAGIC):
        raise NotFetched("the body is gzip once more when decompressed." if encodings else "the body is a gzip file, not a page.")
    return body


def _gunzipped(body: bytes, limits: FetchLimits) -> bytes:
    if not body:
        return body
    try:
        return inflate(body, Bounds(limits.max_decoded_bytes, limits.max_inflate_ratio))
    except InflateError as error:
        if error.bomb:
            raise NotFetched(f"the body is refused: {error} (fetch.max_decoded_bytes, fetch.max_inflate_ratio).") from None
        raise NotFetched(f"the body declares gzip, but {error}.", kind="failed", again=True) from None


def text_of(body: bytes) -> str:
    """Text whose meaning is in its ASCII, such as robots.txt: UTF-8, without a byte-order mark, anything else replaced."""
    return body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


def head_of_page(body: bytes, size: int) -> str:
    """The beginning of a page as text, good enough to find tags in; UTF-16 is undone.

    >>> head_of_page("\\ufeff<meta>".encode("utf-16-le"), 100)
    '<meta>'
    """
    head = body[:size]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace")
    return re.sub("\x00", "", head.decode("latin-1"))
