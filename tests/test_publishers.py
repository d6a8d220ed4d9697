"""Which outlet belongs to which house: the list that ships, and the user's own before it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.lexicon import read_words
from onrecord.lexicon.publishers import agency_name, default_publishers, house_name, publisher_of, read_publishers

OWN = """\
domain,name,publisher,country,tier
www.bell.example,Ellingham Bell,Quay House,GB,A
post.example,Harbour Post,Quay House,,
bbc.co.uk,BBC,Mine,,C
lone.example,,,,
"""


def own(tmp_path: Path, text: str = OWN) -> Path:
    path = tmp_path / "outlets.csv"
    path.write_text(text, encoding="utf8")
    return path


def test_every_shipped_row_is_whole_and_names_its_source() -> None:
    rows = [line.split("\t") for line in read_words("publishers")]
    assert len(rows) >= 60 and len({row[0] for row in rows}) == len(rows)
    for row in rows:
        domain, name, publisher, country, source = row
        assert re.fullmatch(r"[a-z0-9.-]+\.[a-z]+", domain) and name and publisher and re.fullmatch("[A-Z]{2}", country)
        assert re.match(r"https?://[^\s/]+/", source)


def test_an_outlet_by_domain_address_or_name(tmp_path: Path) -> None:
    known = read_publishers(own(tmp_path))
    for name in ("bell.example", "https://news.bell.example/a/b?c", "www.bell.example", "ellingham  BELL"):
        found = publisher_of(known, None, name)
        assert found is not None and (found.publisher, found.country, found.tier) == ("Quay House", "GB", "A")
    assert publisher_of(known, "bell.example.org", "notbell.example", "") is None


def test_the_users_rows_come_first_and_an_outlet_may_stand_alone(tmp_path: Path) -> None:
    known = read_publishers(own(tmp_path))
    assert publisher_of(known, "bbc.co.uk").publisher == "Mine"  # type: ignore[union-attr]
    assert publisher_of(read_publishers(), "bbc.co.uk").publisher == "BBC"  # type: ignore[union-attr]
    assert publisher_of(known, "lone.example").publisher == "lone.example"  # type: ignore[union-attr]
    assert publisher_of(known, "BBC") is None  # bbc.com and bbc.co.uk are of two houses now


@pytest.mark.parametrize("text", ["outlet,publisher\na.example,B\n", "", "\0"])
def test_a_list_that_is_none_says_what_it_should_be(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="domain|CSV"):
        read_publishers(own(tmp_path, text))
    with pytest.raises(InputError, match="cannot be read"):
        read_publishers(tmp_path / "none.csv")


def test_the_environment_names_the_users_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_OUTLETS", str(own(tmp_path)))
    assert publisher_of(default_publishers(), "post.example").name == "Harbour Post"  # type: ignore[union-attr]
    monkeypatch.setenv("ONRECORD_OUTLETS", str(tmp_path / "none.csv"))
    with pytest.raises(InputError, match="cannot be read"):
        default_publishers()


def test_agencies_go_by_one_name() -> None:
    assert {agency_name(n) for n in ("AFP", "Agence France-Presse", "afp")} == {"Agence France-Presse"}
    assert agency_name("the Tolver News Agency") == "Tolver" and agency_name("Outer Isles News Agency") == "Outer Isles News Agency"
    assert agency_name("Harbour Post") is None and agency_name("") is None


def test_what_no_list_has_goes_by_its_domain() -> None:
    assert house_name("www.sport.bell.com") == house_name("bell.com") == "bell.com"
    assert house_name("news.bell.com.au") == "bell.com.au" and house_name("Bell & Sons") == "Bell & Sons"
