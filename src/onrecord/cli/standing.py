"""The parts of a story's picture that tell where the sides stand and which figures are given."""

from __future__ import annotations

from itertools import groupby

from onrecord.cli.days import day_of
from onrecord.cli.output import places
from onrecord.cli.safe import one_line
from onrecord.cli.screen import Screen
from onrecord.cli.storied import origin_name, term_words
from onrecord.compare import Given, Series
from onrecord.export import Account
from onrecord.model import Position
from onrecord.provenance import value_origins
from onrecord.store import StatementRow

_DIM, _BOLD = "dim", "bold"
_OF_THE_AFFAIR = frozenset({"killed", "injured", "missing", "arrested", "evacuated", "displaced", "launched", "downed", "hit"})


def draw_positions(screen: Screen, account: Account, year: str | None) -> None:
    """Issue by issue, each side's stance on each option, with terms, voices and the place of the evidence."""
    if not account.positions:
        return
    screen.gap()
    screen.line(("Where the sides stand", _BOLD))
    for issue, positions in groupby(account.positions, key=lambda p: p.issue):
        screen.line(one_line(issue), indent=2)
        for position in positions:
            _position(screen, account, position, year)


def _position(screen: Screen, account: Account, position: Position, year: str | None) -> None:
    numbers = {report.id: number for number, report in enumerate(account.reports, 1)}
    option = f": {one_line(position.option)}" if position.option else ""
    since = f"since {day_of(position.since, year)}" if position.since else "date unknown"
    until = f" until {day_of(position.until, year)}" if position.until else ""
    screen.line((f"{one_line(position.actor.name)} ", _BOLD), f"{position.stance}{option}", (f" · {since}{until}", _DIM), indent=4)
    terms = term_words(t for t in position.terms if t.key != "only")
    if terms:
        screen.line(one_line(terms), indent=6)
    voices = ", ".join(f"{v.ref.name} ({v.role})" if v.role else v.ref.name for v in position.voices)
    rows = [row for s in position.statements if isinstance(row := account.rows.get(s), StatementRow)]
    evidence = "; ".join(f"#{numbers[row.report]} {places(row.statement.content)}" for row in rows if row.report in numbers)
    screen.line((f"by {one_line(voices)} · {evidence}", _DIM), indent=6)


def draw_figures(screen: Screen, account: Account, year: str | None) -> None:
    """Series by series, in order of date: the words, where they stand, who gives them. Counts of things that one report alone
    gives are left to ``onrecord figures``."""
    shown = [s for s in account.series if s.measure in _OF_THE_AFFAIR or len({g.report for g in s.given}) > 1]
    if not shown:
        return
    screen.gap()
    screen.line(("Figures", _BOLD))
    for series in sorted(shown, key=lambda s: (s.measure not in _OF_THE_AFFAIR, s.measure, s.unit or "", s.scope or "")):
        screen.line(one_line(_named(series)), indent=2)
        counts = value_origins(series, account.provenance.of)
        for given in series.given:
            _given(screen, account, (given, counts[given.figure.id]), year)


def _named(series: Series) -> str:
    unit = f" ({series.unit})" if series.unit else ""
    return f"{series.measure}{unit}" + (f", {series.scope}" if series.scope else "")


def _given(screen: Screen, account: Account, counted: tuple[Given, int], year: str | None) -> None:
    given, origins = counted
    origin = account.provenance.of[given.figure.id]
    numbers = {report.id: number for number, report in enumerate(account.reports, 1)}
    who = f"according to {given.who.name}" if given.who else "nobody named for it"
    when = day_of(given.day, year) if given.day else "undated"
    place = f" · {when} · {given.outlet or 'unknown outlet'} · {who} · #{numbers[given.report]} {places([given.figure.span])}"
    place += "" if origin.kind == "publisher" else f" · from {one_line(origin_name(origin))}"
    place += f" · one of {origins} origins that print this value" if origins > 1 else ""
    screen.line(f"“{one_line(given.words)}”", (place, _DIM), indent=4)
