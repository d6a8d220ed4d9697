"""The kinds of entry that leave a record: how each is gathered, and its columns as a table. Every format is made of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from onrecord.export.columns import Column, columns_of
from onrecord.export.scope import (
    FoundHere,
    GivenHere,
    OriginHere,
    RenderedHere,
    events_in,
    figures_in,
    findings_in,
    offers_in,
    origins_in,
    positions_at,
    utterances_in,
)
from onrecord.export.selection import Extract
from onrecord.export.wire import Wire, entry, wire
from onrecord.model import Offer, Position, Story
from onrecord.store import EventRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """``lines``: its entries as wire objects, in the order of the verb of this name; ``about``: what one row is, in a sentence; ``wire``:
    the name of their definition in the schema."""

    name: str
    wire: str
    about: str
    lines: Callable[[Extract], Iterator[Wire]]
    columns: tuple[Column, ...]


def report_lines(extract: Extract) -> Iterator[Wire]:
    """The reports without what was found in them; ``text`` is null unless the selection asks for full texts."""
    keys = "id url outlet agency byline title language published recorded_at story text text_sha256 chars problems"
    for report in extract.reports():
        yield entry(
            report,
            keys,
            recorded_at=extract.recorded[report.id],
            story=extract.by_story.get(report.id),
            text=report.text if extract.selection.full_text else None,
            chars=len(report.text),
        )


def _findings(extract: Extract) -> Iterator[FoundHere]:
    found = findings_in(extract.record, extract.scope)
    return (f for f in found if extract.holds(*f.finding.a, *f.finding.b))


def _positions(extract: Extract) -> Iterator[Position]:
    return (p for p in positions_at(extract.record, extract.scope) if extract.holds(*p.statements))


def _offers(extract: Extract) -> Iterator[Offer]:
    return (o for o in offers_in(extract.record, extract.scope) if extract.holds(*(m.statement for m in o.moves)))


def _utterances(extract: Extract) -> Iterator[RenderedHere]:
    found = utterances_in(extract.record, extract.scope)
    return (u for u in found if extract.holds(*(r.said.statement for r in u.utterance.renderings)))


def _figures(extract: Extract) -> Iterator[GivenHere]:
    for found in figures_in(extract.record, extract.scope):
        figure = found.given.figure
        if extract.holds(figure.statement) or extract.covers(found.given.report, figure.span):
            yield found


def _events(extract: Extract) -> Iterator[EventRow]:
    return (row for row in events_in(extract.record, extract.scope) if extract.covers(row.report, row.event.span))


def _origins(extract: Extract) -> Iterator[OriginHere]:
    return (o for o in origins_in(extract.record, extract.scope) if extract.holds_story(o.story))


def _stories(extract: Extract) -> Iterator[Story]:
    stories = extract.record.stories(**extract.scope.clocks)
    return (s for s in stories if extract.scope.story in (None, s.id) and extract.holds_story(s.id))


def _lines(entries: Callable[[Extract], Iterable[object]]) -> Callable[[Extract], Iterator[Wire]]:
    return lambda extract: map(wire, entries(extract))


_PLACE = {"start": "integer span.0", "end": "integer span.1"}
_WHEN = {"published": "text published.value", "published_precision": "text published.precision"}
_REASONED = {"score": "number", "reasons": "texts"}

_SAID = columns_of(
    id="text",
    report="text",
    story="text",
    **_WHEN,
    **dict.fromkeys(("outlet", "agency", "title", "url", "manner"), "text"),
    speaker_id="text speaker.entity",
    speaker="text speaker.name",
    role="text",
    addressee="text addressee.name",
    relay="texts relay.*.name",
    said="text said.value",
    said_precision="text said.precision",
    parent="text",
    source="text source_text",
    cue="text cue_text",
    content="text content_text",
    source_spans="spans source",
    cue_spans="spans cue",
    content_spans="spans content",
    acts="texts moves.*.act",
    **_REASONED,
    corrected="texts corrected.*.field",
    version="text",
)

KINDS = (
    Kind(
        name="stories",
        wire="story",
        about="Reports about one affair.",
        lines=_lines(_stories),
        columns=columns_of(id="text", title="text", first="text", last="text", reports="texts", reasons="texts"),
    ),
    Kind(
        name="reports",
        wire="report_row",
        about="One outlet's text on one occasion.",
        lines=report_lines,
        columns=columns_of(
            **dict.fromkeys(("id", "url", "outlet", "agency", "byline", "title", "language"), "text"),
            **_WHEN,
            published_basis="text published.basis",
            **dict.fromkeys(("recorded_at", "story", "text", "text_sha256"), "text"),
            chars="integer",
            problems="texts problems.*.why",
        ),
    ),
    Kind(
        name="statements",
        wire="statement_row",
        about="One act of saying, as one report tells it; content is exactly the characters of content_spans.",
        lines=_lines(Extract.statements),
        columns=_SAID,
    ),
    Kind(
        name="parts",
        wire="statement_row",
        about="A part of a statement (parent) that is told in several pieces: what is compared where another report has only that part.",
        lines=_lines(Extract.parts),
        columns=_SAID,
    ),
    Kind(
        name="findings",
        wire="finding",
        about="How statements or figures stand to one another; never a verdict.",
        lines=_lines(_findings),
        columns=columns_of(
            **dict.fromkeys(("id", "type", "slot", "story"), "text"),
            a="texts",
            b="texts",
            **{
                f"{side}_{name}": f"texts sides.{side}.*.{path}"
                for side in "ab"
                for name, path in (("speakers", "speaker.name"), ("texts", "text"), ("outlets", "outlet"), ("reports", "report"))
            },
            why="text",
            origins="integer",
            **_REASONED,
        ),
    ),
    Kind(
        name="positions",
        wire="position",
        about="Where a side stands on an option of an issue, from a day on.",
        lines=_lines(_positions),
        columns=columns_of(
            **dict.fromkeys(("id", "story", "issue"), "text"),
            actor_id="text actor.entity",
            actor="text actor.name",
            option="text",
            stance="text",
            terms="json",
            since="text from",
            until="text",
            voices="texts voices.*.name",
            statements="texts",
            reasons="texts",
        ),
    ),
    Kind(
        name="offers",
        wire="offer",
        about="What is on the table, and every move on it.",
        lines=_lines(_offers),
        columns=columns_of(
            **dict.fromkeys(("id", "story", "issue", "what", "option"), "text"),
            terms="json",
            acts="texts moves.*.act",
            actors="texts moves.*.actor.name",
            statements="texts moves.*.statement",
        ),
    ),
    Kind(
        name="utterances",
        wire="utterance",
        about="One act of saying, and the statements that render it.",
        lines=_lines(_utterances),
        columns=columns_of(
            id="text",
            story="text",
            speaker_id="text speaker.entity",
            speaker="text speaker.name",
            statements="texts",
            drift_slots="texts drift.*.slot",
            drift="json",
            origins="integer",
        ),
    ),
    Kind(
        name="figures",
        wire="figure_given",
        about="A number, what it counts, and who gives it.",
        lines=_lines(_figures),
        columns=columns_of(
            **dict.fromkeys(("id", "report", "outlet", "published"), "text"),
            **_PLACE,
            text="text",
            low="number",
            high="number",
            **dict.fromkeys(("unit", "measure", "scope", "as_of"), "text"),
            according_to_id="text according_to.entity",
            according_to="text according_to.name",
            place="text place.name",
            event="text",
            statement="text",
            origin="text origin.name",
            origin_kind="text origin.kind",
            origins="integer",
            **_REASONED,
        ),
    ),
    Kind(
        name="events",
        wire="event_given",
        about="What happened, as one report tells it.",
        lines=_lines(_events),
        columns=columns_of(
            **dict.fromkeys(("id", "report", "outlet", "published", "type"), "text"),
            **_PLACE,
            text="text",
            **{f"{role}_id": f"text {role}.entity" for role in ("actor", "target", "place")},
            **{role: f"text {role}.name" for role in ("actor", "target", "place")},
            when="text when.value",
            when_precision="text when.precision",
            according_to="text according_to.name",
            instrument="text",
            figures="texts",
            figure_texts="texts",
            **_REASONED,
        ),
    ),
    Kind(
        name="entities",
        wire="entity_row",
        about="Somebody or something across reports.",
        lines=_lines(Extract.entities),
        columns=columns_of(
            id="text",
            name="text",
            type="text",
            spellings="texts spellings.*.name",
            roles="texts roles.*.title",
            reports="integer",
            statements="integer",
            reasons="texts",
        ),
    ),
    Kind(
        name="origins",
        wire="origin",
        about="An independent source behind a story's reports.",
        lines=_lines(_origins),
        columns=columns_of(
            **dict.fromkeys(("id", "story", "kind", "name"), "text"), reports="texts", houses="texts", tiers="json", reasons="texts"
        ),
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}
BY_STORY = frozenset(("findings", "positions", "offers", "utterances", "figures", "origins"))  # what stories are compared for
