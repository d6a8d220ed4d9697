"""The work of an archive run, one shard or chunk at a time. Each is done once: what is there is not made again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.batch.plan import BatchFile, Shard, Sizes, StripeDone, write_whole
from onrecord.batch.tables import ANALYSES, REPORTS, cut_table, is_table, read_table, write_table
from onrecord.model import Refusal, Report
from onrecord.pipeline.hands import Copy, Examined, Hands
from onrecord.plain import pack, unpack
from onrecord.read import Piece, ReadOptions, cut_file


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTask:
    """A stripe of a shard to read."""

    shard: Shard
    stripe: int
    sizes: Sizes


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Under which id the report at ``seq`` of a chunk is kept, where its own is not its alone; ``is_new`` False: it is a copy of one
    before."""

    seq: int
    id: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamineTask:
    """A chunk whose reports are to be analysed."""

    chunk: str
    names: tuple[Name, ...]


def read_shard(folder: Path, options: ReadOptions, task: ReadTask, hands: Hands) -> None:
    """Reads the chunks of the stripe that are not there yet, then marks it as done."""
    count = 0
    for number, pieces in enumerate(_chunks(_cut(task.shard.files, options), task.sizes)):
        count += 1
        chunk = task.shard.chunk(number)
        path = reports_path(folder, chunk)
        if number % task.shard.stripes == task.stripe and not path.exists():
            rows = [_report_row(chunk, seq, item) for seq, item in enumerate(hands.read(pieces))]
            write_table(path, REPORTS, rows)
    write_whole(folder / "reports" / task.shard.marker(task.stripe), pack(StripeDone(chunks=count)))


def examine_chunk(folder: Path, task: ExamineTask, hands: Hands) -> None:
    """Analyses the reports of a chunk, if nobody has."""
    path = analyses_path(folder, task.chunk)
    if path.exists():
        return
    names = {name.seq: name for name in task.names}
    items = (_named(item, names.get(seq)) for seq, item in enumerate(read_chunk(folder, task.chunk)))
    write_table(path, ANALYSES, [_analysis_row(task.chunk, seq, item) for seq, item in enumerate(hands.examine(items))])


def read_chunk(folder: Path, chunk: str) -> list[Report | Refusal]:
    """What was read, in its order; two reports may have one id."""
    rows = read_table(reports_path(folder, chunk), ("kind", "value"))
    return [unpack(Report, row["value"]) if row["kind"] == "report" else unpack(Refusal, row["value"]) for row in rows]


def reports_path(folder: Path, chunk: str) -> Path:
    return folder / "reports" / f"{chunk}.parquet"


def analyses_path(folder: Path, chunk: str) -> Path:
    return folder / "analyses" / f"{chunk}.parquet"


def _cut(files: Iterable[BatchFile], options: ReadOptions) -> Iterator[Piece | Refusal]:
    for file in files:
        yield from cut_table(file.path, options) if is_table(file.path) else cut_file(file.path, named=file.named, options=options)


def _chunks(pieces: Iterable[Piece | Refusal], sizes: Sizes) -> Iterator[list[Piece | Refusal]]:
    chunk: list[Piece | Refusal] = []
    size = 0
    for piece in pieces:
        chunk.append(piece)
        if isinstance(piece, Piece):
            size += len(piece.body) + len(piece.record.block if piece.record else b"")
        if len(chunk) >= sizes.chunk_pieces or size >= sizes.chunk_bytes:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _named(item: Report | Refusal, name: Name | None) -> Report | Copy | Refusal:
    if isinstance(item, Refusal) or name is None:
        return item
    return replace(item, id=name.id) if name.is_new else Copy(report=item)


def _report_row(chunk: str, seq: int, item: Report | Refusal) -> dict[str, object]:
    row: dict[str, object] = {"chunk": chunk, "seq": seq, "id": item.id, "value": pack(item).decode("ascii")}
    if isinstance(item, Refusal):
        return row | {"kind": item.kind}
    about = {name: getattr(item, name) for name in ("text_sha256", "language", "url", "outlet", "title")}
    published = item.published.value if item.published else None
    return row | about | {"kind": "report", "published": published, "chars": len(item.text)}


def _analysis_row(chunk: str, seq: int, item: Examined | Copy | Refusal) -> dict[str, object]:
    row: dict[str, object] = {"chunk": chunk, "seq": seq}
    if isinstance(item, Refusal):
        return row | {"kind": item.kind, "id": item.id, "value": pack(item).decode("ascii")}
    if isinstance(item, Copy):
        return row | {"kind": "copy", "id": item.report.id}
    found = {"statements": len(item.analysis.statements), "engine": item.analysis.engine}
    return row | found | {"kind": "report", "id": item.report.id, "value": pack((item.analysis, item.profile)).decode("ascii")}
