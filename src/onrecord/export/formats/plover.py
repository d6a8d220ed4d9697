"""Events for political scientists, in the shape of PLOVER: event, mode, context, actor, recipient, date, place, and the words.

The categories are those of the PLOVER manual (Open Event Data Alliance, 2021): what happened by the types of ``lexicon/event-types``,
what somebody did by saying it by ``lexicon/move-codes``. Unlike every coded set before it, each line points at its characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from onrecord.export.formats.lines import write_known
from onrecord.export.kinds import BY_NAME
from onrecord.export.selection import Extract
from onrecord.export.sink import Sink
from onrecord.export.wire import Wire, wire
from onrecord.ids import make_id
from onrecord.lexicon import read_pairs, read_sections
from onrecord.model import Span

# The manual's quadrants.
_QUADS = {
    "VERBAL COOPERATION": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "MATERIAL COOPERATION": ("COOPERATE", "AID", "RETREAT"),
    "VERBAL CONFLICT": ("REQUEST", "DEMAND", "ACCUSE", "DISAPPROVE", "REJECT", "THREATEN"),
    "MATERIAL CONFLICT": ("INVESTIGATE", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
_QUAD_OF = {event: quad for quad, events in _QUADS.items() for event in events}
_NOBODY_S_DOING = ("nature", "disaster", "vote", "none")  # families of the list without an actor, as PLOVER asks for one
_RENAMED = {"YIELD": "CONCEDE"}  # the manual of 2018 against that of 2021
_INTENT = ("will", "shall", "'ll", "’ll")  # of the words of modality those that tell of what is to come; others say what might be


@cache
def _category_of_types() -> dict[str, str]:
    """PLOVER's category of each type of event; a section of the list is ``type | category | family``. What nobody did is in none."""
    parts = ([part.strip() for part in section.split("|")] for section in read_sections("event-types") if "|" in section)
    return {name: "-" if family in _NOBODY_S_DOING else _RENAMED.get(category, category) for name, category, family in parts}


@cache
def _codes_of_acts() -> dict[str, tuple[str, list[str]]]:
    """PLOVER's category and CAMEO's codes of each act."""
    parts = {act: codes.partition("\t") for act, codes in read_pairs("move-codes").items()}
    return {act: (plover, cameo.split(",")) for act, (plover, _, cameo) in parts.items()}


def event_records(extract: Extract) -> Iterator[tuple[str, Wire | None]]:
    """For every event and move its type or act, and its record; None where PLOVER has no category for it."""
    for line in BY_NAME["events"].lines(extract):
        yield line["type"], _of_event(line)
    for row in extract.statements():
        line = wire(row)
        text = ""
        for at, move in enumerate(line["moves"]):
            text = text or _text(extract, line["report"])
            who = {role: extract.of_record(line, move[role]) for role in ("actor", "target", "on_behalf_of")}
            yield move["act"], _of_move(line, move | who, at, text)


def write_events(extract: Extract, sink: Sink) -> tuple[str, ...]:
    return write_known(sink, "events.plover.jsonl", event_records(extract), "PLOVER has no category for it")


def _of_event(line: Wire) -> Wire | None:
    category = _category_of_types().get(line["type"], "-")
    if category not in _QUAD_OF:
        return None
    when = line["when"]
    return _record(
        category,
        id=line["id"],
        date=when["value"] if when else line["published"],
        date_basis="event" if when else "publication",
        mode=[line["type"]],
        cameo=[],
        context=[],
        actor=_actors(line["actor"]),
        on_behalf_of=[],
        recipient=_actors(line["target"]),
        location=line["place"]["name"] if line["place"] else None,
        according_to=line["according_to"],
        magnitude=line["figure_texts"],
        text=line["text"],
        spans=line["mentions"],
        report=line["report"],
        outlet=line["outlet"],
        published=line["published"],
        statement=None,
    )


def _of_move(line: Wire, move: Wire, at: int, text: str) -> Wire | None:
    category, cameo = _codes_of_acts().get(move["act"], ("-", []))
    if category not in _QUAD_OF:
        return None
    span = move["span"]
    published = line["published"]["value"] if line["published"] else None
    return _record(
        category,
        id=make_id("move", line["id"], at),
        date=line["said"]["value"] if line["said"] else published,
        date_basis="event" if line["said"] else "publication",
        mode=[move["act"]],
        cameo=cameo,
        context=list(_context(move)),
        actor=_actors(move["actor"]),
        on_behalf_of=_actors(move["on_behalf_of"]),
        recipient=_actors(move["target"]),  # never the audience: who is told of a refusal is not refused
        location=None,
        according_to=line["speaker"],
        magnitude=[],
        text=Span(*span).of(text) if text else None,
        spans=[span],
        report=line["report"],
        outlet=line["outlet"],
        published=published,
        statement=line["id"],
    )


def _context(move: Wire) -> Iterator[str]:
    """The manual's words for what has not taken place."""
    if move["negated"]:
        yield "negation"
    if move["modality"] is not None:
        yield "future" if move["modality"].casefold() in _INTENT else "hypothetical"


def _record(category: str, **fields: Any) -> Wire:
    return {"id": fields.pop("id"), "event": category, "quad": _QUAD_OF[category], **fields}


def _actors(reference: Wire | None) -> list[Wire]:
    return [{"id": reference["entity"], "name": reference["name"]}] if reference else []


def _text(extract: Extract, report_id: str) -> str:
    report = extract.record.report(report_id)
    return report.text if report else ""
