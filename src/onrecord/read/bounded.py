"""Decompression that stops: a small file must not become gigabytes (1 kB of brotli can be 1 GiB, measured)."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO, cast

from onrecord.read.draft import Unreadable

try:  # brotli is an optional decoder: without it such a record is refused by name
    import brotli  # type: ignore[import-untyped,import-not-found,unused-ignore]
except ImportError:  # pragma: no cover
    brotli = None

GZIP_MAGIC = b"\x1f\x8b"
_CHUNK = 65536
_FREE_BYTES = 1024 * 1024  # the ratio counts from here: a short page of one repeated word is no attack
_MAX_RATIO = 200  # real pages stay under 20; 1 GiB of zeros in gzip is 1,000


class GunzipStream(io.RawIOBase):
    """The decompressed bytes of a gzip file of one or many members, bounded in ratio; memory stays at one chunk.

    ``read`` raises Unreadable: on a bomb, on damage, and at the end when the last member is cut.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._inflater = zlib.decompressobj(wbits=31)
        self._pending = b""
        self._consumed = 0
        self._produced = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        chunk = self._next_chunk(min(len(view), _CHUNK))
        view[: len(chunk)] = chunk
        return len(chunk)

    def _next_chunk(self, size: int) -> bytes:
        while True:
            if self._inflater.eof:
                self._pending = self._inflater.unused_data.lstrip(b"\0")  # tapes pad with zeros
                if not self._pending and not self._refill():
                    return b""
                self._inflater = zlib.decompressobj(wbits=31)
            if not self._pending and not self._refill():
                if self._consumed and not self._inflater.eof:
                    raise Unreadable(f"the gzip stream is cut after {self._consumed} bytes. Copy the file again.", kind="failed")
                return b""
            try:
                chunk = self._inflater.decompress(self._pending, size)
            except zlib.error as error:
                raise Unreadable(f"the gzip stream is damaged before byte {self._consumed} ({error}).", kind="failed") from None
            self._pending = self._inflater.unconsumed_tail
            if chunk:
                self._produced += len(chunk)
                self._check_ratio()
                return chunk

    def _refill(self) -> bool:
        self._pending = self._source.read(_CHUNK)
        self._consumed += len(self._pending)
        return bool(self._pending)

    def _check_ratio(self) -> None:
        if self._produced > _FREE_BYTES and self._produced > _MAX_RATIO * self._consumed:
            raise Unreadable(f"{self._consumed} compressed bytes give more than {self._produced}: a decompression bomb.")


def gunzipped(stream: BinaryIO) -> BinaryIO:
    """A gzip stream as a buffered stream of what is in it."""
    return cast(BinaryIO, io.BufferedReader(GunzipStream(stream), _CHUNK))


def gunzip_head(head: bytes) -> bytes:
    """What the first bytes of a gzip file hold, as far as they go; empty when they are damaged.

    >>> import gzip
    >>> gunzip_head(gzip.compress(b"Fog")[:-8])
    b'Fog'
    """
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _CHUNK)
    except zlib.error:
        return b""


def decode_content(body: bytes, encoding: str, limit: int) -> bytes:
    """An HTTP body without its Content-Encoding. Raises Unreadable: unknown encoding, damage, or more than ``limit`` bytes.

    >>> decode_content(b"plain", "identity", 10)
    b'plain'
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if name in ("gzip", "x-gzip"):
            body = _inflate(body, 31, limit)
        elif name == "deflate":  # some servers send raw deflate, against the standard
            body = _inflate(body, 15 if body[:1] and body[0] & 0x0F == 8 else -15, limit)
        elif name == "br":
            body = _unbrotli(body, limit)
        elif name not in ("identity", "none"):
            raise Unreadable(f"content encoding {name!r} cannot be decoded; gzip, deflate and br can.")
    return body


def _inflate(body: bytes, wbits: int, limit: int) -> bytes:
    if wbits == 31 and not body.startswith(GZIP_MAGIC):
        return body  # archives often keep the header of a body that the crawler already decoded
    inflater = zlib.decompressobj(wbits=wbits)
    try:
        decoded = inflater.decompress(body, limit + 1)
    except zlib.error as error:
        raise Unreadable(f"the compressed body is damaged ({error}).", kind="failed") from None
    if len(decoded) > limit:
        raise Unreadable(f"the body has more than {limit} bytes when decompressed.")
    if not inflater.eof:
        raise Unreadable("the compressed body is cut.", kind="failed")
    return decoded


def _unbrotli(body: bytes, limit: int) -> bytes:
    if brotli is None or not hasattr(brotli.Decompressor, "can_accept_more_data"):
        raise Unreadable("content encoding 'br' needs the brotli package, 1.2 or later: pip install brotli.")
    decoder, parts, size = brotli.Decompressor(), [], 0
    try:
        parts.append(decoder.process(body, output_buffer_limit=_CHUNK))
        while not decoder.is_finished() and not decoder.can_accept_more_data():
            parts.append(decoder.process(b"", output_buffer_limit=_CHUNK))
            size += len(parts[-1])
            if size > limit:
                raise Unreadable(f"the body has more than {limit} bytes when decompressed.")
    except brotli.error as error:
        raise Unreadable(f"the compressed body is damaged ({error}).", kind="failed") from None
    if not decoder.is_finished():
        raise Unreadable("the compressed body is cut.", kind="failed")
    return b"".join(parts)
