"""``onrecord fetch`` and ``onrecord watch``: fetched pages become an archive, and the archive goes into the record like any other."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from onrecord.errors import InputError, OnRecordError
from onrecord.fetch import ArchiveWriter, Fetcher, FetchOptions, Journal
from onrecord.model import Refusal
from onrecord.pipeline.add import AddSummary, add_inputs
from onrecord.pipeline.gather import Gathered, Gathering
from onrecord.progress import OnProgress, unseen
from onrecord.read import ReadOptions
from onrecord.settings import ReadLimits
from onrecord.store import Input, Place, Record, open_record, place_of, record_exists

__all__ = ["FetchOptions", "FetchPlan", "FetchSummary", "fetch_archive", "fetch_reports", "watch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSummary:
    """What a round of fetching brought, and where it is kept. ``added``: one summary for each archive that went into the record."""

    pages: int
    unchanged: int
    feeds: int
    missed: tuple[Refusal, ...]
    problems: tuple[str, ...]
    archive: Path | None
    seconds: float
    added: tuple[AddSummary, ...] = ()

    @property
    def refused(self) -> int:
        return sum(missed.kind == "refused" for missed in self.missed)

    @property
    def failed(self) -> int:
        return sum(missed.kind == "failed" for missed in self.missed)

    @property
    def is_partial(self) -> bool:
        """Whether something that was asked for is not there: not fetched, or fetched and not read."""
        return bool(self.missed) or any(added.refused or added.failed for added in self.added)

    def as_added(self) -> AddSummary:
        """The same as what became of inputs: what was not fetched with its reason, what has not changed as there already."""
        added = self.added
        missed = tuple(self.missed)
        return AddSummary(
            run=added[-1].run if added else "",
            stored=sum(one.stored for one in added),
            duplicate=sum(one.duplicate for one in added) + self.unchanged,
            refused=sum(one.refused for one in added) + self.refused,
            failed=sum(one.failed for one in added) + self.failed,
            refusals=(*missed, *(refusal for one in added for refusal in one.refusals)),
            stories=added[-1].stories if added else 0,
            findings=added[-1].findings if added else 0,
            seconds=self.seconds,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPlan:
    """How to fetch, and to read what was fetched. ``archive``: the web archive to write; None: one a round, beside the record."""

    options: FetchOptions
    archive: Path | None = None
    read: ReadLimits = ReadLimits()


def fetch_archive(
    urls: Sequence[str], plan: FetchPlan, *, fetcher: Fetcher | None = None, on_progress: OnProgress = unseen
) -> FetchSummary:
    """Fetches into ``plan.archive`` alone, without a record and so without memory of earlier fetches.

    Raises InputError when no archive is named, or it cannot be written.
    """
    started = time.monotonic()
    if plan.archive is None:
        raise InputError("Nothing says where to keep what is fetched. Name an archive (--warc OUT.warc.gz) or a record (--record R).")
    with _writer(plan.archive, plan) as archive:
        found = Gathering(fetcher or Fetcher(plan.options), archive, None, plan.read).run(urls, on_progress)
    return _summary(found, archive, started)


def fetch_reports(
    path: str | Place, urls: Sequence[str], plan: FetchPlan, *, fetcher: Fetcher | None = None, on_progress: OnProgress = unseen
) -> FetchSummary:
    """Fetches pages, and those that feeds name, and adds them to the record at ``path``, which is made when there is none.

    Beside the record, the folder ``NAME.fetched`` keeps the archives, and when each address was visited: only what is new, changed or
    due is asked for again. A run that was stopped is taken up by the next one. Raises InputError when another one is at work.
    """
    with open_journal(path) as journal:
        return fetch_round(place_of(path), urls, plan, journal=journal, fetcher=fetcher or Fetcher(plan.options), on_progress=on_progress)


def open_journal(path: str | Place) -> Journal:
    """The journal beside a record; empty when the record is not there yet."""
    path = place_of(path)
    is_new = not record_exists(path)
    with open_record(path):
        journal = Journal(path.with_name(path.name + ".fetched"))
    if is_new:
        journal.forget()
    return journal


def fetch_round(  # noqa: PLR0913  # the pieces of one round; everybody outside calls the two above
    path: Place,
    urls: Sequence[str],
    plan: FetchPlan,
    *,
    journal: Journal,
    fetcher: Fetcher,
    on_progress: OnProgress = unseen,
) -> FetchSummary:
    """One round: archives that a stopped run left, then fetching, then the new archive into the record."""
    started = time.monotonic()
    with open_record(path) as record:
        left = [_add(record, waiting, plan, journal) for waiting in journal.waiting()]
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z.warc.gz"
        with _writer(plan.archive or journal.folder / name, plan) as archive:
            found = Gathering(fetcher, archive, journal, plan.read).run(urls, on_progress)
        _note_missed(record, found.missed, plan)
        added = [_add(record, archive.path, plan, journal)] if found.pages else []
    return _summary(found, archive, started, (*left, *added))


def watch(  # noqa: PLR0913  # as above
    path: str | Place,
    feeds: Sequence[str],
    plan: FetchPlan,
    *,
    every_seconds: float,
    fetcher: Fetcher | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[FetchSummary | OnRecordError]:
    """Rounds without end: what each brought, or the error that ended it; the next one comes all the same.

    Between two rounds ``every_seconds`` pass, up to a tenth more or less, so that watchers do not all knock at the full hour. It may be
    interrupted at any moment: what was fetched is in its archive, and is taken up when somebody watches again.
    """
    fetcher = fetcher or Fetcher(plan.options)  # one for all rounds: it remembers what sites asked for
    with open_journal(path) as journal:
        while True:
            try:
                yield fetch_round(place_of(path), feeds, plan, journal=journal, fetcher=fetcher)
            except OnRecordError as error:
                yield error
            sleep(every_seconds * random.uniform(0.9, 1.1))


def _writer(path: Path, plan: FetchPlan) -> ArchiveWriter:
    options = plan.options
    return ArchiveWriter(path, software=f"onrecord/{options.version}", user_agent=options.user_agent)


def _add(record: Record, archive: Path, plan: FetchPlan, journal: Journal) -> AddSummary:
    summary = add_inputs(record, [str(archive)], options=ReadOptions(limits=plan.read))
    journal.note_added(archive)
    return summary


def _note_missed(record: Record, missed: Sequence[Refusal], plan: FetchPlan) -> None:
    """So that ``onrecord problems`` lists them."""
    if not missed:
        return
    run = record.start_run("fetch", plan.options.user_agent)
    with record.transaction():
        for refusal in missed:
            record.note_input(run, Input(id=refusal.id, outcome=refusal.kind, where=refusal.where, why=refusal.why))
    record.finish_run(run)


def _summary(found: Gathered, archive: ArchiveWriter, started: float, added: tuple[AddSummary, ...] = ()) -> FetchSummary:
    return FetchSummary(
        pages=found.pages, unchanged=found.unchanged, feeds=found.feeds, missed=tuple(found.missed), problems=tuple(found.problems),
        archive=archive.path if archive.records else None, seconds=time.monotonic() - started, added=added,
    )  # fmt: skip
