"""From a WARC record to the page in it: which records are inputs, HTTP undone, digests checked."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from onrecord.inflate import Bounds
from onrecord.read.bounded import decode_content
from onrecord.read.draft import Unreadable
from onrecord.read.facts import clean_field, safe_url
from onrecord.read.formats import format_by_content
from onrecord.read.warc import WarcRecord, parse_header, require_block
from onrecord.settings import ReadLimits

_INPUT_TYPES = frozenset({"response", "resource", "conversion"})
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_REDIRECT = re.compile(rb"HTTP/\d(?:\.\d)?\s{1,3}30[12378]\b")
_CHARSET = re.compile(r"charset\s{0,3}=\s{0,3}[\"']?([\w:.-]{2,40})", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedPage:
    """The body of a record and what its headers say. ``is_html`` False: plain text."""

    body: bytes
    url: str | None
    is_html: bool
    charset: str | None
    problems: tuple[str, ...] = ()


def is_input(record: WarcRecord) -> bool:
    """Whether a record is a would-be report: not requests, metadata, revisits, redirects, nor anything but web pages' answers."""
    if record.header.get("warc-type", "").lower() not in _INPUT_TYPES:
        return bool(record.damage)
    if _REDIRECT.match(record.block):  # it says where the page is, which is another record or was not captured
        return False
    scheme = target_of(record).split(":", 1)[0].lower()
    return scheme not in ("dns", "whois", "ftp")


def target_of(record: WarcRecord) -> str:
    """The address that the record captured; "" when it names none."""
    return clean_field(record.header.get("warc-target-uri", "").strip("<> ")) or ""


def captured_page(record: WarcRecord, limits: ReadLimits) -> CapturedPage:
    """The page of a record. Raises Unreadable: a damaged record, an error answer, another kind of content than text."""
    block = require_block(record)
    problems = []
    if not _digest_fits(record.header.get("warc-block-digest"), [block]):
        problems.append("the record's block digest does not fit its bytes: the archive was changed or damaged.")
    header, raw = _split_http(record, block)
    body = _unchunk(raw) if "chunked" in header.get("transfer-encoding", "").lower() else raw
    if not _digest_fits(record.header.get("warc-payload-digest"), [raw, body]):
        problems.append("the record's payload digest does not fit its bytes: the archive was changed or damaged.")
    if "warc-truncated" in record.header:
        problems.append(f"the crawler cut this record ({record.header['warc-truncated']}).")
    kind, _, parameters = header.get("content-type", "").partition(";")
    declared = kind.strip().lower()
    if declared and declared not in _PAGE_TYPES and declared != "text/plain":
        raise Unreadable(f"content type {declared[:100]} is not a report.")
    body = decode_content(body, header.get("content-encoding", ""), Bounds(limits.max_page_bytes, limits.max_inflate_ratio))
    charset = _CHARSET.search(parameters)
    return CapturedPage(
        body=body,
        url=safe_url(target_of(record)),
        is_html=declared in _PAGE_TYPES or (not declared and format_by_content(body[:4096]) == "html"),
        charset=charset.group(1) if charset else None,
        problems=tuple(problems),
    )


def _split_http(record: WarcRecord, block: bytes) -> tuple[dict[str, str], bytes]:
    """The HTTP header and body of a response; the record's own type for a block without HTTP around it."""
    if not block.startswith(b"HTTP/"):
        return {"content-type": record.header.get("content-type", "")}, block
    head, separator, body = block.partition(b"\r\n\r\n")
    if not separator:
        head, separator, body = block.partition(b"\n\n")
    status = re.match(rb"HTTP/\d(?:\.\d)?\s{1,3}(\d{3})", head)
    if not separator or not status:
        raise Unreadable("the HTTP answer in the record has no header or no end of it.", kind="failed")
    if status.group(1) != b"200":
        raise Unreadable(f"HTTP status {status.group(1).decode()} is not a report.")
    return parse_header(head), body


def _unchunk(body: bytes) -> bytes:
    """A body without the chunk sizes; unchanged when it has none, because many crawlers keep the header of what they undid."""
    parts: list[bytes] = []
    position = 0
    while True:
        size_line = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n").match(body, position)
        if size_line is None:
            return body if not parts else b"".join(parts)
        size, position = int(size_line.group(1), 16), size_line.end()
        if size == 0:
            return b"".join(parts)
        parts.append(body[position : position + size])
        position += size
        if body[position : position + 2] == b"\r\n":
            position += 2


def _digest_fits(label: str | None, candidates: list[bytes]) -> bool:
    """Whether a digest label fits any of the bytes; True when there is none, or none that we can compute."""
    if not label or ":" not in label:
        return True
    algorithm, _, written = label.partition(":")
    name = algorithm.lower().replace("-", "")
    if name not in ("sha1", "sha256", "sha512", "md5"):
        return True
    wanted = _digest_bytes(written.strip(), hashlib.new(name, usedforsecurity=False).digest_size)
    return wanted is None or any(hashlib.new(name, candidate, usedforsecurity=False).digest() == wanted for candidate in candidates)


def _digest_bytes(written: str, size: int) -> bytes | None:
    try:
        found = bytes.fromhex(written) if len(written) == 2 * size else base64.b32decode(written.upper() + "=" * (-len(written) % 8))
    except (ValueError, binascii.Error):
        return None
    return found if len(found) == size else None
