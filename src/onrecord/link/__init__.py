"""Many analyses: which reports tell one story, which names name one entity."""

from onrecord.link.entities import link_entities
from onrecord.link.local import LocalEntity, LocalKey
from onrecord.link.stories import LEAD_CHARS, ProfileIndex, StoryOptions, group_stories, name_profile, story_id

__all__ = [
    "LEAD_CHARS",
    "LocalEntity",
    "LocalKey",
    "ProfileIndex",
    "StoryOptions",
    "group_stories",
    "link_entities",
    "name_profile",
    "story_id",
]
