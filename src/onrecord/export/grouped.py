"""A story, and what became of one, as wire objects."""

from __future__ import annotations

from onrecord.export.jsonl import Wire, side_object
from onrecord.export.scope import ConsideredHere
from onrecord.model import Story, StoryChange


def considered_line(entry: ConsideredHere) -> Wire:
    """What is not comparable, and why, with the spans and texts of both."""
    considered = entry.considered
    return {
        "id": considered.id,
        "story": considered.story,
        "measure": considered.measure,
        "slot": considered.slot,
        "because": considered.because,
        **{side: side_object(entry.rows[key]) for side, key in (("a", considered.a), ("b", considered.b))},
    }


def story_line(story: Story) -> Wire:
    return {
        "id": story.id,
        "title": story.title,
        "reports": list(story.reports),
        "first": story.first,
        "last": story.last,
        "reasons": list(story.reasons),
    }


def story_change_line(at: str | None, change: StoryChange) -> Wire:
    """What became of a story, and when (None: before that was kept)."""
    return {
        "at": at,
        "kind": change.kind,
        "story": change.story,
        "other": change.other,
        "reports": list(change.reports),
        "reasons": list(change.reasons),
    }
