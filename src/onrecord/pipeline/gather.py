"""One round of fetching: the addresses asked for, the pages that feeds among them name, host by host in turn, into one archive."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from onrecord.fetch import FEED_TYPES, ArchiveWriter, Fetcher, Journal, Missed, Outcome, Page, Unchanged
from onrecord.model import Refusal
from onrecord.progress import OnProgress, Progress, unseen
from onrecord.read.feedlinks import FeedReader, looks_like_feed
from onrecord.settings import ReadLimits


@dataclass(frozen=True, slots=True)
class _Task:
    url: str
    via: str | None = None


@dataclass(slots=True)
class Gathered:
    """What one round brought. ``problems``: what a person should know of pages that were kept, and of feeds."""

    pages: int = 0
    unchanged: int = 0
    feeds: int = 0
    missed: list[Refusal] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class Gathering:
    """Fetches addresses and what feeds among them name. With a journal, a feed's pages are asked for when new or due again."""

    def __init__(self, fetcher: Fetcher, archive: ArchiveWriter, journal: Journal | None, limits: ReadLimits) -> None:
        self._fetcher = fetcher
        self._archive = archive
        self._journal = journal
        self._limits = limits
        self._queues: dict[str, deque[_Task]] = {}
        self._seen: set[str] = set()
        self._total = 0
        self._feeds = FeedReader(limits)
        self.found = Gathered()

    def run(self, urls: Sequence[str], on_progress: OnProgress = unseen) -> Gathered:
        """Each page is in the archive before the next is asked for, so a run that is stopped loses at most the page in hand."""
        for url in urls:
            self._queue(_Task(url))
        done = 0
        with FeedReader(self._limits) as self._feeds:
            while (task := self._next_task()) is not None:
                self._take(task)
                done += 1
                on_progress(Progress(done=done, total=self._total, what=task.url))
        return self.found

    def _queue(self, task: _Task) -> None:
        if task.url not in self._seen:
            self._seen.add(task.url)
            self._queues.setdefault(self._fetcher.host_of(task.url) or "", deque()).append(task)
            self._total += 1

    def _next_task(self) -> _Task | None:
        """The next task of the host that may be asked soonest; those that cannot be asked at all come first."""
        waiting = [host for host, queue in self._queues.items() if queue]
        if not waiting:
            return None
        return self._queues[min(waiting, key=self._fetcher.turns.ready_in)].popleft()

    def _take(self, task: _Task) -> None:
        visit = self._journal.visit(task.url) if self._journal else None
        if visit and (rest := visit.seconds_of_rest(datetime.now(UTC))) > self._fetcher.options.limits.max_delay_seconds:
            self.found.missed.append(_resting(task, rest))
            return
        known = visit.known if visit and visit.body_sha256 else None
        outcome = self._fetcher.fetch(task.url, known=known, via=task.via)
        if isinstance(outcome, Page) and _is_feed(outcome):
            outcome = self._follow_feed(task, outcome)
        elif isinstance(outcome, Page):
            self._archive.add(outcome)
            self.found.pages += 1
            self.found.problems += [f"{outcome.url}: {problem}" for problem in outcome.problems]
        elif isinstance(outcome, Unchanged):
            self.found.unchanged += 1
            self._follow_known(task)
        if isinstance(outcome, Missed):
            self.found.missed.append(outcome.refusal)
        self._note(task, outcome)

    def _note(self, task: _Task, outcome: Outcome) -> None:
        if self._journal is not None:
            self._journal.note(task.url, outcome, datetime.now(UTC), via=task.via)

    def _follow_feed(self, task: _Task, page: Page) -> Page | Missed:
        if task.via is not None:
            return _missed(task, "it is a feed, named by a feed; only pages are followed. Name it yourself to have it read.")
        links = self._feeds.links(page.body)
        if links.why is not None:
            return _missed(task, links.why)
        self.found.feeds += 1
        most = self._fetcher.options.limits.max_feed_links
        self.found.problems += [f"{task.url}: {problem}" for problem in links.problems]
        if links.without:
            self.found.problems.append(f"{task.url}: {links.without} entries have no address and were left out.")
        if len(links.urls) > most:
            self.found.problems.append(
                f"{task.url}: the feed names {len(links.urls)} pages; its first {most} count (fetch.max_feed_links)."
            )
        self._queue_due(links.urls[:most], task.url)
        return page

    def _follow_known(self, task: _Task) -> None:
        """The pages of a feed that has not changed: they may have been edited, or were out of reach."""
        if self._journal is not None and task.via is None:
            self._queue_due(self._journal.pages_via(task.url)[: self._fetcher.options.limits.max_feed_links], task.url)

    def _queue_due(self, urls: Iterable[str], via: str) -> None:
        for url in urls:
            visit = self._journal.visit(url) if self._journal else None
            if visit is None or visit.is_due(datetime.now(UTC)):
                self._queue(_Task(url, via))


def _is_feed(page: Page) -> bool:
    return page.content_type in FEED_TYPES or looks_like_feed(page.body)


def _resting(task: _Task, seconds: float) -> Refusal:
    why = f"its host asked an earlier run to be left alone, for another {seconds:.0f} s. Try again then."
    return Refusal(id=task.url, kind="failed", where=task.url, why=why)


def _missed(task: _Task, why: str) -> Missed:
    where = f"{task.url} (from {task.via})" if task.via else task.url
    return Missed(refusal=Refusal(id=task.url, kind="refused", where=where, why=why))
