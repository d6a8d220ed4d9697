"""A draft held against the record: what is known, what is new, and where the two differ. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.compare import (
    LEAST_WORDS,
    NAMED_DIFFERENTLY,
    RUN,
    Difference,
    Match,
    Rendering,
    Said,
    Weights,
    closeness,
    differing_words,
    find_drift,
    match_renderings,
    read_rendering,
    stands_verbatim,
    word_weights,
)
from onrecord.desk.counted import screen_figures
from onrecord.desk.values import Draft, Place, Screening, ScreenKind, ScreenLine, Wanted
from onrecord.model import EntityRef, Statement
from onrecord.store import Like, Record, StatementRow
from onrecord.storyline import said_of

_SAME_PIECE = 0.6  # of a quoted piece's words stand in a row in the rendering: then it is the same piece
_JOINER = " … "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Met:
    """A statement of the record that renders one of the draft. ``misquoted``: only a piece of it, in part."""

    row: StatementRow
    match: Match
    drift: tuple[Difference, ...]
    misquoted: bool = False

    @property
    def other_name(self) -> bool:
        return self.match.reasons[0] == NAMED_DIFFERENTLY


def screen_draft(record: Record, draft: Draft, wanted: Wanted) -> Screening:
    """Every statement and figure of the draft with what the record has on it. Reads the record by its indexes; writes nothing."""
    statements = draft.analysis.statements
    found = [_candidates(record, draft, s, wanted) for s in statements]
    met = _meet(record, draft, [rows for rows, _ in found])
    story = wanted.story or _story(record, draft, met, wanted)
    lines = [line for s, rendered, (rows, _) in zip(statements, met, found, strict=True) for line in _lines(draft, s, rendered, len(rows))]
    lines += screen_figures(record, draft, story, wanted)
    return Screening(
        draft=draft.report,
        lines=tuple(sorted(lines, key=lambda line: line.spans[0].start)),
        story=story,
        complete=all(complete for _, complete in found),
    )


def _candidates(record: Record, draft: Draft, statement: Statement, wanted: Wanted) -> tuple[list[StatementRow], bool]:
    """In order of publication."""
    like = Like(
        text=_words(draft, statement),
        speaker=statement.speaker.name if statement.speaker else None,
        story=wanted.story,
        as_of=wanted.as_of,
        known_at=wanted.known_at,
    )
    ids, complete = record.statements_like(like)
    rows = record.statement_rows(ids).values()
    return sorted(rows, key=lambda row: (row.published is None, row.published.value if row.published else "", row.statement.id)), complete


def _words(draft: Draft, statement: Statement) -> str:
    return _JOINER.join(span.of(draft.report.text) for span in statement.content)


def _meet(record: Record, draft: Draft, candidates: Sequence[Sequence[StatementRow]]) -> list[list[_Met]]:
    """For each statement of the draft the candidates that render it; words are weighed among all that is looked at."""
    rows = {row.statement.id: row for found in candidates for row in found}
    kinds = record.entity_types(row.speaker.entity for row in rows.values() if row.speaker)
    renderings = {
        key: read_rendering(replace(said_of(row, kinds.get(row.speaker.entity) if row.speaker else None), judged=False))
        for key, row in rows.items()
    }
    types = {entity.id: entity.type for entity in draft.analysis.entities}
    own = [
        Said(
            statement=s.id,
            report=draft.report.id,
            speaker=s.speaker,
            day="",
            content=_words(draft, s),
            kind=types.get(s.speaker.entity) if s.speaker else None,
        )
        for s in draft.analysis.statements
    ]
    weights = word_weights([*map(read_rendering, own), *renderings.values()])
    known = {s.speaker.name: record.entities_named(s.speaker.name) for s in own if s.speaker}
    met: list[list[_Met]] = []
    for statement, said, found in zip(draft.analysis.statements, own, candidates, strict=True):
        met.append([])
        for row in found:
            theirs = renderings[row.statement.id]
            ours = read_rendering(_as_known(said, row, known))
            match = _match(ours, theirs, weights)
            if match is not None:
                met[-1].append(_Met(row=row, match=match, drift=tuple(find_drift(ours, theirs))))
            elif (match := _misquoted(draft, statement, row, (ours, theirs))) is not None:
                met[-1].append(_Met(row=row, match=match, drift=(), misquoted=True))
    return met


def _as_known(said: Said, row: StatementRow, known: dict[str, frozenset[str]]) -> Said:
    """With the record's entity as speaker, where the record has it under the name that the draft uses."""
    if said.speaker is None or row.speaker is None or row.speaker.entity not in known[said.speaker.name]:
        return said
    return replace(said, speaker=row.speaker)


