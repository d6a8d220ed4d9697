"""What the desk and the programming interface have in common: opening records for requests, guarding, answering, taking reports in."""

from __future__ import annotations

from onrecord.serving.answers import answer, problem, problem_of
from onrecord.serving.app import make_app
from onrecord.serving.guard import Guard
from onrecord.serving.intake import Intake, Job
from onrecord.serving.listen import check_address, serve, settle
from onrecord.serving.records import Records
from onrecord.serving.shared import SharedRoute

__all__ = [
    "Guard",
    "Intake",
    "Job",
    "Records",
    "SharedRoute",
    "answer",
    "check_address",
    "make_app",
    "problem",
    "problem_of",
    "serve",
    "settle",
]
