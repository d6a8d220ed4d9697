"""``read_reports``: from what the caller named to a stream of reports and refusals."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from onrecord.inflate import GZIP_MAGIC
from onrecord.model import Refusal, Report
from onrecord.read.bounded import bounds_of, gunzip_head, gunzipped
from onrecord.read.draft import Unreadable
from onrecord.read.formats import READABLE, Format, format_by_content, format_by_name, stem_of
from onrecord.read.identity import ReportIds
from onrecord.read.inputs import InputFile, check_inputs, expand_inputs
from onrecord.read.options import ReadOptions
from onrecord.read.sidecar import read_sidecar
from onrecord.read.sources import Source, open_file, read_source
from onrecord.read.worker import PageWorker

_HEAD_BYTES = 8192


def read_reports(inputs: Sequence[str], *, options: ReadOptions | None = None, stdin: BinaryIO | None = None) -> Iterator[Report | Refusal]:
    """The reports of files, folders, globs and ``-`` (standard input), one by one, in the order named; folders by name.

    Every would-be report gives a Report or a Refusal: a file, a JSONL line, a feed entry, a WARC record. Memory does not
    grow with the input but for some 200 bytes of id for each report. Pages are parsed in a child process, which ends with
    the iterator.

    Raises InputError at once when an input does not exist, or when ``options.url`` is given for several. Nothing that is
    read raises.
    """
    options = options or ReadOptions()
    check_inputs(inputs, url=options.url)
    return _stream(list(inputs), options, stdin)


def _stream(inputs: Sequence[str], options: ReadOptions, stdin: BinaryIO | None) -> Iterator[Report | Refusal]:
    worker, ids = PageWorker(options.limits), ReportIds()
    try:
        for file in expand_inputs(inputs):
            outcomes = _read_stdin(stdin or sys.stdin.buffer, options, worker) if file is None else _read_file(file, options, worker)
            for outcome in outcomes:
                yield ids.settle(outcome) if isinstance(outcome, Report) else outcome
    finally:
        worker.close()


def _read_file(file: InputFile, options: ReadOptions, worker: PageWorker) -> Iterator[Report | Refusal]:
    path = file.path
    given = options.given().over(read_sidecar(path))
    source = Source(where=str(path), stem=stem_of(path.name), given=given, limits=options.limits, worker=worker, now=options.now)
    named_format = format_by_name(path.name)
    if named_format is None and not file.named:
        why = f"not a format that onrecord reads ({READABLE}). Name the file itself to have it read by its content."
        yield source.refusal(Unreadable(why))
        return
    try:
        stream = open_file(path)
    except Unreadable as error:
        yield source.refusal(error)
        return
    with stream:
        yield from _read_stream(source, cast(io.BufferedReader, stream), named_format)


def _read_stdin(stdin: BinaryIO, options: ReadOptions, worker: PageWorker) -> Iterator[Report | Refusal]:
    source = Source(where="standard input", stem="stdin", given=options.given(), limits=options.limits, worker=worker, now=options.now)
    peekable = stdin if isinstance(stdin, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, _Raw(stdin)), _HEAD_BYTES)
    yield from _read_stream(source, peekable, None)


def _read_stream(source: Source, stream: io.BufferedReader, format_: Format | None) -> Iterator[Report | Refusal]:
    head = stream.peek(_HEAD_BYTES)
    if head.startswith(GZIP_MAGIC):
        format_ = format_ or format_by_content(gunzip_head(head))
        if format_ != "warc":  # a WARC keeps its members: they are where reading goes on after damage
            yield from read_source(source, gunzipped(cast(BinaryIO, stream), bounds_of(source.limits)), format_)
            return
    yield from read_source(source, cast(BinaryIO, stream), format_ or format_by_content(head))


class _Raw(io.RawIOBase):
    """Any object with ``read`` as a raw stream, so that its first bytes can be looked at."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        chunk = self._source.read(len(view))
        view[: len(chunk)] = chunk
        return len(chunk)
