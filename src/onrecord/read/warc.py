"""WARC records with an accounting of our own: what is cut, swallowed or damaged is said, and what follows it is still read.

Libraries pass a cut last record as an empty one and a wrong length as one long record (measured), so lengths are checked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from onrecord.inflate import Bounds
from onrecord.read.draft import Unreadable
from onrecord.read.members import Members

_VERSION = re.compile(rb"WARC/\d\.\d\r?\n")
_INNER_RECORD = re.compile(rb"WARC/\d\.\d\r?\n(?:WARC-|Content-)[A-Za-z-]{2,40}:")
_MAX_HEADER_BYTES = 65_536
_SEAM_BYTES = 64  # as much as the beginning of a record header, which may lie across two reads


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record: the place where it begins in the file, its header (names in lower case), its block.

    ``damage`` says why it is not whole; its block is empty then.
    """

    offset: int
    header: dict[str, str] = field(default_factory=dict)
    block: bytes = b""
    damage: str | None = None


def read_records(source: BinaryIO, *, max_block_bytes: int, bounds: Bounds) -> Iterator[WarcRecord]:
    """The records of a plain or gzipped WARC file in order. Damage becomes a record with ``damage``; reading goes on behind it.

    ``bounds``: of each gzip member. A longer block than ``max_block_bytes`` is passed over without keeping it, and reported as damage.
    Never raises on content.
    """
    members = Members(source, bounds)
    while True:
        skipped, found = _seek_record(members)
        if skipped or members.damage:
            place, size = skipped or (members.offset, 0)
            yield WarcRecord(place, damage=members.damage or f"{size} bytes are no WARC record")
            members.damage = None
        if not found:
            return
        yield _read_record(members, max_block_bytes)


def _seek_record(members: Members) -> tuple[tuple[int, int] | None, bool]:
    """Moves to the next record; (where and how many bytes were passed over, None if none; whether there is a record)."""
    passed, first = 0, cast("int | None", None)
    while True:
        stripped = members.buffer.lstrip(b"\r\n\x00")
        members.drop(len(members.buffer) - len(stripped))
        if _VERSION.match(members.buffer):
            return ((first, passed) if first is not None else None), True
        if len(members.buffer) >= 10:
            first = members.offset if first is None else first
            found = _VERSION.search(members.buffer)
            size = found.start() if found else max(1, len(members.buffer) - 10)
            passed += size
            members.drop(size)
        elif not members.more(next_member=True):
            passed += len(members.buffer)
            first = members.offset if first is None and members.buffer else first
            return ((first, passed) if first is not None else None), False


def _read_record(members: Members, max_block_bytes: int) -> WarcRecord:
    offset = members.offset
    header_end = _find_header_end(members)
    if header_end is None:
        following = _VERSION.search(members.buffer, 1)
        members.drop(following.start() if following else len(members.buffer))
        cut, members.damage = members.damage or "the record's header does not end", None
        return WarcRecord(offset, damage=cut)
    header = parse_header(members.buffer[:header_end])
    members.drop(header_end)
    length = header.get("content-length", "")
    if not re.fullmatch(r"\d{1,15}", length):
        return WarcRecord(offset, header, damage=f"Content-Length {length[:40]!r} is no length")
    block, damage = _read_block(members, int(length), max_block_bytes)
    return WarcRecord(offset, header, block, damage)


def _find_header_end(members: Members) -> int | None:
    while True:
        found = re.search(rb"\r?\n\r?\n", members.buffer[:_MAX_HEADER_BYTES])
        if found:
            return found.end()
        if len(members.buffer) >= _MAX_HEADER_BYTES or not members.more(next_member=False):
            return None


def _read_block(members: Members, length: int, max_block_bytes: int) -> tuple[bytes, str | None]:
    parts: list[bytes] = []
    read, seam = 0, b""
    while read < length:
        if not members.buffer and not members.more(next_member=False):
            cut, members.damage = members.damage, None
            return b"", f"{cut + ': ' if cut else ''}the record declares {length} bytes and has {read}"
        part = members.buffer[: length - read]
        members.drop(len(part))
        read += len(part)
        swallowed = _INNER_RECORD.search(seam + part)
        if swallowed:  # back to its beginning: it is read as the record it is
            rest = (seam + part)[swallowed.start() :]
            members.give_back(rest)
            return b"", f"the record declares {length} bytes, but another record begins after {read - len(rest)} of them"
        seam = (seam + part)[-_SEAM_BYTES:]
        if read <= max_block_bytes:
            parts.append(part)
        else:
            parts.clear()
    if read > max_block_bytes:
        return b"", f"the record has {length} bytes, more than {max_block_bytes}"
    return b"".join(parts), None


def parse_header(header: bytes) -> dict[str, str]:
    """Names in lower case and values of header lines; the first of each name counts, folded lines are joined.

    >>> parse_header(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n\\r\\n")
    {'content-type': 'text/html'}
    """
    fields: dict[str, str] = {}
    for line in re.sub(r"\r?\n[ \t]+", " ", header.decode("utf-8", "replace")).splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip():
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


def require_block(record: WarcRecord) -> bytes:
    """The block of a whole record. Raises Unreadable with the damage of one that is not."""
    if record.damage:
        raise Unreadable(f"{record.damage}. The record was left out; copy the archive again if it should be whole.", kind="failed")
    return record.block
