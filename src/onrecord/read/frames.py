"""How parent and child talk: length-prefixed frames of JSON and bytes over pipes. No pickle: the child may be hostile by then."""

from __future__ import annotations

import json
import struct
from typing import BinaryIO

_HEAD = struct.Struct(">II")


def pack_frame(message: dict[str, object], body: bytes = b"") -> bytes:
    """A message and its bytes as one frame.

    >>> import io
    >>> read_frame(io.BytesIO(pack_frame({"task": "page"}, b"<p>")))
    ({'task': 'page'}, b'<p>')
    """
    header = json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return _HEAD.pack(len(header), len(body)) + header + body


def frame_size(received: bytes | bytearray) -> int | None:
    """The whole length of the frame that begins in ``received``; None when too little of it is there to know."""
    if len(received) < _HEAD.size:
        return None
    header, body = _HEAD.unpack_from(received)
    return _HEAD.size + int(header) + int(body)


def unpack_frame(frame: bytes | bytearray) -> tuple[dict[str, object], bytes]:
    """The message and bytes of a whole frame. Raises ValueError when it is not one."""
    header, body = _HEAD.unpack_from(frame)
    message = json.loads(frame[_HEAD.size : _HEAD.size + header])
    if not isinstance(message, dict):
        raise ValueError("a frame holds no JSON object")
    return message, bytes(frame[_HEAD.size + header : _HEAD.size + header + body])


def read_frame(stream: BinaryIO) -> tuple[dict[str, object], bytes] | None:
    """The next frame of a blocking stream; None at its end."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    rest = stream.read((frame_size(head) or 0) - _HEAD.size)
    return unpack_frame(head + rest)
