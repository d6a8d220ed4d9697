"""A record as it was known at a moment."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.pipeline import engines as models
from onrecord.pipeline.relate import restore
from onrecord.store import Place, Record
from onrecord.store import open_record as open_stored


@contextmanager
def open_record_at(path: str | Place, known_at: str | None = None) -> Iterator[Record]:
    """The record there, for reading; with ``known_at`` as it was at that moment, so that nothing that was recorded or judged
    later shows: what is asked of it gives today what it gave then.

    Where nothing came later it is the record itself. Else it is a copy, which costs as much as the record is large, and is removed
    when the block ends. An analysis that another has replaced since is not brought back. Raises InputError when ``known_at`` is no
    date, StoreError as ``open_record`` does.
    """
    with open_stored(path, read_only=True) as record:
        if known_at is None or not record.changed_since(known_at):
            yield record
            return
        with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
            then = Path(folder).resolve() / "record.db"
            record.copy_as_of(known_at, then)
            with open_stored(then) as copy:
                restore(copy, models.load_engines())
                yield copy
