"""``onrecord events``: what happened, and who tells it."""

from __future__ import annotations

from onrecord.cli.storied import StoryVerb, story_verb
from onrecord.export import events_in
from onrecord.export.tables import Cell
from onrecord.model import EntityRef
from onrecord.store import EventRow


def _cells(row: EventRow) -> tuple[Cell, ...]:
    event = row.event
    who = (_name(ref) for ref in (event.actor, event.target, event.place))
    when = event.when.value if event.when else None
    return (event.type, *who, when, _name(event.according_to), ", ".join(row.figures) or None, row.report)


def _name(ref: EntityRef | None) -> str | None:
    return ref.name if ref else None


command = story_verb(
    StoryVerb(
        name="events",
        examples="""\
  onrecord events
  onrecord events story-1f0c… --as-of 2026-01-29 --format csv > events.csv""",
        text="""Report by report in order of publication: each has its own account of an event.""",
        entries=events_in,
        columns=("type", "actor", "target", "place", "when", "according to", "figures", "report"),
        cells=_cells,
        empty="No report tells of an event here, as far as onrecord can tell.",
    )
)
