"""Rows read off the pages of a damaged SQLite file, without SQLite: whatever lies whole on a page is found, wherever the tree is broken.

The format is https://sqlite.org/fileformat2.html; section numbers below are of that page. Nothing here raises on any bytes, and every
step is bounded by the size of the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

_LEAF = 0x0D  # of a table's tree (1.6)
_USABLE_PAGES = (512, 1024, 2048, 4096, 8192, 16384, 32768, 65536)
_USUAL_PAGE = 4096
_MAGIC = b"SQLite format 3\x00"
_FRAME = struct.Struct(">IIIIII")  # of a write-ahead log: page, size of the file after a commit, salts, checksums (4.1)
_LOG_HEADER = 32
_MOST_COLUMNS = 64

Value = None | int | float | str | bytes


class Pages:
    """The pages of a file as the last commit in its log left them."""

    def __init__(self, path: Path) -> None:
        self._file = path.read_bytes()
        self.size = _page_size(self._file)
        self._logged = _committed(path.with_name(f"{path.name}-wal"), self.size)
        self.count = max([(len(self._file) + self.size - 1) // self.size, *self._logged])

    def page(self, number: int) -> bytes:
        """The first is 1; empty where there is none."""
        return self._logged.get(number) or self._file[(number - 1) * self.size : number * self.size]

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """The rows of all tables, in the order of their pages; those that were deleted and not yet written over are not among them."""
        for number in range(1, self.count + 1):
            page = self.page(number)
            start = 100 if number == 1 else 0
            if len(page) > start + 8 and page[start] == _LEAF:
                for at in _cells(page, start):
                    row = self._row(page, at)
                    if row is not None:
                        yield row

    def _row(self, page: bytes, at: int) -> tuple[Value, ...] | None:
        length, at = _varint(page, at)
        _, at = _varint(page, at)
        if not 0 < length <= self.count * self.size:
            return None
        payload = self._payload(page, at, length)
        return _record(payload) if payload is not None else None

    def _payload(self, page: bytes, at: int, length: int) -> bytes | None:
        """The bytes of a row, the first on the page and the rest on a chain of others (1.6, 1.7)."""
        if length <= self.size - 35:
            return page[at : at + length] if at + length <= len(page) else None
        least = (self.size - 12) * 32 // 255 - 23
        local = least + (length - least) % (self.size - 4)
        local = least if local > self.size - 35 else local
        pieces = [page[at : at + local]]
        following, left = page[at + local : at + local + 4], length - local
        while left > 0:
            chained = self.page(int.from_bytes(following, "big")) if len(following) == 4 else b""
            if len(chained) < 5:
                return None
            pieces.append(chained[4 : 4 + left])
            following, left = chained[:4], left - (self.size - 4)
        return b"".join(pieces)


def _page_size(file: bytes) -> int:
    said = int.from_bytes(file[16:18], "big") if file.startswith(_MAGIC) else _USUAL_PAGE
    size = 65536 if said == 1 else said
    return size if size in _USABLE_PAGES else _USUAL_PAGE


def _committed(log: Path, size: int) -> dict[int, bytes]:
    """The newest committed page by number. Frames of an older log have other salts (4.1)."""
    content = log.read_bytes() if log.exists() else b""
    if len(content) < _LOG_HEADER or int.from_bytes(content[8:12], "big") != size:
        return {}
    salts = content[16:24]
    found: dict[int, bytes] = {}
    pending: dict[int, bytes] = {}
    step = _FRAME.size + size
    for at in range(_LOG_HEADER, len(content) - step + 1, step):
        number, commit = struct.unpack_from(">II", content, at)
        if content[at + 8 : at + 16] != salts:
            break
        pending[number] = content[at + _FRAME.size : at + step]
        if commit:
            found.update(pending)
            pending.clear()
    return found


def _cells(page: bytes, start: int) -> Iterator[int]:
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    for n in range(min(count, (len(page) - start - 8) // 2)):
        at = int.from_bytes(page[start + 8 + 2 * n : start + 10 + 2 * n], "big")
        if start + 8 < at < len(page):
            yield at


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """The number at a place and the place after it (1.6); past the end everything is 0."""
    value = 0
    for n in range(9):
        byte = data[at] if at < len(data) else 0
        at += 1
        if n == 8:
            return value << 8 | byte, at
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return value, at


def _record(payload: bytes) -> tuple[Value, ...] | None:
    """The columns of a row (2.1); None where they do not fit the bytes."""
    header, at = _varint(payload, 0)
    if not 0 < header <= len(payload):
        return None
    place, values = header, list[Value]()
    while at < header:
        kind, at = _varint(payload, at)
        value, size = _value(payload, place, kind)
        if place + size > len(payload) or len(values) >= _MOST_COLUMNS:
            return None
        values.append(value)
        place += size
    return tuple(values) if place == len(payload) else None


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind in (0, 10, 11):
        return None, 0
    if kind in (8, 9):
        return kind - 8, 0
    if kind == 7:
        return struct.unpack(">d", payload[at : at + 8].ljust(8, b"\0"))[0], 8
    if kind <= 6:
        size = (0, 1, 2, 3, 4, 6, 8)[kind]
        return int.from_bytes(payload[at : at + size], "big", signed=True), size
    size = (kind - 12) // 2
    piece = payload[at : at + size]
    return (piece if kind % 2 == 0 else piece.decode("utf-8", "surrogateescape")), size
