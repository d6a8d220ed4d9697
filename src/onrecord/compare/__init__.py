"""Inside one story: how statements stand to one another, and where the sides stand."""

from onrecord.compare.drift import find_drift
from onrecord.compare.offers import Told, gather_issues, gather_offers, place_moves
from onrecord.compare.positions import find_positions
from onrecord.compare.rendered import find_renderings
from onrecord.compare.renderings import Said
from onrecord.compare.sides import Voice
from onrecord.compare.utterances import Utterance, group_utterances, pairs

__all__ = [
    "Said",
    "Told",
    "Utterance",
    "Voice",
    "find_drift",
    "find_positions",
    "find_renderings",
    "gather_issues",
    "gather_offers",
    "group_utterances",
    "pairs",
    "place_moves",
]
