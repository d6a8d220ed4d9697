"""A part of an input that is read by itself: cheap to cut off, in the order of the input, and read on whatever machine."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Refusal
from onrecord.read.draft import Given, Unreadable
from onrecord.read.formats import Format
from onrecord.read.warc import WarcRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A page, a line, a feed, a record of a web archive, with its input's name for messages, the id of what has no other, and what
    the caller says of it. ``place`` is where in the input it stands, "" for all of it; ``record`` stands for the body in an archive."""

    where: str
    stem: str
    given: Given
    format: Format
    place: str = ""
    body: bytes = b""
    record: WarcRecord | None = None

    def refusal(self, error: Unreadable, *, id_: str | None = None, part: str = "") -> Refusal:
        """The refusal of the piece, or of the part of it at ``part``."""
        place = self.place + part
        return Refusal(id=id_ or self.stem + place, kind=error.kind, where=error.where or self.where + place, why=error.why)
