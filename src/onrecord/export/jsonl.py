"""Values as wire objects: every key present, absent is None or []. The schema beside this file says the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from onrecord.compare import Given, Origin, Utterance, find_drift, independent, pairs
from onrecord.model import (
    Analysis,
    Entity,
    EntityRef,
    Event,
    Figure,
    Finding,
    Move,
    Offer,
    Position,
    Problem,
    Published,
    Report,
    Span,
    Statement,
    Term,
    Time,
    ToldTerm,
)
from onrecord.parts import parts_of
from onrecord.settings import WIRE_FORMAT
from onrecord.store import EntityRow, EventRow, FigureRow, StatementRow

Wire = dict[str, Any]

_DIGITS = 4  # the last digits of a score differ between kinds of processor
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
        "id": report.id,
        "url": report.url,
        "outlet": report.outlet,
        "title": report.title,
        "language": report.language,
        "published": published_object(report.published),
        "text": report.text,
        "text_sha256": report.text_sha256,
        "furniture": [{"span": _span(f.span), "kind": f.kind} for f in report.furniture],
        "statements": [_statement(told) for whole in analysis.statements for told in (whole, *parts_of(report.text, whole))],
        "entities": [_entity(entity) for entity in analysis.entities],
        "events": [_event(event) for event in analysis.events],
        "figures": [_figure(figure) for figure in analysis.figures],
        "times": [_time(time) for time in analysis.times],
        "problems": [_problem(problem) for problem in (*report.problems, *analysis.problems)],
    }


def statement_line(row: StatementRow) -> Wire:
    """A statement with what its report says around it; the speaker is the record's entity where it is linked."""
    return _statement(row.statement) | {
        "speaker": _reference(row.speaker),
        "role": row.role,
        "report": row.report,
        "story": row.story,
        "outlet": row.outlet,
        "agency": row.agency,
        "published": published_object(row.published),
        "title": row.title,
        "url": row.url,
        "source_text": row.source_text,
        "cue_text": row.cue_text,
        "content_text": row.content_text,
        "corrected": [{"field": c.field, "author": c.author, "at": c.at, "why": c.why, "judgement": c.judgement} for c in row.corrected],
        "version": row.version,
    }


def entity_line(row: EntityRow) -> Wire:
    """An entity of the record, as people see it."""
    return {
        "id": row.id,
        "name": row.name,
        "type": row.type,
        "spellings": [{"name": spelling.name, "reports": spelling.reports} for spelling in row.spellings],
        "roles": [{"title": r.title, "as_of": published_object(r.as_of), "report": r.report, "span": _span(r.span)} for r in row.roles],
        "reports": row.reports,
        "statements": row.statements,
        "reasons": list(row.reasons),
    }


Rows = Mapping[str, StatementRow | FigureRow]


OriginOf = Mapping[str, Origin]


def finding_line(finding: Finding, rows: Rows, origin_of: OriginOf) -> Wire:
    """A finding with the spans and texts of both sides inlined, as far as ``rows`` has them; ``origin_of`` says where each entry
    comes from, by its id (an entry that it does not have: null)."""
    return {
        "id": finding.id,
        "type": finding.type,
        "slot": finding.slot,
        "story": finding.story,
        "a": list(finding.a),
        "b": list(finding.b),
        "why": finding.why,
        "score": score_of(finding.score),
        "reasons": list(finding.reasons),
        "sides": {
            side: [side_object(rows[s]) | {"origin": _origin_reference(origin_of.get(s))} for s in ids if s in rows]
            for side, ids in (("a", finding.a), ("b", finding.b))
        },
        "origins": _count(origin_of, (*finding.a, *finding.b)),
    }


def position_line(position: Position) -> Wire:
    return {
        "id": position.id,
        "story": position.story,
        "issue": position.issue,
        "actor": _reference(position.actor),
        "option": position.option,
        "stance": position.stance,
        "terms": _told_terms(position.terms),
        "from": position.since,
        "until": position.until,
        "voices": [{"entity": v.ref.entity, "name": v.ref.name, "role": v.role} for v in position.voices],
        "statements": list(position.statements),
        "reasons": list(position.reasons),
    }


