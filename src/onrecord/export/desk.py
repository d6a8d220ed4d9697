"""What an editor asks of the record, as wire objects."""

from __future__ import annotations

from onrecord.desk import Change, Changes, Comparison, OtherFigure, ScreenLine, Shared
from onrecord.export.jsonl import side_object
from onrecord.export.scope import FoundHere
from onrecord.export.wire import Wire, entry, rule, wire
from onrecord.model import Finding, Report

_REPORT = "id outlet agency title url published"


@rule(ScreenLine)
def _screen_line(line: ScreenLine) -> Wire:
    """What the record has on one statement or figure of a draft."""
    speaker = line.speaker.name if line.speaker else None
    on_record = [side_object(row) for row in line.on_record]
    return entry(line, "kind spans text manner speaker on_record differs score reasons", speaker=speaker, on_record=on_record)


@rule(Comparison)
def _comparison(found: Comparison) -> Wire:
    """Two reports side by side. ``title``: the two titles when they differ."""
    a, b = found.a, found.b
    return {
        "a": entry(a, _REPORT),
        "b": entry(b, _REPORT),
        "both": wire(found.shared),
        "only_a": [side_object(row) for row in found.only_a],
        "only_b": [side_object(row) for row in found.only_b],
        **entry(found, "figures positions"),
        "title": {"a": a.title, "b": b.title} if a.title != b.title else None,
    }


@rule(OtherFigure)
def _other_figure(found: OtherFigure) -> Wire:
    sides = {"a": side_object(found.a), "b": side_object(found.b)}
    return sides | entry(found.a.figure, "measure unit scope") | entry(found, "reasons")


@rule(Shared)
def _shared(shared: Shared) -> Wire:
    return entry(shared, "a b verbatim differs score reasons", a=side_object(shared.a), b=side_object(shared.b), differs=wire(shared.drift))


def change_line(changes: Changes, change: Change) -> Wire:
    """One thing that the record has learnt; ``entry`` is as in the listing of its kind."""
    told = change.entry
    if isinstance(told, Report):
        line = entry(told, _REPORT)
    elif isinstance(told, Finding):
        line = wire(FoundHere(finding=told, rows=changes.rows, origin_of=changes.origin_of))
    else:
        line = wire(told)
    return entry(change, "kind id at story summary entry", entry=line)
