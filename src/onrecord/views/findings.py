"""Where the accounts part and meet: both sides of every finding, with who said it, where, and where that comes from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from onrecord.compare import Considered, Origin, Stretch, unlike_words
from onrecord.export import ConsideredHere, FoundHere, Scope, considered_in
from onrecord.export.wire import Wire, wire
from onrecord.model import Finding, FindingType, Story
from onrecord.provenance import provenance_of
from onrecord.store import FigureRow, Once, Record, StatementRow
from onrecord.storyline import findings_at
from onrecord.views.sheet import At, Leaf, Sheet, pack, sheet_of, start_of

# In which order a reader wants them: what accounts exclude, what is denied, what one side leaves open, other words, what changed.
ORDER: tuple[FindingType, ...] = (
    "disputes",
    "denies",
    "unconfirmed",
    "differs",
    "changes",
    "updates",
    "answers",
    "corroborates",
    "repeats",
)
PARTING: frozenset[FindingType] = frozenset({"disputes", "denies", "unconfirmed", "differs", "changes", "updates"})
_BESIDE = 90  # characters of the sentence on either side of a figure
_SENTENCE_END = re.compile(r"[.!?][\"'”’»]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One entry of a side: a statement or a figure. ``before`` and ``after`` stand around a figure in its report. ``words``: the pieces of
    a statement, with what the other side has not in its words; None: the two cannot be read word by word."""

    row: StatementRow | FigureRow
    origin: Origin | None
    before: str = ""
    after: str = ""
    words: list[list[Stretch]] | None = None

    @property
    def figure(self) -> FigureRow | None:
        return self.row if isinstance(self.row, FigureRow) else None

    @property
    def statement(self) -> StatementRow | None:
        return self.row if isinstance(self.row, StatementRow) else None

    @property
    def key(self) -> str | None:
        """The id of the statement that it is, is a part of, or stands in."""
        if isinstance(self.row, FigureRow):
            return self.row.figure.statement
        statement = self.row.statement
        return statement.parent if statement.part else statement.id

    @property
    def report(self) -> str:
        return self.row.report


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCard:
    """A finding with both of its sides. ``origins``: how many independent ones they have together."""

    finding: Finding
    a: tuple[Side, ...]
    b: tuple[Side, ...]
    line: Wire

    @property
    def worded(self) -> bool:
        """Whether words are marked that only one side has."""
        return any(differs for side in (*self.a, *self.b) for piece in side.words or () for _, differs in piece)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsideredCard:
    """Two figures that were held side by side and are not comparable."""

    considered: Considered
    a: Side
    b: Side
    line: Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsView:
    """Cards, the weightiest type first. ``numbers``: how many there are of each type. ``considered``: what of the story was held side by
    side and is not comparable, on the first page of all that part."""

    at: At
    story: Story | None
    kind: FindingType | None
    cards: tuple[FindingCard, ...]
    numbers: dict[str, int]
    next: str | None
    considered: tuple[ConsideredCard, ...] = ()

    def wire(self) -> Wire:
        found: Wire = {"findings": [card.line for card in self.cards], "numbers": self.numbers, "next": self.next}
        return found | {"considered": [card.line for card in self.considered]}

    def sheet(self) -> Sheet:
        return sheet_of(("id", "type", "slot", "story", "a", "b", "why", "score", "origins", "reasons"), (card.line for card in self.cards))


def findings_view(record: Record, at: At, story: Story | None, kind: FindingType | None, leaf: Leaf = Leaf(size=20)) -> FindingsView:
    """Of the story, or of all stories; of one type, or of all that say that accounts part. Raises InputError when the token is none."""
    record = Once(record)
    start = start_of(leaf.after)
    kinds = [k for k in ORDER if k == kind or (kind is None and k in PARTING)]
    if story is None and at.is_now:
        numbers = Counter(record.finding_numbers())
        shown = list(_weightiest(record, [(k, numbers[k]) for k in kinds], start, leaf.size))
    else:
        found = list(_findings(record, at, story))
        numbers = Counter(f.type for f in found)
        wanted = sorted((f for f in found if f.type in kinds), key=lambda f: (ORDER.index(f.type), -f.score, f.id))
        shown = wanted[start : start + leaf.size]
    return FindingsView(
        at=at,
        story=story,
        kind=kind,
        cards=tuple(_cards_by_story(record, at, shown)),
        numbers={name: numbers[name] for name in ORDER if numbers[name]},
        next=pack(start + leaf.size) if sum(numbers[k] for k in kinds) > start + leaf.size else None,
        considered=considered_cards(record, at, story) if story and not start and not kind else (),
    )


