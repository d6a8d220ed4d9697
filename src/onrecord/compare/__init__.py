"""Inside one story: how statements stand to one another."""

from onrecord.compare.repeats import Said, find_repeats

__all__ = ["Said", "find_repeats"]
