"""Names that merge share a key."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.link.blocks import block_keys, candidate_pairs
from onrecord.link.score import SAME, same_name
from onrecord.model import EntityType

GIVEN = ["Yuri", "Yury", "Iouri", "Юрий", "William", "Bill", "E.", "Edda", "Mohammed", "Muhammad", "Serhiy", "Sergei"]
FAMILY = ["Mishkar", "Michkar", "Мишкар", "Vetrych", "Vetrich", "al-Velmi", "El Velmi", "Olmo"]
PEOPLE = st.builds(
    lambda *w: " ".join(filter(None, w)), st.sampled_from(GIVEN), st.sampled_from(["", "", "M.", "Ivan"]), st.sampled_from(FAMILY)
)


@given(PEOPLE, PEOPLE)
@example("E. Mishkar", "Edda Mishkar")
@example("Yuri El Velmi", "E. al-Velmi")
def test_people_who_merge_meet_in_a_block(one: str, other: str) -> None:
    if same_name(one, other, "person").score >= SAME:
        assert list(candidate_pairs({0: block_keys(one, "person"), 1: block_keys(other, "person")}))


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("International Quay Office", "IQO", "organisation"),
        ("Ministry of Quays", "Quays Ministry", "organisation"),
        ("US Quay Office", "United States Quay Office", "organisation"),
        ("Salt Works Ltd", "Saltworks", "organisation"),
        ("Bombay", "Mumbai", "place"),
        ("林水安", "Lin Shui'an", "person"),
        ("Bill Olmo", "William Olmo", "person"),
    ],
)
def test_names_that_merge_meet_in_a_block(one: str, other: str, kind: EntityType) -> None:
    assert same_name(one, other, kind).score >= SAME
    assert block_keys(one, kind) & block_keys(other, kind)


@given(st.dictionaries(st.integers(0, 20), st.frozensets(st.sampled_from("abc"), max_size=2)))
def test_every_pair_with_a_common_key_is_a_candidate(keys: dict[int, frozenset[str]]) -> None:
    found = {frozenset(p) for p in candidate_pairs(keys)}
    assert found == {frozenset((a, b)) for a, b in combinations(keys, 2) if keys[a] & keys[b]}


def test_those_who_are_only_asked_do_not_meet() -> None:
    keys = {"Edda": {"?p e."}, "E.": {"p e."}, "Erik": {"?p e."}, "Em.": {"p e."}}
    found = {frozenset(p) for p in candidate_pairs(keys)}
    assert found == {frozenset(p) for p in (("Edda", "E."), ("Edda", "Em."), ("Erik", "E."), ("Erik", "Em."), ("E.", "Em."))}


def test_large_blocks_do_not_cost_their_square() -> None:
    keys = {n: frozenset({"all", f"few {n // 3}"}) for n in range(3000)}
    found = {frozenset(p) for p in candidate_pairs(keys)}
    assert len(found) == 3000
