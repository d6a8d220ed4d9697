"""A judgement as a wire object."""

from __future__ import annotations

from onrecord.export.jsonl import Wire
from onrecord.store import Judgement


def judgement_line(judgement: Judgement) -> Wire:
    return {
        "id": judgement.id,
        "kind": judgement.kind,
        "about": judgement.about,
        "was": judgement.was,
        "now": judgement.now,
        "targets": list(judgement.targets),
        "report": judgement.report,
        "author": judgement.author,
        "at": judgement.at,
        "why": judgement.why,
        "state": judgement.state,
        "undone_by": judgement.undone_by,
        "problem": judgement.problem,
    }
