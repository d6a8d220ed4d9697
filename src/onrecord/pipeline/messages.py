"""What a crew and its workers say to one another: a letter, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.model import Refusal, Report
from onrecord.plain import from_plain, to_plain

READ = b"R"  # a piece; answered with what it gave
ANALYSE = b"A"  # a report; answered with its analysis and its profile
COMPARE = b"C"  # a story; answered with its findings
DONE = b"="  # the answer; the first says only that the worker is ready
FAILED = b"!"  # the name of an error and its text: the run ends with it


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryOf:
    """A story, and where the record is that holds it: a path, or a server's address with all that it takes to open it."""

    record: str
    story: str


def pack_outcomes(outcomes: Iterable[Report | Refusal]) -> bytes:
    """What a piece gave.

    >>> refusal = Refusal(id="a", kind="failed", where="b", why="c")
    >>> unpack_outcomes(pack_outcomes([refusal])) == [refusal]
    True
    """
    return json.dumps([[isinstance(outcome, Report), to_plain(outcome)] for outcome in outcomes]).encode("ascii")


def unpack_outcomes(packed: bytes) -> list[Report | Refusal]:
    return [from_plain(Report, plain) if is_report else from_plain(Refusal, plain) for is_report, plain in json.loads(packed)]
