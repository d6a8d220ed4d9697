"""Names that merge share a key."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from names_at_once import worth_comparing

from onrecord.link.blocks import block_keys
from onrecord.link.score import SAME, same_name
from onrecord.model import EntityType, Name

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
        a, b = (Name(type="person", folded=text, name=text) for text in (one, other))
        assert a == b or worth_comparing({n: block_keys(n.name, "person") for n in (a, b)})


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


def test_those_who_are_only_asked_do_not_meet() -> None:
    asked = block_keys("Edda Prill", "person") & block_keys("Erik Prill", "person")
    assert asked and all(key.startswith("?") for key in asked)
    assert asked == {f"?{key}" for key in block_keys("E. Prill", "person") & {key.removeprefix("?") for key in asked}}
