"""Places that only their list tells, on invented texts."""

from __future__ import annotations

import pytest
from pages import names

from onrecord.analyse.names import gather_names


def kinds(text: str, **tagged: str) -> dict[str, str]:
    return {e.name: e.type for e in gather_names(text, names(text, **tagged))}


@pytest.mark.parametrize("person", ["", "Sant Vara"])
def test_what_is_listed_with_two_places_is_a_place(person: str) -> None:
    text = "Strikes in Olmo, near Prill. Strikes also hit Olmo, Prill and Sant Vara."
    found = kinds(text, place="Olmo,Prill", **({"person": person} if person else {}))
    assert found["Sant Vara"] == "place"


def test_one_place_makes_no_list() -> None:
    assert "Sant Vara" not in kinds("She saw Olmo and Sant Vara.", place="Olmo")


def test_a_person_named_elsewhere_stays_one() -> None:
    text = "They saw Olmo, Prill and Edda Vask. Edda Vask, 41, waved."
    assert kinds(text, place="Olmo,Prill", person="Edda Vask")["Edda Vask"] == "person"
