"""Several kinds of entry in one go through the record: each story is compared once for all of them, and one is held at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO

from onrecord.export.kinds import BY_STORY, Kind
from onrecord.export.selection import Extract
from onrecord.export.wire import Wire

_HELD_BYTES = 1 << 20  # of the lines of a kind: a small record needs no file


def each_with_lines(extract: Extract, kinds: Sequence[Kind]) -> Iterator[tuple[Kind, Iterator[Wire]]]:
    """Each of these kinds with its lines, which are to be read before the next is asked for. Lines of kinds that come story by story are
    made together, and wait in files until it is their turn."""
    together = {kind.name: kind for kind in kinds if kind.name in BY_STORY}
    with ExitStack() as stack:
        waiting: dict[str, IO[str]] = {}
        for kind in kinds:
            if len(together) < 2 or kind.name not in together:
                yield kind, kind.lines(extract)
                continue
            if not waiting:
                waiting = {name: stack.enter_context(SpooledTemporaryFile(_HELD_BYTES, "w+", encoding="ascii")) for name in together}
                for story in extract.story_by_story():
                    for name, file in waiting.items():
                        file.writelines(json.dumps(line) + "\n" for line in together[name].lines(story))
            waiting[kind.name].seek(0)
            yield kind, map(json.loads, waiting[kind.name])
