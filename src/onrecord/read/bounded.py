"""Decompression that stops: a small file must not become gigabytes (1 kB of brotli can be 1 GiB, measured)."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO, cast

import brotli

from onrecord.inflate import GZIP, GZIP_MAGIC, RAW, ZLIB, Bounds, InflateError, inflate
from onrecord.read.draft import Unreadable
from onrecord.settings import ReadLimits

_CHUNK = 65536


def bounds_of(limits: ReadLimits) -> Bounds:
    """What one compressed file may become."""
    return Bounds(limits.max_inflated_bytes, limits.max_inflate_ratio)


class GunzipStream(io.RawIOBase):
    """The decompressed bytes of a gzip file of one or many members, bounded; memory stays at one chunk.

    ``read`` raises Unreadable: on a bomb, on damage, and at the end when the last member is cut.
    """

    def __init__(self, source: BinaryIO, bounds: Bounds) -> None:
        self._source = source
        self._bounds = bounds
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
        try:
            self._bounds.check(self._consumed, self._produced)
        except InflateError as error:
            raise Unreadable(f"{error} (read.max_inflated_bytes, read.max_inflate_ratio).") from None


def gunzipped(stream: BinaryIO, bounds: Bounds) -> BinaryIO:
    """A gzip stream as a buffered stream of what is in it."""
    return cast(BinaryIO, io.BufferedReader(GunzipStream(stream, bounds), _CHUNK))


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


def decode_content(body: bytes, encoding: str, bounds: Bounds) -> bytes:
    """An HTTP body without its Content-Encoding. Raises Unreadable: unknown encoding, damage, or more bytes than may come out.

    >>> decode_content(b"plain", "identity", Bounds(10))
    b'plain'
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if name in ("gzip", "x-gzip"):
            body = _inflate(body, GZIP, bounds)
        elif name == "deflate":  # some servers send raw deflate, against the standard
            body = _inflate(body, ZLIB if body[:1] and body[0] & 0x0F == 8 else RAW, bounds)
        elif name == "br":
            body = _unbrotli(body, bounds.max_bytes)
        elif name not in ("identity", "none"):
            raise Unreadable(f"content encoding {name!r} cannot be decoded; gzip, deflate and br can.")
    return body


def _inflate(body: bytes, wrapping: int, bounds: Bounds) -> bytes:
    if wrapping == GZIP and not body.startswith(GZIP_MAGIC):
        return body  # archives often keep the header of a body that the crawler already decoded
    try:
        return inflate(body, bounds, wrapping=wrapping)
    except InflateError as error:
        what = "the body is refused" if error.bomb else "the body cannot be decompressed"
        raise Unreadable(f"{what}: {error}.", kind="refused" if error.bomb else "failed") from None


def _unbrotli(body: bytes, limit: int) -> bytes:
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
