"""Inside one story: how statements stand to one another, and where the sides stand."""

from onrecord.compare.corroboration import Sources, find_corroboration, gather_sources
from onrecord.compare.drift import find_drift
from onrecord.compare.exchanges import find_exchanges
from onrecord.compare.offers import Issue, Told, gather_issues, gather_offers, place_moves
from onrecord.compare.origins import Imprint, Origin, OriginKind, Origins, find_origins, independent, origin_at
from onrecord.compare.passages import Passage, Printed, find_passages, narrated_words
from onrecord.compare.positions import find_positions
from onrecord.compare.rendered import find_renderings
from onrecord.compare.renderings import Said
from onrecord.compare.series import Given, Series, find_figure_changes, gather_series
from onrecord.compare.sides import Voice
from onrecord.compare.tellings import find_tellings
from onrecord.compare.utterances import Utterance, group_utterances, pairs

__all__ = [
    "Given",
    "Imprint",
    "Issue",
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
    "find_corroboration",
    "find_drift",
    "find_exchanges",
    "find_figure_changes",
    "find_origins",
    "find_passages",
    "find_positions",
    "find_renderings",
    "find_tellings",
    "gather_issues",
    "gather_offers",
    "gather_series",
    "gather_sources",
    "group_utterances",
    "independent",
    "narrated_words",
    "origin_at",
    "pairs",
    "place_moves",
]
