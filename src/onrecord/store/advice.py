"""What SQLite's errors mean for whoever keeps a record, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

import apsw

ADVICE: Sequence[tuple[tuple[type[Exception], ...], str]] = (
    (
        (apsw.BusyError, apsw.LockedError),
        "another process keeps writing to the record. Try again when it has finished.",
    ),
    (
        (apsw.FullError,),
        "the disk is full. What was stored before is safe; make room (onrecord doctor --reclaim gives back what"
        " was put aside for this) and run the same command again.",
    ),
    ((apsw.NotADBError,), "this is not a record: the file is not a SQLite database. Name another file with --record."),
    ((apsw.ReadOnlyError, apsw.PermissionsError), "the record or its folder may not be written to. Copy it to a place where you may."),
    ((apsw.CantOpenError,), "the record cannot be opened. Is it a file (not a folder) in a folder that exists and that you may read?"),
    ((apsw.InterruptError,), "the question takes longer than one may. Ask for less: one story, one speaker, a shorter time."),
    ((apsw.CorruptError,), "the file is damaged. Put a backup in its place, or save what can be read: onrecord recover NEW --record FILE."),
)
