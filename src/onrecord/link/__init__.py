"""Many analyses: which reports tell one story, which names name one entity."""

from onrecord.link.blocks import block_keys
from onrecord.link.entities import link_story, spelled
from onrecord.link.local import LocalEntity, LocalKey
from onrecord.link.names import KnownNames, fitting, settle_names
from onrecord.link.profiles import profile_of
from onrecord.link.reasons import Placement, StoryReasons, explain_story, story_changes
from onrecord.link.score import MAY, SAME, PairScore, same_name
from onrecord.link.stories import Known, StoryJudgements, StoryOptions, regroup, story_id

__all__ = [
    "Known",
    "KnownNames",
    "LocalEntity",
    "LocalKey",
    "MAY",
    "PairScore",
    "Placement",
    "SAME",
    "StoryJudgements",
    "StoryOptions",
    "StoryReasons",
    "block_keys",
    "explain_story",
    "fitting",
    "link_story",
    "profile_of",
    "regroup",
    "same_name",
    "settle_names",
    "spelled",
    "story_changes",
    "story_id",
]
