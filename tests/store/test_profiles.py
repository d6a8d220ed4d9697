"""Profiles in the record, and who is near one: bounded however many reports bear a key."""

from __future__ import annotations

import pytest
from store_values import a_profile, a_report, an_analysis

from onrecord.model import Story
from onrecord.store import Record, profiles


def add(record: Record, report: str, day: int | None, keys: tuple[str, ...] = ("Lisnow", "Velmora")) -> None:
    stored = a_report(report)
    record.add_report(record.start_run("add", "e"), stored, an_analysis(stored), a_profile(report, day, keys))


def test_a_profile_comes_back_as_it_was_and_only_by_its_model(record: Record) -> None:
    add(record, "a", 5)
    add(record, "b", None)
    assert record.profiles(["a", "b", "none"], "m") == {"a": a_profile("a", 5), "b": a_profile("b", None)}
    record.add_profile(a_profile("a", 7, ("Olmo",), "n"))
    assert record.profiles(["a"], "m") == {}
    assert record.profiles(["a"], "n") == {"a": a_profile("a", 7, ("Olmo",), "n")}


def test_near_are_those_that_share_two_keys(record: Record) -> None:
    add(record, "a", 5)
    add(record, "one key", 5, ("Lisnow", "Olmo"))
    add(record, "undated", None)
    assert record.near("a") == {"undated"}
    assert record.near("undated") == {"a"}


def test_of_many_bearers_the_nearest_in_time_are_near(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(1, 10):
        add(record, f"day {day}", day)
    found = profiles.near(record._database, "day 5", nearest=2)
    assert found == {"day 3", "day 4", "day 6", "day 7"}
    monkeypatch.setattr(profiles, "MOST", 3)
    assert len(profiles.near(record._database, "day 5")) == 3


def test_a_report_is_unplaced_until_a_story_holds_it_and_again_when_it_is_gone(record: Record) -> None:
    add(record, "a", 1)
    add(record, "b", 2)
    assert record.unplaced() == ["a", "b"]
    record.replace_stories([Story(id="s", title=None, reports=("a", "b"))])
    assert record.unplaced() == [] and [sorted(g) for g in record.fellows(["a"])] == [["a", "b"]]
    record.replace_stories([Story(id="s", title=None, reports=("a",))])
    assert record.unplaced() == ["b"] and record.fellows(["b"]) == []
