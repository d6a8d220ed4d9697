"""One record for many requests at a time: connections that are used again, and views that are kept until the record changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any, TypeVar

from onrecord.pipeline import LiveRecord, open_record

T = TypeVar("T")

_KEPT = 64  # views; a large story's is some megabytes
_IDLE = 8  # connections kept open


class Records:
    """The record at ``path``, made when there is none. Raises StoreError when it cannot be opened."""

    def __init__(self, path: Path) -> None:
        with open_record(path):  # makes it, or brings its schema up to date
            pass
        self.path = path
        self._idle: LifoQueue[LiveRecord] = LifoQueue(_IDLE)
        self._writing = threading.Lock()
        self._watch = threading.Lock()
        self._watcher = open_record(path, read_only=True)
        self._views: OrderedDict[Hashable, Any] = OrderedDict()
        self._version = -1

    @contextmanager
    def read(self) -> Iterator[LiveRecord]:
        """The record, for reading only; everything that is read in the block is of one moment."""
        record = self._take()
        try:
            with record.snapshot():
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

    def view(self, key: Hashable, make: Callable[[LiveRecord], T]) -> T:
        """What ``make`` gives, made anew only when the record has changed since. ``make`` must give a value that nobody changes."""
        version = self._present()
        with self._watch:
            if key in self._views:
                self._views.move_to_end(key)
                found: T = self._views[key]
                return found
        with self.read() as record:
            made = make(record)
        with self._watch:
            if version == self._version:  # else somebody wrote meanwhile: the value may be of either moment
                self._views[key] = made
                while len(self._views) > _KEPT:
                    self._views.popitem(last=False)
        return made

    def close(self) -> None:
        """Closes what is open and not in use."""
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
