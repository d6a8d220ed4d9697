"""What stands in for the pipeline in the tests of the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from click.testing import Result

from onrecord.model import Refusal

Run = Callable[..., Result]


@dataclass(frozen=True, kw_only=True)
class Progress:
    done: int
    total: int | None
    what: str


@dataclass(frozen=True, kw_only=True)
class ReanalyseSummary:
    run: str = "run-2"
    renewed: int = 2
    left: int = 0
    waiting: int = 0
    seconds: float = 0.1


@dataclass(frozen=True, kw_only=True)
class AddSummary:
    run: str = "run-1"
    stored: int = 1
    duplicate: int = 0
    refused: int = 0
    failed: int = 0
    refusals: tuple[Refusal, ...] = ()
    stories: int = 1
    findings: int = 0
    seconds: float = 0.1
