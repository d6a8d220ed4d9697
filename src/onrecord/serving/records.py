"""One record for many requests at a time: connections that are used again, and views that are kept until the record changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from queue import Empty, LifoQueue
from typing import Any, TypeVar

from onrecord.pipeline import LiveRecord, open_record, open_record_at
from onrecord.settings import ServeLimits
from onrecord.store import Place, Record

T = TypeVar("T")

_KEPT = 64  # views; a large story's is some megabytes
_IDLE = 8  # connections kept open
_COPIED = 20_000  # statements: a copy of a larger record takes longer than a reader waits
_MOMENTS = 3  # past moments that are kept ready


class Records:
    """The record at ``path``, made when there is none; what one request asks of it may take ``question_seconds``. Raises StoreError when
    it cannot be opened."""

    def __init__(self, path: Place, *, question_seconds: float = ServeLimits().question_seconds) -> None:
        self._seconds = question_seconds
        with open_record(path):  # makes it, or brings its schema up to date
            pass
        self.path = path
        self._idle: LifoQueue[LiveRecord] = LifoQueue(_IDLE)
        self._writing = threading.Lock()
        self._watch = threading.Lock()
        self._watcher = open_record(path, read_only=True)
        self._views: OrderedDict[Hashable, Any] = OrderedDict()
        self._version = -1
        self._past = _Past(path)

    @contextmanager
    def read(self, known_at: str | None = None) -> Iterator[Record]:
        """The record, for reading only; everything that is read in the block is of one moment. With ``known_at`` the record as it was at
        that moment, unless it is too large to be copied (``is_exact``). Raises InputError when that is no date."""
        if known_at is not None and self.is_exact:
            with self._past.read(known_at, self._present()) as past:
                yield past
            return
        record = self._take()
        try:
            with record.snapshot(), record.within(self._seconds):
                yield record
        except BaseException:
            record.close()
            raise
        try:
            self._idle.put_nowait(record)
        except Exception:
            record.close()

    @contextmanager
    def write(self) -> Iterator[LiveRecord]:
        """The record, for writing; one writer at a time."""
        with self._writing, open_record(self.path) as record:
            yield record

    @property
    def is_exact(self) -> bool:
        """Whether a past moment is shown just as it was. Else reports that came later are left out, but which of them make a story, whose
        names are one, and what people judged are as today."""
        with self._watch:
            return self._watcher.amounts().statements <= _COPIED

    def view(self, key: Hashable, make: Callable[[Record], T], *, known_at: str | None = None) -> T:
        """What ``make`` gives, made anew only when the record has changed since. ``make`` must give a value that nobody changes."""
        version = self._present()
        with self._watch:
            if key in self._views:
                self._views.move_to_end(key)
                found: T = self._views[key]
                return found
        with self.read(known_at) as record:
            made = make(record)
        with self._watch:
            if version == self._version:  # else somebody wrote meanwhile: the value may be of either moment
                self._views[key] = made
                while len(self._views) > _KEPT:
                    self._views.popitem(last=False)
        return made

    def close(self) -> None:
        """Closes what is open and not in use."""
        self._past.close()
        self._watcher.close()
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def _present(self) -> int:
        """The number of the record's present state; views of another are dropped."""
        with self._watch:
            version = self._watcher.data_version()
            if version != self._version:
                self._views.clear()
                self._version = version
            return version

    def _take(self) -> LiveRecord:
        try:
            return self._idle.get_nowait()
        except Empty:
            return open_record(self.path, read_only=True)


class _Past:
    """The record as it was at a few moments. One reader at a time: people seldom look back together."""

    def __init__(self, path: Place) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int], tuple[Record, ExitStack]] = OrderedDict()

    @contextmanager
    def read(self, known_at: str, version: int) -> Iterator[Record]:
        """``version`` is that of the present: where nothing came after the moment it is the present that is shown."""
        with self._lock:
            key = (known_at, version)
            if key not in self._kept:
                with ExitStack() as stack:
                    record = stack.enter_context(open_record_at(self._path, known_at))
                    self._kept[key] = record, stack.pop_all()
            self._kept.move_to_end(key)
            while len(self._kept) > _MOMENTS:
                self._drop()
            record = self._kept[key][0]
            with record.snapshot():
                yield record

    def close(self) -> None:
        with self._lock:
            while self._kept:
                self._drop()

    def _drop(self) -> None:
        _, (_, stack) = self._kept.popitem(last=False)
        stack.close()
