"""What an editor asks of the record, answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from onrecord.compare import Difference, Origin
from onrecord.model import Analysis, EntityRef, Finding, Manner, Position, Report, Span
from onrecord.store import FigureRow, Judgement, StatementRow

ChangeKind = Literal["report", "statement", "finding", "position", "version", "judgement"]
ScreenKind = Literal[
    "known",
    "at odds",
    "quotation not verbatim",
    "attribution differs",
    "new",
    "figure known",
    "figure out of date",
    "figure at odds",
    "figure new",
]
AT_ODDS: frozenset[ScreenKind] = frozenset(
    {"at odds", "quotation not verbatim", "attribution differs", "figure out of date", "figure at odds"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A statement that two reports have. ``drift``: the differences that change a slot. ``verbatim``: the same characters but for white
    space, by the same name."""

    a: StatementRow
    b: StatementRow
    drift: tuple[Difference, ...]
    verbatim: bool
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherFigure:
    """Two figures of the same thing with other values; ``reasons`` say whether both can hold."""

    a: FigureRow
    b: FigureRow
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPosition:
    """Where a side stands on an option, told differently: another stance, or other terms."""

    a: Position
    b: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two reports side by side: what both say, what only one says, which figures and positions differ."""

    a: Report
    b: Report
    shared: tuple[Shared, ...]
    only_a: tuple[StatementRow, ...]
    only_b: tuple[StatementRow, ...]
    figures: tuple[OtherFigure, ...]
    positions: tuple[OtherPosition, ...] = ()

    @property
    def changed(self) -> tuple[Shared, ...]:
        """What both say, in other words or by another name."""
        return tuple(s for s in self.shared if not s.verbatim)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of the record a draft is held against: one story (its id), what was published and what was recorded by the two clocks; None:
    all of it."""

    story: str | None = None
    as_of: str | None = None
    known_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text that the record is asked about. ``quotations``: what stands between its quotation marks."""

    report: Report
    analysis: Analysis
    quotations: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenLine:
    """What the record has on one statement or figure of a draft.

    ``spans`` are places in the draft and ``text`` their characters; ``speaker`` is whom the draft names, None: nobody. ``on_record``:
    the statements or figures of the record that this is about, in order of publication; () for what is new. ``differs``: where the draft
    (``a``) and the record (``b``) differ, with the slot if that changes one.
    """

    kind: ScreenKind
    spans: tuple[Span, ...]
    text: str
    manner: Manner | None
    speaker: EntityRef | None
    on_record: tuple[StatementRow | FigureRow, ...]
    differs: tuple[Difference, ...]
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A statement or figure of a draft: where it stands, its characters, who says it."""

    spans: tuple[Span, ...]
    text: str
    manner: Manner | None
    speaker: EntityRef | None

    def quoted(self, quotations: Iterable[Span]) -> Iterator[Span]:
        """What of it stands inside these."""
        for span in self.spans:
            for quotation in quotations:
                if span.overlaps(quotation):
                    yield Span(max(span.start, quotation.start), min(span.end, quotation.end))

    def line(
        self,
        kind: ScreenKind,
        *,
        on_record: tuple[StatementRow | FigureRow, ...],
        reasons: tuple[str, ...],
        differs: tuple[Difference, ...] = (),
        score: float = 1.0,
    ) -> ScreenLine:
        """What the record has on it."""
        return ScreenLine(
            kind=kind,
            spans=self.spans,
            text=self.text,
            manner=self.manner,
            speaker=self.speaker,
            on_record=on_record,
            differs=differs,
            score=score,
            reasons=reasons,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """A draft beside the record, line by line in the order of the draft.

    ``story``: the story whose figures it was held against; None: none could be told, and every figure is new. ``complete`` False: the
    search was cut short, and something like a statement may have been missed.
    """

    draft: Report
    lines: tuple[ScreenLine, ...]
    story: str | None
    complete: bool

    @property
    def at_odds(self) -> bool:
        """Whether some line says that draft and record differ."""
        return any(line.kind in AT_ODDS for line in self.lines)


Entry = Report | StatementRow | Finding | Position | Comparison | Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that the record has learnt: ``at`` is when, ``entry`` what, ``summary`` in a line. ``id`` is the same whenever it is
    asked for."""

    kind: ChangeKind
    id: str
    at: str
    story: str | None
    summary: str
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What the record has learnt since a moment, the earliest first. ``record`` tells records apart: the id of its first run, "" when
    there is none. ``rows``: the statements and figures that the findings hold, ``origin_of``: where they come
    from."""

    since: str
    record: str
    entries: tuple[Change, ...]
    rows: Mapping[str, StatementRow | FigureRow]
    origin_of: Mapping[str, Origin]

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        return tuple(change for change in self.entries if change.kind == kind)
