"""Many analyses: which reports tell one story, which names name one entity."""

from onrecord.link.entities import link_entities
from onrecord.link.local import LocalEntity, LocalKey
from onrecord.link.profiles import profile_of
from onrecord.link.reasons import Placement, StoryReasons, explain_story, story_changes
from onrecord.link.score import MAY, SAME, PairScore, same_name
from onrecord.link.stories import Known, StoryJudgements, StoryOptions, regroup, story_id

__all__ = [
    "Known",
    "LocalEntity",
    "LocalKey",
    "MAY",
    "PairScore",
    "Placement",
    "SAME",
    "StoryJudgements",
    "StoryOptions",
    "StoryReasons",
    "explain_story",
    "link_entities",
    "profile_of",
    "regroup",
    "same_name",
    "story_changes",
    "story_id",
]
