"""Where an export goes: files in a folder, or one stream; what is written is counted and hashed on its way."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from onrecord.errors import InputError

MANIFEST = "manifest.json"
_PART = ".part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file of an export. ``entries``: how many entries of the record it holds; None: that is not counted in it."""

    name: str
    media_type: str
    entries: int | None
    bytes: int
    sha256: str


class File:
    """A file being written."""

    def __init__(self, name: str, media_type: str, stream: BinaryIO) -> None:
        self._name = name
        self._media_type = media_type
        self._stream = stream
        self._hash = hashlib.sha256()
        self._bytes = 0
        self.entries: int | None = None

    def write(self, text: str) -> None:
        self.write_bytes(text.encode("utf-8", "backslashreplace"))

    def write_bytes(self, content: bytes) -> None:
        self._stream.write(content)
        self._hash.update(content)
        self._bytes += len(content)

    def entry(self, text: str) -> None:
        """As ``write``, of one entry."""
        self.write(text)
        self.entries = (self.entries or 0) + 1

    def written(self) -> Written:
        digest = self._hash.hexdigest()
        return Written(name=self._name, media_type=self._media_type, entries=self.entries, bytes=self._bytes, sha256=digest)


class Sink(Protocol):
    """Takes the files of an export, one after the other."""

    written: list[Written]
    takes_one: bool  # whether it takes one file only

    def file(self, name: str, media_type: str) -> AbstractContextManager[File]:
        """A ``with`` block that gives a ``File``."""


class Folder:
    """A folder. A file appears whole or not at all; the manifest comes last, so that a folder without one is unfinished.

    Raises InputError when the folder holds anything, unless ``replace`` is true: then the files that an earlier manifest names go.
    """

    takes_one = False

    def __init__(self, path: Path, *, replace: bool = False) -> None:
        self.path = path
        self.written: list[Written] = []
        if path.exists() and not path.is_dir():
            raise InputError(f"{path} is not a folder. An export is a folder of files; name another with --out.")
        path.mkdir(parents=True, exist_ok=True)
        if any(path.iterdir()):
            self._clear(replace)

    def _clear(self, replace: bool) -> None:
        manifest = self.path / MANIFEST
        if not replace or not manifest.is_file():
            advice = "say --replace" if manifest.is_file() else "name an empty one with --out"
            raise InputError(f"The folder {self.path} is not empty; {advice}.")
        earlier = [entry["name"] for entry in json.loads(manifest.read_text(encoding="utf-8"))["files"]]
        for name in [MANIFEST, *earlier]:
            if name == os.path.basename(name):
                (self.path / name).unlink(missing_ok=True)

    @contextmanager
    def file(self, name: str, media_type: str) -> Iterator[File]:
        part = self.path / f"{name}{_PART}"
        try:
            with part.open("wb") as stream:
                file = File(name, media_type, stream)
                yield file
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(self.path / name)
        finally:
            part.unlink(missing_ok=True)
        self.written.append(file.written())


class Stream:
    """One stream, for formats that make one file."""

    takes_one = True

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.written: list[Written] = []

    @contextmanager
    def file(self, name: str, media_type: str) -> Iterator[File]:
        if self.written:
            raise InputError("This format makes several files. Name a folder with --out.")
        file = File(name, media_type, self._stream)
        yield file
        self._stream.flush()
        self.written.append(file.written())


def manifest_text(manifest: dict[str, Any]) -> str:
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"


def file_entries(written: Sequence[Written]) -> list[dict[str, Any]]:
    return [{"name": w.name, "media_type": w.media_type, "entries": w.entries, "bytes": w.bytes, "sha256": w.sha256} for w in written]
