"""Stories: what grouping everything at once gives, in whatever order the reports came, and as people judged."""

from __future__ import annotations

import random
import struct
import tracemalloc
from collections.abc import Collection, Sequence
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.link import StoryJudgements, StoryOptions, regroup, story_id
from onrecord.link.likeness import WHOLE, likeness
from onrecord.link.stories import blocks_of
from onrecord.model import Profile

OPTIONS = StoryOptions(threshold=0.3, steps=99)  # as many as there may be stories: then nothing depends on the order
NAMES = ("Lisnow", "Velmora", "Olmo", "Prill", "Ruiz")


class Shelf:
    """A record in memory, in which everybody is near to everybody who shares two keys."""

    def __init__(self, options: StoryOptions = OPTIONS) -> None:
        self.options = options
        self.all: dict[str, Profile] = {}
        self.home: dict[str, list[str]] = {}

    def profiles(self, reports: Collection[str]) -> dict[str, Profile]:
        return {r: self.all[r] for r in reports if r in self.all}

    def near(self, report: str) -> set[str]:
        keys = {*self.all[report].keys}
        return {p.report for p in self.all.values() if len(keys.intersection(p.keys)) > 1 and p.report != report}

    def fellows(self, reports: Collection[str]) -> list[list[str]]:
        return list({id(self.home[r]): self.home[r] for r in reports if r in self.home}.values())

    def regroup(self, reports: Sequence[str], judged: StoryJudgements = StoryJudgements()) -> list[list[str]]:
        groups = regroup(reports, self, judged=judged, options=self.options)
        for group in groups:
            self.home |= dict.fromkeys(group, group)
        return groups

    def add(self, profiles: Sequence[Profile], judged: StoryJudgements = StoryJudgements()) -> None:
        self.all |= {p.report: p for p in profiles}
        self.regroup([p.report for p in profiles], judged)

    @property
    def stories(self) -> list[list[str]]:
        return sorted({id(g): g for g in self.home.values()}.values())


def a_profile(report: str, way: Sequence[int] = (1000, 0), names: Collection[str] = ("Lisnow", "Velmora"), day: int | None = 1) -> Profile:
    weight = round(1000 / max(1, len(names)) ** 0.5)
    # The same direction twice, as of lead and title.
    vector = struct.pack(f"<{2 * len(way)}h", *way, *way)
    return Profile(report=report, model="m", day=day, vector=vector, names=dict.fromkeys(names, weight), keys=tuple(sorted(names)))


@st.composite
def some_profiles(draw: st.DrawFn) -> list[Profile]:
    ways = st.tuples(*[st.integers(-600, 600)] * 3)
    names = st.sets(st.sampled_from(NAMES), min_size=1)
    days = st.one_of(st.none(), st.integers(1, 90))
    return [a_profile(f"r{n}", draw(ways), draw(names), draw(days)) for n in range(draw(st.integers(1, 12)))]


PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda p: p[0] != p[1]), max_size=3)


def judgements(pairs: list[tuple[int, int]]) -> list[tuple[str, str]]:
    return [(f"r{a}", f"r{b}") for a, b in pairs]


