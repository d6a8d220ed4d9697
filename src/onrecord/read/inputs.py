"""From what the caller named to the files it stands for, in an order that does not depend on the disk."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import InputError
from onrecord.read.formats import format_by_name, is_skipped

STDIN = "-"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read; ``named`` when the caller named it, so that its content may say what its ending does not."""

    path: Path
    named: bool


def check_inputs(inputs: Sequence[str], *, url: str | None = None) -> None:
    """Nothing. Raises InputError when an input does not exist, or when ``url`` is given for more than one report."""
    for name in inputs:
        if name != STDIN and not Path(name).exists() and not _has_match(name):
            raise InputError(f"There is no file or folder {name!r}. Check the path; '-' reads from standard input.")
    if url is None:
        return
    several = len(inputs) != 1 or (inputs[0] != STDIN and not Path(inputs[0]).is_file())
    if several or format_by_name(inputs[0]) in ("jsonl", "feed", "warc"):
        raise InputError(
            "A url names one report, but the input may hold several. Give one text or HTML file, or a sidecar NAME.meta.json for each."
        )


def _has_match(pattern: str) -> bool:
    return glob.has_magic(pattern) and next(glob.iglob(pattern, recursive=True), None) is not None


def expand_inputs(inputs: Iterable[str]) -> Iterator[InputFile | None]:
    """The files in the order named, folders sorted by name at each level; None stands for standard input.

    Walks as it goes: nothing is listed before it is needed.
    """
    for name in inputs:
        if name == STDIN:
            yield None
        elif Path(name).exists():
            yield from _expand_path(Path(name))
        else:
            for match in sorted(glob.iglob(name, recursive=True)):
                if not is_skipped(Path(match).name):
                    yield from _expand_path(Path(match))


def _expand_path(path: Path) -> Iterator[InputFile]:
    if not path.is_dir():
        yield InputFile(path, named=True)
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not is_skipped(name):
                yield InputFile(Path(folder, name), named=False)


def count_inputs(inputs: Sequence[str]) -> int | None:
    """How many files the inputs stand for, for a progress bar; None when standard input is among them. One file may hold many reports.

    Raises InputError as ``read_reports`` does.
    """
    check_inputs(inputs)
    return None if STDIN in inputs else sum(1 for _ in expand_inputs(inputs))
