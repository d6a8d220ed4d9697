"""What the desk and the programming interface have in common: opening records for requests, guarding, answering, taking reports in."""

from __future__ import annotations

from onrecord.serving.answers import answer, problem, problem_of
from onrecord.serving.app import make_app
from onrecord.serving.doors import Caller, Doors, caller_of
from onrecord.serving.guard import Guard
from onrecord.serving.intake import Intake, Job
from onrecord.serving.listen import Listening, serve
from onrecord.serving.proxy import Proxy, proxy_of
from onrecord.serving.records import Records
from onrecord.serving.routes import RoleRoute, SharedRoute

__all__ = [
    "Caller",
    "Doors",
    "Guard",
    "Intake",
    "Job",
    "Listening",
    "Proxy",
    "Records",
    "RoleRoute",
    "SharedRoute",
    "answer",
    "caller_of",
    "make_app",
    "problem",
    "problem_of",
    "proxy_of",
    "serve",
]
