"""The steps that write nothing, on one piece, report or story at a time: reading, analysing, comparing. In this process, or in several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from onrecord.analyse import analyse_report
from onrecord.engines.protocols import Tagger
from onrecord.link import profile_of
from onrecord.model import Analysis, Finding, Profile, Refusal, Report
from onrecord.pipeline import engines as models
from onrecord.read import Piece, PieceReader, ReadOptions
from onrecord.store import Record
from onrecord.storyline import findings_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A report whose text is there already under its id: nothing new is to be learnt of it."""

    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A report with what it says, and with what tells its story."""

    report: Report
    analysis: Analysis
    profile: Profile


class Hands(Protocol):
    """Do many things in the order in which they come; what needs nothing done goes through as it is."""

    def read(self, pieces: Iterable[Piece | Refusal]) -> Iterator[Report | Refusal]:
        """The reports of the pieces; two may have one id."""

    def examine(self, reports: Iterable[Report | Copy | Refusal]) -> Iterator[Examined | Copy | Refusal]:
        """The reports with what they say."""

    def compare(self, record: Record, stories: Sequence[str]) -> Iterator[list[Finding]]:
        """The findings of each of these stories, by what is in the record when it is asked or later."""


@contextmanager
def own_hands(options: ReadOptions) -> Iterator[Hands]:
    """This process, one thing at a time; nothing is read before it is asked for."""
    with PieceReader(options) as reader:
        yield _OwnHands(reader)


class _OwnHands:
    def __init__(self, reader: PieceReader) -> None:
        self._reader = reader

    def read(self, pieces: Iterable[Piece | Refusal]) -> Iterator[Report | Refusal]:
        for piece in pieces:
            yield from (piece,) if isinstance(piece, Refusal) else self._reader.read(piece)

    def examine(self, reports: Iterable[Report | Copy | Refusal]) -> Iterator[Examined | Copy | Refusal]:
        for item in reports:
            yield examine(item) if isinstance(item, Report) else item

    def compare(self, record: Record, stories: Sequence[str]) -> Iterator[list[Finding]]:
        return compared(record, stories)


def compared(record: Record, stories: Sequence[str]) -> Iterator[list[Finding]]:
    """See Hands, in this process: each by what is in the record when it is asked for."""
    return (findings_of(record, story) for story in stories)


def examine(report: Report) -> Examined | Refusal:
    """By the models that ship with the package, which are loaded once in a process."""
    engines = models.load_engines()
    analysis = analysed(report, engines.tagger)
    if isinstance(analysis, Refusal):
        return analysis
    return Examined(report=report, analysis=analysis, profile=profile_of(report, engines.embedder))


def analysed(report: Report, tagger: Tagger) -> Analysis | Refusal:
    """A report on which the rules trip, which is a defect of theirs, costs that report and not those after it."""
    try:
        return analyse_report(report, tagger=tagger)
    except Exception as error:
        why = f"onrecord failed on this text ({type(error).__name__}: {ascii(str(error))[:80]}). That is a defect: please report it."
        return Refusal(id=report.id, kind="failed", where=report.id, why=why)
