"""Many analyses: which reports tell one story, which names name one entity."""

from onrecord.link.entities import link_entities
from onrecord.link.local import LocalEntity, LocalKey
from onrecord.link.profiles import profile_of
from onrecord.link.reasons import Placement, StoryReasons, explain_story, story_changes
from onrecord.link.stories import Known, StoryJudgements, StoryOptions, regroup, story_id

__all__ = [
    "Known",
    "LocalEntity",
    "LocalKey",
    "Placement",
    "StoryJudgements",
    "StoryOptions",
    "StoryReasons",
    "explain_story",
    "link_entities",
    "profile_of",
    "regroup",
    "story_changes",
    "story_id",
]
