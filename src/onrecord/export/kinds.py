"""The kinds of entry that leave a record: how each is gathered, and its columns as a table. Every format is made of these."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from onrecord.export.columns import Column, Wire, columns_of
from onrecord.export.grouped import story_line
from onrecord.export.jsonl import (
    entity_line,
    event_line,
    finding_line,
    given_line,
    offer_line,
    origin_line,
    position_line,
    published_object,
    statement_line,
    utterance_line,
)
from onrecord.export.scope import events_in, figures_in, findings_in, offers_in, origins_in, positions_at, utterances_in
from onrecord.export.selection import Extract


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
    for report in extract.reports():
        yield {
            "id": report.id,
            "url": report.url,
            "outlet": report.outlet,
            "agency": report.agency,
            "byline": report.byline,
            "title": report.title,
            "language": report.language,
            "published": published_object(report.published),
            "recorded_at": extract.recorded[report.id],
            "story": extract.by_story.get(report.id),
            "text": report.text if extract.selection.full_text else None,
            "text_sha256": report.text_sha256,
            "chars": len(report.text),
            "problems": [{"where": problem.where, "why": problem.why} for problem in report.problems],
        }


def _statements(extract: Extract) -> Iterator[Wire]:
    return map(statement_line, extract.statements())


def _parts(extract: Extract) -> Iterator[Wire]:
    return map(statement_line, extract.parts())


def _findings(extract: Extract) -> Iterator[Wire]:
    for found in findings_in(extract.record, extract.scope):
        if extract.holds(*found.finding.a, *found.finding.b):
            yield finding_line(found.finding, found.rows, found.origin_of)


def _positions(extract: Extract) -> Iterator[Wire]:
    return (position_line(p) for p in positions_at(extract.record, extract.scope) if extract.holds(*p.statements))


def _offers(extract: Extract) -> Iterator[Wire]:
    return (offer_line(o) for o in offers_in(extract.record, extract.scope) if extract.holds(*(m.statement for m in o.moves)))


def _utterances(extract: Extract) -> Iterator[Wire]:
    for found in utterances_in(extract.record, extract.scope):
        if extract.holds(*(r.said.statement for r in found.utterance.renderings)):
            yield utterance_line(found.utterance, found.origin_of)


def _figures(extract: Extract) -> Iterator[Wire]:
    for found in figures_in(extract.record, extract.scope):
        given = found.given
        if extract.holds(given.figure.statement) or extract.covers(given.report, given.figure.span):
            yield given_line(given, found.origin_of, found.origins)


def _events(extract: Extract) -> Iterator[Wire]:
    return (event_line(row) for row in events_in(extract.record, extract.scope) if extract.covers(row.report, row.event.span))


def _origins(extract: Extract) -> Iterator[Wire]:
    return (origin_line(o.story, o.origin) for o in origins_in(extract.record, extract.scope) if extract.holds_story(o.story))


def _stories(extract: Extract) -> Iterator[Wire]:
    for story in extract.record.stories(**extract.scope.clocks):
        if extract.scope.story in (None, story.id) and extract.holds_story(story.id):
            yield story_line(story)


def _entities(extract: Extract) -> Iterator[Wire]:
    return map(entity_line, extract.entities())


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
        lines=_stories,
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
        lines=_statements,
        columns=_SAID,
    ),
    Kind(
        name="parts",
        wire="statement_row",
        about="A part of a statement (parent) that is told in several pieces: what is compared where another report has only that part.",
        lines=_parts,
        columns=_SAID,
    ),
    Kind(
        name="findings",
        wire="finding",
        about="How statements or figures stand to one another; never a verdict.",
        lines=_findings,
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
        lines=_positions,
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
        lines=_offers,
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
        lines=_utterances,
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
        lines=_figures,
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
        lines=_events,
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
        lines=_entities,
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
        lines=_origins,
        columns=columns_of(
            **dict.fromkeys(("id", "story", "kind", "name"), "text"), reports="texts", houses="texts", tiers="json", reasons="texts"
        ),
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}
