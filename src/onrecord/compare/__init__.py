"""Inside one story: how statements stand to one another, and where the sides stand."""

from onrecord.compare.alignment import Aligned, align, differing_figures
from onrecord.compare.changed import find_changes
from onrecord.compare.considered import Considered, find_considered
from onrecord.compare.corroboration import Sources, find_corroboration, gather_sources
from onrecord.compare.drift import Difference, compare, find_drift
from onrecord.compare.exchanges import find_exchanges
from onrecord.compare.matching import LEAST_WORDS, NAMED_DIFFERENTLY, RUN, Match, match_renderings
from onrecord.compare.offers import Issue, Told, gather_issues, gather_offers, place_moves
from onrecord.compare.oppositions import find_oppositions
from onrecord.compare.origins import Imprint, Origin, OriginKind, Origins, find_origins, independent, origin_at
from onrecord.compare.paired import Alike, Weights, word_weights
from onrecord.compare.passages import Passage, Printed, find_passages, narrated_words
from onrecord.compare.positions import find_positions
from onrecord.compare.rendered import find_renderings
from onrecord.compare.renderings import Cut, Rendering, Said, read_rendering
from onrecord.compare.replies import find_replies
from onrecord.compare.series import (
    OF_THE_AFFAIR,
    Given,
    Series,
    agree,
    counted,
    find_figure_changes,
    gather_series,
    is_of_now,
    outgrows,
)
from onrecord.compare.sides import Voice, side_of, sides_of
from onrecord.compare.stems import content_stems
from onrecord.compare.tellings import find_tellings
from onrecord.compare.utterances import Grouping, Joined, Utterance, gather_utterances, pairs
from onrecord.compare.verbatim import closeness, differing_words, stands_verbatim
from onrecord.compare.wording import Stretch, unlike_words

__all__ = [
    "is_of_now",
    "outgrows",
    "LEAST_WORDS",
    "differing_words",
    "closeness",
    "stands_verbatim",
    "Stretch",
    "unlike_words",
    "Aligned",
    "Alike",
    "Considered",
    "Cut",
    "Difference",
    "Given",
    "Grouping",
    "Imprint",
    "Issue",
    "Joined",
    "Match",
    "NAMED_DIFFERENTLY",
    "OF_THE_AFFAIR",
    "RUN",
    "Rendering",
    "Origin",
    "OriginKind",
    "Origins",
    "Passage",
    "Printed",
    "Said",
    "Series",
    "Sources",
    "Told",
    "Utterance",
    "Voice",
    "Weights",
    "agree",
    "align",
    "compare",
    "content_stems",
    "counted",
    "differing_figures",
    "find_changes",
    "find_considered",
    "find_corroboration",
    "find_drift",
    "find_exchanges",
    "find_figure_changes",
    "find_oppositions",
    "find_origins",
    "find_passages",
    "find_positions",
    "find_renderings",
    "find_replies",
    "find_tellings",
    "gather_issues",
    "gather_offers",
    "gather_series",
    "gather_sources",
    "gather_utterances",
    "match_renderings",
    "independent",
    "narrated_words",
    "origin_at",
    "pairs",
    "place_moves",
    "read_rendering",
    "side_of",
    "sides_of",
    "word_weights",
]
