"""One story: what its reports agree on, where they part, where the sides stand, who said what and when, and where it all comes from."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.compare import OF_THE_AFFAIR, Given, Series, find_considered, independent
from onrecord.export import Account, Line, Voice, account_object, account_of
from onrecord.export.account import alike, of_note
from onrecord.export.wire import Wire
from onrecord.model import Story
from onrecord.store import EventRow, Once, Record, StoryTally
from onrecord.views.charts import Coverage, Timeline, coverage, timeline
from onrecord.views.findings import ORDER, FindingCard, cards, first
from onrecord.views.sheet import At, Sheet, sheet_of
from onrecord.views.standing import IssueTable, tables

CARDS = 6  # how many stand on the page; all of them are one link away


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What several independent origins print alike: the statement, the outlets, how many origins."""

    line: Line
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a series with everybody who gives it."""

    words: str
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One thing that is counted, and the values that were given for it in order of date."""

    measure: str
    unit: str | None
    scope: str | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story by the clocks. ``said``: how many statements, each thing once; ``numbers``: findings by type; ``considered``: how much was
    held side by side and is not comparable."""

    at: At
    account: Account
    tally: StoryTally
    said: int
    agreed: tuple[Agreed, ...]
    cards: tuple[FindingCard, ...]
    numbers: dict[str, int]
    considered: int
    tables: tuple[IssueTable, ...]
    timeline: Timeline | None
    coverage: Coverage
    figures: tuple[Figures, ...]
    events: tuple[EventRow, ...]

    @property
    def story(self) -> Story:
        return self.account.story

    def wire(self) -> Wire:
        return account_object(self.account)

    def sheet(self) -> Sheet:
        """A row for everything that was said, each thing once."""
        lines = [line for voice in self.account.voices for line in voice.lines] + list(self.account.unknown)
        columns = ("speaker", "role", "published", "said", "manner", "content", "outlet", "also_in", "origins", "report", "statement")
        return sheet_of(columns, (self._row(line) for line in lines))

    def _row(self, line: Line) -> Wire:
        row, statement = line.row, line.row.statement
        return {
            "speaker": row.speaker.name if row.speaker else None,
            "role": row.role,
            "published": row.published.value if row.published else None,
            "said": statement.said.value if statement.said else None,
            "manner": statement.manner,
            "content": row.content_text,
            "outlet": row.outlet,
            "also_in": [other.outlet or "unknown outlet" for other in line.also],
            "origins": _origins(self.account, line),
            "report": row.report,
            "statement": statement.id,
        }


def story_view(record: Record, at: At, story: Story) -> StoryView:
    """The story by the clocks, which it must be there by."""
    record = Once(record)
    account = account_of(record, story, **at.clocks)
    tally = record.story_tallies([story.id], **at.clocks)[story.id]
    numbers = {kind: sum(1 for f in account.findings if f.type == kind) for kind in ORDER}
    origin_of = account.provenance.of
    return StoryView(
        at=at,
        account=account,
        tally=tally,
        said=sum(len(voice.lines) for voice in account.voices) + len(account.unknown),
        agreed=tuple(_agreed(account)),
        cards=tuple(cards(record, first(account.findings, CARDS), account.rows, origin_of)),
        numbers={kind: number for kind, number in numbers.items() if number},
        considered=len(find_considered(story.id, account.series)),
        tables=tables(account.positions),
        timeline=timeline(account.voices, [report.published for report in account.reports]),
        coverage=coverage(account.provenance.origins.every),
        figures=tuple(_figures(account.series)),
        events=tuple(record.events(story=story.id, **at.clocks)),
    )


def _origins(account: Account, line: Line) -> int:
    of = account.provenance.of
    return len(independent(of[row.statement.id] for row in (line.row, *line.also) if row.statement.id in of))


def _agreed(account: Account) -> list[Agreed]:
    lines = [line for voice in account.voices for line in voice.lines if line.also]
    counted = [Agreed(line=line, origins=_origins(account, line)) for line in lines]
    several = [a for a in counted if a.origins > 1]
    return sorted(several, key=lambda a: (-a.origins, -len(a.line.also), a.line.row.statement.id))


def _figures(series: tuple[Series, ...]) -> list[Figures]:
    """Those of note, tolls and the like first."""
    wanted = sorted(of_note(series), key=lambda s: (s.measure not in OF_THE_AFFAIR, -len(s.given), s.measure, s.unit or ""))
    return [Figures(measure=s.measure, unit=s.unit, scope=s.scope, values=tuple(map(_value, alike(s)))) for s in wanted]


def _value(same: list[Given]) -> Value:
    return Value(words=same[0].words, given=tuple(same))


def latest(voice: Voice) -> Line:
    """What the speaker said last, the longest of that day."""
    last = max((line.row.published.value[:10] if line.row.published else "") for line in voice.lines)
    own = [line for line in voice.lines if (line.row.published.value[:10] if line.row.published else "") == last]
    return max(own, key=lambda line: (len(line.also), line.row.statement.manner == "direct", len(line.row.content_text)))
