"""A story, and what became of one, as wire objects."""

from __future__ import annotations

from onrecord.export.jsonl import Wire
from onrecord.model import Story, StoryChange


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
