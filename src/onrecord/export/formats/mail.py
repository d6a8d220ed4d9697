"""An account as one HTML file to send: no script, nothing fetched, light and dark, made to be printed. Every line carries the number of
its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib import resources
from itertools import groupby

from onrecord.export.account import Account, Line, alike, shown_series
from onrecord.export.days import day, day_of
from onrecord.export.formats.paper import (
    Notes,
    accounts_in,
    amounts,
    circumstances,
    printed_by,
    printed_in,
    who_of,
)
from onrecord.export.selection import Extract
from onrecord.export.sink import Sink
from onrecord.export.words import quoted, series_name
from onrecord.model import Position
from onrecord.safe import one_line
from onrecord.store import FigureRow, StatementRow

CARDS = 40  # findings of a story that are shown as cards; the rest is counted
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>"""


def mail_text(extract: Extract) -> str:
    """The page. Whatever a report says stands in it as text."""
    notes = Notes(extract.record)
    accounts = list(accounts_in(extract))
    title = one_line(accounts[0].story.title) if accounts and accounts[0].story.title else "An account"
    css = (resources.files("onrecord.export") / "account.css").read_text(encoding="utf-8")
    parts = [_HEAD, escape(title), f"</title>\n<style>\n{css}</style>\n</head>\n<body>\n<main>\n", '<p class="brand">onrecord</p>\n']
    for account in accounts:
        notes.of_account(account)
        parts += [f"<article>\n{part}</article>\n" for part in ["".join(_article(account, notes))]]
    if not accounts:
        parts.append("<h1>Nothing to tell</h1>\n<p>The record holds no report that fits.</p>\n")
    parts += [_notes(notes), _footer(extract), "</main>\n</body>\n</html>\n"]
    return "".join(parts)


def write_mail(extract: Extract, sink: Sink) -> tuple[str, ...]:
    with sink.file("account.html", "text/html") as file:
        file.write(mail_text(extract))
    return ()


def _article(account: Account, notes: Notes) -> Iterator[str]:
    yield f'<h1 dir="auto">{_text(account.story.title or "(no report has a title)")}</h1>\n'
    said = sum(len(voice.lines) for voice in account.voices) + len(account.unknown)
    yield f'<p class="soft">{_text(amounts(account))} · {said} statements by {len(account.voices)} speakers</p>\n'
    yield from _findings(account, notes)
    yield from _positions(account, notes)
    yield "<h2>Who said what</h2>\n"
    for voice in account.voices:
        role = f"<small>, <bdi>{_text(voice.role)}</bdi></small>" if voice.role else ""
        yield f"<h3><bdi>{_text(voice.speaker.name)}</bdi>{role}</h3>\n"
        yield from (_said(line, notes) for line in voice.lines)
    if account.unknown:
        yield "<h3>Nobody could be named</h3>\n"
        yield from (_said(line, notes, who_of(line.row)) for line in account.unknown)
    yield from _figures(account, notes)


def _said(line: Line, notes: Notes, who: str = "") -> str:
    row = line.row
    name = f'<span class="who"><bdi>{_text(who)}</bdi>:</span> ' if who else ""
    words = f'<p class="words" dir="auto">{name}{_text(quoted(row))}{_marks(notes.of_row(r) for r in (row, *line.also))}</p>'
    return f'<div class="said {row.statement.manner}">{words}<p class="about">{_text(circumstances(line))}</p></div>\n'


def _findings(account: Account, notes: Notes) -> Iterator[str]:
    if not account.findings:
        return
    shown = account.findings[:CARDS]
    yield "<h2>Where the accounts meet and part</h2>\n"
    for finding in shown:
        slot = f' <span class="soft">in: {_text(finding.slot)}</span>' if finding.slot else ""
        sides = "".join(_side(ids, account, notes) for ids in (finding.a, finding.b) if ids)
        yield (
            f'<section class="card {finding.type}"><p class="kind"><b>{finding.type}</b>{slot}</p><div class="sides">{sides}</div>'
            f'<p class="why" dir="auto">{_text(finding.why)}</p></section>\n'
        )
    if len(account.findings) > len(shown):
        yield f'<p class="soft">{len(account.findings) - len(shown)} more are in the record.</p>\n'


def _side(ids: Sequence[str], account: Account, notes: Notes) -> str:
    """Who says what on one side; what several reports print alike stands once, with all its sources."""
    alike: dict[tuple[str, str], list[StatementRow | FigureRow]] = {}
    for row in (account.rows[key] for key in ids if key in account.rows):
        alike.setdefault(_said_by(row), []).append(row)
    return f'<div class="side">{"".join(_entry(who, words, rows, notes) for (who, words), rows in alike.items())}</div>'