def offer_line(offer: Offer) -> Wire:
    moves = [{"statement": m.statement, "act": m.act, "actor": _reference(m.actor), "told_by": _reference(m.told_by)} for m in offer.moves]
    return {
        "id": offer.id,
        "story": offer.story,
        "issue": offer.issue,
        "what": offer.what,
        "option": offer.option,
        "terms": _told_terms(offer.terms),
        "moves": moves,
    }


def given_line(given: Given, origin_of: OriginOf, origins: int) -> Wire:
    """A figure with the report that prints it; who gives it is the record's entity. ``origins``: how many independent ones give
    this value."""
    return _figure(given.figure) | {
        "according_to": _reference(given.who),
        "report": given.report,
        "outlet": given.outlet,
        "published": given.day or None,
        "text": given.words,
        "origin": _origin_reference(origin_of.get(given.figure.id)),
        "origins": origins,
    }


def event_line(row: EventRow) -> Wire:
    """An event with the report that tells it; its people and places are the record's entities."""
    return _event(row.event) | {
        "report": row.report,
        "outlet": row.outlet,
        "published": row.published.value if row.published else None,
        "text": row.words,
        "figure_texts": list(row.figures),
    }


def origin_line(story: str, origin: Origin) -> Wire:
    """An origin of a story, with the reports that come from it and why."""
    return {
        "id": origin.id,
        "story": story,
        "kind": origin.kind,
        "name": origin.name,
        "reports": list(origin.reports),
        "houses": sorted(origin.houses),
        "tiers": dict(origin.tiers),
        "reasons": list(origin.reasons),
    }


def utterance_line(utterance: Utterance, origin_of: OriginOf) -> Wire:
    """An act of saying with its renderings and where each comes from, and where they differ in a slot."""
    speakers = [r.said.speaker for r in utterance.renderings if r.said.speaker is not None]
    drift = [
        {"a": a.said.statement, "b": b.said.statement, "slot": d.slot, "why": d.why} for a, b in pairs(utterance) for d in find_drift(a, b)
    ]
    statements = [r.said.statement for r in utterance.renderings]
    return {
        "id": utterance.id,
        "story": utterance.story,
        "speaker": _reference(speakers[0] if speakers else None),
        "statements": statements,
        "drift": drift,
        "renderings": [
            {"statement": r.said.statement, "report": r.said.report, "origin": _origin_reference(origin_of.get(r.said.statement))}
            for r in utterance.renderings
        ],
        "origins": _count(origin_of, statements),
    }


def _count(origin_of: OriginOf, entries: Iterable[str]) -> int:
    """How many independent origins the entries have."""
    return len(independent(origin_of[e] for e in entries if e in origin_of))


def _origin_reference(origin: Origin | None) -> Wire | None:
    return {"id": origin.id, "kind": origin.kind, "name": origin.name} if origin else None


def _told_terms(terms: Iterable[ToldTerm]) -> Wire:
    found: Wire = {}
    for term in terms:
        found.setdefault(term.key, []).append(term.value)
    return found | ({"only": True} if "only" in found else {})


def side_object(row: StatementRow | FigureRow) -> Wire:
    """A statement or a figure, short: where it stands, its characters, who says it."""
    about = {"report": row.report, "outlet": row.outlet, "published": published_object(row.published)}
    if isinstance(row, FigureRow):
        own = {"statement": row.figure.statement, "figure": row.figure.id, "speaker": _reference(row.who), "manner": None}
        return own | about | {"content": [_span(row.figure.span)], "text": row.words}
    own = {"statement": row.statement.id, "figure": None, "speaker": _reference(row.speaker), "manner": row.statement.manner}
    return own | about | {"content": span_pairs(row.statement.content), "text": row.content_text}


