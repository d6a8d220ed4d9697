"""What keeps a record whole, and keeps out of it what people took out: the part of ``Record`` for those who look after it."""

from __future__ import annotations

from pathlib import Path

from onrecord.model import Problem, Report
from onrecord.progress import OnProgress, unseen
from onrecord.store import copies, seals, tombstones
from onrecord.store.compacting import Compacted, compact
from onrecord.store.copying import copy_record, rows_in
from onrecord.store.database import Database
from onrecord.store.migrate import open_database
from onrecord.store.place import Place, place_of
from onrecord.store.rulings import Signature
from onrecord.store.salvage import Salvaged, salvage
from onrecord.store.sqlite import SqliteDatabase
from onrecord.store.tombstones import Barred, Purged
from onrecord.store.verify import verify

PATIENCE_SECONDS = 60.0


class Safekeeping:
    """The part of ``Record`` that checks, copies and cleans the file."""

    _database: Database

    def be_patient(self) -> None:
        """Waits a minute for another writer from now on: a run of hours should not end because somebody corrects meanwhile."""
        self._database.be_patient(PATIENCE_SECONDS)

    def barred(self, report: Report) -> Barred | None:
        """Whether people took this report out of the record, or another text of its address; None: they did not."""
        return tombstones.barred(self._database, report)

    def purge(self, report: str, by: Signature, *, text_only: bool = False) -> Purged:
        """Takes the report (its id) out of every row, for good; ``scrub`` then cleans the file. With ``text_only`` another text of its
        address may come in. Stories are made anew by whoever can: ``pipeline.purge_report``. Raises MissingError, InputError."""
        return tombstones.purge(self._database, report, by, text_only=text_only)

    def scrub(self) -> bool:
        """Writes the file anew without a trace of what was deleted; False: the log still has it, since somebody reads."""
        return self._database.scrub()

    def compact(self, on_progress: OnProgress = unseen) -> Compacted:
        """Brings a record that has grown for years into order and less room; see ``compact``. Raises StoreError where it must not be."""
        return compact(self._database, on_progress)

    def back_up(self, path: str | Path, on_progress: OnProgress = unseen) -> str:
        """A verified copy of this moment in a new file, whatever others write meanwhile; the hash of its content."""
        return copies.back_up(self._database, Path(path), on_progress)

    def copy_to(self, place: str | Place, on_progress: OnProgress = unseen) -> tuple[int, str]:
        """Everything as it is at this moment into a record at ``place``, a file or a server, which holds nothing yet: how many rows, and
        the hash of their content. All or nothing. Raises StoreError when there is something already."""
        to = place_of(place)
        if isinstance(self._database, SqliteDatabase) and isinstance(to, Path) and not to.exists():
            with copies.new_copy(self._database, to, on_progress) as copy:  # page by page: ten times as fast as row by row
                return rows_in(copy), seals.content_hash(copy)
        target = open_database(to, create=True, read_only=False)
        try:
            return copy_record(self._database, target, on_progress), seals.content_hash(target)
        finally:
            target.close()

    def salvage(self, damaged: str | Path) -> Salvaged:
        """Takes over everything that can be read and proved from a damaged file; this record is a new one. See ``salvage``."""
        return salvage(Path(damaged), self._database)

    def content_hash(self) -> str:
        """Of everything that was put in and decided: equal for records that hold the same, in whatever order it came."""
        return seals.content_hash(self._database)

    def quick_check(self) -> list[Problem]:
        """Whether the structure of the file is whole; what stands in it is not read through."""
        return [Problem(where=where, why=why) for where, why in self._database.faults(quick=True)]

    def verify(self, on_progress: OnProgress = unseen) -> list[Problem]:
        """What is wrong with the file; empty: nothing. Never raises on a damaged one."""
        return verify(self._database, on_progress)
