"""One story of the record put through comparison: who renders what, what is on the table, where the sides stand, what follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Unpack

from onrecord.compare import (
    Considered,
    Cut,
    Given,
    Issue,
    Origin,
    Said,
    Series,
    Told,
    Utterance,
    Voice,
    find_changes,
    find_considered,
    find_corroboration,
    find_exchanges,
    find_figure_changes,
    find_oppositions,
    find_positions,
    find_renderings,
    find_replies,
    find_tellings,
    gather_issues,
    gather_offers,
    gather_series,
    gather_sources,
    gather_utterances,
    place_moves,
    sides_of,
)
from onrecord.engines.embedding import likeness
from onrecord.lexicon.publishers import agency_name, default_publishers, publisher_of
from onrecord.model import EntityRef, EntityType, Finding, Offer, Position, Span
from onrecord.parts import JOINER, cuts_of, may_have_cuts, sentences_of
from onrecord.provenance import provenance_of
from onrecord.store import Clocks, EntityFilter, FigureRow, Record, StatementFilter, StatementRow
from onrecord.text import fold

_JUST_BEFORE = 120  # characters before a statement, in which the report may say that somebody disputes something
_BESIDE = 300  # characters before and after a statement, of which the nearest sentences may say what it leaves out
# Behind two letters and a mark, or the end of a line. A pattern that begins with what stands before it is tried at every letter.
_SENTENCE_END = re.compile(r"[\"”’\s](?:(?<=[^\W\d_]{2}[.!?][\"”’])[\"”’]*\s+|(?<=[^\W\d_]{2}[.!?]\s)\s*|(?<=\n)\n*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Offers and positions of one story, issue by issue."""

    offers: tuple[Offer, ...]
    positions: tuple[Position, ...]


def standing_of(record: Record, story: str, **clocks: Unpack[Clocks]) -> Standing:
    """What is on the table in the story and where the sides stand, by the reports published by ``as_of`` and recorded by ``known_at``."""
    issues, canonical = _issues(record, story, clocks, _voices(record, story, clocks))
    return Standing(offers=tuple(gather_offers(story, issues, canonical)), positions=tuple(find_positions(story, issues, canonical)))


def _issues(record: Record, story: str, clocks: Clocks, voices: Voices) -> tuple[list[Issue], Callable[[str], str]]:
    """The issues of the story, and what gives a name the form that the record shows it by."""
    names = {fold(name): voice.ref.name for voice, spellings in voices.values() for name in spellings}

    def canonical(value: str) -> str:
        return names.get(fold(value), value)

    placed = place_moves(_told(record, story, clocks, voices), (voice for voice, _ in voices.values()))
    return gather_issues(placed), canonical


def positions_in(record: Record, story: str, reports: Iterable[str]) -> dict[str, list[Position]]:
    """Where the sides stand by each of these reports of the story alone, by report id. The issues are those of the whole story, so
    that two reports speak of one where they do."""
    issues, canonical = _issues(record, story, {}, _voices(record, story, {}))
    found: dict[str, list[Position]] = {report: [] for report in reports}
    for issue in issues:
        for report, positions in found.items():
            # Whether it is an issue at all the whole story says: one report's moves alone would often be too few.
            told = replace(issue, listed=issue.shared, moves=[p for p in issue.moves if p.told.report == report])
            positions += (replace(p, issue=issue.label) for p in find_positions(story, [told], canonical))
    return found


def findings_of(record: Record, story: str, **clocks: Unpack[Clocks]) -> list[Finding]:
    """How the story's statements stand to one another: their renderings, and the moves that answer, deny or change one another.

    With a clock, what comparing only the reports published by ``as_of`` and recorded by ``known_at`` gives.
    """
    everybody = _voices(record, story, clocks)
    voices = {entity: voice for entity, (voice, _) in everybody.items()}
    said = list(_said(record, story, clocks, everybody))
    series = series_of(record, story, **clocks)
    issues, _ = _issues(record, story, clocks, everybody)
    found = find_renderings(story, gather_utterances(story, said, likeness).joined, said)
    joined = {frozenset((a, b)) for f in found for a in f.a for b in f.b}
    found += [f for f in find_tellings(story, issues) if frozenset((*f.a, *f.b)) not in joined]
    found += [*find_exchanges(story, issues), *find_figure_changes(story, series), *find_oppositions(story, said, likeness)]
    found += [*find_replies(story, said, likeness), *find_changes(story, said, likeness)]

    @cache
    def origins() -> Mapping[str, Origin]:
        return provenance_of(record, story, **clocks).of

    sources, whole = gather_sources(voices, _media(voices), lambda entry: origins()[entry]), [s for s in said if not s.part]
    return sorted([*found, *find_corroboration(story, whole, series, sources)], key=lambda f: f.id)


def _media(voices: Mapping[str, Voice]) -> list[str]:
    known = default_publishers()
    return [e for e, v in voices.items() if agency_name(v.ref.name) or publisher_of(known, v.ref.name)]


def findings_at(record: Record, story: str, **clocks: Unpack[Clocks]) -> list[Finding]:
    """The findings that the record keeps; with a clock, compared anew from what was there then, by type and id like those.
    What people judged (by ``known_at``) to be no conflict is left out."""
    if clocks.get("as_of") is None and clocks.get("known_at") is None:
        return list(record.findings(story=story))
    found = record.without_dismissed(findings_of(record, story, **clocks), clocks.get("known_at"))
    return sorted(found, key=lambda f: (f.type, f.id))


def utterances_of(record: Record, story: str, **clocks: Unpack[Clocks]) -> list[Utterance]:
    """The acts of saying that several statements of the story render."""
    return list(gather_utterances(story, said_in(record, story, **clocks), likeness).utterances)


