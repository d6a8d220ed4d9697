"""Entries as wire objects: every key present, absent is None or []. The schema beside this file says the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from onrecord.compare import Origin, find_drift, independent, pairs
from onrecord.export.scope import ConsideredHere, FoundHere, GivenHere, OriginHere, RenderedHere
from onrecord.export.wire import Wire, entry, rule, wire
from onrecord.model import Analysis, Entity, Event, Figure, Move, Offer, Position, Report, Spoken, ToldTerm
from onrecord.parts import parts_of
from onrecord.settings import WIRE_FORMAT
from onrecord.store import EventRow, FigureRow, StatementRow

# Valid in JSON as they are, but a terminal or an editor obeys them: C1 controls, bidi controls, line separators, tags.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def dump(value: object) -> str:
    """One line of JSON, UTF-8 letters as they are, every control character escaped.

    >>> dump({"name": "Inés\\u202e"})
    '{"name": "Inés\\\\u202e"}'
    """
    return _UNSAFE.sub(lambda match: json.dumps(match[0])[1:-1], json.dumps(value, ensure_ascii=False))


def schema() -> Wire:
    """The JSON Schema (2020-12) of the wire format; ``$defs`` has one entry for each kind of line."""
    text = (resources.files("onrecord.export") / "onrecord-1.schema.json").read_text(encoding="utf-8")
    found: Wire = json.loads(text)
    return found


def report_line(report: Report, analysis: Analysis) -> Wire:
    """A report with everything that was found in it."""
    return {
        "format": WIRE_FORMAT,
        **entry(report, "id url outlet title language published text text_sha256 furniture"),
        "statements": [wire(told) for whole in analysis.statements for told in (whole, *parts_of(report.text, whole))],
        **entry(analysis, "entities events figures times"),
        "problems": wire((*report.problems, *analysis.problems)),
    }


Rows = Mapping[str, StatementRow | FigureRow]
OriginOf = Mapping[str, Origin]


@rule(StatementRow)
def _statement_row(row: StatementRow) -> Wire:
    """A statement with what its report says around it; the speaker is the record's entity where it is linked."""
    told: Wire = wire(row.statement)
    around = entry(row, "speaker role report story outlet agency published title url source_text cue_text content_text corrected version")
    return told | around


@rule(FoundHere)
def _finding(found: FoundHere) -> Wire:
    """With the spans and texts of both sides inlined, as far as ``rows`` has them (an entry that ``origin_of`` does not have: null)."""
    finding, rows, origin_of = found.finding, found.rows, found.origin_of
    sides = {
        side: [side_object(rows[s]) | {"origin": _origin(origin_of.get(s))} for s in ids if s in rows]
        for side, ids in (("a", finding.a), ("b", finding.b))
    }
    told: Wire = wire(finding)
    return told | {"sides": sides, "origins": _count(origin_of, (*finding.a, *finding.b))}


@rule(ConsideredHere)
def _considered(found: ConsideredHere) -> Wire:
    """What is not comparable, and why, with the spans and texts of both."""
    considered, rows = found.considered, found.rows
    sides = {"a": side_object(rows[considered.a]), "b": side_object(rows[considered.b])}
    return entry(considered, "id story measure slot because") | sides


@rule(Position)
def _position(position: Position) -> Wire:
    keys = "id story issue actor option stance terms from until voices statements reasons"
    return entry(position, keys, terms=_told_terms(position.terms), **{"from": position.since})


@rule(Spoken)
def _spoken(voice: Spoken) -> Wire:
    return entry(voice.ref, "entity name role", role=voice.role)


@rule(Offer)
def _offer(offer: Offer) -> Wire:
    return entry(offer, "id story issue what option terms moves", terms=_told_terms(offer.terms))


