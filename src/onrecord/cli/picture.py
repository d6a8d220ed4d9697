"""The text picture of a story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from onrecord.cli.output import places, plural, who
from onrecord.cli.screen import Screen
from onrecord.cli.standing import draw_figures, draw_positions
from onrecord.cli.storied import origins_of
from onrecord.compare import independent
from onrecord.export import Account, Line, Voice
from onrecord.export.account import TITLE_RULE, ReportEntry
from onrecord.export.days import day, one_year, stretch
from onrecord.export.words import origin_name, outlet_of, quoted
from onrecord.model import Finding, Time
from onrecord.safe import cut, one_line
from onrecord.store import FigureRow, StatementRow

_DIM, _BOLD, _HEAD = "dim", "bold", "bold underline"
_UNKNOWN = "speaker unknown"
_TITLE_CHARS = 20  # so much of a title is shown even when that breaks the line
_CUT_CHARS = 8  # what stands for a title's left-out characters


class Picture:
    """Draws one account: title, then each speaker's lines in order of date, then what is unknown, found and unresolved, then the
    reports, which the lines name by number."""

    def __init__(self, screen: Screen, account: Account) -> None:
        self._screen = screen
        self._account = account
        self._numbers = account.numbers
        self._year = one_year(report.published.value for report in account.reports if report.published)

    def draw(self) -> None:
        """The whole of it."""
        self._head()
        for voice in self._account.voices:
            self._screen.gap()
            self._voice(voice)
        if self._account.unknown:
            self._heading("Nobody could be named")
            for line in self._account.unknown:
                self._line(line)
        draw_positions(self._screen, self._account, self._year)
        draw_figures(self._screen, self._account, self._year)
        if self._account.findings:
            self._heading("Where the accounts meet")
            for finding in self._account.findings:
                self._finding(finding)
        self._reports()
        if self._account.problems:
            self._heading("Problems")
            for problem in self._account.problems:
                self._screen.line((f"#{self._numbers[problem.report or '']} {problem.where}: ", _DIM), problem.why, indent=2)

    def draw_single(self) -> None:
        """A story of one report in one line."""
        report = self._account.reports[0]
        before = f"{day(report.published)} · {outlet_of(report)} · "
        after = f" · {plural(self._said(), 'statement')} · {self._account.story.id}"
        room = max(self._screen.page_width - len(before) - len(after), _TITLE_CHARS)
        title = one_line(report.title or report.id)
        self._screen.line((before, _DIM), title if len(title) <= room else cut(title, room - _CUT_CHARS), (after, _DIM))

    def _head(self) -> None:
        account = self._account
        self._screen.line((account.story.title or "(no report has a title)", _HEAD))
        amounts = (plural(len(account.reports), "report"), plural(self._said(), "statement"), plural(len(account.voices), "speaker"))
        self._screen.line((" · ".join((stretch([report.published for report in account.reports]), *amounts)), _DIM))
        self._screen.line((f"{account.story.id} · {TITLE_RULE}" if account.story.title else account.story.id, _DIM))
        self._screen.line((f"in {_outlets(account.reports)}", _DIM))
        self._screen.line((self._origins(), _DIM))

    def _origins(self) -> str:
        """ "9 reports, 1 independent origin: Merid × 9" """
        every = self._account.provenance.origins.every
        known = independent(every)
        names = "; ".join(f"{one_line(origin_name(o))}{f' × {len(o.reports)}' if len(o.reports) > 1 else ''}" for o in every)
        return f"{plural(len(self._account.reports), 'report')}, {plural(len(known), 'independent origin')}: {names}"

    def _heading(self, words: str) -> None:
        self._screen.gap()
        self._screen.line((words, _BOLD))

    def _voice(self, voice: Voice) -> None:
        self._screen.line((voice.speaker.name, _BOLD), f", {one_line(voice.role)}" if voice.role else "")
        for line in voice.lines:
            self._line(line)

    def _line(self, line: Line) -> None:
        row = line.row
        parts = [day(row.published, self._year), outlet_of(row), row.statement.manner, *self._circumstances(line), self._place(row)]
        self._screen.line((" · ".join(parts), _DIM), indent=2)
        self._screen.line(quoted(row), indent=4)
        if line.also:
            self._screen.line((f"also in: {_outlets(line.also)} · {self._from(line)}", _DIM), indent=4)
        for corrected in row.corrected:
            when = day(Time(value=corrected.at, precision="second", span=None))
            words = f"{corrected.field} corrected by {one_line(corrected.author)}, {when}: {corrected.why}"
            self._screen.line((words, _DIM), indent=4)
        if row.speaker is None:
            self._screen.line((f"{_UNKNOWN}: {'; '.join(row.statement.reasons) or 'no reason given'}", _DIM), indent=4)

    def _from(self, line: Line) -> str:
        return origins_of(self._account.provenance.of[row.statement.id] for row in (line.row, *line.also))

    def _circumstances(self, line: Line) -> Iterable[str]:
        """Cue, addressee, chain and day said, as far as they are known."""
        statement, cue = line.row.statement, one_line(line.row.cue_text)
        if any(c.isalnum() for c in cue):
            yield f"“{cue}”"
        if statement.addressee:
            yield f"to {one_line(statement.addressee.name)}"
        if statement.relay:
            yield "via " + ", ".join(one_line(relay.name) for relay in statement.relay)
        if line.within:
            yield f"as quoted by {one_line(line.within.name)}"
        said, printed = day(statement.said, self._year), day(line.row.published, self._year)
        if statement.said and said != printed:
            yield f"said {said}"

    def _finding(self, finding: Finding) -> None:
        slot = f" ({finding.slot})" if finding.slot else ""
        self._screen.line((f"{finding.type}{slot}: ", _BOLD), finding.why, indent=2)
        for statement in (*finding.a, *finding.b):
            row = self._account.rows.get(statement)
            if isinstance(row, FigureRow):
                source = one_line(row.who.name) if row.who else "nobody named for it"
                place = f" · {day(row.published, self._year)} · {row.outlet or 'unknown outlet'}"
                place += f" · #{self._numbers[row.report]} {places([row.figure.span])}"
                self._screen.line(f"{source}: “{one_line(row.words)}”", (place, _DIM), indent=4)
            elif row is not None:
                name = one_line(who(row.speaker, row.source_text) or _UNKNOWN)
                place = f" · {day(row.published, self._year)} · {outlet_of(row)} · {self._place(row)}"
                self._screen.line(f"{name}: {quoted(row)}", (place, _DIM), indent=4)

    def _reports(self) -> None:
        self._heading("Reports")
        for report in self._account.reports:
            before = f"#{self._numbers[report.id]} · {day(report.published, self._year)} · {outlet_of(report)} · "
            self._screen.line((before, _DIM), report.title or "(no title)", indent=2)
            self._screen.line((report.id, _DIM), indent=4)

    def _place(self, row: StatementRow) -> str:
        return f"#{self._numbers[row.report]} {places(row.statement.content)}"

    def _said(self) -> int:
        return sum(len(voice.lines) for voice in self._account.voices) + len(self._account.unknown)


def _outlets(printed: Iterable[StatementRow | ReportEntry]) -> str:
    """Each once, with how often if more."""
    outlets = Counter(map(outlet_of, printed))
    return ", ".join(f"{outlet} × {count}" if count > 1 else outlet for outlet, count in outlets.items())
