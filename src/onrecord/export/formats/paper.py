"""An account as a text with numbered endnotes, for those who write: what was said, and after each line where it stands.

Built once, then written as Markdown, HTML or DOCX.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.compare import Given, Series, independent
from onrecord.export.account import Account, Line, ReportEntry, Voice, account_of, alike, shown_series
from onrecord.export.days import day, day_of, stretch
from onrecord.export.iris import web_address
from onrecord.export.selection import Extract
from onrecord.export.words import outlet_of, quoted, series_name
from onrecord.model import Finding, Position, Span
from onrecord.safe import one_line
from onrecord.store import FigureRow, Record, StatementRow

Style = Literal["plain", "strong", "dim"]
_HASH_CHARS = 12  # of a note; the list of reports has all 64
BlockKind = Literal["title", "about", "heading", "name", "line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words in one style. They are a stranger's, made safe to look at but not escaped for any format."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, with the numbers of its notes behind it."""

    kind: BlockKind
    runs: tuple[Run, ...]
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Where a line stands: outlet, title, day, characters, the beginning of the text's hash. ``report`` and ``places`` say it for
    those who list the reports themselves. ``url`` None: no address that a browser opens."""

    number: int
    text: str
    url: str | None
    report: str
    places: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """A report that notes point at, with the whole hash of the text in which they count."""

    id: str
    text: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]


def accounts_in(extract: Extract) -> Iterator[Account]:
    """The account of every story that the selection names, the largest first, less what it does not want."""
    scope = extract.scope
    for story in extract.record.stories(**scope.clocks):
        if scope.story in (None, story.id) and extract.holds_story(story.id):
            score = extract.selection.statements.min_score
            account = account_of(extract.record, story, min_score=score, publishers=extract.selection.publishers, **scope.clocks)
            yield _pruned(account, extract) if extract.selection.is_narrowed else account


def paper_of(extract: Extract) -> Paper:
    """The accounts one behind the other; notes are numbered through."""
    writer = _Writer(extract.record)
    blocks = [block for account in accounts_in(extract) for block in writer.account(account)]
    blocks += writer.reports()
    return Paper(blocks=tuple(blocks), notes=tuple(writer.notes.every))


def _pruned(account: Account, extract: Extract) -> Account:
    def kept(lines: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(line for line in lines if extract.holds(line.row.statement.id, *(row.statement.id for row in line.also)))

    voices = (replace(voice, lines=kept(voice.lines)) for voice in account.voices)
    shown = {report.id for report in extract.within(account.story.id).reports()}
    series = (
        replace(s, given=tuple(g for g in s.given if extract.holds(g.figure.statement) or extract.covers(g.report, g.figure.span)))
        for s in account.series
    )
    return replace(
        account,
        reports=tuple(report for report in account.reports if report.id in shown),
        voices=tuple(voice for voice in voices if voice.lines),
        unknown=kept(account.unknown),
        positions=tuple(p for p in account.positions if extract.holds(*p.statements)),
        series=tuple(s for s in series if s.given),
        findings=tuple(f for f in account.findings if extract.holds(*f.a, *f.b)),
        problems=tuple(p for p in account.problems if p.report in shown),
    )


def amounts(account: Account) -> str:
    """ "9 reports from 2 independent origins, 29 – 31 January 2026" """
    known = len(independent(account.provenance.origins.every))
    reports = f"{len(account.reports)} report{'' if len(account.reports) == 1 else 's'}"
    origins = f"{known} independent origin{'' if known == 1 else 's'}"
    return f"{reports} from {origins}, {stretch([report.published for report in account.reports])}"


def printed_in(tellings: Sequence[Given]) -> str:
    """ "10 March 2026, 11 March 2026; The Daily Harrier, Tessarin Courier" """
    days = dict.fromkeys(day_of(given.day) if given.day else "undated" for given in tellings)
    outlets = dict.fromkeys(one_line(given.outlet) or "unknown outlet" for given in tellings)
    return f"{', '.join(days)}; {', '.join(outlets)}"


def circumstances(line: Line) -> str:
    """Day, manner, addressee, chain, in whose words, as far as they are known."""
    row, statement = line.row, line.row.statement
    parts = [day(row.published), outlet_of(row)]
    if statement.manner != "direct":
        parts.append("in the report's words" if statement.manner == "indirect" else "partly in the report's words")
    if statement.addressee:
        parts.append(f"to {one_line(statement.addressee.name)}")
    if statement.relay:
        parts.append("via " + ", ".join(one_line(relay.name) for relay in statement.relay))
    if line.within:
        parts.append(f"as quoted by {one_line(line.within.name)}")
    if statement.said and day(statement.said) != day(row.published):
        parts.append(f"said {day(statement.said)}")
    if row.corrected:
        parts.append("corrected by " + ", ".join(dict.fromkeys(one_line(c.author) for c in row.corrected)))
    return "; ".join(parts)


def who_of(row: StatementRow) -> str:
    """The speaker's name; the source's own words where nobody is named."""
    return one_line(row.speaker.name) if row.speaker else f"“{one_line(row.source_text)}”" if row.source_text else "somebody unnamed"


class Notes:
    """Numbers for places, each place once, in the order in which they are asked for."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._hashes: dict[str, str] = {}
        self._reports: dict[str, ReportEntry] = {}
        self._numbers: dict[tuple[str, tuple[Span, ...]], int] = {}
        self.sourced: dict[str, SourceReport] = {}
        self.every: list[Note] = []

    def of_account(self, account: Account) -> None:
        """The reports of this account are those that are asked for next."""
        self._reports = {report.id: report for report in account.reports}

    def of_row(self, row: StatementRow | FigureRow) -> int:
        return self.note(row.report, (row.figure.span,) if isinstance(row, FigureRow) else row.statement.content)

    def note(self, report_id: str, spans: tuple[Span, ...]) -> int:
        """The number of the note that says where in the report this is."""
        number = self._numbers.setdefault((report_id, spans), len(self.every) + 1)
        if number > len(self.every):
            self.every.append(self._written(number, report_id, spans))
        return number

    def _written(self, number: int, report_id: str, spans: Sequence[Span]) -> Note:
        source = self._source(report_id)
        places = ", ".join(f"{span.start}–{span.end}" for span in spans)
        text = f"{source.text}, characters {places} of text {self._hash(report_id)[:_HASH_CHARS]}."
        return Note(number=number, text=text, url=source.url, report=report_id, places=places)

    def sources(self) -> list[SourceReport]:
        """The reports that notes point at, in the order of the first."""
        found = {note.report: self.sourced[note.report] for note in self.every}
        hashed = {key: f"Report {one_line(key)}, text with SHA-256 {self._hash(key)}." for key in found}
        return [replace(source, text=f"{source.text}. {hashed[key]}") for key, source in found.items()]

    def _source(self, report_id: str) -> SourceReport:
        if report_id not in self.sourced:
            report = self._reports.get(report_id)
            title = f", “{one_line(report.title)}”" if report and report.title else ""
            text = f"{outlet_of(report) if report else 'unknown outlet'}{title}, {day(report.published if report else None)}"
            self.sourced[report_id] = SourceReport(id=report_id, text=text, url=web_address(report.url if report else None))
        return self.sourced[report_id]

    def _hash(self, report_id: str) -> str:
        if report_id not in self._hashes:
            report = self._record.report(report_id)
            self._hashes[report_id] = report.text_sha256 if report else "unknown"
        return self._hashes[report_id]