@rule(GivenHere)
def _given(found: GivenHere) -> Wire:
    """A figure with the report that prints it; who gives it is the record's entity. ``origins``: how many independent ones give
    this value."""
    given = found.given
    told: Wire = wire(given.figure)
    return told | {
        "according_to": wire(given.who),
        "report": given.report,
        "outlet": given.outlet,
        "published": given.day or None,
        "text": given.words,
        "origin": _origin(found.origin_of.get(given.figure.id)),
        "origins": found.origins,
    }


@rule(EventRow)
def _event_row(row: EventRow) -> Wire:
    """An event with the report that tells it; its people and places are the record's entities."""
    published = row.published.value if row.published else None
    told: Wire = wire(row.event)
    return told | entry(
        row, "report outlet published text figure_texts", published=published, text=row.words, figure_texts=list(row.figures)
    )


@rule(OriginHere)
def _origin_here(found: OriginHere) -> Wire:
    """An origin of a story, with the reports that come from it and why."""
    return entry(found.origin, "id story kind name reports houses tiers reasons", story=found.story, tiers=dict(found.origin.tiers))


@rule(RenderedHere)
def _utterance(found: RenderedHere) -> Wire:
    """An act of saying with its renderings and where each comes from, and where they differ in a slot."""
    utterance, origin_of = found.utterance, found.origin_of
    said = [rendering.said for rendering in utterance.renderings]
    statements = [s.statement for s in said]
    return {
        "id": utterance.id,
        "story": utterance.story,
        "speaker": wire(next((s.speaker for s in said if s.speaker is not None), None)),
        "statements": statements,
        "drift": [
            {"a": a.said.statement, "b": b.said.statement, "slot": d.slot, "why": d.why}
            for a, b in pairs(utterance)
            for d in find_drift(a, b)
        ],
        "renderings": [entry(s, "statement report origin", origin=_origin(origin_of.get(s.statement))) for s in said],
        "origins": _count(origin_of, statements),
    }


def _count(origin_of: OriginOf, entries: Iterable[str]) -> int:
    """How many independent origins the entries have."""
    return len(independent(origin_of[e] for e in entries if e in origin_of))


def _origin(origin: Origin | None) -> Wire | None:
    return entry(origin, "id kind name") if origin else None


def _told_terms(terms: Iterable[ToldTerm]) -> Wire:
    found: Wire = {}
    for term in terms:
        found.setdefault(term.key, []).append(term.value)
    return found | ({"only": True} if "only" in found else {})


def side_object(row: StatementRow | FigureRow) -> Wire:
    """A statement or a figure, short: where it stands, its characters, who says it."""
    about = entry(row, "report outlet published")
    if isinstance(row, FigureRow):
        own = {"statement": row.figure.statement, "figure": row.figure.id, "speaker": wire(row.who), "manner": None}
        return own | about | {"content": [wire(row.figure.span)], "text": row.words}
    own = {"statement": row.statement.id, "figure": None, "speaker": wire(row.speaker), "manner": row.statement.manner}
    return own | about | {"content": wire(row.statement.content), "text": row.content_text}


@rule(Move)
def _move(move: Move) -> Wire:
    """``only`` stands among the terms or does not, so it is ``true``."""
    spans: dict[str, list[Any]] = {}
    terms: Wire = {}
    for term in move.terms:
        spans.setdefault(term.key, []).append(wire(term.span))
        terms.setdefault(term.key, []).append(term.value)
    terms |= {"only": True} if "only" in terms else {}
    keys = "act actor what target terms span what_span term_spans on_behalf_of negated modality score reasons"
    return entry(move, keys, terms=terms, term_spans=spans)


@rule(Event)
def _event(event: Event) -> Wire:
    return entry(event, "id type span actor target place when according_to figures mentions instrument score reasons")


@rule(Figure)
def _figure(figure: Figure) -> Wire:
    as_of = figure.as_of
    keys = "id span low high unit measure scope as_of according_to event statement as_of_span place revises score reasons"
    return entry(figure, keys, as_of=as_of.value if as_of else None, as_of_span=wire(as_of.span if as_of else None))


@rule(Entity)
def _entity(entity: Entity) -> Wire:
    return entry(entity, "id name type roles mentions")
