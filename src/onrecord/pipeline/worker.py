"""One process of a crew: does what it is told, one thing after the other, until nobody is there to tell it.

Run by ``crew`` as ``python -m onrecord.pipeline.worker DESCRIPTOR``. It gets options, says that it is ready, then answers each message.
"""

from __future__ import annotations

import os
import sys
import traceback
from functools import cache
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread

from onrecord.collector import look_seldom
from onrecord.errors import OnRecordError
from onrecord.model import Refusal, Report
from onrecord.pipeline.hands import examine
from onrecord.pipeline.messages import COMPARE, DONE, FAILED, READ, StoryOf, pack_outcomes
from onrecord.plain import pack, unpack
from onrecord.read import Piece, PieceReader, ReadOptions
from onrecord.store import Record, open_record, place_of
from onrecord.storyline import findings_of


def _answer(reader: PieceReader, message: bytes) -> bytes:
    try:
        if message[:1] == READ:
            return DONE + pack_outcomes(list(reader.read(unpack(Piece, message[1:]))))
        if message[:1] == COMPARE:
            return DONE + _compared(unpack(StoryOf, message[1:]))
        examined = examine(unpack(Report, message[1:]))
        return DONE + pack(examined if isinstance(examined, Refusal) else (examined.analysis, examined.profile))
    except OnRecordError as error:
        return FAILED + pack((type(error).__name__, str(error)))
    except Exception:  # noqa: BLE001  # it is raised where somebody sees it
        return FAILED + pack(("", traceback.format_exc()))


def _compared(asked: StoryOf) -> bytes:
    record = _opened(asked.record)
    with record.snapshot():
        return pack(findings_of(record, asked.story))


@cache
def _opened(place: str) -> Record:
    """Open until the process ends, which is when nobody has anything more to ask of it."""
    return open_record(place_of(place), read_only=True)


def _receive(connection: Connection, inbox: SimpleQueue[bytes]) -> None:
    """Takes messages as they come, also while one is worked at, so that whoever sends never waits for a full pipe."""
    try:
        while True:
            inbox.put(connection.recv_bytes())
    except (EOFError, OSError):
        os._exit(0)  # nobody is there any more


def main(descriptor: str) -> None:
    look_seldom()
    connection = Connection(int(descriptor))
    options = unpack(ReadOptions, connection.recv_bytes())
    connection.send_bytes(DONE)
    inbox: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_receive, args=(connection, inbox), daemon=True).start()
    with PieceReader(options) as reader:
        while True:
            connection.send_bytes(_answer(reader, inbox.get()))


if __name__ == "__main__":
    main(*sys.argv[1:])
