"""The account of one story: who said what in it, speaker by speaker, each thing once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Unpack

from onrecord.compare import OF_THE_AFFAIR, Given, Series, independent
from onrecord.export.scope import FoundHere, GivenHere, OriginHere
from onrecord.export.sure import sure_statements
from onrecord.export.wire import Wire, entry, rule, wire
from onrecord.lexicon.publishers import Publishers
from onrecord.model import EntityRef, Finding, Position, Published, Story
from onrecord.provenance import Provenance, provenance_of, value_origins
from onrecord.store import Clocks, FigureRow, Record, RecordProblem, StatementFilter, StatementRow
from onrecord.storyline import findings_at, series_of, standing_of
from onrecord.text import fold

_LEAST_QUOTED = 8  # words
_OF_MONEY = frozenset({"price", "amount", "share"})
TITLE_RULE = "title of the report closest to the middle of the story"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEntry:
    """A report of the story, without its text."""

    id: str
    outlet: str | None
    agency: str | None
    title: str | None
    url: str | None
    published: Published | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing said: the earliest statement that quotes it, else the earliest, and the others that repeat it. ``within`` speaks
    in whose statement it is quoted, None when it stands alone."""

    row: StatementRow
    also: tuple[StatementRow, ...]
    within: EntityRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A speaker with the role that most reports give (None: none does) and what was said, in order of date."""

    speaker: EntityRef
    role: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """``voices``: who said most comes first. ``unknown``: what nobody could be named for. ``findings``: all but the repeats,
    which are folded into the lines; ``rows`` has the statements that they and the positions point at. ``series``: the figures, by
    what they count. ``provenance``: where reports and entries come from."""

    story: Story
    reports: tuple[ReportEntry, ...]
    voices: tuple[Voice, ...]
    unknown: tuple[Line, ...]
    positions: tuple[Position, ...]
    series: tuple[Series, ...]
    findings: tuple[Finding, ...]
    rows: dict[str, StatementRow | FigureRow]
    provenance: Provenance
    problems: tuple[RecordProblem, ...]

    @property
    def numbers(self) -> dict[str, int]:
        """A number for each report, from 1, by id."""
        return {report.id: number for number, report in enumerate(self.reports, 1)}


def account_of(
    record: Record,
    story: Story,
    *,
    min_score: float | None = None,
    publishers: Publishers | None = None,
    **clocks: Unpack[Clocks],
) -> Account:
    """What the record knows of the story; with ``as_of`` from reports published by then, undated ones left out, with ``known_at`` from
    reports recorded by then.

    ``min_score`` leaves out less sure statements, with what is quoted inside them and the findings that point at them.
    ``publishers``: which outlets belong together; None: the default ones.
    """
    rows = list(record.statements(StatementFilter(story=story.id, **clocks)))
    findings = findings_at(record, story.id, **clocks)
    if min_score is not None:
        sure = sure_statements((row.statement for row in rows), min_score)
        rows = [row for row in rows if row.statement.id in sure]
        findings = [f for f in findings if f.type == "repeats" or sure.issuperset((*f.a, *f.b))]
    reports = tuple(
        ReportEntry(id=r.id, outlet=r.outlet, agency=r.agency, title=r.title, url=r.url, published=r.published)
        for r in record.reports(story=story.id, **clocks)
    )
    known = {report.id for report in reports}
    positions = standing_of(record, story.id, **clocks).positions
    lines = _lines(rows, [finding for finding in findings if finding.type == "repeats"])
    other = tuple(finding for finding in findings if finding.type != "repeats")
    return Account(
        story=story,
        reports=reports,
        voices=_voices(lines),
        unknown=tuple(line for line in lines if line.row.speaker is None),
        positions=positions,
        series=tuple(series_of(record, story.id, **clocks)),
        findings=other,
        rows=_entries(record, story.id, rows, [*(s for f in other for s in (*f.a, *f.b)), *(s for p in positions for s in p.statements)]),
        provenance=provenance_of(record, story.id, publishers=publishers, **clocks),
        problems=tuple(problem for problem in record.problems(story=story.id) if problem.report in known),
    )


def _entries(record: Record, story: str, read: Iterable[StatementRow], ids: Iterable[str]) -> dict[str, StatementRow | FigureRow]:
    """The entries with these ids: those that are read already, and from the record the others."""
    wanted = dict.fromkeys(ids)
    found: dict[str, StatementRow | FigureRow] = {row.statement.id: row for row in read if row.statement.id in wanted}
    return found | record.entries([entry for entry in wanted if entry not in found], story=story)


def account_object(account: Account) -> Wire:
    """The account as one wire object; statements and findings as in ``statements`` and ``findings``."""
    origins, of = account.provenance.origins, account.provenance.of
    counted = [(given, counts) for series in account.series for counts in [value_origins(series, of)] for given in series.given]
    story: Wire = wire(account.story)
    return story | {
        "title_rule": TITLE_RULE,
        **entry(account, "reports voices unknown positions"),
        "figures": [wire(GivenHere(given=given, origin_of=of, origins=counts[given.figure.id])) for given, counts in counted],
        "findings": [wire(FoundHere(finding=finding, rows=account.rows, origin_of=of)) for finding in account.findings],
        "origins": [wire(OriginHere(story=origins.story, origin=origin)) for origin in origins.every],
        "independent_origins": len(independent(origins.every)),
        "problems": [entry(problem, "report where why") for problem in account.problems],
    }


@rule(Voice)
def _voice_object(voice: Voice) -> Wire:
    return entry(voice, "speaker role statements", statements=wire(voice.lines))


@rule(Line)
def _line(line: Line) -> Wire:
    said: Wire = wire(line.row)
    return said | entry(line, "also")


def _lines(rows: Sequence[StatementRow], repeats: Iterable[Finding]) -> list[Line]:
    """Rows in their order, each group of repeats folded into the first that quotes more than the others do."""
    speakers = {row.statement.id: row.speaker for row in rows}
    groups = _groups([row.statement.id for row in rows], repeats)
    folded: dict[str, list[StatementRow]] = defaultdict(list)
    for row in rows:
        folded[groups[row.statement.id]].append(row)
    found = []
    for same in folded.values():
        shown = min(same, key=_indirectness)
        also = tuple(row for row in same if row is not shown)
        found.append(Line(row=shown, also=also, within=speakers.get(shown.statement.parent or "")))
    return found


def _indirectness(row: StatementRow) -> int:
    """0 of a quotation, 1 of one that is a phrase, or stands in words of the reporter's, 2 of a paraphrase."""
    whole = row.statement.manner == "direct" and len(row.content_text.split()) >= _LEAST_QUOTED
    return 0 if whole else 2 if row.statement.manner == "indirect" else 1