def considered_cards(record: Record, at: At, story: Story) -> tuple[ConsideredCard, ...]:
    """What of the story was held side by side and is not comparable."""
    return tuple(_considered(record, entry) for entry in considered_in(record, Scope(story=story.id, **at.clocks)))


def _considered(record: Record, entry: ConsideredHere) -> ConsideredCard:
    a, b = (_side(record, entry.rows[key], None) for key in (entry.considered.a, entry.considered.b))
    return ConsideredCard(considered=entry.considered, a=a, b=b, line=wire(entry))


def _findings(record: Record, at: At, story: Story | None) -> Iterator[Finding]:
    if story is not None:
        yield from findings_at(record, story.id, **at.clocks)
    else:
        for found in record.stories(**at.clocks):
            yield from findings_at(record, found.id, **at.clocks)


def _weightiest(record: Record, numbers: Sequence[tuple[FindingType, int]], start: int, size: int) -> Iterator[Finding]:
    """Some of the record's findings of these types, in their order, from a place on. ``numbers``: how many there are of each."""
    for kind, number in numbers:
        found = list(record.findings_of_type(kind, start=start, size=size)) if size and start < number else []
        yield from found
        start, size = max(0, start - number), size - len(found)


def _cards_by_story(record: Record, at: At, findings: Sequence[Finding]) -> Iterator[FindingCard]:
    # By story: where findings are computed for a moment and none is kept, a part is only found among its story's statements.
    rows: dict[str, StatementRow | FigureRow] = {}
    of: dict[str, Mapping[str, Origin]] = {}
    for story in dict.fromkeys(f.story for f in findings):
        rows |= record.entries([key for f in findings if f.story == story for key in (*f.a, *f.b)], story=story)
        of[story or ""] = provenance_of(record, story, **at.clocks).of if story else {}
    for finding in findings:
        yield from cards(record, [finding], rows, of[finding.story or ""])


def cards(
    record: Record, findings: Iterable[Finding], rows: Mapping[str, StatementRow | FigureRow], origin_of: Mapping[str, Origin]
) -> Iterator[FindingCard]:
    """A finding one of whose sides the record does not hold any more has no card: it could not name both."""
    for finding in findings:
        a, b = (tuple(_side(record, rows[key], origin_of.get(key)) for key in side if key in rows) for side in (finding.a, finding.b))
        if a and b:
            worded = tuple(_worded(side, b[0]) for side in a), tuple(_worded(side, a[0]) for side in b)
            yield FindingCard(
                finding=finding, a=worded[0], b=worded[1], line=wire(FoundHere(finding=finding, rows=rows, origin_of=origin_of))
            )


def _worded(side: Side, other: Side) -> Side:
    if side.statement is None or other.statement is None:
        return side
    return replace(side, words=unlike_words(side.statement.content_pieces, other.statement.content_pieces))


def _side(record: Record, row: StatementRow | FigureRow, origin: Origin | None) -> Side:
    report = record.report(row.report) if isinstance(row, FigureRow) else None
    if report is None or isinstance(row, StatementRow):
        return Side(row=row, origin=origin)
    span, text = row.figure.span, report.text
    before, after = text[max(0, span.start - _BESIDE) : span.start], text[span.end : span.end + _BESIDE]
    before, after = before.splitlines()[-1] if before else "", after.splitlines()[0] if after else ""
    if len(before) == _BESIDE:
        before = "…" + before.partition(" ")[2]
    if len(after) == _BESIDE:
        after = after.rpartition(" ")[0]
        after += "" if _SENTENCE_END.search(after) else "…"
    return Side(row=row, origin=origin, before=before, after=after)


def first(found: Iterable[Finding], size: int) -> list[Finding]:
    """The weightiest of those that say that accounts part."""
    parting = sorted((f for f in found if f.type in PARTING), key=lambda f: (ORDER.index(f.type), -f.score, f.id))
    return list(islice(parting, size))