@given(some_profiles(), PAIRS, PAIRS, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_one_by_one_in_any_order_is_as_all_at_once(
    profiles: list[Profile], together: list[tuple[int, int]], apart: list[tuple[int, int]], chance: random.Random
) -> None:
    judged = StoryJudgements(together=judgements(together), apart=judgements(apart))
    at_once, one_by_one, in_parts = Shelf(), Shelf(), Shelf()
    at_once.add(profiles, judged)
    shuffled = chance.sample(profiles, len(profiles))
    for profile in shuffled:
        one_by_one.add([profile], judged)
    half = len(profiles) // 2
    in_parts.add(shuffled[:half], judged)
    in_parts.add(shuffled[half:], judged)
    assert one_by_one.stories == at_once.stories == in_parts.stories
    assert sorted(r for g in at_once.stories for r in g) == sorted(p.report for p in profiles)


@given(some_profiles(), st.integers(0, 2))
@settings(max_examples=100, deadline=None)
def test_with_few_steps_every_report_is_in_one_story_all_the_same(profiles: list[Profile], steps: int) -> None:
    shelf = Shelf(StoryOptions(threshold=0.3, steps=steps))
    for profile in profiles:
        shelf.add([profile])
    assert sorted(r for story in shelf.stories for r in story) == sorted(p.report for p in profiles)


@given(some_profiles(), PAIRS, PAIRS)
@settings(max_examples=150, deadline=None)
def test_what_people_judge_later_is_as_if_it_had_been_judged_at_once(
    profiles: list[Profile], together: list[tuple[int, int]], apart: list[tuple[int, int]]
) -> None:
    judged = StoryJudgements(together=judgements(together), apart=judgements(apart))
    early, late = Shelf(), Shelf()
    early.add(profiles, judged)
    late.add(profiles)
    late.regroup(sorted({r for pair in (*judged.together, *judged.apart) for r in pair}), judged)
    assert late.stories == early.stories
    homes = {r: n for n, g in enumerate(late.stories) for r in g}
    assert all(homes[a] != homes[b] for a, b in judged.apart if a in homes and b in homes)
    late.regroup(sorted({r for pair in (*judged.together, *judged.apart) for r in pair}))
    early = Shelf()
    early.add(profiles)
    assert late.stories == early.stories, "and as if it never had, when it is undone"


@given(some_profiles())
@settings(deadline=None)
def test_no_two_stories_are_alike_enough_and_none_of_several_is_loose(profiles: list[Profile]) -> None:
    shelf = Shelf()
    shelf.add(profiles)
    place = {p.report: n for n, p in enumerate(profiles)}
    alike = likeness(profiles, profiles) / WHOLE
    for one, other in combinations(shelf.stories, 2):
        assert sum(alike[place[a], place[b]] for a in one for b in other) / (len(one) * len(other)) < OPTIONS.threshold + 1e-9
    for story in shelf.stories:
        if len(story) > 1:
            assert max(alike[place[a], place[b]] for a, b in combinations(story, 2)) >= OPTIONS.threshold


@given(some_profiles(), st.data())
def test_likeness_has_no_direction_and_no_company(profiles: list[Profile], data: st.DataObject) -> None:
    alike = likeness(profiles, profiles)
    assert (alike == alike.T).all() and (alike == alike.round()).all()
    a, b = (data.draw(st.integers(0, len(profiles) - 1)) for _ in range(2))
    assert likeness([profiles[a]], [profiles[b]])[0, 0] == alike[a, b]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (a_profile("b"), 1.0),
        (a_profile("b", names=("Lisnow",)), 0.0),  # one key alone is nothing
        (a_profile("b", way=(0, 1000)), 0.5),
        (a_profile("b", day=None), 0.9),
        (a_profile("b", day=201), 0.8),
        (a_profile("b", day=366), 0.65),
        (a_profile("b", day=5000), 0.226),
        (a_profile("b", day=31), 0.8 + 0.2 / 2.71828),
    ],
)
def test_what_makes_two_reports_alike(other: Profile, expected: float) -> None:
    assert likeness([a_profile("a")], [other])[0, 0] / WHOLE == pytest.approx(expected, abs=2e-3)


def test_two_look_alikes_in_two_places_are_two_stories_and_the_next_day_is_the_same() -> None:
    blast = (700, 714)
    shelf = Shelf()
    shelf.add([a_profile("here 1", blast, ("Lisnow", "Olmo", "Harbour")), a_profile("there 1", blast, ("Prill", "Ruiz", "Harbour"))])
    shelf.add([a_profile("here 2", (800, 600), ("Lisnow", "Olmo", "Velmora"), day=2)])
    assert shelf.stories == [["here 1", "here 2"], ["there 1"]]


def test_a_report_between_two_stories_joins_them_and_what_did_not_change_is_not_told() -> None:
    shelf = Shelf()
    shelf.add([a_profile("a", (1000, 0)), a_profile("far", (0, 1000), ("Olmo", "Prill"))])
    assert shelf.regroup(["a"]) == [["a"]]
    shelf.all["b"] = a_profile("b", (900, 436))
    assert shelf.regroup(["b"]) == [["a", "b"]]
    assert shelf.stories == [["a", "b"], ["far"]]
    assert regroup([], shelf) == [] and regroup(["no profile"], shelf) == []


def test_what_keeps_apart_is_stronger_than_what_brings_together() -> None:
    judged = StoryJudgements(together=[("a", "b"), ("b", "c")], apart=[("a", "c")])
    assert blocks_of(["a", "b", "c"], judged) == [frozenset("ab"), frozenset("c")]
    shelf = Shelf()
    shelf.add([a_profile("a"), a_profile("b"), a_profile("c")], judged)
    assert shelf.stories == [["a", "b"], ["c"]]


DATED = st.lists(st.tuples(st.one_of(st.none(), st.dates().map(str)), st.text(max_size=5)), min_size=1)


@given(DATED, st.randoms(use_true_random=False))
@example([(None, "a"), ("2031-05-02", "b")], random.Random(1))
def test_the_earliest_report_names_the_story(reports: list[tuple[str | None, str]], chance: random.Random) -> None:
    shuffled = chance.sample(reports, len(reports))
    assert story_id(shuffled) == story_id(reports)
    dated = [r for r in reports if r[0]]
    assert story_id(reports) == story_id(dated or reports), "an undated report names a story only where none is dated"


def test_what_is_at_hand_does_not_grow_with_the_square_of_the_reports_around() -> None:
    shelf, count = Shelf(StoryOptions(steps=2)), 1200
    for n in range(count):
        own = (f"Olmo {n // 2}", f"Prill {n // 2}", f"Ruiz {n // 2}")
        shelf.all[f"r{n}"] = a_profile(f"r{n}", (700, 300 if n % 2 else -300), ("Lisnow", "Velmora", *own))
        shelf.home[f"r{n}"] = [f"r{n - n % 2}", f"r{n - n % 2 + 1}"]
    tracemalloc.start()
    shelf.regroup(["r0"])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < count * 8_000