def _groups(ids: Iterable[str], repeats: Iterable[Finding]) -> dict[str, str]:
    """For each id the name of its group: one of the ids in it. Repeats join, also through a third."""
    leader = {statement: statement for statement in ids}

    def find(statement: str) -> str:
        while leader[statement] != statement:
            leader[statement] = leader[leader[statement]]
            statement = leader[statement]
        return statement

    for finding in repeats:
        first, *rest = [statement for statement in (*finding.a, *finding.b) if statement in leader] or [""]
        for other in rest:
            leader[find(other)] = find(first)
    return {statement: find(statement) for statement in leader}


def _voices(lines: Iterable[Line]) -> tuple[Voice, ...]:
    said: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.row.speaker is not None:
            said[line.row.speaker.entity].append(line)
    voices = [_voice(found) for found in said.values()]
    return tuple(sorted(voices, key=lambda voice: (-len(voice.lines), voice.speaker.name)))


def _voice(lines: list[Line]) -> Voice:
    rows = [row for line in lines for row in (line.row, *line.also)]
    roles = Counter(row.role for row in rows if row.role)
    speaker = lines[0].row.speaker
    assert speaker is not None
    return Voice(speaker=speaker, role=roles.most_common(1)[0][0] if roles else None, lines=tuple(lines))


def of_note(every: Iterable[Series]) -> list[Series]:
    """Tolls, and prices, sums and shares that several reports give, in their order; the rest is left to the listing of figures."""
    return [s for s in every if s.measure in OF_THE_AFFAIR or (s.measure in _OF_MONEY and len({g.report for g in s.given}) > 1)]


def shown_series(account: Account) -> list[Series]:
    """Those of note, tolls first."""
    return sorted(of_note(account.series), key=lambda s: (s.measure not in OF_THE_AFFAIR, s.measure, s.unit or "", s.scope or ""))


def alike(series: Series) -> list[list[Given]]:
    """The figures of the same words by the same source, in the order of the first."""
    found: dict[tuple[str, str], list[Given]] = {}
    for given in series.given:
        found.setdefault((fold(given.words), given.who.entity if given.who else ""), []).append(given)
    return list(found.values())