class _Writer:
    def __init__(self, record: Record) -> None:
        self.notes = Notes(record)

    def account(self, account: Account) -> Iterator[Block]:
        self.notes.of_account(account)
        yield Block(kind="title", runs=(Run(text=one_line(account.story.title) or "(no report has a title)"),))
        yield Block(kind="about", runs=(Run(text=f"{amounts(account)}.", style="dim"),))
        for voice in account.voices:
            yield from self._voice(voice)
        if account.unknown:
            yield Block(kind="heading", runs=(Run(text="Nobody could be named"),))
            yield from (self._line(line, who_of(line.row)) for line in account.unknown)
        if account.positions:
            yield Block(kind="heading", runs=(Run(text="Where the sides stand"),))
            yield from (self._position(position, account) for position in account.positions)
        if account.findings:
            yield Block(kind="heading", runs=(Run(text="Where the accounts meet"),))
            yield from (self._finding(finding, account) for finding in account.findings)
        series = shown_series(account)
        if series:
            yield Block(kind="heading", runs=(Run(text="Figures"),))
            yield from (self._figure(s, tellings) for s in series for tellings in alike(s))

    def reports(self) -> Iterator[Block]:
        """The reports that the notes point at, with their hashes."""
        sources = self.notes.sources()
        if sources:
            yield Block(kind="heading", runs=(Run(text="Reports"),))
        for source in sources:
            yield Block(kind="about", runs=(Run(text=source.text + (f" {source.url}" if source.url else ""), style="dim"),))

    def _voice(self, voice: Voice) -> Iterator[Block]:
        role = (Run(text=f", {one_line(voice.role)}", style="dim"),) if voice.role else ()
        yield Block(kind="name", runs=(Run(text=one_line(voice.speaker.name)), *role))
        yield from (self._line(line) for line in voice.lines)

    def _line(self, line: Line, who: str = "") -> Block:
        before = (Run(text=f"{who}: ", style="strong"),) if who else ()
        runs = (*before, Run(text=quoted(line.row)), Run(text=f" ({circumstances(line)})", style="dim"))
        return Block(kind="line", runs=runs, notes=tuple(self.notes.of_row(row) for row in (line.row, *line.also)))

    def _position(self, position: Position, account: Account) -> Block:
        option = f": {one_line(position.option)}" if position.option else ""
        since = f"since {day_of(position.since)}" if position.since else "date unknown"
        until = f", until {day_of(position.until)}" if position.until else ""
        runs = (
            Run(text=one_line(position.actor.name), style="strong"),
            Run(text=f" {position.stance}{option}"),
            Run(text=f" ({one_line(position.issue)}; {since}{until})", style="dim"),
        )
        return Block(kind="line", runs=runs, notes=self._of_entries(position.statements, account))

    def _finding(self, finding: Finding, account: Account) -> Block:
        slot = f" ({finding.slot})" if finding.slot else ""
        sides = " | ".join(filter(None, (self._side(ids, account) for ids in (finding.a, finding.b))))
        runs = (Run(text=f"{finding.type}{slot}: ", style="strong"), Run(text=f"{one_line(finding.why)}. "), Run(text=sides, style="dim"))
        return Block(kind="line", runs=runs, notes=self._of_entries((*finding.a, *finding.b), account))

    def _side(self, ids: Sequence[str], account: Account) -> str:
        rows = [account.rows[key] for key in ids if key in account.rows]
        return "; ".join(side_words(row) for row in rows)

    def _figure(self, series: Series, tellings: Sequence[Given]) -> Block:
        who = tellings[0].who
        source = f"according to {one_line(who.name)}" if who else "nobody named for it"
        about = Run(text=f" ({series_name(series)}; {printed_in(tellings)}; {source})", style="dim")
        notes = tuple(self.notes.note(given.report, (given.figure.span,)) for given in tellings)
        return Block(kind="line", runs=(Run(text=f"“{one_line(tellings[0].words)}”"), about), notes=notes)

    def _of_entries(self, ids: Iterable[str], account: Account) -> tuple[int, ...]:
        return tuple(self.notes.of_row(account.rows[key]) for key in ids if key in account.rows)


def printed_by(row: StatementRow | FigureRow) -> str:
    """The outlet, and the agency that it credits; of a figure the record keeps the outlet."""
    return one_line(row.outlet) or "unknown outlet" if isinstance(row, FigureRow) else outlet_of(row)


def side_words(row: StatementRow | FigureRow) -> str:
    """ "Ana Ruiz, The Harbour Post: “We will not sign”" """
    if isinstance(row, FigureRow):
        who = one_line(row.who.name) if row.who else "nobody named for it"
        return f"{who}, {printed_by(row)}: “{one_line(row.words)}”"
    return f"{who_of(row)}, {printed_by(row)}: {quoted(row)}"
