"""The bytes of a file of many gzip members, or of a plain one, with where in the file they come from."""

from __future__ import annotations

import zlib
from typing import BinaryIO

from onrecord.inflate import GZIP_MAGIC, Bounds, InflateError

_CHUNK = 65_536


class Members:
    """The bytes of a file, gzip members decompressed. ``offset`` is where in the file the present member, or byte, begins."""

    def __init__(self, source: BinaryIO, bounds: Bounds) -> None:
        self._source = source
        self._bounds = bounds
        self._raw = b""
        self._raw_start = 0  # where in the file _raw begins
        self._at_end = False
        self._inflater: zlib._Decompress | None = None
        self._consumed = self._produced = 0
        self.buffer = b""
        self.buffer_start = 0  # where in the decompressed bytes the buffer begins
        self.member_start = 0
        self._member_at = 0  # where in the decompressed bytes the present member begins
        self.damage: str | None = None
        self._fill()
        self.is_gzip = self._raw.startswith(GZIP_MAGIC)

    @property
    def offset(self) -> int:
        """Where the buffer begins: in the file for the first byte of a gzip member, else in the decompressed bytes."""
        return self.member_start if self.is_gzip and self.buffer_start == self._member_at else self.buffer_start

    def _fill(self) -> bool:
        chunk = b"" if self._at_end else self._source.read(_CHUNK)
        self._at_end = not chunk
        self._raw += chunk
        return bool(chunk)

    def more(self, *, next_member: bool) -> bool:
        """Adds bytes to the buffer; False at the end of the file, and at the end of a member unless ``next_member``."""
        if not self.is_gzip:
            if not self._raw and not self._fill():
                return False
            self.buffer, self._raw = self.buffer + self._raw, b""
            return True
        while True:
            if self._inflater is None and not (next_member and self._open_member()):
                return False
            chunk = self._inflate()
            if chunk:
                self.buffer += chunk
                return True
            if self._inflater is not None:
                return False

    def _open_member(self) -> bool:
        """Opens the next gzip member, also after damage: whatever is not one is passed over."""
        expected = self._raw_start
        while (start := self._raw.find(GZIP_MAGIC + b"\x08")) < 0:
            keep = self._raw[-2:]
            self._raw_start += len(self._raw) - len(keep)
            self._raw = keep
            if not self._fill():
                if self._raw and self._raw_start == expected and GZIP_MAGIC.startswith(self._raw):
                    self.damage, self._raw = "the gzip member is cut", b""
                return False
        self._raw, self._raw_start = self._raw[start:], self._raw_start + start
        self._inflater = zlib.decompressobj(wbits=31)
        self._consumed = self._produced = 0
        self.member_start = self._raw_start
        self._member_at = self.buffer_start + len(self.buffer)
        return True

    def _inflate(self) -> bytes:
        inflater = self._inflater
        while inflater is not None:
            if not self._raw and not self._fill():
                self._stop("the gzip member is cut")
                return b""
            try:
                chunk = inflater.decompress(self._raw, _CHUNK)
            except zlib.error as error:
                self._stop(f"the gzip member is damaged ({error})")
                return b""
            left = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            self._consumed += len(self._raw) - len(left)
            self._raw_start += len(self._raw) - len(left)
            self._raw = left
            self._produced += len(chunk)
            if inflater.eof:
                self._inflater = None
            elif self._is_bomb():
                self._stop("the gzip member is a decompression bomb")
                return b""
            if chunk or inflater.eof:
                return chunk
        return b""

    def _is_bomb(self) -> bool:
        try:
            self._bounds.check(self._consumed, self._produced)
        except InflateError:
            return True
        return False

    def _stop(self, why: str) -> None:
        self.damage, self._inflater = why, None
        self._raw, self._raw_start = self._raw[3:], self._raw_start + len(self._raw[:3])  # on to the next magic number

    def give_back(self, taken: bytes) -> None:
        """Puts bytes back before the buffer: they are read again."""
        self.buffer, self.buffer_start = taken + self.buffer, self.buffer_start - len(taken)

    def drop(self, size: int) -> None:
        """Takes bytes from the beginning of the buffer."""
        self.buffer, self.buffer_start = self.buffer[size:], self.buffer_start + size
