"""Why reports are one story, and what became of stories."""

from __future__ import annotations

import struct

from onrecord.link import explain_story, story_changes
from onrecord.model import Profile


def a_profile(report: str, names: tuple[str, ...], day: int | None) -> Profile:
    vector = struct.pack("<4h", 1000, 0, 1000, 0)
    return Profile(report=report, model="m", day=day, vector=vector, names=dict.fromkeys(names, 500), keys=names)


def test_a_story_says_what_its_reports_share_and_each_report_whom_it_is_like() -> None:
    a, b = a_profile("a", ("Lisnow", "Olmo"), 5), a_profile("b", ("Lisnow", "Olmo", "Ruiz"), 8)
    why = explain_story([b, a, a_profile("c", ("Lisnow", "Ruiz"), None)])
    assert why.middle == "b"
    assert "most of its reports name Lisnow, Olmo, Ruiz" in why.reasons
    placed = {p.report: p for p in why.placements}
    assert placed["a"].nearest == "b" and placed["a"].reasons[1:] == ("both name Lisnow, Olmo", "3 days apart")
    assert placed["c"].reasons[-1] == "a day of publication is not known"


def test_a_report_alone_says_so() -> None:
    why = explain_story([a_profile("a", ("Lisnow",), 5)])
    assert why.middle == "a" and why.reasons == ("no other report is like it",) and why.placements[0].nearest is None


def test_changes_tell_where_reports_came_from_and_went() -> None:
    before = {"s1": ["a", "b"], "s2": ["c"], "s3": ["d", "e"], "s4": ["f"]}
    after = {"s1": ["a", "b", "c", "x"], "s3": ["d"], "s5": ["e"], "s4": ["f"], "s6": ["y"]}
    told = [(c.kind, c.story, c.other, c.reports) for c in story_changes(before, after)]
    assert told == [
        ("grown", "s1", None, ("x",)),
        ("joined", "s1", "s2", ("c",)),
        ("joined", "s5", "s3", ("e",)),
        ("begun", "s6", None, ("y",)),
        ("gone", "s2", "s1", ("c",)),
        ("parted", "s3", "s5", ("e",)),
    ]