def said_in(record: Record, story: str, **clocks: Unpack[Clocks]) -> Iterator[Said]:
    """The story's statements and their parts as comparison needs them."""
    return _said(record, story, clocks, _voices(record, story, clocks))


def _said(record: Record, story: str, clocks: Clocks, voices: Voices) -> Iterator[Said]:
    texts: dict[str, str] = {}
    sides = {entity: side.ref.entity for entity, side in sides_of(voice for voice, _ in voices.values()).items()}
    for row in record.statements(StatementFilter(story=story, **clocks)):
        voice = voices[row.speaker.entity][0] if row.speaker and row.speaker.entity in voices else None
        side = sides[voice.ref.entity] if voice else None
        parts = record.with_parts(row)
        cuts = _cuts(texts, record, row)
        for told in parts:
            said = said_of(told, voice.type if voice else None)
            before, after = _around(texts, record, told)
            yield replace(
                said,
                cuts=tuple(c for c in cuts if c.at != said.at and Span(*said.at).contains(Span(*c.at))),
                side=None if voice is None or side == voice.ref.entity else side,
                beside=f"{_last_of(before)}\n{_first_of(after)}",
                before=before[-_JUST_BEFORE:],
            )


def _text(texts: dict[str, str], record: Record, report: str) -> str:
    """The text of the report. ``texts`` are those that were read already."""
    if report not in texts:
        found = record.report(report)
        texts[report] = found.text if found else ""
    return texts[report]


def _cuts(texts: dict[str, str], record: Record, row: StatementRow) -> list[Cut]:
    if not may_have_cuts(row.content_text):
        return []
    text = _text(texts, record, row.report)
    sentences = set(sentences_of(text, row.statement))
    moves = [m for m in row.statement.moves if not m.negated]
    return [
        Cut(
            id=cut.id,
            at=(cut.content[0].start, cut.content[-1].end),
            content=JOINER.join(piece.of(text) for piece in cut.content),
            clause=cut.content not in sentences,
            acts=frozenset(m.act for m in moves if any(m.span.overlaps(piece) for piece in cut.content)),
        )
        for cut in cuts_of(text, row.statement)
    ]


def _around(texts: dict[str, str], record: Record, row: StatementRow) -> tuple[str, str]:
    """What the report says shortly before and after the statement."""
    text, content = _text(texts, record, row.report), row.statement.content
    start, end = content[0].start, content[-1].end
    return text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE]


def _last_of(before: str) -> str:
    """The sentence before it, and its own as far as it stands before it."""
    return " ".join(_SENTENCE_END.split(before)[-2:])


def _first_of(after: str) -> str:
    """The rest of its own sentence, and the next one."""
    return " ".join(_SENTENCE_END.split(after, 2)[:2])


def said_of(row: StatementRow, kind: EntityType | None = None) -> Said:
    """A statement as comparison needs it; ``kind``: what its speaker is."""
    return Said(
        statement=row.statement.id,
        report=row.report,
        speaker=row.speaker,
        day=row.published.value if row.published else "",
        content=row.content_text,
        kind=kind,
        judged=any(c.field == "speaker" for c in row.corrected),
        cue=row.cue_text,
        source=row.source_text,
        whole=row.statement.parent,
        part=row.statement.part,
        at=(row.statement.content[0].start, row.statement.content[-1].end),
        acts=frozenset(m.act for m in row.statement.moves if not m.negated),
    )


def series_of(record: Record, story: str, **clocks: Unpack[Clocks]) -> list[Series]:
    """The figures that the story's reports give, gathered by what they count."""
    return gather_series(map(given_of, record.figures(story=story, **clocks)))


def considered_of(record: Record, story: str, **clocks: Unpack[Clocks]) -> list[Considered]:
    """What was held side by side in the story and is not comparable."""
    return find_considered(story, series_of(record, story, **clocks))


def given_of(row: FigureRow) -> Given:
    """A figure as comparison needs it."""
    day = row.published.value[:10] if row.published else ""
    return Given(figure=row.figure, report=row.report, outlet=row.outlet, day=day, words=row.words, who=row.who)


Voices = dict[str, tuple[Voice, tuple[str, ...]]]


def _voices(record: Record, story: str, clocks: Clocks) -> Voices:
    """Everybody whom the story names, with the spellings and titles of its own reports, by id."""
    return {
        row.id: (
            Voice(ref=EntityRef(entity=row.id, name=row.name), type=row.type, roles=row.titles),
            row.spellings,
        )
        for row in record.named_in_story(EntityFilter(story=story, **clocks))
    }


def _told(record: Record, story: str, clocks: Clocks, voices: Voices) -> Iterator[Told]:
    refs = record.stand_for(story)
    texts: dict[str, str] = {}

    def voice(report: str, ref: EntityRef | None) -> Voice | None:
        if ref is None:
            return None
        found = refs.get((report, ref.entity), ref)
        return voices[found.entity][0] if found.entity in voices else Voice(ref=found, type="group")

    for row in record.moving(StatementFilter(story=story, **clocks)):
        text = _text(texts, record, row.report)
        for move in row.statement.moves:
            yield Told(
                statement=row.statement.id,
                report=row.report,
                day=day_of(row),
                order=move.span.start,
                clause=move.span.of(text),
                move=move,
                actor=voice(row.report, move.actor),
                target=voice(row.report, move.target),
                told_by=voice(row.report, row.statement.speaker),
            )


def day_of(row: StatementRow) -> str:
    """The day it was said, as far as the report tells; else the day of publication."""
    said = row.statement.said
    if said is not None and said.precision in ("second", "minute", "day"):
        return said.value[:10]
    return row.published.value[:10] if row.published else ""