def _statement(statement: Statement) -> Wire:
    return {
        "id": statement.id,
        "manner": statement.manner,
        "source": span_pairs(statement.source),
        "cue": span_pairs(statement.cue),
        "content": span_pairs(statement.content),
        "speaker": _reference(statement.speaker),
        "addressee": _reference(statement.addressee),
        "relay": [{"entity": r.entity, "name": r.name, "span": _span(r.span)} for r in statement.relay],
        "said": _time(statement.said) if statement.said else None,
        "parent": statement.parent,
        "part": statement.part,
        "moves": [_move(move) for move in statement.moves],
        "score": score_of(statement.score),
        "reasons": list(statement.reasons),
    }


def _move(move: Move) -> Wire:
    return {
        "act": move.act,
        "actor": _reference(move.actor),
        "what": move.what,
        "target": _reference(move.target),
        "terms": _terms(move.terms),
        "span": _span(move.span),
        "what_span": _span_or_none(move.what_span),
        "term_spans": {key: [_span(t.span) for t in move.terms if t.key == key] for key in _keys(move.terms)},
        "on_behalf_of": _reference(move.on_behalf_of),
        "negated": move.negated,
        "modality": move.modality,
        "score": score_of(move.score),
        "reasons": list(move.reasons),
    }


def _terms(terms: Iterable[Term]) -> Wire:
    """The values by key; ``only`` stands or does not, so it is ``true``."""
    return {key: True if key == "only" else [t.value for t in terms if t.key == key] for key in _keys(terms)}


def _keys(terms: Iterable[Term]) -> list[str]:
    return list(dict.fromkeys(t.key for t in terms))


def _event(event: Event) -> Wire:
    return {
        "id": event.id,
        "type": event.type,
        "span": _span(event.span),
        "actor": _reference(event.actor),
        "target": _reference(event.target),
        "place": _reference(event.place),
        "when": _time(event.when) if event.when else None,
        "according_to": _reference(event.according_to),
        "figures": list(event.figures),
        "mentions": span_pairs(event.mentions),
        "instrument": event.instrument,
        "score": score_of(event.score),
        "reasons": list(event.reasons),
    }


def _figure(figure: Figure) -> Wire:
    as_of = figure.as_of
    return {
        "id": figure.id,
        "span": _span(figure.span),
        "low": _number(figure.low),
        "high": _number(figure.high),
        "unit": figure.unit,
        "measure": figure.measure,
        "scope": figure.scope,
        "as_of": as_of.value if as_of else None,
        "according_to": _reference(figure.according_to),
        "event": figure.event,
        "statement": figure.statement,
        "as_of_span": _span_or_none(as_of.span if as_of else None),
        "place": _reference(figure.place),
        "revises": figure.revises,
        "score": score_of(figure.score),
        "reasons": list(figure.reasons),
    }


def score_of(score: float) -> float:
    """As far as every processor agrees on it."""
    return round(score, _DIGITS)


def _number(value: float | None) -> float | int | None:
    """A whole number without a decimal point."""
    return int(value) if value is not None and value == int(value) else value


def _entity(entity: Entity) -> Wire:
    return {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type,
        "roles": [{"title": role.title, "span": _span(role.span)} for role in entity.roles],
        "mentions": [{"span": _span(mention.span), "kind": mention.kind} for mention in entity.mentions],
    }


def published_object(published: Published | None) -> Wire | None:
    return {"value": published.value, "precision": published.precision, "basis": published.basis} if published else None


def _time(time: Time) -> Wire:
    return {"value": time.value, "precision": time.precision, "span": _span_or_none(time.span)}


def _reference(reference: EntityRef | None) -> Wire | None:
    return {"entity": reference.entity, "name": reference.name} if reference else None


def _problem(problem: Problem) -> Wire:
    return {"where": problem.where, "why": problem.why}


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _span_or_none(span: Span | None) -> list[int] | None:
    return _span(span) if span else None


def span_pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [_span(span) for span in spans]
