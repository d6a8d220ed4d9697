"""Decompressing gzip and deflate without being flooded: bounded in bytes and in ratio, and only whole."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

GZIP_MAGIC = b"\x1f\x8b"
FREE_BYTES = 1024 * 1024  # the ratio counts from here: a short page of one repeated word is no attack
GZIP, ZLIB, RAW = 31, 15, -15  # as zlib calls the three wrappings
_CHUNK = 65536


class InflateError(ValueError):
    """The bytes are damaged or cut, or, with ``bomb``, more than is allowed comes out of them."""

    def __init__(self, why: str, *, bomb: bool = False) -> None:
        super().__init__(why)
        self.bomb = bomb


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many bytes may come out, and how many for each that goes in (after the first mebibyte)."""

    max_bytes: int
    max_ratio: int = 200

    def check(self, consumed: int, produced: int) -> None:
        """Nothing. Raises InflateError when more came out than may."""
        if produced > self.max_bytes:
            raise InflateError(f"it has more than {self.max_bytes} bytes when decompressed", bomb=True)
        if produced > FREE_BYTES and produced > self.max_ratio * max(1, consumed):
            raise InflateError(f"{consumed} compressed bytes give more than {produced}: a decompression bomb", bomb=True)


def inflate(body: bytes, bounds: Bounds, *, wrapping: int = GZIP) -> bytes:
    """What is in a compressed body of one or many gzip members (deflate has one). Raises InflateError; never more memory than the bounds.

    >>> import gzip
    >>> inflate(gzip.compress(b"Fog") + gzip.compress(b" bank"), Bounds(100))
    b'Fog bank'
    """
    parts: list[bytes] = []
    left, produced = body, 0
    while True:
        inflater = zlib.decompressobj(wbits=wrapping)
        while not inflater.eof:
            try:
                part = inflater.decompress(left, _CHUNK)
            except zlib.error as error:
                raise InflateError(f"the compressed bytes are damaged ({error})") from None
            left = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            produced += len(part)
            bounds.check(len(body) - len(left), produced)
            parts.append(part)
            if not part and not left and not inflater.eof:
                raise InflateError("the compressed bytes are cut")
        left = left.lstrip(b"\0")  # tapes pad with zeros
        if wrapping != GZIP or not left:
            return b"".join(parts)
        if not left.startswith(GZIP_MAGIC):
            raise InflateError(f"{len(left)} bytes after the compressed ones are something else")
