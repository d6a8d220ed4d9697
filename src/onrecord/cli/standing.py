"""The parts of a story's picture that tell where the sides stand and which figures are given."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from onrecord.cli.output import places
from onrecord.cli.screen import Screen
from onrecord.cli.storied import origins_of, term_words, voice_words
from onrecord.compare import Given
from onrecord.export import Account
from onrecord.export.account import alike, shown_series
from onrecord.export.days import day_of
from onrecord.export.words import series_name
from onrecord.model import Position
from onrecord.safe import one_line
from onrecord.store import StatementRow

_DIM, _BOLD = "dim", "bold"


def draw_positions(screen: Screen, account: Account, year: str | None) -> None:
    """Issue by issue, each side's stance on each option, with terms, voices and the place of the evidence."""
    if not account.positions:
        return
    screen.gap()
    screen.line(("Where the sides stand", _BOLD))
    for issue, positions in groupby(account.positions, key=lambda p: p.issue):
        screen.line(one_line(issue), indent=2)
        for position in positions:
            draw_position(screen, position, _evidence(account, position), year, indent=4)


def draw_position(screen: Screen, position: Position, evidence: str, year: str | None = None, *, indent: int) -> None:
    """A side's stance on an option: since when, on which terms, by whose voices, and where that stands."""
    option = f": {one_line(position.option)}" if position.option else ""
    since = f"since {day_of(position.since, year)}" if position.since else "date unknown"
    until = f" until {day_of(position.until, year)}" if position.until else ""
    screen.line((f"{one_line(position.actor.name)} ", _BOLD), f"{position.stance}{option}", (f" · {since}{until}", _DIM), indent=indent)
    terms = term_words(t for t in position.terms if t.key != "only")
    if terms:
        screen.line(one_line(terms), indent=indent + 2)
    screen.line((f"by {one_line(voice_words(position))} · {evidence}", _DIM), indent=indent + 2)


def _evidence(account: Account, position: Position) -> str:
    numbers = account.numbers
    rows = [row for s in position.statements if isinstance(row := account.rows.get(s), StatementRow)]
    return "; ".join(f"#{numbers[row.report]} {places(row.statement.content)}" for row in rows if row.report in numbers)


def draw_figures(screen: Screen, account: Account, year: str | None) -> None:
    """Series by series, in order of date: each value once, with who gives it and where it stands. What is no toll, price or share,
    and what one report alone gives, is left to ``onrecord figures``."""
    shown = shown_series(account)
    if not shown:
        return
    screen.gap()
    screen.line(("Figures", _BOLD))
    for series in shown:
        screen.line(series_name(series), indent=2)
        for tellings in alike(series):
            _value(screen, account, tellings, year)


def _value(screen: Screen, account: Account, tellings: Sequence[Given], year: str | None) -> None:
    numbers = account.numbers
    first = tellings[0]
    who = f"according to {first.who.name}" if first.who else "nobody named for it"
    days = dict.fromkeys(day_of(g.day, year) if g.day else "undated" for g in tellings)
    outlets = dict.fromkeys(g.outlet or "unknown outlet" for g in tellings)
    where = "; ".join(f"#{numbers[g.report]} {places([g.figure.span])}" for g in tellings)
    place = f" · {', '.join(days)} · {', '.join(outlets)} · {who} · {where}"
    place += f" · {origins_of(account.provenance.of[g.figure.id] for g in tellings)}" if len(outlets) > 1 else ""
    screen.line(f"“{one_line(first.words)}”", (place, _DIM), indent=4)
