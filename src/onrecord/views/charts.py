"""Where the marks of the pictures stand. A picture is drawn by a template; what it shows also stands beside it in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.compare import Origin, independent
from onrecord.export import Voice
from onrecord.model import Published
from onrecord.store import StatementRow
from onrecord.storyline import day_of

LEFT, RIGHT, LANE, TOP = 168.0, 752.0, 26.0, 30.0  # of a picture 760 wide
_LANES = 8
_TICKS = 8
_DAYS = 4000  # a stretch of time longer than that is drawn by its ends only


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One day of a lane: ``x`` in the picture, radius by how much was said."""

    x: float
    r: float
    day: str
    number: int
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A speaker's line."""

    name: str
    entity: str
    y: float
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    x: float
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Who spoke on which day, and when reports came out. ``left_out``: speakers without a lane."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    published: tuple[Dot, ...]
    axis: float
    height: float
    left_out: int
    days: tuple[tuple[str, tuple[StatementRow, ...]], ...]


def timeline(voices: Sequence[Voice], published: Iterable[Published | None]) -> Timeline | None:
    """None when nothing has a day."""
    said = {voice.speaker.entity: _by_day(voice) for voice in voices}
    printed = Counter(day for p in published if (day := _day(p.value if p else "")))
    every = sorted({day for days in said.values() for day in days} | set(printed))
    if not every:
        return None
    first, last = every[0], every[-1]
    if (last - first).days > _DAYS:  # one far day would press all others together
        every = [day for day in every if (last - day).days <= _DAYS]
        first = every[0]
    spoke = [voice for voice in voices if said[voice.speaker.entity]]
    lanes = tuple(
        Lane(
            name=voice.speaker.name,
            entity=voice.speaker.entity,
            y=TOP + n * LANE,
            dots=tuple(_dot(day, rows, first, last) for day, rows in sorted(said[voice.speaker.entity].items()) if day >= first),
        )
        for n, voice in enumerate(spoke[:_LANES])
    )
    axis = TOP + len(lanes) * LANE + 6
    return Timeline(
        lanes=lanes,
        ticks=tuple(_ticks(first, last)),
        published=tuple(
            Dot(x=_x(day, first, last), r=0, day=day.isoformat(), number=printed[day], links=()) for day in sorted(printed) if day >= first
        ),
        axis=axis,
        height=axis + 40,
        left_out=max(0, len(spoke) - _LANES),
        days=_listed(voices),
    )


def _listed(voices: Sequence[Voice]) -> tuple[tuple[str, tuple[StatementRow, ...]], ...]:
    found: dict[date, list[StatementRow]] = defaultdict(list)
    for voice in voices:
        for day, rows in _by_day(voice).items():
            found[day] += rows
    return tuple((day.isoformat(), tuple(found[day])) for day in sorted(found))


def _by_day(voice: Voice) -> dict[date, list[StatementRow]]:
    found: dict[date, list[StatementRow]] = defaultdict(list)
    for line in voice.lines:
        if day := _day(day_of(line.row)):
            found[day].append(line.row)
    return found


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _x(day: date, first: date, last: date) -> float:
    span = max((last - first).days, 1)
    inset = 24
    if first == last:
        return (LEFT + RIGHT) / 2
    return round(LEFT + inset + (day - first).days / span * (RIGHT - LEFT - 2 * inset), 1)


def _dot(day: date, rows: Sequence[StatementRow], first: date, last: date) -> Dot:
    radius = min(4 + 1.4 * (len(rows) - 1) ** 0.5 * 2, 11)
    return Dot(x=_x(day, first, last), r=round(radius, 1), day=day.isoformat(), number=len(rows), links=tuple(r.statement.id for r in rows))


def _ticks(first: date, last: date) -> Iterable[Tick]:
    span = (last - first).days
    step = max(1, -(-span // _TICKS))
    for days in range(0, span + 1, step):
        day = first + timedelta(days=days)
        yield Tick(x=_x(day, first, last), day=day.isoformat())


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An origin, how many reports come from it, and how long its bar is."""

    origin: Origin
    y: float
    width: float
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Reports by where they come from. ``counts`` of a bar False: it is no independent origin."""

    bars: tuple[Bar, ...]
    height: float
    independent: int


def coverage(origins: Sequence[Origin]) -> Coverage:
    """Origins that printed something, those of most reports first."""
    shown = [o for o in origins if o.reports]
    known = {o.id for o in independent(shown)}
    most = max((len(o.reports) for o in shown), default=1)
    bars = tuple(
        Bar(origin=o, y=4 + n * 28.0, width=round(len(o.reports) / most * 420, 1), counts=o.id in known) for n, o in enumerate(shown[:24])
    )
    return Coverage(bars=bars, height=8 + len(bars) * 28.0, independent=len(known))