def _match(a: Rendering, b: Rendering, weights: Weights) -> Match | None:
    if min(len(a.words), len(b.words)) < LEAST_WORDS or not a.content or not b.content:
        return None
    return match_renderings(a, b, weights, outweighs=RUN)


def _misquoted(draft: Draft, statement: Statement, row: StatementRow, pair: tuple[Rendering, Rendering]) -> Match | None:
    """A short quotation by one speaker, most of whose words stand in a row in what the record quotes: too little to take both for one act
    in a story at large, enough to put them before an editor."""
    ours, theirs = (rendering.said.speaker for rendering in pair)
    if ours is None or theirs is None or ours.entity != theirs.entity or "indirect" in (statement.manner, row.statement.manner):
        return None
    pieces = [words for span in statement.content if len((words := span.of(draft.report.text)).split()) > LEAST_WORDS]
    share = max((closeness(words, row.content_pieces) for words in pieces), default=0.0)
    if share < _SAME_PIECE:
        return None
    return Match(score=share, reasons=("same speaker", f"{round(100 * share)} % of the words of a piece, in a row"))


def _story(record: Record, draft: Draft, met: Iterable[Sequence[_Met]], wanted: Wanted) -> str | None:
    """The story of most of what the draft renders; else the one that uses most of its names."""
    stories = Counter(m.row.story for found in met for m in found if m.row.story is not None)
    if stories:
        return min(stories, key=lambda story: (-stories[story], story))
    names = [entity.name for entity in draft.analysis.entities]
    return next(iter(record.stories_naming(names, as_of=wanted.as_of, known_at=wanted.known_at)), None)


def _lines(draft: Draft, statement: Statement, met: Sequence[_Met], candidates: int) -> Iterator[ScreenLine]:
    own = Place(spans=statement.content, text=_words(draft, statement), manner=statement.manner, speaker=statement.speaker)
    named = [m for m in met if not m.other_name]
    agreeing = [m for m in named if not m.drift and not m.misquoted]
    if agreeing:
        yield _line("known", own, agreeing)
    for differs, among in _by_difference(m for m in named if m.drift):
        yield _line("at odds", own, among, (differs,))
    others = [m for m in met if m.other_name]
    if others and not agreeing:
        yield _line("attribution differs", own, others, tuple(dict.fromkeys(_who(statement.speaker, m.row) for m in others)))
    yield from _quotations(draft, own, met)
    if not met:
        reasons = (f"statements on the record that share its rarer words: {candidates}; none of them says the same",)
        yield own.line("new", on_record=(), reasons=reasons)


def _by_difference(met: Iterable[_Met]) -> list[tuple[Difference, list[_Met]]]:
    """Renderings with the same difference together, each under every difference that it has."""
    found: dict[tuple[str | None, str, str], tuple[Difference, list[_Met]]] = {}
    for m in met:
        for d in m.drift:
            found.setdefault((d.slot, d.a, d.b), (d, []))[1].append(m)
    return list(found.values())


def _who(speaker: EntityRef | None, row: StatementRow) -> Difference:
    ours, theirs = (who.name if who else "" for who in (speaker, row.speaker))
    return Difference(a=ours, b=theirs, slot="who", why="the same words, another name")


def _line(kind: ScreenKind, own: Place, met: Sequence[_Met], differs: tuple[Difference, ...] = ()) -> ScreenLine:
    best = max(met, key=lambda m: m.match.score)
    reasons = dict.fromkeys((*best.match.reasons, *(d.why for d in differs if d.why not in best.match.reasons)))
    return own.line(kind, on_record=tuple(m.row for m in met), differs=differs, score=best.match.score, reasons=tuple(reasons))


def _quotations(draft: Draft, own: Place, met: Sequence[_Met]) -> Iterator[ScreenLine]:
    """Quoted pieces that renderings on the record have in other characters, and none has in these."""
    for span in own.quoted(draft.quotations):
        words = span.of(draft.report.text)
        if len(words.split()) < LEAST_WORDS or any(stands_verbatim(words, m.row.content_pieces) for m in met):
            continue
        near = [m for m in met if closeness(words, m.row.content_pieces) >= _SAME_PIECE]
        differing = [differing_words(words, m.row.content_pieces) for m in near]
        if near and all(differing):
            quoting = [m for m in near if m.row.statement.manner != "indirect"]
            differs = dict.fromkeys(d for m, found in zip(near, differing, strict=True) if m in quoting or not quoting for d in found)
            why = "no rendering on the record has these characters" if quoting else "the record has it in indirect speech only"
            line = _line("quotation not verbatim", own, quoting or near, tuple(differs))
            yield replace(line, spans=(span,), text=words, reasons=(why, *line.reasons))
