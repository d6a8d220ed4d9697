"""What was fetched, kept as a web archive (WARC 1.1): requests and answers byte for byte, with digests and what the publisher asked."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import uuid
import zlib
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from fastwarc.warc import WarcRecord, WarcRecordType

from onrecord.errors import InputError
from onrecord.fetch.page import Exchange, Page, Unchanged

_SERVER_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_CHUNK = 1 << 20
_FIELDS = "application/warc-fields"


class ArchiveWriter:
    """Appends to a web archive, each page durable when ``add`` returns. Made when there is something to write, and not before.

    Raises InputError when the file cannot be opened or written to.
    """

    def __init__(self, path: Path, *, software: str, user_agent: str) -> None:
        self.path = path
        self.records = 0
        self._about = {"software": software, "format": "WARC File Format 1.1", "robots": "obey", "http-header-user-agent": user_agent}
        self._file: io.BufferedWriter | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Safe to call twice."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def add(self, found: Page | Unchanged) -> None:
        """A page with the redirects that led to it, or that it has not changed since it was last fetched."""
        members = [_member(record) for record in _records_of(found)]
        try:
            out = self._file or self._open()
            out.write(b"".join(members))
            out.flush()
            os.fsync(out.fileno())
        except OSError as error:
            raise InputError(f"{self.path} cannot be written ({error.strerror or error}). What was written before it is whole.") from None
        self.records += len(members)

    def _open(self) -> io.BufferedWriter:
        _require_whole(self.path)
        self._file = self.path.open("ab")
        if self._file.tell() == 0:
            info = _record(WarcRecordType.warcinfo, None, _moment(datetime.now(UTC)), _fields(self._about), _FIELDS)
            info.headers["WARC-Filename"] = self.path.name
            self._file.write(_member(info))
        return self._file


def _records_of(found: Page | Unchanged) -> list[WarcRecord]:
    records: list[WarcRecord] = []
    for exchange in found.exchanges:
        records += _pair(exchange, unchanged=isinstance(found, Unchanged) and exchange is found.exchanges[-1])
    about = _record(WarcRecordType.metadata, found.url, _moment(found.fetched_at), _fields(found.facts()), _FIELDS)
    about.headers["WARC-Concurrent-To"] = records[-1].headers["WARC-Record-ID"]
    return [*records, about]


def _pair(exchange: Exchange, *, unchanged: bool) -> list[WarcRecord]:
    url, date, answer = exchange.target.url, _moment(exchange.fetched_at), exchange.answer
    kind = WarcRecordType.revisit if unchanged else WarcRecordType.response
    response = _record(kind, url, date, answer.response, "application/http; msgtype=response")
    response.headers["WARC-IP-Address"] = answer.address
    if unchanged:
        response.headers["WARC-Profile"] = _SERVER_NOT_MODIFIED
    elif not answer.value("transfer-encoding"):
        # With chunk sizes in between, programs differ on what the payload is; the block's digest holds for all of them.
        response.headers["WARC-Payload-Digest"] = _digest(answer.body)
    request = _record(WarcRecordType.request, url, date, answer.request, "application/http; msgtype=request")
    request.headers["WARC-Concurrent-To"] = response.headers["WARC-Record-ID"]
    return [request, response]


def _record(kind: WarcRecordType, url: str | None, date: str, block: bytes, content_type: str) -> WarcRecord:
    record = WarcRecord()
    # An id from what the record holds: an archive made again from the same bytes is the same archive.
    name = f"{kind}\x1f{url}\x1f{date}\x1f{hashlib.sha256(block).hexdigest()}"
    record.init_headers(record_type=kind, record_urn=f"uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}".encode())
    record.headers["WARC-Date"] = date
    if url is not None:
        record.headers["WARC-Target-URI"] = url
    record.headers["Content-Type"] = content_type
    record.headers["WARC-Block-Digest"] = _digest(block)
    record.set_bytes_content(block)
    return record


def _require_whole(path: Path) -> None:
    """Nothing for a new file, or one of whole records. Behind a record that was cut, other programs read nothing more."""
    if not path.exists():
        return
    inflater, left = zlib.decompressobj(wbits=31), b""
    try:
        with path.open("rb") as file:
            while left or (left := file.read(_CHUNK)):
                inflater = zlib.decompressobj(wbits=31) if inflater.eof else inflater
                inflater.decompress(left, _CHUNK)
                left = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
        whole = inflater.eof or path.stat().st_size == 0
    except zlib.error:
        whole = False
    if not whole:
        raise InputError(f"{path} is no compressed web archive, or its last record is cut. Name another file; what is in it can be added.")


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _fields(facts: dict[str, str]) -> bytes:
    lines = [f"{name}: {' '.join(value.split())}\r\n" for name, value in facts.items() if value]
    return "".join(lines).encode("utf-8", "replace")


def _member(record: WarcRecord) -> bytes:
    out = io.BytesIO()
    record.write(out, checksum_data=False)
    return gzip.compress(out.getvalue(), mtime=0)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
