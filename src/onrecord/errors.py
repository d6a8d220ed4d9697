"""What is raised when the user or the machine is wrong. Bad input is never raised: it becomes a Problem or a Refusal."""

from __future__ import annotations


class OnRecordError(Exception):
    """Base of all errors of onrecord. Its text says what happened, where, and what to do."""


class SpanError(OnRecordError, ValueError):
    """A span is empty, reversed, or does not lie in the text it is applied to."""


class InputError(OnRecordError):
    """The caller named something that cannot be an input: a missing path, options that contradict each other."""


class MissingError(InputError):
    """What the caller named is not in the record, or not by the clocks asked for."""


class StaleError(InputError):
    """What the caller wants to change is not any more what they looked at."""


class BusyError(OnRecordError):
    """More is asked at once than is answered; later it may be had."""


class StoreError(OnRecordError):
    """The record cannot be opened, read or written."""


class EngineError(OnRecordError):
    """A model file is missing, damaged, or not the one this version was built with."""
