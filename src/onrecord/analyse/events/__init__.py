"""Events: what happened, by one report, with who, whom, where, when and the figures about it."""

from onrecord.analyse.events.find import find_events

__all__ = ["find_events"]
