"""Offices named without their holders."""

from __future__ import annotations

import pytest

from onrecord.link.offices import find_holder, read_office


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("foreign minister of Karthenia", "Karthenian Foreign Minister"),
        ("Karthenia's foreign minister", "foreign minister of Karthenia"),
        ("American president", "president of the United States"),
        ("French president", "President of France"),
        ("Karthenian prime minister", "Prime Minister of Karthenia"),
    ],
)
def test_the_office_is_found(title: str, role: str) -> None:
    assert find_holder(title, {"e1": {role}, "e2": {"Velmoran president"}}) == ("e1", role)


@pytest.mark.parametrize(
    ("title", "roles"),
    [
        ("foreign minister of Karthenia", {"e1": {"Karthenian foreign minister"}, "e2": {"foreign minister of Karthenia"}}),
        ("foreign minister of Karthenia", {"e1": {"foreign minister of Velmora"}}),
        ("foreign minister of Karthenia", {"e1": {"defence minister of Karthenia"}}),
        ("foreign minister of Karthenia", {"e1": {"deputy foreign minister of Karthenia"}}),
        ("foreign minister of Karthenia", {"e1": {"former foreign minister of Karthenia"}}),
        ("former president of Karthenia", {"e1": {"president of Karthenia"}}),
        ("foreign minister", {"e1": {"foreign minister"}}),
        ("Karthenian minister", {"e1": {"Karthenian minister"}}),
        ("Karthenian lawmaker", {"e1": {"Karthenian lawmaker"}}),
        ("Karthenian spokesman", {"e1": {"Karthenian spokesman"}}),
        ("Karthenian president", {}),
    ],
)
def test_no_holder_where_it_is_not_sure(title: str, roles: dict[str, set[str]]) -> None:
    assert find_holder(title, roles) is None


def test_what_is_no_office() -> None:
    assert read_office("people of Karthenia") is None