def _said_by(row: StatementRow | FigureRow) -> tuple[str, str]:
    if isinstance(row, FigureRow):
        return one_line(row.who.name) if row.who else "nobody named for it", f"“{one_line(row.words)}”"
    return who_of(row), quoted(row)


def _entry(who: str, words: str, rows: Sequence[StatementRow | FigureRow], notes: Notes) -> str:
    days = ", ".join(dict.fromkeys(day(row.published) for row in rows))
    outlets = ", ".join(dict.fromkeys(printed_by(row) for row in rows))
    return (
        f'<p class="who"><bdi>{_text(who)}</bdi></p>'
        f'<p class="words" dir="auto">{_text(words)}{_marks(notes.of_row(row) for row in rows)}</p>'
        f'<p class="about">{_text(f"{days} · {outlets}")}</p>'
    )


def _positions(account: Account, notes: Notes) -> Iterator[str]:
    if not account.positions:
        return
    yield "<h2>Where the sides stand</h2>\n"
    for issue, positions in groupby(account.positions, key=lambda p: p.issue):
        rows = "".join(_position(position, account, notes) for position in positions)
        heads = "".join(f'<th scope="col">{head}</th>' for head in ("Side", "Stance", "On", "Since", "By"))
        yield (
            f'<div class="scroll"><table><caption dir="auto">{_text(issue)}</caption><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>\n"
        )


def _position(position: Position, account: Account, notes: Notes) -> str:
    since = day_of(position.since) if position.since else "date unknown"
    until = f", until {day_of(position.until)}" if position.until else ""
    voices = ", ".join(dict.fromkeys(one_line(voice.ref.name) for voice in position.voices))
    marks = _marks(notes.of_row(account.rows[s]) for s in position.statements if s in account.rows)
    cells = (position.stance, position.option or "the thing itself", f"{since}{until}")
    told = "".join(f'<td dir="auto">{_text(cell)}</td>' for cell in cells)
    return f'<tr><th scope="row" dir="auto">{_text(position.actor.name)}</th>{told}<td dir="auto">{_text(voices)}{marks}</td></tr>'


def _figures(account: Account, notes: Notes) -> Iterator[str]:
    series = shown_series(account)
    if not series:
        return
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("What", "Figure", "According to", "Printed"))
    yield f'<h2>Figures</h2>\n<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>'
    for one in series:
        for tellings in alike(one):
            who = tellings[0].who.name if tellings[0].who else "nobody named for it"
            words = f"“{one_line(tellings[0].words)}”"
            marks = _marks(notes.note(given.report, (given.figure.span,)) for given in tellings)
            yield (
                f'<tr><td dir="auto">{_text(series_name(one))}</td><td dir="auto">{_text(words)}{marks}</td>'
                f'<td dir="auto">{_text(who)}</td><td dir="auto">{_text(printed_in(tellings))}</td></tr>'
            )
    yield "</tbody></table></div>\n"


def _marks(numbers: Iterable[int]) -> str:
    links = [f'<a href="#note-{n}" aria-label="source {n}">{n}</a>' for n in dict.fromkeys(numbers)]
    return f"<sup>{', '.join(links)}</sup>" if links else ""


def _notes(notes: Notes) -> str:
    """Report by report, so that title, address and hash stand once; behind them the places, by the numbers of the lines."""
    items = []
    for source in notes.sources():
        link = f' <a href="{escape(source.url)}" rel="noreferrer">{escape(source.url)}</a>' if source.url else ""
        places = "; ".join(
            f'<span id="note-{note.number}"><b>{note.number}</b> {note.places}</span>' for note in notes.every if note.report == source.id
        )
        items.append(f'<li><p dir="auto">{_text(source.text)}{link}</p><p class="places">{places}</p></li>\n')
    return f'<h2>Sources</h2>\n<ul class="notes">\n{"".join(items)}</ul>\n' if items else ""


def _footer(extract: Extract) -> str:
    scope = extract.scope
    clocks = [f"as published by {scope.as_of}" if scope.as_of else "", f"as recorded by {scope.known_at}" if scope.known_at else ""]
    asked = {name: value for name, value in extract.selection.question().items() if name not in ("kinds", "full_text", "story")}
    limits = [*filter(None, clocks), *(f"{name}: {value}" for name, value in asked.items())]
    words = f" Shown: {_text('; '.join(limits))}." if limits else ""
    return (
        "<footer><p>Made by onrecord from the reports named above. Nothing here says who is right. Quotation marks stand only around"
        " characters that stand in a report; what stands without them is in the report’s words."
        f" Characters are counted in code points.{words}</p></footer>\n"
    )


def _text(text: str | None) -> str:
    return escape(one_line(text))
