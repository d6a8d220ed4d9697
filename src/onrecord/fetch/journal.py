"""What was fetched when, beside the record: a file of lines to which every visit is added, so that a stopped run goes on where it was."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from onrecord.errors import InputError
from onrecord.fetch.page import Known, Missed, Outcome, Unchanged

_FIRST_AGAIN = timedelta(hours=1)  # an edited report is mostly edited soon
_MAX_AGAIN = timedelta(days=30)
_STALE_LINES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The last visit to an address. ``quiet``: visits in a row that found nothing new; ``due``: to be asked for again then;
    ``not_before``: as the publisher wishes; moments ISO 8601, UTC."""

    asked: str
    url: str
    at: str
    outcome: str  # page, unchanged, refused, failed
    due: str
    quiet: int = 0
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    via: str | None = None
    not_before: str | None = None
    why: str | None = None

    @property
    def known(self) -> Known:
        """What to ask with, to get the page only if it has changed."""
        return Known(url=self.url, etag=self.etag, last_modified=self.last_modified)

    def seconds_of_rest(self, now: datetime) -> float:
        """How long the publisher still wants to be left alone; 0: he does not."""
        return max(0.0, (datetime.fromisoformat(self.not_before) - now).total_seconds()) if self.not_before else 0.0

    def is_due(self, now: datetime) -> bool:
        return now >= datetime.fromisoformat(self.due)


class Journal:
    """The visits, and the archives that are already in the record; one process at a time. Raises InputError where that cannot be."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._visits: dict[str, Visit] = {}
        self._added: dict[str, None] = {}
        self._lines = 0
        try:
            folder.mkdir(exist_ok=True)
            self._file = (folder / "journal.jsonl").open("a+", encoding="utf-8")
        except OSError as error:
            raise InputError(f"{folder} cannot be written to ({error.strerror}). It keeps what was fetched, beside the record.") from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise InputError(f"Another fetch or watch works with {folder}. Wait until it has ended, or stop it.") from None
        self._load()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Safe to call twice."""
        self._file.close()

    def visit(self, asked: str) -> Visit | None:
        return self._visits.get(asked)

    def pages_via(self, feed: str) -> list[str]:
        """The addresses that a feed named when it was last read or before, the latest visited first."""
        found = [visit for visit in self._visits.values() if visit.via == feed and visit.outcome != "refused"]
        return [visit.asked for visit in sorted(found, key=lambda visit: visit.at, reverse=True)]

    def note(self, asked: str, outcome: Outcome, now: datetime, *, via: str | None = None) -> Visit:
        """Writes down what became of an address, and when it is to be asked for again."""
        visit = replace(_visit_of(asked, outcome, self._visits.get(asked), now), via=via)
        self._visits[asked] = visit
        self._write({"visit": asdict(visit)})
        return visit

    def waiting(self) -> list[Path]:
        """Archives in the folder whose pages are not yet in the record: a run was stopped between fetching and adding."""
        return sorted(path for path in self.folder.glob("*.warc.gz") if path.name not in self._added)

    def note_added(self, archive: Path) -> None:
        self._added[archive.name] = None
        self._write({"added": archive.name})

    def forget(self) -> None:
        """As if nothing had been fetched, because the record that this belongs to is a new one; archives are read into it again."""
        self._visits, self._added = {}, {}
        self._rewrite()

    def _load(self) -> None:
        self._file.seek(0)
        for line in self._file:
            self._lines += 1
            with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):  # the last line of a run that was killed
                entry = json.loads(line)
                if "visit" in entry:
                    visit = Visit(**entry["visit"])
                    datetime.fromisoformat(visit.due)
                    self._visits[visit.asked] = visit
                elif "added" in entry:
                    self._added[str(entry["added"])] = None
        if self._lines > 2 * len(self._visits) + len(self._added) + _STALE_LINES:
            self._rewrite()
        elif self._lines and not self._ends_whole():
            self._file.write("\n")

    def _ends_whole(self) -> bool:
        with (self.folder / "journal.jsonl").open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def _write(self, entry: dict[str, object]) -> None:
        self._file.write(json.dumps(entry) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._lines += 1

    def _rewrite(self) -> None:
        """In place and not through a new file: the lock is on this one. A kill in between costs visits, which are then made again."""
        entries = [*({"visit": asdict(visit)} for visit in self._visits.values()), *({"added": name} for name in self._added)]
        text = "".join(json.dumps(entry) + "\n" for entry in entries)
        self._file.seek(0)
        self._file.truncate()
        self._file.write(text)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._lines = len(entries)

    def __iter__(self) -> Iterator[Visit]:
        return iter(list(self._visits.values()))


def _visit_of(asked: str, outcome: Outcome, before: Visit | None, now: datetime) -> Visit:
    moment = now.astimezone(UTC).isoformat()
    if isinstance(outcome, Missed):
        return _missed(asked, outcome, before, now)
    unchanged = isinstance(outcome, Unchanged)
    if isinstance(outcome, Unchanged) and before is not None:
        return replace(
            before, at=moment, outcome="unchanged", quiet=before.quiet + 1, why=None, due=_due(now, before.quiet + 1), not_before=None
        )
    known = Known(url=outcome.url) if isinstance(outcome, Unchanged) else outcome.known
    digest = None if isinstance(outcome, Unchanged) else outcome.sha256
    quiet = before.quiet + 1 if before is not None and before.body_sha256 == digest else 0
    return Visit(
        asked=asked, url=outcome.url, at=moment, outcome="unchanged" if unchanged else "page", due=_due(now, quiet), quiet=quiet,
        etag=known.etag, last_modified=known.last_modified, body_sha256=digest,
    )  # fmt: skip


def _missed(asked: str, outcome: Missed, before: Visit | None, now: datetime) -> Visit:
    quiet = (before.quiet if before else 0) + 1
    due, not_before = _due(now, quiet), None
    if outcome.retry_seconds is not None:
        not_before = (now + timedelta(seconds=outcome.retry_seconds)).astimezone(UTC).isoformat()
        due = max(due, not_before)
    base = before or Visit(asked=asked, url=asked, at="", outcome="", due="")
    moment = now.astimezone(UTC).isoformat()
    return replace(
        base, at=moment, outcome=outcome.refusal.kind, quiet=quiet, due=due, why=outcome.refusal.why[:500], not_before=not_before
    )


def _due(now: datetime, quiet: int) -> str:
    """An hour later, then twice as long after each visit that found nothing new."""
    return (now + min(_MAX_AGAIN, _FIRST_AGAIN * (1 << min(quiet, 12)))).astimezone(UTC).isoformat()
