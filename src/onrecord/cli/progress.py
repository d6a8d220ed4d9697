"""How far a long command is: a bar where somebody looks, nothing otherwise."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from onrecord.progress import Progress
from onrecord.safe import cut, one_line


class ProgressBar:
    """Call it with each step. Drawn on standard error, and only when that is a terminal."""

    def __init__(self, doing: str = "reading") -> None:
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
        self._task = self._bar.add_task(doing, total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._bar.stop()

    def __call__(self, progress: Progress) -> None:
        self._bar.tasks[self._task].total = progress.total  # update() takes None for "as before"
        self._bar.update(self._task, completed=progress.done, description=cut(one_line(progress.what), 40))
