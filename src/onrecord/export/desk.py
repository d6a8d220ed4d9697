"""What an editor asks of the record, as wire objects."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.compare import Difference
from onrecord.desk import Change, Changes, Comparison, ScreenLine, Shared
from onrecord.export.jsonl import (
    Wire,
    finding_line,
    position_line,
    published_object,
    score_of,
    side_object,
    span_pairs,
    statement_line,
)
from onrecord.export.judged import judgement_line
from onrecord.model import Finding, Position, Report
from onrecord.store import Hit, StatementRow


def screen_line(line: ScreenLine) -> Wire:
    """What the record has on one statement or figure of a draft."""
    return {
        "kind": line.kind,
        "spans": span_pairs(line.spans),
        "text": line.text,
        "manner": line.manner,
        "speaker": line.speaker.name if line.speaker else None,
        "on_record": [side_object(row) for row in line.on_record],
        "differs": _differences(line.differs),
        "score": score_of(line.score),
        "reasons": list(line.reasons),
    }


def hit_line(hit: Hit) -> Wire:
    """What a search found: the words found are marked within the snippet, in code points of it."""
    return {
        "kind": hit.kind,
        "id": hit.id,
        "report": hit.report,
        "outlet": hit.outlet,
        "published": hit.published,
        "title": hit.title,
        "snippet": hit.snippet,
        "marks": [[mark.start, mark.end] for mark in hit.marks],
        "why": hit.why,
    }


def comparison_line(found: Comparison) -> Wire:
    """Two reports side by side. ``title``: the two titles when they differ."""
    return {
        "a": _entry(found.a),
        "b": _entry(found.b),
        "both": [_shared(shared) for shared in found.shared],
        "only_a": [side_object(row) for row in found.only_a],
        "only_b": [side_object(row) for row in found.only_b],
        "figures": [
            {
                "a": side_object(f.a),
                "b": side_object(f.b),
                "measure": f.a.figure.measure,
                "unit": f.a.figure.unit,
                "scope": f.a.figure.scope,
                "reasons": list(f.reasons),
            }
            for f in found.figures
        ],
        "positions": [{"a": position_line(p.a), "b": position_line(p.b)} for p in found.positions],
        "title": {"a": found.a.title, "b": found.b.title} if found.a.title != found.b.title else None,
    }


def change_line(changes: Changes, change: Change) -> Wire:
    """One thing that the record has learnt; ``entry`` is as in the listing of its kind."""
    return {
        "kind": change.kind,
        "id": change.id,
        "at": change.at,
        "story": change.story,
        "summary": change.summary,
        "entry": _changed(changes, change),
    }


def _changed(changes: Changes, change: Change) -> Wire:
    entry = change.entry
    if isinstance(entry, Report):
        return _entry(entry)
    if isinstance(entry, StatementRow):
        return statement_line(entry)
    if isinstance(entry, Finding):
        return finding_line(entry, changes.rows, changes.origin_of)
    if isinstance(entry, Position):
        return position_line(entry)
    return comparison_line(entry) if isinstance(entry, Comparison) else judgement_line(entry)


def _entry(report: Report) -> Wire:
    return {
        "id": report.id,
        "outlet": report.outlet,
        "agency": report.agency,
        "title": report.title,
        "url": report.url,
        "published": published_object(report.published),
    }


def _shared(shared: Shared) -> Wire:
    return {
        "a": side_object(shared.a),
        "b": side_object(shared.b),
        "verbatim": shared.verbatim,
        "differs": _differences(shared.drift),
        "score": score_of(shared.score),
        "reasons": list(shared.reasons),
    }


def _differences(found: Iterable[Difference]) -> list[Wire]:
    return [{"a": d.a, "b": d.b, "slot": d.slot, "why": d.why} for d in found]
