"""The record as a file: copied while others write, with room put aside for a full disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.errors import StoreError
from onrecord.progress import OnProgress, unseen
from onrecord.store.copying import copied
from onrecord.store.database import Database
from onrecord.store.place import Place, Server
from onrecord.store.seals import content_hash
from onrecord.store.verify import verify


def back_up(database: Database, path: Path, told: OnProgress = unseen) -> str:
    """A copy of this moment in a new file, whole and durable when this returns: it is opened and verified, and only then gets its name.
    The hash of its content.

    Raises StoreError when the file is there already, cannot be written, or the copy is not whole: then none is left.
    """
    with new_copy(database, path, told) as copy:
        copy.run("PRAGMA journal_mode = DELETE")  # one file, that opens where nothing may be written
        found = verify(copy, told)
        if found:
            raise StoreError(
                f"{path}: the copy is damaged, most likely as the record is ({found[0].where}: {found[0].why}). See: onrecord verify"
            )
        return content_hash(copy)


@contextmanager
def new_copy(database: Database, path: Path, told: OnProgress) -> Iterator[Database]:
    """Everything as it is at this moment in a file that is not there yet: it is closed and gets its name when the block ends well, and
    else none is left. Raises StoreError when it cannot."""
    path = path.resolve()
    if path.exists():
        raise StoreError(f"{path} is there already, and a backup replaces nothing. Name a file that does not exist.")
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        copy = copied(database, partial, told)
        try:
            yield copy
        finally:
            copy.close()
        _sync(partial)
        partial.rename(path)
        _sync(path.parent)
    except OSError as error:
        raise StoreError(
            f"{path}: the copy cannot be written ({error.strerror}). Name a file in a folder that you may write to."
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def log_bytes(path: Place) -> int:
    """How large the write-ahead log beside the record is."""
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0


def ballast_of(path: Place) -> Path:
    """Where room is put aside for when the disk is full."""
    return path.with_name(f"{path.name}.ballast")


def put_ballast(path: Place, size: int) -> None:
    """Takes that many bytes of the disk, to be given back by ``drop_ballast``. Raises StoreError when there is no room."""
    if isinstance(path, Server):
        raise StoreError(f"{path}: room is put aside for a file; a server's disk is in the hands of whoever looks after it.")
    ballast = ballast_of(path)
    try:
        handle = os.open(ballast, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            os.posix_fallocate(handle, 0, size)
            os.ftruncate(handle, size)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        ballast.unlink(missing_ok=True)
        raise StoreError(f"{ballast}: {size} bytes cannot be put aside ({error.strerror}). Make room first, or ask for less.") from error


def drop_ballast(path: Place) -> int:
    """How many bytes that gave back; nothing of the record is opened, since a full disk may not even allow that."""
    ballast = ballast_of(path)
    size = ballast.stat().st_size if ballast.exists() else 0
    ballast.unlink(missing_ok=True)
    return size


def copies_beside(path: Place) -> tuple[Path, ...]:
    """Copies that onrecord itself left beside the record, and what was fetched for it: they hold what they held."""
    if isinstance(path, Server):
        return ()
    path = path.resolve()
    before = sorted(path.parent.glob(f"{path.stem}.schema-*.db"))
    fetched = path.with_name(f"{path.stem}.fetched")
    return (*before, *([fetched] if fetched.is_dir() else []))
