"""Stories: the same in whatever order the reports came, and never joined below the threshold."""

from __future__ import annotations

import math
import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.link import ProfileIndex, StoryOptions, group_stories, name_profile, story_id
from onrecord.link.stories import mix

OPTIONS = StoryOptions(threshold=0.5)
Alike = dict[str, dict[str, float]]


@st.composite
def likenesses(draw: st.DrawFn) -> Alike:
    reports = [f"r{n}" for n in range(draw(st.integers(0, 9)))]
    alike: Alike = {r: {} for r in reports}
    for a, b in combinations(reports, 2):
        score = draw(st.one_of(st.none(), st.floats(0, 1, width=16)))
        if score is not None:
            alike[a][b] = alike[b][a] = score
    return alike


def mean_between(alike: Alike, one: list[str], other: list[str]) -> float:
    return sum(alike[a].get(b, 0.0) for a in one for b in other) / (len(one) * len(other))


@given(likenesses(), st.randoms(use_true_random=False))
def test_groups_part_the_reports_and_do_not_depend_on_their_order(alike: Alike, chance: random.Random) -> None:
    groups = group_stories(alike, OPTIONS)
    assert sorted(r for g in groups for r in g) == sorted(alike)
    assert groups == sorted(sorted(g) for g in groups)
    keys = list(alike)
    chance.shuffle(keys)
    shuffled = {}
    for key in keys:
        others = list(alike[key].items())
        chance.shuffle(others)
        shuffled[key] = dict(others)
    assert group_stories(shuffled, OPTIONS) == groups


@given(likenesses())
def test_groups_that_reach_the_threshold_are_joined_and_no_others(alike: Alike) -> None:
    groups = group_stories(alike, OPTIONS)
    for one, other in combinations(groups, 2):
        assert mean_between(alike, one, other) < OPTIONS.threshold + 1e-9
    for group in groups:
        linked = {group[0]}
        while grown := {b for a in linked for b, s in alike[a].items() if s >= OPTIONS.threshold and b in group} - linked:
            linked |= grown
        assert linked == set(group), "every part hangs on a pair above the threshold"
        if len(group) > 1:
            pairs = [alike[a].get(b, 0.0) for a, b in combinations(group, 2)]
            assert max(pairs) >= OPTIONS.threshold


def test_a_chain_of_pairs_is_not_enough() -> None:
    chain: Alike = {"a": {"b": 0.9}, "b": {"a": 0.9, "c": 0.6}, "c": {"b": 0.6}}
    assert group_stories(chain, OPTIONS) == [["a", "b"], ["c"]]


DIRECTIONS = st.lists(st.floats(0, 2 * math.pi), min_size=1, max_size=10)


@given(DIRECTIONS, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_what_is_near_a_report_is_the_same_from_every_side(angles: list[float], chance: random.Random) -> None:
    vectors = {f"r{n}": (math.cos(x), math.sin(x)) for n, x in enumerate(angles)}
    names = {r: {"Lisnow": 1.0} if n % 2 else {} for n, r in enumerate(vectors)}
    order = list(vectors)
    chance.shuffle(order)
    one = ProfileIndex(vectors, names.__getitem__, OPTIONS)
    other = ProfileIndex({r: vectors[r] for r in order}, names.__getitem__, OPTIONS)
    assert one.neighbourhood(vectors) == other.neighbourhood(reversed(order))
    part = one.neighbourhood([order[0]])
    assert order[0] in part
    outside = [r for r in vectors if r not in part]
    assert all(score < OPTIONS.threshold for r in outside for other_r, score in one.alike(r).items() if other_r in part)


@pytest.mark.parametrize(
    ("title", "text", "names"),
    [
        (None, "Talks in Velm between Olmo and Prill. Then Olmo left.", {"Olmo", "Prill", "Velm"}),
        ("Lisnow shut", "the harbour of Lisnow was shut on Monday in March.", {"Lisnow"}),
        (None, "no names here, and The End.", {"End"}),
        (None, "", set()),
    ],
)
def test_the_names_of_a_report(title: str | None, text: str, names: set[str]) -> None:
    profile = name_profile(title, text)
    assert set(profile) - {"Talks", "Then"} == names
    assert not profile or math.hypot(*profile.values()) == pytest.approx(1)


def test_a_name_said_often_weighs_more_but_not_as_much_more() -> None:
    profile = name_profile(None, "we saw Olmo and Olmo and Olmo and Prill")
    assert 1 < profile["Olmo"] / profile["Prill"] < 3


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_has_no_direction(one: str, other: str) -> None:
    a, b = name_profile(None, one), name_profile(None, other)
    assert mix(0.4, a, b) == mix(0.4, b, a)
    assert mix(1.0, a, a) == pytest.approx(1.0 if a else 0.5)


@given(st.lists(st.tuples(st.one_of(st.none(), st.dates().map(str)), st.text(max_size=5)), min_size=1), st.randoms(use_true_random=False))
def test_the_earliest_report_names_the_story(reports: list[tuple[str | None, str]], chance: random.Random) -> None:
    shuffled = list(reports)
    chance.shuffle(shuffled)
    assert story_id(shuffled) == story_id(reports)
    later = (
        [*reports, (None, "\U0010ffff"), ("9999-12-31", "z")] if any(day for day, _ in reports) else [*reports, (None, "\U0010ffff" * 6)]
    )
    assert story_id(later) == story_id(reports)


def test_an_undated_report_names_a_story_only_where_none_is_dated() -> None:
    assert story_id([(None, "a"), ("2031-05-02", "b")]) == story_id([("2031-05-02", "b")])
    assert story_id([(None, "a"), (None, "b")]) == story_id([(None, "a")])
