"""``read_reports``: from what the caller named to a stream of reports and refusals."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from onrecord.errors import InputError
from onrecord.inflate import GZIP_MAGIC
from onrecord.model import Refusal, Report
from onrecord.read.bounded import bounds_of, gunzip_head, gunzipped
from onrecord.read.cut import cut_source, open_file
from onrecord.read.draft import Unreadable
from onrecord.read.formats import READABLE, Format, format_by_content, format_by_name, stem_of
from onrecord.read.identity import ReportIds
from onrecord.read.inputs import STDIN, check_inputs, expand_inputs
from onrecord.read.options import ReadOptions
from onrecord.read.pieces import Piece
from onrecord.read.sidecar import read_sidecar
from onrecord.read.sources import PieceReader
from onrecord.settings import ReadLimits

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
    return _stream(cut_inputs(inputs, options=options, stdin=stdin), options)


def _stream(pieces: Iterator[Piece | Refusal], options: ReadOptions) -> Iterator[Report | Refusal]:
    ids = ReportIds()
    with PieceReader(options) as reader:
        for piece in pieces:
            for outcome in (piece,) if isinstance(piece, Refusal) else reader.read(piece):
                yield ids.settle(outcome) if isinstance(outcome, Report) else outcome


def cut_inputs(inputs: Sequence[str], *, options: ReadOptions, stdin: BinaryIO | None = None) -> Iterator[Piece | Refusal]:
    """What ``read_reports`` reads, cut and not yet read: each piece gives reports by ``PieceReader.read``. Raises as it does."""
    check_inputs(inputs, url=options.url)
    return _cut(list(inputs), options, stdin)


def list_files(inputs: Sequence[str], *, options: ReadOptions) -> list[tuple[str, bool]]:
    """The files that the inputs stand for, in the order in which they are read, for ``cut_file``. Raises as ``read_reports`` does, and
    when standard input is among them, which nobody can read a second time."""
    check_inputs(inputs, url=options.url)
    if STDIN in inputs:
        raise InputError("Standard input cannot be read again when a run is taken up. Write it to a file first.")
    return [(str(file.path), file.named) for file in expand_inputs(inputs) if file is not None]


def _cut(inputs: Sequence[str], options: ReadOptions, stdin: BinaryIO | None) -> Iterator[Piece | Refusal]:
    for file in expand_inputs(inputs):
        if file is None:
            yield from _cut_stdin(stdin or sys.stdin.buffer, options)
        else:
            yield from cut_file(str(file.path), named=file.named, options=options)


def cut_file(name: str, *, named: bool, options: ReadOptions) -> Iterator[Piece | Refusal]:
    """The pieces of one file; ``named``: the caller named it, so that its content may say what its ending does not."""
    path = Path(name)
    named_format = format_by_name(path.name)
    given = options.given().over(read_sidecar(path))
    whole = Piece(where=str(path), stem=stem_of(path.name), given=given, format=named_format or "text")
    if named_format is None and not named:
        why = f"not a format that onrecord reads ({READABLE}). Name the file itself to have it read by its content."
        yield whole.refusal(Unreadable(why))
        return
    try:
        stream = open_file(path)
    except Unreadable as error:
        yield whole.refusal(error)
        return
    with stream:
        yield from _cut_stream(whole, cast(io.BufferedReader, stream), named_format, options.limits)


def _cut_stdin(stdin: BinaryIO, options: ReadOptions) -> Iterator[Piece | Refusal]:
    whole = Piece(where="standard input", stem="stdin", given=options.given(), format="text")
    peekable = stdin if isinstance(stdin, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, _Raw(stdin)), _HEAD_BYTES)
    yield from _cut_stream(whole, peekable, None, options.limits)


def _cut_stream(whole: Piece, stream: io.BufferedReader, format_: Format | None, limits: ReadLimits) -> Iterator[Piece | Refusal]:
    head = stream.peek(_HEAD_BYTES)
    content = cast(BinaryIO, stream)
    if head.startswith(GZIP_MAGIC):
        format_ = format_ or format_by_content(gunzip_head(head))
        if format_ != "warc":  # a WARC keeps its members: they are where reading goes on after damage
            content = gunzipped(content, bounds_of(limits))
    yield from cut_source(replace(whole, format=format_ or format_by_content(head)), content, limits)


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
