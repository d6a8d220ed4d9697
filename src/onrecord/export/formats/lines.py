"""A file for each kind of entry: JSON lines and CSV, Parquet and Arrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from onrecord.export.columns import cells_of
from onrecord.export.frames import write_arrow, write_parquet
from onrecord.export.gathered import each_with_lines
from onrecord.export.jsonl import dump
from onrecord.export.kinds import BY_NAME, KINDS, Kind
from onrecord.export.selection import Extract, Selection
from onrecord.export.sink import File, Sink
from onrecord.export.tables import csv_text
from onrecord.export.wire import Wire

Write = Callable[[Kind, Iterable[Wire], Selection, File], None]


def each_kind(ending: str, media_type: str, write: Write) -> Callable[[Extract, Sink], tuple[str, ...]]:
    """What writes a file for every kind that the selection wants."""

    def write_all(extract: Extract, sink: Sink) -> tuple[str, ...]:
        kinds = [BY_NAME[name] for name in extract.selection.kinds] or KINDS
        for kind, lines in each_with_lines(extract, kinds):
            with sink.file(f"{kind.name}.{ending}", media_type) as file:
                file.entries = 0
                write(kind, lines, extract.selection, file)
        return ()

    return write_all


def json_lines(kind: Kind, lines: Iterable[Wire], selection: Selection, file: File) -> None:
    for line in lines:
        file.entry(dump(line) + "\n")


def csv_lines(kind: Kind, lines: Iterable[Wire], selection: Selection, file: File) -> None:
    """A text that a spreadsheet would take for a formula begins with an apostrophe, unless the selection wants it raw."""
    file.write(csv_text([[column.name for column in kind.columns]]))
    for line in lines:
        file.entry(csv_text([cells_of(kind.columns, line)], raw=selection.raw_csv))


def parquet(kind: Kind, lines: Iterable[Wire], selection: Selection, file: File) -> None:
    write_parquet(kind.columns, lines, file)


def arrow(kind: Kind, lines: Iterable[Wire], selection: Selection, file: File) -> None:
    write_arrow(kind.columns, lines, file)


def write_known(sink: Sink, name: str, found: Iterable[tuple[str, Wire | None]], why: str) -> tuple[str, ...]:
    """A file of JSON lines; and what is left out of it, since there is nothing for it in another's scheme (None), by type and with why."""
    left: Counter[str] = Counter()
    with sink.file(name, "application/x-ndjson") as file:
        file.entries = 0
        for kind, line in found:
            if line is None:
                left[kind] += 1
            else:
                file.entry(dump(line) + "\n")
    return tuple(f"{count} × {kind}: {why}" for kind, count in sorted(left.items()))
